/** Currencies Stripe takes, in minor units. Source: docs.stripe.com/currencies, from memory. */

// Source: docs.stripe.com/currencies#presentment-currencies
const CURRENCIES = `
  usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny
  cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd
  jpy kes kgs khr kmf krw kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio
  nok npr nzd pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs top
  try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw bhd jod kwd omr tnd`
  .trim()
  .split(/\s+/)

export const isCurrency = (currency: string): boolean => CURRENCIES.includes(currency)

export const currencyList = (): string => CURRENCIES.join(', ')

// Source: docs.stripe.com/currencies#minimum-and-maximum-charge-amounts. Where no minimum is published, 1.
const MINIMUMS: Record<string, number> = {
  usd: 50,
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
}

export const minimumAmount = (currency: string): number => MINIMUMS[currency] ?? 1

/** Eight digits, and more where units are small. */
const MAXIMUMS: Record<string, number> = {
  idr: 999_999_999_999,
  inr: 999_999_999,
  cop: 9_999_999_999,
  huf: 9_999_999_999,
}

export const maximumAmount = (currency: string): number => MAXIMUMS[currency] ?? 99_999_999

const ZERO_DECIMAL = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ')
const THREE_DECIMAL = 'bhd jod kwd omr tnd'.split(' ')

/** @returns the amount as Stripe's sentences have it: `$0.50`. */
export function formatAmount(amount: number, currency: string): string {
  const digits = ZERO_DECIMAL.includes(currency) ? 0 : THREE_DECIMAL.includes(currency) ? 3 : 2
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits)
}
