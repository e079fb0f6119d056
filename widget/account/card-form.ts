/** Stripe's three card fields while they are open, as one value. Pure. */
import {
  CARD_FIELDS,
  type CardField,
  complaint,
  type Filled,
  lacking,
  MOUNTING,
  mounted,
} from '../card-state.ts'
import type { CardKey } from '../text/card/en.ts'

export interface CardForm {
  card: Record<CardField, Filled>
  /** As Stripe names it; the security code's hint depends on it. */
  brand: string
  /** The field that has the cursor: it is in another document, where our :focus cannot see it. */
  focus: CardField | null
  problems: Partial<Record<CardField, CardKey>>
  /** The problems that were found just now, for those who hear the page. */
  spoken: readonly CardKey[]
  /** How often the button found a problem: the same ones are to be heard again. */
  refusals: number
}

/** What Stripe's frames report. */
export type CardAction =
  | { type: 'card'; field: CardField; filled: Filled; code: string | null; brand?: string | undefined }
  | { type: 'focus'; field: CardField | null }
  | { type: 'remount' }
  | { type: 'refuse' }

export const blankCard: CardForm = {
  card: MOUNTING,
  brand: 'unknown',
  focus: null,
  problems: {},
  spoken: [],
  refusals: 0,
}

export function reduceCard(form: CardForm, action: CardAction): CardForm {
  switch (action.type) {
    case 'focus':
      return { ...form, focus: action.field }
    case 'remount':
      return { ...form, card: MOUNTING, problems: {}, spoken: [] }
    case 'refuse': {
      const problems = lacks(form)
      const spoken = CARD_FIELDS.flatMap((field) => problems[field] ?? [])
      return { ...form, problems, spoken, refusals: form.refusals + 1 }
    }
    case 'card': {
      const { field, filled, code, brand = form.brand } = action
      // A frame that only just came has nothing to say of what a click before it found.
      const { [field]: _gone, ...others } = form.problems
      const problems = form.card[field] === 'mounting' ? form.problems : others
      const problem = code === null ? null : complaint(field, code)
      return {
        ...form,
        card: { ...form.card, [field]: filled },
        brand,
        problems: problem ? { ...problems, [field]: problem } : problems,
        spoken: problem ? [problem] : [],
      }
    }
  }
}

/** Everything that keeps these fields from being used. */
function lacks({ card, problems }: CardForm): CardForm['problems'] {
  const found: CardForm['problems'] = {}
  for (const field of CARD_FIELDS) {
    if (card[field] === 'complete' && !problems[field]) continue
    found[field] = problems[field] ?? lacking(field, card[field])
  }
  return found
}

/** Whether a click would use them: the frames are there. */
export const isThere = ({ card }: CardForm): boolean => mounted(card)

/** In the order of the page: where the cursor goes. */
export const firstLack = (form: CardForm): CardField | undefined => {
  const found = lacks(form)
  return CARD_FIELDS.find((field) => found[field])
}
