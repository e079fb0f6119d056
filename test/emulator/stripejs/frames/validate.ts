/** Whether what stands in a field can be paid with. Pure; the clock is passed in. */
import type { Brand, FieldName } from '../protocol.ts'
import { cvcLengths, luhn, numberLengths } from './brand.ts'
import { digitsOf } from './format.ts'
import type { Problem } from './text.ts'

/** Stripe.js refuses dates further ahead than this. */
const EXPIRY_HORIZON_YEARS = 50

function number(digits: string): Problem | undefined {
  const lengths = numberLengths(digits)
  const valid = lengths.includes(digits.length) && luhn(digits)
  if (valid) return
  return digits.length < lengths[lengths.length - 1]! ? 'incomplete_number' : 'invalid_number'
}

function expiry(digits: string, now: Date): Problem | undefined {
  if (digits.length < 4) return 'incomplete_expiry'
  const month = Number(digits.slice(0, 2))
  const year = 2000 + Number(digits.slice(2))
  if (year < now.getFullYear()) return 'invalid_expiry_year_past'
  if (year > now.getFullYear() + EXPIRY_HORIZON_YEARS) return 'invalid_expiry_year'
  if (year === now.getFullYear() && month < now.getMonth() + 1) return 'invalid_expiry_month_past'
}

/** What is wrong with the text, an empty one included; undefined when it is complete. */
export function problemOf(field: FieldName, text: string, brand: Brand, now: Date): Problem | undefined {
  const digits = digitsOf(text)
  const problems: Record<FieldName, () => Problem | undefined> = {
    cardNumber: () => number(digits),
    cardExpiry: () => expiry(digits, now),
    cardCvc: () => (cvcLengths(brand).includes(digits.length) ? undefined : 'incomplete_cvc'),
    // Digits only reads as a ZIP code, which has five of them.
    postalCode: () => (/^(\d{5}|(?=.*[A-Z])[A-Z\d -]{3,})$/.test(text) ? undefined : 'incomplete_zip'),
  }
  return problems[field]()
}

/** Told at once; that something is missing is told only when the visitor leaves the field. */
export const isUrgent = (problem: Problem): boolean => !problem.startsWith('incomplete_')
