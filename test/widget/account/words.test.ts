import { describe, expect, it } from 'vitest'
import { say } from '../../../widget/account/text/say.ts'
import {
  cadence,
  cardName,
  expiry,
  invoiceStatus,
  lineText,
  may,
  statusOf,
} from '../../../widget/account/words.ts'
import type { AccountSubscription, PreviewAnswer } from '../../../worker/account-contract.ts'
import { club, invoice, owing, PERIOD_END, preview, seats, visa, voice } from './fixtures.ts'

const english = voice('en')
const reads = (changes: Partial<AccountSubscription>): string =>
  say(english, statusOf({ ...club, ...changes }))

describe('a subscription reads', () => {
  it.each([
    [{}, 'Active. Renews on December 2, 2026.'],
    [{ cancel_at: PERIOD_END }, 'Ends on December 2, 2026. It will not renew.'],
    [{ status: 'trialing', trial_end: PERIOD_END }, 'Free until December 2, 2026. Charged from then on.'],
    [
      { status: 'trialing', trial_end: PERIOD_END, cancel_at: PERIOD_END },
      'Free until December 2, 2026. Ends then, and is not charged.',
    ],
    [{ status: 'past_due' }, 'The last payment failed.'],
    [{ status: 'past_due', cancel_at: PERIOD_END }, 'The last payment failed.'],
    [{ status: 'canceled', ended_at: PERIOD_END }, 'Ended on December 2, 2026.'],
    [{ status: 'canceled', paused: true, ended_at: PERIOD_END }, 'Ended on December 2, 2026.'],
    [{ paused: true }, 'Paused. Nothing is charged.'],
    [{ paused: true, cancel_at: PERIOD_END }, 'Paused. Nothing is charged.'],
    [{ pending_update: true }, 'A change waits for its payment.'],
  ] satisfies [Partial<AccountSubscription>, string][])('%o: %s', (changes, sentence) => {
    expect(reads(changes)).toBe(sentence)
  })
})

describe('a subscriber may', () => {
  it('change among plans, cancel, and take a cancel back', () => {
    expect(may(club)).toEqual({ change: true, seats: false, cancel: true, resume: false })
    expect(may(seats)).toMatchObject({ change: true, seats: true })
    expect(may({ ...club, cancel_at: PERIOD_END })).toMatchObject({
      change: false,
      cancel: false,
      resume: true,
    })
  })

  it('not change what is not paid, paused, or waits for a change already', () => {
    for (const changes of [{ status: 'past_due' }, { paused: true }, { pending_update: true }] as const)
      expect(may({ ...club, ...changes }).change).toBe(false)
  })

  it('cancel what is not paid, for it would be tried again', () => {
    expect(may(owing).cancel).toBe(true)
  })

  it('do nothing with what has ended', () => {
    expect(may({ ...club, status: 'canceled' })).toMatchObject({
      change: false,
      cancel: false,
      resume: false,
    })
  })

  it('not change where there is nothing to choose', () => {
    expect(may({ ...club, plans: club.plans.slice(0, 1) }).change).toBe(false)
  })
})

describe('a price', () => {
  it.each([
    ['en', 1, '$9.00 a month'],
    ['en', 3, '$9.00 every 3 months'],
    ['de', 1, '9,00\u00a0$ pro Monat'],
    ['es', 3, '9,00\u00a0US$ cada 3 meses'],
  ])('in %s every %i months is %s', (locale, interval_count, words) => {
    expect(say(voice(locale), cadence({ ...club, interval_count })).replace('US$', '$')).toBe(
      words.replace('US$', '$'),
    )
  })
})

describe('a line of a preview', () => {
  const [back, rest] = preview.lines as [PreviewAnswer['lines'][number], PreviewAnswer['lines'][number]]
  const read = (line: PreviewAnswer['lines'][number], locale: string) => {
    const text = lineText(line)
    return typeof text === 'string' ? text : say(voice(locale), text)
  }

  it('says what it is for, of which days, in the reader’s language and notation', () => {
    expect(read(back, 'en-US')).toMatch(/^Unused time: Tea club, November 17\s–\s(December )?2, 2026$/)
    expect(read(rest, 'de')).toMatch(
      /^Verbleibende Zeit: Tea club plus, 17\. November\s–\s2\. Dezember 2026$/,
    )
    expect(read(rest, 'fr')).toMatch(/^Temps restant : Tea club plus, 17 novembre\s–\s2 décembre 2026$/)
    expect(read(rest, 'es')).toMatch(
      /^Tiempo restante: Tea club plus, 17 de noviembre\s–\s2 de diciembre de 2026$/,
    )
  })

  it('says how many, where there are several', () => {
    expect(read({ ...rest, quantity: 3 } as typeof rest, 'en')).toMatch(
      /^Remaining time: 3 × Tea club plus, /,
    )
  })

  it('is said in Stripe’s words where we have none', () => {
    expect(read({ kind: 'other', amount: 300, description: 'A cup' }, 'de')).toBe('A cup')
  })

  it('says what is between the others and their sum', () => {
    expect(read({ kind: 'discount', amount: -150 }, 'de')).toBe('Rabatt')
    expect(read({ kind: 'deferred', amount: -20 }, 'en')).toBe(
      'Too little to charge now: comes with your next invoice',
    )
  })
})

describe('a card', () => {
  it('is named by brand and last four, of a brand of next year too', () => {
    expect(say(english, cardName(visa))).toBe('Visa ending in 4242')
    expect(say(english, cardName({ brand: 'unknown', last4: '1234' }))).toBe('Card ending in 1234')
  })

  it.each([
    ['2034-11-30T12:00:00', 'card_expires_soon'],
    ['2034-10-31T12:00:00', 'card_expires'],
    ['2034-12-31T12:00:00', 'card_expires_soon'],
    ['2035-01-01T12:00:00', 'card_expired'],
  ])('good to 12/34 is, on %s, %s', (day, key) => {
    expect(expiry(visa, new Date(day).getTime())).toEqual({ key, values: { month: '12/34' } })
  })
})

describe('an invoice', () => {
  it.each([
    [{}, 'Paid'],
    [{ amount_refunded: 900 }, 'Refunded'],
    [{ amount_refunded: 300 }, '$3.00 refunded'],
    [{ status: 'open', amount_paid: 0 }, 'Not paid yet'],
    [{ status: 'void' }, 'Void'],
  ] as const)('%o is %s', (changes, words) => {
    expect(say(english, invoiceStatus({ ...invoice, ...changes }))).toBe(words)
  })
})
