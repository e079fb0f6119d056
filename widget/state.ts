/** What the visitor sees, as one value, and everything that may change it. Pure: no DOM, no network, no clock. */
import type { CheckoutAnswer, OfferAnswer } from '../worker/contract.ts'
import type { Money } from '../worker/domain/money.ts'
import {
  CARD_FIELDS,
  type CardField,
  complaint,
  type Filled,
  lacking,
  MOUNTING,
  mounted,
} from './card-state.ts'
import { agree, type ChoiceField, type Choices } from './terms.ts'
import type { Key } from './text/en.ts'
import type { Say } from './text/say.ts'

export type Field = ChoiceField | CardField

export interface Form {
  offer: OfferAnswer
  choices: Choices
  card: Record<CardField, Filled>
  /** As Stripe names it; the security code's hint depends on it. */
  brand: string
  /** The card field that has the cursor: it is in another document, where our :focus cannot see it. */
  focus: CardField | null
  problems: Partial<Record<Field, Say>>
  /** The problems that were found just now, for those who hear the page. */
  spoken: readonly Say[]
  /** How often the button found a problem: the same ones are to be heard again. */
  refusals: number
  /** What the visitor must know before the next click. */
  notice: Say | null
  /** `changing` while the Worker makes an intent for new terms. */
  terms: 'settled' | 'changing'
}

/** The end of a purchase, or what stands for it. */
export interface Receipt {
  is: 'paid' | 'accepted' | 'already' | 'processing' | 'review'
  /** `chk_…` */
  checkout: string
  total: Money
  quantity: number
  email: string | null
  /** Unix seconds; null where Stripe has not said. */
  paidAt: number | null
}

/** `check` is for an unknown outcome: asking again is all that is safe. */
export type Way = 'none' | 'retry' | 'check'

export type State =
  | { at: 'loading'; form: Form | null }
  | { at: 'ready'; form: Form }
  | { at: 'submitting'; form: Form; doing: 'paying' | 'checking' }
  | { at: 'authenticating'; form: Form } // the bank's challenge, which Stripe.js shows
  | { at: 'declined'; form: Form } // everything typed is still there
  | { at: 'processing'; form: Form; receipt: Receipt } // days, with some banks
  | { at: 'complete'; form: Form; receipt: Receipt }
  | { at: 'closed'; form: Form; receipt: Receipt } // money came, but a person has to look at it
  | { at: 'error'; form: Form | null; problem: Key; way: Way }

export type At = State['at']

export type Action =
  | { type: 'offer'; offer: OfferAnswer; choices: Choices }
  | { type: 'card'; field: CardField; filled: Filled; code: string | null; brand?: string | undefined }
  | { type: 'focus'; field: CardField | null }
  | { type: 'choose'; choices: Partial<Choices> }
  | { type: 'left'; field: ChoiceField }
  | { type: 'terms'; terms: Form['terms'] }
  | { type: 'refuse'; problems: Form['problems'] }
  | { type: 'submit' }
  | { type: 'authenticate' }
  | { type: 'check' }
  | { type: 'decline'; notice: Say }
  | { type: 'return'; notice: Say; offer?: OfferAnswer }
  | { type: 'settle'; receipt: Receipt }
  | { type: 'fail'; problem: Key; way: Way }
  | { type: 'remount' }
  | { type: 'restart' }

const TYPING = ['card', 'focus', 'choose', 'left', 'refuse', 'terms', 'submit', 'return', 'remount'] as const
const ENDING = ['settle', 'fail', 'restart'] as const
const PAYING = ['card', 'focus', 'terms', 'check', 'decline', 'return'] as const

/**
 * What may happen where. Anything else is an answer that came too late, and is dropped: a card field that reports after
 * the payment, an offer that arrives after the visitor has paid in another tab.
 */
const MAY: Record<At, readonly Action['type'][]> = {
  loading: ['offer', 'card', 'focus', 'choose', 'left', 'remount', ...ENDING],
  ready: [...TYPING, ...ENDING],
  declined: [...TYPING, ...ENDING],
  submitting: [...PAYING, 'authenticate', 'refuse', ...ENDING], // no `choose`: what is being paid stands still
  authenticating: [...PAYING, ...ENDING],
  processing: ['return', ...ENDING],
  complete: ['restart'],
  closed: ['restart'],
  error: ['choose', 'check', ...ENDING],
}

export const initial: State = { at: 'loading', form: null }

export function reduce(state: State, action: Action): State {
  if (!MAY[state.at].includes(action.type)) return state
  switch (action.type) {
    case 'offer':
      return { at: 'loading', form: blank(action.offer, action.choices) }
    case 'fail':
      return { at: 'error', form: state.form, problem: action.problem, way: action.way }
    case 'restart':
      return {
        at: 'loading',
        form: state.form && { ...state.form, card: MOUNTING, problems: {}, notice: null },
      }
  }
  const { form } = state
  if (!form) return state
  switch (action.type) {
    case 'card':
      return card(state, form, action)
    case 'focus':
      return with_(state, { ...form, focus: action.field })
    case 'choose':
      return with_(state, choose(form, { ...form.choices, ...action.choices }))
    case 'left':
      return with_(state, leave(form, action.field))
    case 'terms':
      return with_(state, { ...form, terms: action.terms })
    case 'remount':
      return { at: 'loading', form: { ...form, card: MOUNTING, problems: {} } } // what was said still stands
    case 'refuse':
      return { at: 'ready', form: refuse(form, action.problems) }
    case 'submit':
      return { at: 'submitting', form: { ...form, problems: {}, notice: null }, doing: 'paying' }
    case 'check':
      return { at: 'submitting', form: { ...form, problems: {}, notice: null }, doing: 'checking' }
    case 'authenticate':
      return { at: 'authenticating', form }
    case 'decline':
      return { at: 'declined', form: { ...form, notice: action.notice } }
    case 'return':
      return { at: 'ready', form: { ...form, offer: action.offer ?? form.offer, notice: action.notice } }
    case 'settle':
      return { at: END[action.receipt.is], form, receipt: action.receipt }
  }
}

const END: Record<Receipt['is'], 'complete' | 'processing' | 'closed'> = {
  paid: 'complete',
  accepted: 'complete',
  already: 'complete',
  processing: 'processing',
  review: 'closed',
}

/** What the visitor keeps. */
export const receipt = (checkout: CheckoutAnswer, is: Receipt['is'], email: string | null): Receipt => ({
  is,
  checkout: checkout.id,
  total: { amount: checkout.amount, currency: checkout.currency },
  quantity: checkout.quantity,
  email,
  paidAt: checkout.paid_at,
})

const blank = (offer: OfferAnswer, choices: Choices): Form => ({
  offer,
  choices,
  card: MOUNTING,
  brand: 'unknown',
  focus: null,
  problems: {},
  spoken: [],
  refusals: 0,
  notice: null,
  terms: 'settled',
})

/** The same state around another form. */
const with_ = (state: State, form: Form): State => ({ ...state, form }) as State

function card(
  state: State,
  form: Form,
  { field, filled, code, brand }: Extract<Action, { type: 'card' }>,
): State {
  const problems = { ...form.problems }
  delete problems[field]
  if (code) problems[field] = { key: complaint(field, code) }
  const next: Form = {
    ...form,
    spoken: problems[field] ? [problems[field]] : [],
    card: { ...form.card, [field]: filled },
    problems,
    brand: brand ?? form.brand,
  }
  return state.at === 'loading' && mounted(next.card) ? { at: 'ready', form: next } : with_(state, next)
}

/** A complaint goes as soon as it is no longer true; a new one waits until the visitor leaves the field. */
function choose(form: Form, choices: Choices): Form {
  const agreement = agree(form.offer, choices)
  const wrong: Form['problems'] = agreement.ok ? {} : agreement.problems
  const problems = { ...form.problems }
  for (const field of ['quantity', 'amount', 'email'] as const) {
    if (problems[field] && wrong[field]) problems[field] = wrong[field]
    else delete problems[field]
  }
  return { ...form, choices, problems, spoken: [] }
}

const refuse = (form: Form, problems: Form['problems']): Form => ({
  ...form,
  problems,
  spoken: FIELDS.flatMap((field) => problems[field] ?? []),
  refusals: form.refusals + 1,
  notice: null,
})

function leave(form: Form, field: ChoiceField): Form {
  const agreement = agree(form.offer, form.choices)
  const wrong = agreement.ok || form.choices[field].trim() === '' ? undefined : agreement.problems[field]
  return wrong ? { ...form, problems: { ...form.problems, [field]: wrong }, spoken: [wrong] } : form
}

/** In the order of the page: the first is where the cursor goes. */
export const FIELDS: readonly Field[] = ['quantity', 'amount', 'email', ...CARD_FIELDS]

/** Everything that keeps this form from being paid. */
export function wrongs(form: Form): Form['problems'] {
  const agreement = agree(form.offer, form.choices)
  const problems: Form['problems'] = agreement.ok ? {} : { ...agreement.problems }
  for (const field of CARD_FIELDS) {
    const filled = form.card[field]
    const code = form.problems[field]
    if (filled === 'complete' && !code) continue
    problems[field] = code ?? { key: lacking(field, filled) }
  }
  return problems
}

/** Whether a click on the pay button would do anything. */
export const payable = (state: State): state is Extract<State, { at: 'ready' | 'declined' }> =>
  state.at === 'ready' || state.at === 'declined'

/** Nothing was paid, and the same button may not help: what the site owner offers instead is shown beside the form. */
const ELSEWHERE: readonly (Key | undefined)[] = ['not_started_person', 'not_started_busy', 'not_started_wait']

/** Whether the site owner's own link is shown: not where a payment may have gone through, for it would be a second one. */
export const wayOut = (state: State): boolean =>
  state.at === 'loading' ||
  (state.at === 'error' && state.way !== 'check') ||
  (state.at === 'ready' && ELSEWHERE.includes(state.form.notice?.key))
