/** Money as Stripe counts it, and as people read and type it. Pure; the widget shares it. */

export interface Money {
  /** Integer, minor units: 1999 for $19.99, 500 for ¥500. */
  amount: number
  /** ISO 4217, lower case, as Stripe writes it. */
  currency: string
}

/** Stripe takes at most eight digits of minor units. Source: docs.stripe.com/currencies */
export const AMOUNT_LIMIT = 99_999_999

// Stripe's own exponents, not Intl's: Intl gives 0 digits for isk, huf, ugx and twd, where Stripe counts 2.
// Source: docs.stripe.com/currencies (zero-decimal, three-decimal and special cases).
const ZERO_DECIMAL = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ')
const THREE_DECIMAL = 'bhd jod kwd omr tnd'.split(' ')

/** Decimal places between Stripe's minor unit and the unit people speak of: 2 for `usd`, 0 for `jpy`, 3 for `kwd`. */
export const exponent = (currency: string): 0 | 2 | 3 =>
  ZERO_DECIMAL.includes(currency) ? 0 : THREE_DECIMAL.includes(currency) ? 3 : 2

/**
 * Money in a reader's own notation: `$12.00`, `12,00 €`, `¥500`.
 * @param locale BCP 47.
 */
export function formatMoney({ amount, currency }: Money, locale: string): string {
  const digits = exponent(currency)
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: currency.toUpperCase(),
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits)
}

/**
 * What a person typed as an amount, in minor units: "12.5" and "12,50" are 1250 in `usd`; "1,234.50" is 123450.
 * @returns null where it cannot be read with certainty: letters, signs, more decimals than the currency has.
 */
export function parseAmount(typed: string, currency: string): number | null {
  const digits = exponent(currency)
  const text = typed.replace(/[\s\u00a0\u202f'’]/g, '').replace(/^\p{Sc}|\p{Sc}$/gu, '')
  if (!/^\d[\d.,]*$/.test(text)) return null
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  // A last separator is the decimal point, unless exactly three digits follow where fewer are possible: then it groups.
  const decimal = last >= 0 && text.length - last - 1 <= digits
  const whole = decimal ? text.slice(0, last) : text
  const fraction = decimal ? text.slice(last + 1) : ''
  if (/[.,]/.test(whole) && !/^\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(whole)) return null
  // "1.234" is a thousand to some and little more than one to others, unless the currency leaves only one reading.
  if (!decimal && last >= 0 && digits > 0 && text.indexOf(text[last]!) === last) return null
  if (decimal && fraction === '' && digits > 0 && text.length - 1 === last) return null
  const amount = Number(whole.replace(/[.,]/g, '') + fraction.padEnd(digits, '0'))
  return Number.isSafeInteger(amount) ? amount : null
}

/** A promotion code as it was read from Stripe, in Stripe's own words and spelling: it is stored and sent as it is. */
export interface Discount {
  /** `promo_…` */
  promotion_code: string
  /** What the visitor entered: `TENOFF`. */
  code: string
  /** 10 for 10 %; null where an amount is taken off. */
  percent_off: number | null
  /** Minor units; null where a share is taken off. */
  amount_off: number | null
  /** Of `amount_off`; null with `percent_off`. */
  currency: string | null
  duration: 'once' | 'repeating' | 'forever'
  /** With `repeating`. */
  duration_in_months: number | null
}

/** How much is taken off, minor units: never more than there is. A share is rounded to the nearest unit, a half up. */
export function discountOf({ amount, currency }: Money, discount: Discount): number {
  const { percent_off, amount_off } = discount
  // Percents have two decimals at most: counted in hundredths, nothing is lost to binary fractions.
  if (percent_off !== null) return Math.floor((amount * Math.round(percent_off * 100) + 5000) / 10_000)
  return discount.currency === currency ? Math.min(amount_off ?? 0, amount) : 0
}
