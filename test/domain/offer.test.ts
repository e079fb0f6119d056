import { describe, expect, it } from 'vitest'
import { matches, type Offer, price, sameTerms } from '../../worker/domain/offer.ts'

const mug: Offer = {
  site: 'acme',
  id: 'mug',
  mode: 'payment',
  name: 'Mug',
  description: null,
  amount: 1200,
  currency: 'usd',
  recurring: null,
  allowPromotionCodes: false,
  planGroup: null,
  graceDays: 0,
  quantity: { min: 1, max: 10 },
  range: null,
  email: 'none',
  archived: null,
  created: 0,
  updated: 0,
}
const tip: Offer = {
  ...mug,
  id: 'tip',
  amount: null,
  quantity: { min: 1, max: 1 },
  range: { min: 300, max: 50000, presets: [500] },
}
const ONCE = { mode: 'payment', recurring: null, discount: null, user: null, email: null } as const
const refused = (param: string, code = 'parameter_invalid') => ({
  ok: false,
  error: expect.objectContaining({ code, param }),
})

describe('the price of an offer', () => {
  it('is the offer’s, times the quantity', () => {
    expect(price(mug, 'card', { quantity: 3 })).toEqual({
      ok: true,
      value: {
        ...ONCE,
        unitAmount: 1200,
        offer: 'mug',
        form: 'card',
        quantity: 3,
        amount: 3600,
        currency: 'usd',
      },
    })
  })

  it('is for the least quantity where none is named', () => {
    expect(price({ ...mug, quantity: { min: 2, max: 4 } }, 'card', {})).toMatchObject({
      value: { quantity: 2, amount: 2400 },
    })
  })

  it.each([0, 11, 10_000])('refuses the quantity %d, outside the offer’s limits', (quantity) => {
    expect(price(mug, 'card', { quantity })).toEqual(refused('quantity'))
  })

  it('refuses a visitor’s amount for an offer that has a price', () => {
    expect(price(mug, 'card', { amount: 1 })).toEqual(refused('amount'))
  })

  it.each([299, 50_001])('refuses the visitor’s amount %d, outside the range', (amount) => {
    expect(price(tip, 'card', { amount })).toEqual(refused('amount'))
  })

  it.each([300, 50_000])('takes the visitor’s amount %d, at the edge of the range', (amount) => {
    expect(price(tip, 'card', { amount })).toMatchObject({ value: { amount } })
  })

  it('asks for the visitor’s amount where there is no price', () => {
    expect(price(tip, 'card', {})).toEqual(refused('amount', 'parameter_missing'))
  })

  it('refuses a total of more digits than Stripe takes', () => {
    const dear = { ...mug, amount: 99_999_999 }
    expect(price(dear, 'card', { quantity: 1 })).toMatchObject({ ok: true })
    expect(price(dear, 'card', { quantity: 2 })).toEqual(refused('quantity'))
  })

  it('asks for the email of an offer that requires one', () => {
    const tee = { ...mug, email: 'required' } as const
    expect(price(tee, 'card', {})).toEqual(refused('email', 'parameter_missing'))
    expect(price(tee, 'card', { email: 'a@b.example' })).toMatchObject({ ok: true })
  })
})

describe('terms', () => {
  const terms = {
    ...ONCE,
    unitAmount: 1200,
    offer: 'mug',
    form: 'card',
    quantity: 1,
    amount: 1200,
    currency: 'usd',
  } as const

  it('match what was shown only in amount and currency', () => {
    expect(matches(terms, { amount: 1200, currency: 'usd' })).toBe(true)
    expect(matches(terms, { amount: 1199, currency: 'usd' })).toBe(false)
    expect(matches(terms, { amount: 1200, currency: 'eur' })).toBe(false)
  })

  it('are the same in whatever order they are written', () => {
    const { currency, ...rest } = terms
    expect(sameTerms(terms, { currency, ...rest })).toBe(true)
  })

  it.each([
    { offer: 'tee' },
    { quantity: 2 },
    { amount: 1 },
    { currency: 'eur' },
    { user: 'u1' },
    { email: 'ada@example.com' },
  ])('differ by %o', (change) => {
    expect(sameTerms(terms, terms)).toBe(true)
    expect(sameTerms(terms, { ...terms, ...change })).toBe(false)
  })
})
