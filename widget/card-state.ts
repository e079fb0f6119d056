/** What is known of Stripe's three card fields, and what a visitor is told about them. Pure. */
import type { CardKey } from './text/card/en.ts'

export const CARD_FIELDS = ['cardNumber', 'cardExpiry', 'cardCvc'] as const
export type CardField = (typeof CARD_FIELDS)[number]

/** What Stripe's frame says of one of its fields. */
export type Filled = 'mounting' | 'empty' | 'partial' | 'complete'

export const MOUNTING: Record<CardField, Filled> = {
  cardNumber: 'mounting',
  cardExpiry: 'mounting',
  cardCvc: 'mounting',
}

/** Whether all three frames have come. */
export const mounted = (card: Record<CardField, Filled>): boolean =>
  CARD_FIELDS.every((field) => card[field] !== 'mounting')

/** What Stripe's fields complain about while one types, by Stripe's own codes. */
const CARD_PROBLEMS: Record<string, CardKey> = {
  incomplete_number: 'number_incomplete',
  invalid_number: 'number_invalid',
  incomplete_expiry: 'expiry_incomplete',
  invalid_expiry_month: 'expiry_invalid',
  invalid_expiry_year: 'expiry_invalid',
  invalid_expiry_month_past: 'expiry_past',
  invalid_expiry_year_past: 'expiry_past',
  incomplete_cvc: 'cvc_incomplete',
  invalid_cvc: 'cvc_invalid',
}
/** For a code that is not in the table, and for a field that was left incomplete. */
const UNFINISHED: Record<CardField, { empty: CardKey; partial: CardKey; other: CardKey }> = {
  cardNumber: { empty: 'number_missing', partial: 'number_incomplete', other: 'number_invalid' },
  cardExpiry: { empty: 'expiry_missing', partial: 'expiry_incomplete', other: 'expiry_invalid' },
  cardCvc: { empty: 'cvc_missing', partial: 'cvc_incomplete', other: 'cvc_invalid' },
}

/** @param code Stripe's own, of next year too. */
export const complaint = (field: CardField, code: string): CardKey =>
  CARD_PROBLEMS[code] ?? UNFINISHED[field].other

/** What is said at the click of a field that is not complete. */
export const lacking = (field: CardField, filled: Filled): CardKey =>
  UNFINISHED[field][filled === 'partial' ? 'partial' : 'empty']
