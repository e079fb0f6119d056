import { describe, expect, it } from 'vitest'
import { type Discount, discountOf } from '../../worker/domain/money.ts'
import { amountDue, isAsShown, type Offer, price, reprice, wantsSetup } from '../../worker/domain/offer.ts'

const month = {
  interval: 'month',
  interval_count: 1,
  trial_period_days: null,
  payment_method_collection: 'always',
} as const
const seats: Offer = {
  site: 'acme',
  id: 'seats',
  mode: 'subscription',
  name: 'Seats',
  description: null,
  amount: 800,
  currency: 'usd',
  recurring: month,
  allowPromotionCodes: true,
  planGroup: null,
  graceDays: 0,
  quantity: { min: 1, max: 50 },
  range: null,
  email: 'optional',
  archived: null,
  created: 0,
  updated: 0,
}
const tenPercent: Discount = {
  promotion_code: 'promo_1',
  code: 'TENOFF',
  percent_off: 10,
  amount_off: null,
  currency: null,
  duration: 'forever',
  duration_in_months: null,
}
const nobody = { user: null, discount: null }
const terms = (offer: Offer, choices: object = {}, buyer: object = {}) => {
  const priced = price(offer, 'card', choices, { ...nobody, ...buyer })
  if (!priced.ok) throw new Error(priced.error.code)
  return priced.value
}

describe('a discount', () => {
  it.each([
    [900, 90],
    [905, 91], // half a cent goes to the customer
    [904, 90],
    [1, 0],
    [5, 1],
  ])('of 10 %% of %i is %i', (amount, off) => {
    expect(discountOf({ amount, currency: 'usd' }, tenPercent)).toBe(off)
  })

  it('of a percent with decimals is exact', () => {
    expect(discountOf({ amount: 10_000, currency: 'usd' }, { ...tenPercent, percent_off: 33.33 })).toBe(3333)
    expect(discountOf({ amount: 1000, currency: 'usd' }, { ...tenPercent, percent_off: 12.35 })).toBe(124)
  })

  it('of an amount is never more than there is, and nothing in another currency', () => {
    const five = { ...tenPercent, percent_off: null, amount_off: 500, currency: 'usd' }
    expect(discountOf({ amount: 800, currency: 'usd' }, five)).toBe(500)
    expect(discountOf({ amount: 300, currency: 'usd' }, five)).toBe(300)
    expect(discountOf({ amount: 800, currency: 'eur' }, five)).toBe(0)
  })
})

describe('the terms of a subscription', () => {
  it('are the price of one, the first charge after the discount, and the rhythm', () => {
    expect(terms(seats, { quantity: 3 }, { discount: tenPercent })).toMatchObject({
      mode: 'subscription',
      unitAmount: 800,
      amount: 2160,
      recurring: month,
      discount: tenPercent,
    })
  })

  it('take no discount where the offer takes none', () => {
    const refused = price(
      { ...seats, allowPromotionCodes: false },
      'card',
      {},
      { user: null, discount: tenPercent },
    )
    expect(refused).toMatchObject({ ok: false, error: { param: 'promotion_code' } })
  })

  it('hold the email that a customer is made of, and not that of a known user', () => {
    expect(terms(seats, { email: 'ada@example.com' }).email).toBe('ada@example.com')
    expect(terms(seats, { email: 'ada@example.com' }, { user: 'ada' })).toMatchObject({
      email: null,
      user: 'ada',
    })
    expect(
      terms({ ...seats, mode: 'payment', recurring: null }, { email: 'ada@example.com' }).email,
    ).toBeNull()
  })

  it('need no email of a known user', () => {
    const strict: Offer = { ...seats, email: 'required' }
    expect(price(strict, 'card', {}, nobody)).toMatchObject({ ok: false, error: { param: 'email' } })
    expect(price(strict, 'card', {}, { user: 'ada', discount: null }).ok).toBe(true)
  })

  it('charge nothing at once where the start is free, and want a set-up unless no card is asked for', () => {
    const week: Offer = { ...seats, recurring: { ...month, trial_period_days: 7 } }
    expect(amountDue(terms(seats))).toBe(800)
    expect(amountDue(terms(week))).toBe(0)
    expect(wantsSetup(terms(seats))).toBe(false)
    expect(wantsSetup(terms(week))).toBe(true)
    const card = {
      ...week,
      recurring: { ...week.recurring!, payment_method_collection: 'if_required' as const },
    }
    expect(wantsSetup(terms(card))).toBe(false)
  })

  it('that change keep the discount in the price that is expected', () => {
    const before = terms(seats, {}, { discount: tenPercent })
    const buyer = { user: null, discount: tenPercent }
    expect(reprice(seats, before, { quantity: 2 }, buyer)).toMatchObject({
      ok: true,
      value: { amount: 1440 },
    })
    const dearer = reprice({ ...seats, amount: 900 }, before, { quantity: 2 }, buyer)
    expect(dearer).toMatchObject({ ok: false, error: { code: 'price_changed' } })
  })
})

describe('what recurs', () => {
  const shown = { amount: 800, currency: 'usd' }
  const plan = { interval: 'month', interval_count: 1, trial_period_days: null } as const

  it('are not what was shown where they are charged at other times', () => {
    expect(isAsShown(terms(seats), { ...shown, recurring: plan })).toBe(true)
    for (const other of [{ interval: 'year' }, { interval_count: 3 }, { trial_period_days: 7 }] as const)
      expect(isAsShown(terms(seats), { ...shown, recurring: { ...plan, ...other } })).toBe(false)
    expect(isAsShown(terms(seats), { ...shown, recurring: null })).toBe(false)
    expect(isAsShown(terms(seats), shown), 'left out').toBe(true)
  })

  it('that change keep what recurs, where it was not shown again', () => {
    const yearly: Offer = { ...seats, recurring: { ...month, interval: 'year' } }
    const buyer = { user: null, discount: null }
    expect(reprice(seats, terms(seats), { quantity: 2 }, buyer).ok).toBe(true)
    expect(reprice(yearly, terms(seats), { quantity: 2 }, buyer)).toMatchObject({
      error: { code: 'price_changed' },
    })
  })
})

describe('the terms of a set-up', () => {
  it('charge nothing, and want a card', () => {
    const card: Offer = { ...seats, mode: 'setup', amount: null, recurring: null, allowPromotionCodes: false }
    expect(terms(card)).toMatchObject({ amount: 0, unitAmount: 0 })
    expect(wantsSetup(terms(card))).toBe(true)
  })
})
