/** Card brands, as far as a field needs them: prefixes, lengths, spacing. Pure. */
import type { Brand } from '../protocol.ts'

interface BrandRule {
  brand: Brand
  prefix: RegExp
  /** Valid numbers of digits, ascending. */
  lengths: readonly number[]
  /** Digits after which a space is shown. */
  gaps: readonly number[]
  cvc: readonly number[]
}

const FOURS = [4, 8, 12, 16]

const RULES: readonly BrandRule[] = [
  { brand: 'visa', prefix: /^4/, lengths: [16], gaps: FOURS, cvc: [3] },
  {
    brand: 'mastercard',
    prefix: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/,
    lengths: [16],
    gaps: FOURS,
    cvc: [3],
  },
  { brand: 'amex', prefix: /^3[47]/, lengths: [15], gaps: [4, 10], cvc: [4] },
  // 36 is the older range of 14 digits; the others have 16, as Stripe's test card 3056930009020004.
  { brand: 'diners', prefix: /^36/, lengths: [14], gaps: [4, 10], cvc: [3] },
  { brand: 'diners', prefix: /^3(0[0-5]|09|[89])/, lengths: [16], gaps: FOURS, cvc: [3] },
  { brand: 'jcb', prefix: /^35(2[89]|[3-8])/, lengths: [16], gaps: FOURS, cvc: [3] },
  { brand: 'discover', prefix: /^(6011|64[4-9]|65)/, lengths: [16], gaps: FOURS, cvc: [3] },
  { brand: 'unionpay', prefix: /^(62|81)/, lengths: [16, 17, 18, 19], gaps: FOURS, cvc: [3] },
]

const UNKNOWN: BrandRule = { brand: 'unknown', prefix: /^/, lengths: [16], gaps: FOURS, cvc: [3, 4] }

const ruleOf = (digits: string): BrandRule => RULES.find((rule) => rule.prefix.test(digits)) ?? UNKNOWN

export const brandOf = (digits: string): Brand => ruleOf(digits).brand

/** How many digits a number that starts like this may have, ascending. */
export const numberLengths = (digits: string): readonly number[] => ruleOf(digits).lengths

export const numberGaps = (digits: string): readonly number[] => ruleOf(digits).gaps

/** An unknown brand takes three or four. */
export const cvcLengths = (brand: Brand): readonly number[] =>
  RULES.find((rule) => rule.brand === brand)?.cvc ?? UNKNOWN.cvc

/** ISO/IEC 7812-1, annex B. */
export function luhn(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place])
    const doubled = digit * 2
    sum += place % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
