/** The pure half of the fields: formatting, brands, validity. No browser. */
import { expect, test } from '@playwright/test'
import { brandOf, cvcLengths, luhn } from '../frames/brand.ts'
import { format, retype } from '../frames/format.ts'
import { message } from '../frames/text.ts'
import { isUrgent, problemOf } from '../frames/validate.ts'
import type { Brand, FieldName } from '../protocol.ts'

const NOW = new Date(2026, 10, 23)

const numbers: [digits: string, shown: string, brand: Brand][] = [
  ['4242424242424242', '4242 4242 4242 4242', 'visa'],
  ['5555555555554444', '5555 5555 5555 4444', 'mastercard'],
  ['2223003122003222', '2223 0031 2200 3222', 'mastercard'],
  ['378282246310005', '3782 822463 10005', 'amex'],
  ['6011111111111117', '6011 1111 1111 1117', 'discover'],
  ['3056930009020004', '3056 9300 0902 0004', 'diners'],
  ['36227206271667', '3622 720627 1667', 'diners'],
  ['3566002020360505', '3566 0020 2036 0505', 'jcb'],
  ['6200000000000005', '6200 0000 0000 0005', 'unionpay'],
  ['6205500000000000004', '6205 5000 0000 0000 004', 'unionpay'],
  ['9', '9', 'unknown'],
]

for (const [digits, shown, brand] of numbers)
  test(`shows ${digits} as ${shown}, ${brand}`, () => {
    expect(format('cardNumber', digits, 'unknown')).toBe(shown)
    expect(brandOf(digits)).toBe(brand)
    if (digits.length > 1) expect(problemOf('cardNumber', shown, 'unknown', NOW)).toBeUndefined()
  })

test('takes no more digits than the brand has', () => {
  expect(format('cardNumber', '42424242424242429999', 'unknown')).toBe('4242 4242 4242 4242')
  expect(format('cardNumber', '3782822463100059', 'unknown')).toBe('3782 822463 10005')
})

test('checks the last digit, but only of a number that is full', () => {
  expect(luhn('4242424242424242')).toBe(true)
  expect(problemOf('cardNumber', '4242424242424241', 'unknown', NOW)).toBe('invalid_number')
  expect(problemOf('cardNumber', '424242424242424', 'unknown', NOW)).toBe('incomplete_number')
})

const expiries: [typed: string, shown: string][] = [
  ['4', '04 / '],
  ['1', '1'],
  ['1/', '01 / '],
  ['12', '12 / '],
  ['13', '01 / 3'],
  ['0', '0'],
  ['00', '0'],
  ['1234', '12 / 34'],
  ['12/34', '12 / 34'],
  ['12/2034', '12 / 34'],
  ['4/30', '04 / 30'],
]

for (const [typed, shown] of expiries)
  test(`shows the expiry ${typed} as "${shown}"`, () => {
    expect(format('cardExpiry', typed, 'unknown')).toBe(shown)
  })

const dates: [text: string, problem: string | undefined][] = [
  ['12 / 3', 'incomplete_expiry'],
  ['11 / 26', undefined],
  ['10 / 26', 'invalid_expiry_month_past'],
  ['12 / 25', 'invalid_expiry_year_past'],
  ['12 / 77', 'invalid_expiry_year'],
]

for (const [text, problem] of dates)
  test(`in November 2026 the expiry ${text} is ${problem ?? 'good'}`, () => {
    expect(problemOf('cardExpiry', text, 'unknown', NOW)).toBe(problem)
  })

test('asks four digits of the code for American Express, three for the others, either while the brand is unknown', () => {
  expect(cvcLengths('amex')).toEqual([4])
  expect(cvcLengths('visa')).toEqual([3])
  expect(cvcLengths('unknown')).toEqual([3, 4])
  expect(problemOf('cardCvc', '123', 'amex', NOW)).toBe('incomplete_cvc')
})

type Edit = [
  field: FieldName,
  before: string,
  value: string,
  caret: number,
  after: string,
  caretAfter: number,
]

const backspaces: Edit[] = [
  // The visitor presses Backspace behind the separator: the digit in front of it goes.
  ['cardNumber', '4242 4', '42424', 4, '4244', 3],
  ['cardExpiry', '12 / ', '12 /', 4, '1', 1],
  ['cardExpiry', '04 / ', '04 /', 4, '0', 1],
  ['cardExpiry', '12 / 3', '12 / ', 5, '12 / ', 5],
]

for (const [name, before, value, caret, after, caretAfter] of backspaces)
  test(`deletes backward from "${before}" to "${after}"`, () => {
    expect(retype(name, before, { value, caret }, 'unknown', 'backward')).toEqual({
      value: after,
      caret: caretAfter,
    })
  })

test('keeps the caret at its digit when one is typed in the middle', () => {
  expect(retype('cardNumber', '4242 4242', { value: '42942 4242', caret: 3 }, 'unknown')).toEqual({
    value: '4294 2424 2',
    caret: 3,
  })
})

test('tells what is wrong at once, and what is missing only later', () => {
  expect(isUrgent('invalid_number')).toBe(true)
  expect(isUrgent('incomplete_number')).toBe(false)
})

test('speaks four languages, and English to everyone else', () => {
  expect(message('invalid_number', 'en-GB')).toBe('Your card number is invalid.')
  expect(message('invalid_number', 'de')).toBe('Ihre Kartennummer ist ungültig.')
  expect(message('invalid_number', 'ja')).toBe('Your card number is invalid.')
})
