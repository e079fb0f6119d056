/** The form: what is typed and chosen in it, and everything that keeps it from being paid. Pure. */
import type { SavedCard } from '../worker/account-contract.ts'
import type { OfferAnswer } from '../worker/contract.ts'
import { CARD_FIELDS, type CardField, complaint, type Filled, lacking, MOUNTING } from './card-state.ts'
import { dueNow, wantsCard } from './plan.ts'
import type { Promotion } from './promotion.ts'
import { agree, type ChoiceField, type Choices, totalOf, type Wish } from './terms.ts'
import type { Say } from './text/say.ts'

/** `payment_method`: the choice among saved cards. */
export type Field = ChoiceField | CardField | 'payment_method'

export interface Form extends Wish {
  card: Record<CardField, Filled>
  /** As Stripe names it; the security code's hint depends on it. */
  brand: string
  /** The card field that has the cursor: it is in another document, where our :focus cannot see it. */
  focus: CardField | null
  /** Of whoever the page's token names; null where the page names nobody. */
  saved: readonly SavedCard[] | null
  /** The saved card to pay with, `pm_…`; null: the one in the fields. */
  payWith: string | null
  /** Whether the card in the fields is to be saved. */
  keep: boolean
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

/** @param before what was typed and chosen already, in an earlier try to show it. */
export const blank = (offer: OfferAnswer, choices: Choices, before: Form | null): Form => ({
  offer,
  choices,
  promotion: resume(before?.promotion),
  card: MOUNTING,
  brand: 'unknown',
  focus: null,
  saved: before?.saved ?? null,
  payWith: before?.payWith ?? null,
  keep: before?.keep ?? false,
  problems: {},
  spoken: [],
  refusals: 0,
  notice: null,
  terms: 'settled',
})

/** An answer that was waited for is not coming any more. */
const resume = (promotion: Promotion = { at: 'closed' }): Promotion =>
  promotion.at === 'asking' ? { at: 'open' } : promotion

export interface CardChange {
  field: CardField
  filled: Filled
  code: string | null
  brand?: string | undefined
}

export function changeCard(form: Form, { field, filled, code, brand }: CardChange): Form {
  const problems = { ...form.problems }
  delete problems[field]
  if (code) problems[field] = { key: complaint(field, code) }
  return {
    ...form,
    spoken: problems[field] ? [problems[field]] : [],
    card: { ...form.card, [field]: filled },
    problems,
    brand: brand ?? form.brand,
  }
}

/** A complaint goes as soon as it is no longer true; a new one waits until the visitor leaves the field. */
export function choose(form: Form, change: Partial<Choices>): Form {
  const next = { ...form, choices: { ...form.choices, ...change }, spoken: [] }
  const agreement = agree(next)
  const wrong: Form['problems'] = agreement.ok ? {} : agreement.problems
  const problems = { ...form.problems }
  for (const field of ['quantity', 'amount', 'email'] as const) {
    if (problems[field] && wrong[field]) problems[field] = wrong[field]
    else delete problems[field]
  }
  if (change.promotion_code !== undefined) delete problems.promotion_code // another code is another question
  return { ...next, problems }
}

export const refuse = (form: Form, problems: Form['problems']): Form => ({
  ...form,
  problems,
  spoken: FIELDS.flatMap((field) => problems[field] ?? []),
  refusals: form.refusals + 1,
  notice: null,
})

export function leave(form: Form, field: ChoiceField): Form {
  const agreement = agree(form)
  const wrong = agreement.ok || form.choices[field].trim() === '' ? undefined : agreement.problems[field]
  return wrong ? { ...form, problems: { ...form.problems, [field]: wrong }, spoken: [wrong] } : form
}

/** @param wrong with the code that was entered. */
export function promote(form: Form, promotion: Promotion, wrong: Say | null): Form {
  const problems = { ...form.problems }
  delete problems.promotion_code
  if (wrong) problems.promotion_code = wrong
  return { ...form, promotion, problems, spoken: wrong ? [wrong] : [] }
}

/** The saved cards of whoever the page names now: the one that was chosen, else the one that is always charged. */
export function remember(form: Form, cards: Form['saved']): Form {
  const saved = cards && form.offer.mode === 'setup' ? [] : cards // what is saved already is not saved again
  const typed = form.saved?.length || typing(form)
  const usual = saved?.find((card) => card.is_default) ?? saved?.[0]
  const chosen = form.payWith === null && typed ? null : saved?.find(({ id }) => id === form.payWith)
  const known = form.notice?.key === 'not_started_token' && saved !== null
  return {
    ...form,
    saved,
    payWith: (chosen === undefined ? usual : chosen)?.id ?? null,
    notice: known ? null : form.notice,
  }
}

const isTyped = (filled: Filled): boolean => filled === 'partial' || filled === 'complete'

/** Whether a card is being typed. */
export const typing = (form: Form): boolean => CARD_FIELDS.some((field) => isTyped(form.card[field]))

/** What the visitor reads of an offer that is another now. */
export function whatChanged(form: Form, offer: OfferAnswer): Say {
  const from = totalOf(form)
  const to = totalOf({ ...form, offer })
  if (from && to && from.amount !== to.amount) return { key: 'price_changed', values: { from, to } }
  const plan = ({ recurring }: OfferAnswer) => JSON.stringify(recurring)
  return { key: plan(form.offer) === plan(offer) ? 'price_reload' : 'offer_changed' }
}

/** In the order of the page: the first is where the cursor goes. */
export const FIELDS: readonly Field[] = [
  'quantity',
  'amount',
  'promotion_code',
  'email',
  'payment_method',
  ...CARD_FIELDS,
]

/** Whether a card is paid with or saved, from the fields or from those that were saved. */
export const asksCard = (form: Form): boolean => wantsCard(form.offer, totalOf(form)?.amount ?? null)

/** Whether nothing is charged at once. */
export const isFree = (form: Form): boolean => dueNow(form.offer, totalOf(form)?.amount ?? 1) === 0

/** Everything that keeps this form from being paid. */
export function wrongs(form: Form): Form['problems'] {
  const agreement = agree(form)
  const problems: Form['problems'] = agreement.ok ? {} : { ...agreement.problems }
  if (form.payWith !== null || !asksCard(form)) return problems
  for (const field of CARD_FIELDS) {
    const filled = form.card[field]
    const code = form.problems[field]
    if (filled === 'complete' && !code) continue
    problems[field] = code ?? { key: lacking(field, filled) }
  }
  return problems
}
