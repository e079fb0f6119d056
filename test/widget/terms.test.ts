import { describe, expect, it } from 'vitest'
import { agree, firstChoices, step, totalOf } from '../../widget/terms.ts'
import { blank, card, club, clubTrial, mug, tee, tenOff, tip, wish } from './fixtures.ts'

const none = { quantity: null, amount: null, email: '', name: '', promotion_code: '' }

describe('the total', () => {
  it('is the price times the quantity', () => {
    expect(totalOf(wish(mug, { ...blank, quantity: '3' }))).toEqual({
      amount: 3600,
      currency: 'usd',
    })
  })

  it('is told even while the email is missing', () => {
    expect(agree(wish(tee, blank))).toMatchObject({
      ok: false,
      problems: { email: { key: 'email_missing' } },
      total: { amount: 2500 },
    })
  })

  it.each(['0', '11', '1.5', '-1', 'two', '', '1e1'])('is not told for a quantity of "%s"', (quantity) => {
    expect(agree(wish(mug, { ...blank, quantity }))).toMatchObject({
      ok: false,
      problems: { quantity: { key: 'quantity_invalid', values: { min: 1, max: 10 } } },
      total: null,
    })
  })

  it('is refused where Stripe takes no such sum', () => {
    const bulk = { ...mug, amount: 90_000_000 }
    expect(agree(wish(bulk, { ...blank, quantity: '2' }))).toMatchObject({
      problems: { quantity: { key: 'amount_limit' } },
    })
  })
})

describe('the visitor’s own amount', () => {
  it.each([
    ['12.50', 1250],
    ['12,50', 1250],
    ['$5', 500],
    ['3', 300],
  ])('reads "%s" as %i', (amount, minor) => {
    expect(agree(wish(tip, { ...blank, amount }))).toMatchObject({ ok: true, terms: { amount: minor } })
  })

  it.each([
    ['', 'amount_missing'],
    ['abc', 'amount_invalid'],
    ['2.99', 'amount_range'],
    ['500.01', 'amount_range'],
  ])('refuses "%s": %s', (amount, key) => {
    expect(agree(wish(tip, { ...blank, amount }))).toMatchObject({ ok: false, problems: { amount: { key } } })
  })

  it('is never sent for a fixed price', () => {
    expect(agree(wish(mug, { ...blank, amount: '1' }))).toMatchObject({ ok: true, terms: { amount: null } })
  })
})

describe('a promotion code', () => {
  it('takes off what the Worker says, of all of them', () => {
    const seats = { ...club, amount: 800, limits: { ...club.limits, quantity: { min: 1, max: 50 } } }
    expect(agree(wish(seats, { ...blank, quantity: '3' }, tenOff))).toMatchObject({
      ok: true,
      full: { amount: 2400 },
      terms: { promotion_code: 'TENOFF', total: { amount: 2160 } },
    })
  })

  it('that is typed and not applied keeps the form from being paid: it would cost more than its visitor thinks', () => {
    const typed = {
      ...wish(club, { ...blank, promotion_code: 'TENOFF' }),
      promotion: { at: 'open' } as const,
    }
    expect(agree(typed)).toMatchObject({
      ok: false,
      problems: { promotion_code: { key: 'promotion_pending' } },
    })
    expect(agree({ ...typed, promotion: { at: 'asking' } })).toMatchObject({ ok: false })
    expect(agree({ ...typed, choices: blank })).toMatchObject({ ok: true, terms: { promotion_code: null } })
  })
})

it('costs nothing to save a card, and a free start what it costs later', () => {
  expect(agree(wish(card))).toMatchObject({ terms: { total: { amount: 0 } } })
  expect(agree(wish(clubTrial))).toMatchObject({ terms: { total: { amount: 900 } } })
})

describe('an email', () => {
  it.each(['ada', 'ada@', 'ada@example', 'a b@example.com', '@example.com'])('is not "%s"', (email) => {
    expect(agree(wish(mug, { ...blank, email }))).toMatchObject({
      problems: { email: { key: 'email_invalid' } },
    })
  })

  it('goes along where the page gives one and the offer does not ask', () => {
    expect(agree(wish(mug, { ...blank, email: ' ada@example.com ' }))).toMatchObject({
      terms: { email: 'ada@example.com' },
    })
  })
})

describe('the first values', () => {
  it('are the offer’s where the tag has none', () => {
    expect(firstChoices(mug, none, 'en')).toEqual(blank)
    expect(firstChoices(tip, none, 'en').amount).toBe('5.00')
  })

  it('are the tag’s, within the limits', () => {
    expect(firstChoices(mug, { ...none, quantity: 99 }, 'en').quantity).toBe('10')
    expect(firstChoices(tip, { ...none, amount: 1250 }, 'en').amount).toBe('12.50')
    expect(firstChoices(tip, { ...none, amount: 1250 }, 'de').amount).toBe('12,50')
  })

  it('show an amount as the currency has it', () => {
    const limits = { ...tip.limits, amount: { min: 100, max: 9000, presets: [500] } }
    expect(firstChoices({ ...tip, currency: 'jpy', limits }, none, 'en').amount).toBe('500')
  })
})

it('steps stay within the limits, and start anew from what cannot be read', () => {
  const limits = { min: 1, max: 10 }
  expect(step({ ...blank, quantity: '10' }, 1, limits)).toBe('10')
  expect(step({ ...blank, quantity: '1' }, -1, limits)).toBe('1')
  expect(step({ ...blank, quantity: '4' }, 1, limits)).toBe('5')
  expect(step({ ...blank, quantity: '' }, 1, limits)).toBe('1')
})
