import { describe, expect, it } from 'vitest'
import { buttonSay, consequence, discountSay, headline } from '../../widget/plan.ts'
import { say } from '../../widget/text/say.ts'
import type { OfferAnswer } from '../../worker/contract.ts'
import type { Discount } from '../../worker/domain/money.ts'
import { card, club, clubFree, clubTrial, mug, tenOff, voice } from './fixtures.ts'

/** Noon in the middle of a day, wherever this runs. */
const NOW = Date.UTC(2026, 10, 25, 12) / 1000
const price = { amount: 900, currency: 'usd' }
const once: Discount = { ...tenOff, duration: 'once' }
const quarter: Discount = { ...tenOff, duration: 'repeating', duration_in_months: 3 }

type Recurring = NonNullable<OfferAnswer['recurring']>
const every = (interval_count: number, interval: Recurring['interval']): OfferAnswer => ({
  ...club,
  recurring: { ...club.recurring!, interval, interval_count },
})

const head = (offer: OfferAnswer, language = 'en') => say(voice(language), headline(offer, price, NOW))
const button = (offer: OfferAnswer, discount: Discount | null = null, language = 'en') =>
  say(voice(language), buttonSay(offer, price, discount))
const terms = (offer: OfferAnswer, discount: Discount | null = null, language = 'en') => {
  const found = consequence(offer, price, discount, NOW)
  return found && say(voice(language), found)
}

describe('the head', () => {
  it.each([
    [1, 'day', '$9.00 a day'],
    [1, 'week', '$9.00 a week'],
    [1, 'month', '$9.00 a month'],
    [1, 'year', '$9.00 a year'],
    [3, 'month', '$9.00 every 3 months'],
    [2, 'week', '$9.00 every 2 weeks'],
  ] as const)('says that every %i %s costs %s', (count, interval, words) => {
    expect(head(every(count, interval))).toBe(words)
  })

  it.each([
    ['de', '9,00 $ alle 3 Monate', '9,00 $ alle 2 Wochen'],
    ['fr', '9,00 $ tous les 3 mois', '9,00 $ toutes les 2 semaines'],
    ['es', '9,00 $ cada 3 meses', '9,00 $ cada 2 semanas'],
  ])('has the cadence in %s', (language, months, weeks) => {
    const plain = (words: string) => words.replace(/\s/g, ' ') // some do not break
    expect(plain(head(every(3, 'month'), language))).toBe(months)
    expect(plain(head(every(2, 'week'), language))).toBe(weeks)
  })

  it('says how long it is free, and from when what is charged', () => {
    expect(head(clubTrial)).toBe('7 days free, then $9.00 a month from December 2, 2026')
    expect(head(clubTrial, 'de')).toBe(
      '7 Tage kostenlos, danach 9,00\u00a0$ pro Monat, ab dem 2. Dezember 2026',
    )
    expect(head(clubTrial, 'en-GB')).toBe('7 days free, then $9.00 a month from 2 December 2026')
  })
})

describe('the button', () => {
  it('names the total with its cadence', () => {
    expect(button(club)).toBe('Subscribe: $9.00 a month')
    expect(button(clubTrial)).toBe('Start free, then $9.00 a month')
    expect(button(clubFree)).toBe('Start free, then $9.00 a month')
    expect(button(mug)).toBe('Pay $9.00')
    expect(button(card)).toBe('Save card')
  })

  it('names the cadence only of what every charge comes to', () => {
    expect(button(club, tenOff)).toBe('Subscribe: $8.10 a month')
    expect(button(club, once)).toBe('Subscribe: $8.10')
    expect(button(clubTrial, quarter)).toBe('Start free, then $8.10')
  })

  it('promises nothing where the choices come to nothing', () => {
    expect(say(voice('en'), buttonSay(club, null, null))).toBe('Subscribe')
  })
})

describe('what a click leads to', () => {
  it('is said of the first charge, of the later ones, and of their end', () => {
    expect(terms(club)).toBe(
      '$9.00 is charged now. It renews automatically at $9.00 a month, until it is canceled.',
    )
    expect(terms(clubTrial)).toBe(
      'Nothing is charged now. $9.00 is charged on December 2, 2026. It then renews automatically at $9.00 a month, until it is canceled.',
    )
    expect(terms(clubFree)).toBe(
      'Nothing is charged now, and no card is needed. It ends by itself on December 2, 2026. To go on costs $9.00 a month.',
    )
    expect(terms(card)).toMatch(/^Nothing is charged now\./)
  })

  it('says for how long a discount counts', () => {
    expect(terms(club, tenOff)).toMatch(
      /^\$8\.10 is charged now\. It renews automatically at \$8\.10 a month,/,
    )
    expect(terms(club, once)).toMatch(
      /^\$8\.10 is charged now\. It renews automatically at \$9\.00 a month, until/,
    )
    expect(terms(club, quarter)).toMatch(/at \$9\.00 a month, less the discount while it lasts, until/)
    expect([tenOff, once, quarter].map((code) => say(voice('en'), discountSay(code, price)))).toEqual([
      'TENOFF: $0.90 off each payment',
      'TENOFF: $0.90 off the first payment',
      'TENOFF: $0.90 off each payment for 3 months',
    ])
  })

  it('is said by the button alone of a payment', () => {
    expect(terms(mug)).toBeNull()
  })
})
