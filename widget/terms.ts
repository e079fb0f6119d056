/** What the visitor typed, and what it comes to. Pure: the same sums as the Worker's, which has the last word. */
import type { OfferAnswer } from '../worker/contract.ts'
import { AMOUNT_LIMIT, exponent, type Money, parseAmount } from '../worker/domain/money.ts'
import { lessDiscount } from './plan.ts'
import { discountIn, type Promotion } from './promotion.ts'
import type { Prefill } from './settings.ts'
import type { Say } from './text/say.ts'

/** As typed: nothing that a visitor wrote is ever corrected away. */
export interface Choices {
  quantity: string
  /** Major units, as people write them: "12.50". */
  amount: string
  email: string
  /** From the page; there is no field for it. */
  name: string
  /** What is in the field; it counts once it is applied. */
  promotion_code: string
}

export type ChoiceField = 'quantity' | 'amount' | 'email' | 'promotion_code'

/** What the visitor wants, before it is known whether it can be had. */
export interface Wish {
  offer: OfferAnswer
  choices: Choices
  promotion: Promotion
}

/** What a checkout is made of: the visitor agrees to this and no more. */
export interface Terms {
  quantity: number
  /** The visitor's own amount of one, minor units; null where the price is fixed. */
  amount: number | null
  email: string | null
  name: string | null
  /** null for none. */
  promotion_code: string | null
  /** Of the first charge, whenever that is; nothing where a card is only saved. */
  total: Money
  /** How often, and what is free at first. */
  recurring: OfferAnswer['recurring']
}

/** `full`: before the discount; null where the choices come to nothing. */
export type Agreement =
  | { ok: true; terms: Terms; full: Money }
  | { ok: false; problems: Partial<Record<ChoiceField, Say>>; full: Money | null; total: Money | null }

// Wide on purpose: the Worker decides. This only catches slips.
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/

/** The terms that these choices make, or what is wrong with which field, with the total where it can be told. */
export function agree({ offer, choices, promotion }: Wish): Agreement {
  const { currency, limits } = offer
  const problems: Partial<Record<ChoiceField, Say>> = {}

  const quantity = /^\d{1,6}$/.test(choices.quantity.trim()) ? Number(choices.quantity) : Number.NaN
  const { min, max } = limits.quantity
  const counted = quantity >= min && quantity <= max
  if (!counted) problems.quantity = { key: 'quantity_invalid', values: { min, max } }

  const chosen = limits.amount ? parseAmount(choices.amount.trim(), currency) : null
  const wrong = limits.amount && amountProblem(choices.amount, chosen, limits.amount, currency)
  if (wrong) problems.amount = wrong

  const email = choices.email.trim()
  if (email === '') {
    if (offer.collect.email === 'required') problems.email = { key: 'email_missing' }
  } else if (!EMAIL.test(email)) problems.email = { key: 'email_invalid' }

  // Whoever typed a code would be charged without it, and learn of it too late.
  const pending = (promotion.at === 'open' || promotion.at === 'asking') && choices.promotion_code.trim()
  if (pending) problems.promotion_code = { key: 'promotion_pending' }

  const unit = offer.mode === 'setup' ? 0 : (offer.amount ?? (wrong ? null : chosen))
  const full = unit === null || !counted ? null : { amount: unit * quantity, currency }
  if (full && full.amount > AMOUNT_LIMIT)
    problems[limits.amount ? 'amount' : 'quantity'] = { key: 'amount_limit' }

  if (!full) return { ok: false, problems, full, total: full }
  const discount = discountIn(promotion)
  const total = lessDiscount(full, discount)
  if (Object.keys(problems).length > 0) return { ok: false, problems, full, total }
  const terms = {
    quantity,
    amount: chosen,
    email: email || null,
    name: choices.name.trim() || null,
    promotion_code: discount?.code ?? null,
    total,
    recurring: offer.recurring,
  }
  return { ok: true, terms, full }
}

function amountProblem(
  typed: string,
  chosen: number | null,
  { min, max }: { min: number; max: number },
  currency: string,
): Say | null {
  if (typed.trim() === '') return { key: 'amount_missing' }
  if (chosen === null) return { key: 'amount_invalid', values: { example: { amount: min, currency } } }
  if (chosen >= min && chosen <= max) return null
  return { key: 'amount_range', values: { min: { amount: min, currency }, max: { amount: max, currency } } }
}

/** Minor units as a person would type them: 1250 is "12.50" in `usd`, "12,50" to a German, "1250" in `jpy`. */
export function typeAmount({ amount, currency }: Money, locale: string): string {
  const digits = exponent(currency)
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false }
  return new Intl.NumberFormat(locale, { ...format, numberingSystem: 'latn' }).format(amount / 10 ** digits)
}

/** How many the field says, kept within the limits; for the − and + beside it. */
export function step(choices: Choices, by: 1 | -1, { min, max }: { min: number; max: number }): string {
  const quantity = Number.parseInt(choices.quantity, 10)
  return String(Math.min(max, Math.max(min, Number.isNaN(quantity) ? min : quantity + by)))
}

/** What the first charge comes to: null where the choices come to nothing. */
export function totalOf(wish: Wish | null): Money | null {
  const agreement = wish && agree(wish)
  return agreement?.ok ? agreement.terms.total : (agreement?.total ?? null)
}

/** The same before the discount. */
export const fullOf = (wish: Wish): Money | null => agree(wish).full

/** The first values of the fields: the tag's where the offer allows them, else the offer's. */
export function firstChoices(
  { limits, currency }: OfferAnswer,
  { quantity, amount, email, name, promotion_code }: Prefill,
  locale: string,
): Choices {
  const { min, max } = limits.quantity
  const chosen = amount ?? limits.amount?.presets[0] ?? null
  return {
    quantity: String(Math.min(max, Math.max(min, quantity ?? min))),
    amount: chosen === null || !limits.amount ? '' : typeAmount({ amount: chosen, currency }, locale),
    email,
    name,
    promotion_code,
  }
}
