/** What a site sells, and what a visitor's choices make of it. Pure: the only place that names a price. */
import { AMOUNT_LIMIT, type Discount, discountOf, type Money } from './money.ts'
import { fail, ok, type Result } from './result.ts'
import { same } from './same.ts'

/** `payment`: once. `subscription`: every period. `setup`: a card is saved, nothing is charged. */
export type Mode = 'payment' | 'subscription' | 'setup'
export type Interval = 'day' | 'week' | 'month' | 'year'

/** What recurs, in Stripe's own words and spelling: it is stored and sent as it is. */
export interface Recurring {
  interval: Interval
  interval_count: number
  /** Free days at first; null for none. */
  trial_period_days: number | null
  /** Whether a free start wants a card: `if_required` asks for none. */
  payment_method_collection: 'always' | 'if_required'
}

export interface Offer {
  site: string
  id: string
  mode: Mode
  name: string
  description: string | null
  /** Integer, minor units, of one; null where the visitor chooses the amount, and where nothing is charged. */
  amount: number | null
  currency: string
  /** Only of a subscription. */
  recurring: Recurring | null
  /** Whether a visitor may enter a promotion code. Only of a subscription. */
  allowPromotionCodes: boolean
  /** Subscribers may change among the offers of one group; null for none. */
  planGroup: string | null
  /** How many days access outlives a failed renewal. */
  graceDays: number
  quantity: { min: number; max: number }
  /** The range of the visitor's own amount, minor units; null where the price is fixed. */
  range: { min: number; max: number; presets: number[] } | null
  email: 'none' | 'optional' | 'required'
  /** Unix seconds; null while it is sold. */
  archived: number | null
  created: number
  updated: number
}

export type Form = 'card'

/** Everything a visitor agrees to. A client secret stands for exactly these. */
export interface Terms extends Money {
  mode: Mode
  offer: string
  form: Form
  quantity: number
  /** Minor units, of one, before the discount. `amount` is of all of them, after it: of the first charge, where that is later. */
  unitAmount: number
  recurring: Recurring | null
  discount: Discount | null
  /** The site's own user, as its token names it: whose customer and cards are used. Null for a visitor without one. */
  user: string | null
  /** Where a customer is made from it: not for a payment, whose email goes with the confirmation, nor for a known user. */
  email: string | null
}

/** What a visitor may choose. `amount` is the visitor's own, for one. */
export interface Choices {
  quantity?: number | undefined
  amount?: number | undefined
  email?: string | undefined
}

/** What is known of the one who chooses. */
export interface Buyer {
  user: string | null
  discount: Discount | null
}
const ANYONE: Buyer = { user: null, discount: null }

/** Why a promotion code takes nothing off: of this offer no code does; or this one does not, for whatever reason of Stripe's. */
export const CODE_NOT_TAKEN = fail(
  'parameter_invalid',
  'promotion_code',
  'This offer takes no promotion codes.',
)
export const CODE_UNUSABLE = fail(
  'parameter_invalid',
  'promotion_code',
  'This promotion code cannot be used here.',
)

const between = (value: number, { min, max }: { min: number; max: number }) => value >= min && value <= max

/** The price of an offer for these choices, or which choice is wrong. */
export function price(
  offer: Offer,
  form: Form,
  choices: Choices,
  { user, discount }: Buyer = ANYONE,
): Result<Terms> {
  const quantity = choices.quantity ?? offer.quantity.min
  if (!between(quantity, offer.quantity))
    return fail('parameter_invalid', 'quantity', `From ${offer.quantity.min} to ${offer.quantity.max}.`)

  const unit = unitAmount(offer, choices.amount)
  if (!unit.ok) return unit

  const full = unit.value * quantity
  if (full > AMOUNT_LIMIT)
    return fail('parameter_invalid', 'quantity', 'The total is more than Stripe takes.')

  if (offer.email === 'required' && choices.email === undefined && user === null)
    return fail('parameter_missing', 'email', 'This offer needs an email address.')

  if (discount && !offer.allowPromotionCodes) return CODE_NOT_TAKEN

  return ok({
    mode: offer.mode,
    offer: offer.id,
    form,
    quantity,
    unitAmount: unit.value,
    amount: full - (discount ? discountOf({ amount: full, currency: offer.currency }, discount) : 0),
    currency: offer.currency,
    recurring: offer.recurring,
    discount,
    user,
    email: offer.mode !== 'payment' && user === null ? (choices.email ?? null) : null,
  })
}

/** What the widget showed. */
export interface Shown extends Money {
  /** Null where nothing recurs; not compared where it is left out. */
  recurring?: Omit<Recurring, 'payment_method_collection'> | null | undefined
}

/** A change of terms: what is left out stays as it is, and its price must too. */
interface Change extends Choices {
  offer?: string | undefined
  form?: Form | undefined
  shown?: Shown | undefined
}

/** The price of an offer for changed terms; `price_changed` where that is not what was shown, or what stood there. */
export function reprice(offer: Offer, terms: Terms, change: Change, buyer: Buyer): Result<Terms> {
  const same = offer.id === terms.offer
  const unit = terms.unitAmount
  const quantity = change.quantity ?? (same ? terms.quantity : undefined)
  const amount = change.amount ?? (same && offer.range ? unit : undefined)
  const next = price(offer, change.form ?? terms.form, { quantity, amount, email: change.email }, buyer)
  if (!next.ok) return next
  if (!change.shown && !same)
    return fail('parameter_missing', 'shown', 'shown is required with another offer.')
  const full = { amount: (change.amount ?? unit) * next.value.quantity, currency: terms.currency }
  const expected = change.shown ?? {
    ...full,
    amount: full.amount - (next.value.discount ? discountOf(full, next.value.discount) : 0),
    recurring: terms.recurring,
  }
  return isAsShown(next.value, expected) ? next : fail('price_changed', 'shown')
}

function unitAmount(offer: Offer, chosen: number | undefined): Result<number> {
  if (!offer.range)
    return chosen === undefined
      ? ok(offer.amount ?? 0) // a set-up charges nothing
      : fail('parameter_invalid', 'amount', 'This offer has a fixed price.')
  if (chosen === undefined) return fail('parameter_missing', 'amount', 'This offer asks for an amount.')
  return between(chosen, offer.range)
    ? ok(chosen)
    : fail('parameter_invalid', 'amount', `From ${offer.range.min} to ${offer.range.max} (minor units).`)
}

/** What the widget showed is only compared: a difference means that somebody saw an old price, or when it was charged. */
export const isAsShown = (terms: Terms, shown: Shown): boolean =>
  matches(terms, shown) && (shown.recurring === undefined || isSamePlan(terms.recurring, shown.recurring))

const isSamePlan = (a: Shown['recurring'], b: Shown['recurring']): boolean =>
  a?.interval === b?.interval &&
  a?.interval_count === b?.interval_count &&
  a?.trial_period_days === b?.trial_period_days

/** Both to the minor unit. */
export const matches = (terms: Money, shown: Money): boolean =>
  terms.amount === shown.amount && terms.currency === shown.currency

/** Every term counts, one that comes later too. */
export const sameTerms = (a: Terms, b: Terms): boolean => same(a, b)

/** Free days before the first charge. */
export const isTrial = ({ recurring }: Pick<Terms, 'recurring'>): boolean =>
  recurring?.trial_period_days != null

/** Whether a card must be set up before anything else is made: a free start that wants one, or an offer of mode `setup`. */
export const wantsSetup = (terms: Pick<Terms, 'mode' | 'recurring'>): boolean =>
  terms.mode === 'setup' || (isTrial(terms) && terms.recurring?.payment_method_collection === 'always')

/** What is charged at once, minor units. */
export const amountDue = (terms: Pick<Terms, 'mode' | 'recurring' | 'amount'>): number =>
  isTrial(terms) ? 0 : terms.amount
