/** What a site sells, and what a visitor's choices make of it. Pure: the only place that names a price. */
import type { Money } from './money.ts'
import { fail, ok, type Result } from './result.ts'

export interface Offer {
  site: string
  id: string
  mode: 'payment'
  name: string
  description: string | null
  /** Integer, minor units, of one; null where the visitor chooses the amount. */
  amount: number | null
  currency: string
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
  offer: string
  form: Form
  quantity: number
}

/** What a visitor may choose. `amount` is the visitor's own, for one. */
export interface Choices {
  quantity?: number | undefined
  amount?: number | undefined
  email?: string | undefined
}

/** Stripe takes at most eight digits of minor units. Source: docs.stripe.com/currencies */
const AMOUNT_LIMIT = 99_999_999

const between = (value: number, { min, max }: { min: number; max: number }) => value >= min && value <= max

/** The price of an offer for these choices, or which choice is wrong. */
export function price(offer: Offer, form: Form, choices: Choices): Result<Terms> {
  const quantity = choices.quantity ?? offer.quantity.min
  if (!between(quantity, offer.quantity))
    return fail('parameter_invalid', 'quantity', `From ${offer.quantity.min} to ${offer.quantity.max}.`)

  const unit = unitAmount(offer, choices.amount)
  if (!unit.ok) return unit

  const amount = unit.value * quantity
  if (amount > AMOUNT_LIMIT)
    return fail('parameter_invalid', 'quantity', 'The total is more than Stripe takes.')

  if (offer.email === 'required' && choices.email === undefined)
    return fail('parameter_missing', 'email', 'This offer needs an email address.')

  return ok({ offer: offer.id, form, quantity, amount, currency: offer.currency })
}

/** A change of terms: what is left out stays as it is, and its price must too. */
interface Change extends Choices {
  offer?: string | undefined
  form?: Form | undefined
  shown?: Money | undefined
}

/** The price of an offer for changed terms; `price_changed` where that is not what was shown, or what stood there. */
export function reprice(offer: Offer, terms: Terms, change: Change): Result<Terms> {
  const same = offer.id === terms.offer
  const unit = terms.amount / terms.quantity
  const quantity = change.quantity ?? (same ? terms.quantity : undefined)
  const amount = change.amount ?? (same && offer.range ? unit : undefined)
  const next = price(offer, change.form ?? terms.form, { quantity, amount, email: change.email })
  if (!next.ok) return next
  if (!change.shown && !same)
    return fail('parameter_missing', 'shown', 'shown is required with another offer.')
  const expected = change.shown ?? {
    amount: (change.amount ?? unit) * next.value.quantity,
    currency: terms.currency,
  }
  return matches(next.value, expected) ? next : fail('price_changed', 'shown')
}

function unitAmount(offer: Offer, chosen: number | undefined): Result<number> {
  if (!offer.range)
    return chosen === undefined
      ? ok(offer.amount!)
      : fail('parameter_invalid', 'amount', 'This offer has a fixed price.')
  if (chosen === undefined) return fail('parameter_missing', 'amount', 'This offer asks for an amount.')
  return between(chosen, offer.range)
    ? ok(chosen)
    : fail('parameter_invalid', 'amount', `From ${offer.range.min} to ${offer.range.max} (minor units).`)
}

/** The price that the widget showed is only compared: a difference means that somebody saw an old one. */
export const matches = (terms: Money, shown: Money): boolean =>
  terms.amount === shown.amount && terms.currency === shown.currency

export const sameTerms = (a: Terms, b: Terms): boolean =>
  a.offer === b.offer && a.form === b.form && a.quantity === b.quantity && matches(a, b)
