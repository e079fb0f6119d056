/** Formatting while a visitor types: the caret stays with its digit, a separator is never in the way. Pure. */
import type { Brand, FieldName } from '../protocol.ts'
import { cvcLengths, numberGaps, numberLengths } from './brand.ts'

export interface Typed {
  value: string
  caret: number
}

export const digitsOf = (text: string): string => text.replace(/\D/g, '')

const last = (list: readonly number[]): number => list[list.length - 1]!

/** How many characters without separators the field takes. */
export function capacity(field: FieldName, digits: string, brand: Brand): number {
  const capacities: Record<FieldName, number> = {
    cardNumber: last(numberLengths(digits)),
    cardExpiry: 4,
    cardCvc: last(cvcLengths(brand)),
    postalCode: 10,
  }
  return capacities[field]
}

function number(text: string): string {
  const digits = digitsOf(text).slice(0, capacity('cardNumber', digitsOf(text), 'unknown'))
  const gaps = numberGaps(digits)
  return [...digits].map((digit, at) => (gaps.includes(at) ? ` ${digit}` : digit)).join('')
}

function expiry(text: string): string {
  let digits = digitsOf(text)
  // A month of one digit: "1/", or a first digit that no two-digit month has.
  if (/^\s*[1-9]\s*\//.test(text) || /^([2-9]|1[3-9])/.test(digits)) digits = `0${digits}`
  if (digits.startsWith('00')) digits = '0'
  // "12/2034", pasted or autofilled.
  if (digits.length === 6 && digits[2] === '2' && digits[3] === '0')
    digits = digits.slice(0, 2) + digits.slice(4)
  const month = digits.slice(0, 2)
  return month.length < 2 ? month : `${month} / ${digits.slice(2, 4)}`
}

/** The text of a field as it is shown. */
export function format(field: FieldName, text: string, brand: Brand): string {
  const formats: Record<FieldName, () => string> = {
    cardNumber: () => number(text),
    cardExpiry: () => expiry(text),
    cardCvc: () => digitsOf(text).slice(0, capacity('cardCvc', '', brand)),
    postalCode: () => text.toUpperCase().slice(0, capacity('postalCode', '', brand)),
  }
  return formats[field]()
}

/** Where the caret stands after the given number of digits. */
function after(value: string, digits: number): number {
  let seen = 0
  let at = 0
  while (seen < digits && at < value.length) if (/\d/.test(value[at++]!)) seen++
  return at
}

/**
 * What the field shows after the browser applied an edit.
 * @param deleted - the edit removed characters backward or forward; undefined for anything else.
 */
export function retype(
  field: FieldName,
  before: string,
  typed: Typed,
  brand: Brand,
  deleted?: 'backward' | 'forward',
): Typed {
  if (field === 'postalCode') return { value: format(field, typed.value, brand), caret: typed.caret }
  let { value, caret } = typed
  // Only a separator was deleted, and formatting would put it back: the visitor means the digit beyond it.
  if (deleted && digitsOf(value) === digitsOf(before)) {
    const digits = digitsOf(value)
    const left = digitsOf(value.slice(0, caret)).length
    const gone = deleted === 'backward' ? left - 1 : left
    value = digits.slice(0, Math.max(gone, 0)) + digits.slice(gone + 1)
    caret = Math.max(deleted === 'backward' ? left - 1 : left, 0)
  }
  const shown = format(field, value, brand)
  if (caret >= value.length) return { value: shown, caret: shown.length }
  // A zero that formatting put in front moves the caret along.
  const added = Math.max(digitsOf(shown).length - digitsOf(value).length, 0)
  return { value: shown, caret: after(shown, digitsOf(value.slice(0, caret)).length + added) }
}
