import { assert, integer, property } from 'fast-check'
import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { amountOff } from '../api/redemption.ts'
import { MUG, NOW, world } from './harness.ts'
import { codeFor, objectsOf, redeem, refusalOf } from './redeeming.ts'

const share = (percent_off: number) => ({ percent_off, amount_off: null }) as Stripe.Coupon
const fixed = (amount_off: number) => ({ percent_off: null, amount_off }) as Stripe.Coupon

describe('what a coupon takes off', () => {
  it.each([
    [10, 1200, 120],
    [10, 5, 1], // half a cent goes to the customer
    [10, 4, 0],
    [33.33, 1000, 333],
    [0.005, 10_000, 1],
    [12.5, 4, 1],
    [100, 1, 1],
    [50, 0, 0],
    [50, -900, 0],
  ])('of %f %% is, of %i, %i', (percent, amount, off) => {
    expect(amountOff(share(percent), amount)).toBe(off)
  })

  it('is its own amount, and never more than there is', () => {
    expect([1200, 500, 499, 0, -1].map((amount) => amountOff(fixed(500), amount))).toEqual([
      500, 500, 499, 0, 0,
    ])
    assert(
      property(integer({ min: 1, max: 1_000_000 }), integer({ min: 0, max: 99_999_999 }), (parts, amount) => {
        const off = amountOff(share(parts / 10_000), amount)
        expect(off).toBeLessThanOrEqual(amount)
        expect(Math.abs(off - (amount * parts) / 1_000_000)).toBeLessThanOrEqual(0.5 + 1e-6)
      }),
    )
  })
})

describe('a coupon', () => {
  it('is redeemed by whoever names it', async () => {
    const w = world()
    await w.stripe.coupons.create({ id: 'TENOFF', percent_off: 10 })
    expect(refusalOf(w, { coupon: 'TENOFF' })).toBeNull()
    const param = 'discounts[0][coupon]'
    expect(refusalOf(w, { coupon: 'NONE' })).toMatchObject({ code: 'resource_missing', param })
    await w.stripe.coupons.del('TENOFF')
    expect(refusalOf(w, { coupon: 'TENOFF' })).toMatchObject({ code: 'resource_missing', param })
    expect(refusalOf(w, {})).toMatchObject({ code: 'parameter_missing', param: 'discounts[0]' })
    expect(refusalOf(w, { coupon: 'a', promotion_code: 'b' })).toMatchObject({ code: 'parameters_exclusive' })
  })

  it('is refused once it is used up, and when its time is over', async () => {
    const w = world()
    await w.stripe.coupons.create({ id: 'ONE', percent_off: 10, max_redemptions: 1 })
    redeem(w, 'ONE')
    expect(refusalOf(w, { coupon: 'ONE' })).toMatchObject({ code: 'coupon_expired' })
  })

  it('of an amount is only for its currency', async () => {
    const w = world()
    await w.stripe.coupons.create({ id: 'FIVE', amount_off: 500, currency: 'eur' })
    expect(refusalOf(w, { coupon: 'FIVE' }, { currency: 'eur' })).toBeNull()
    expect(refusalOf(w, { coupon: 'FIVE' })).toMatchObject({ param: 'discounts[0][coupon]' })
  })

  it('for some products is refused where none of them is bought', async () => {
    const w = world()
    const { id } = await w.stripe.products.create({ name: 'Mug' })
    await w.stripe.coupons.create({ id: 'MUGS', percent_off: 10, applies_to: { products: [id] } })
    expect(refusalOf(w, { coupon: 'MUGS' }, { products: ['prod_tee', id] })).toBeNull()
    expect(refusalOf(w, { coupon: 'MUGS' }, { products: ['prod_tee'] })).not.toBeNull()
  })
})

describe('a promotion code', () => {
  it('is redeemed while it and its coupon are', async () => {
    const w = world()
    const promotion_code = await codeFor(w, { expires_at: NOW + 60 })
    expect(refusalOf(w, { promotion_code })).toBeNull()
    await w.control('POST', '/clock', { advance_s: 61 })
    await w.stripe.coupons.list()
    const expired = { code: 'coupon_expired', param: 'discounts[0][promotion_code]' }
    expect(refusalOf(w, { promotion_code })).toMatchObject(expired)
    expect(refusalOf(w, { promotion_code: 'promo_x' })).toMatchObject({ code: 'resource_missing' })
  })

  it('of a customer is for nobody else', async () => {
    const w = world()
    const [ada, bob] = [await w.stripe.customers.create(), await w.stripe.customers.create()]
    const promotion_code = await codeFor(w, { customer: ada.id })
    expect(refusalOf(w, { promotion_code }, { customer: ada.id })).toBeNull()
    for (const customer of [bob.id, null])
      expect(refusalOf(w, { promotion_code }, { customer })).toMatchObject({
        code: 'promotion_code_customer_mismatch',
      })
  })

  it('for first transactions is not for who has paid, nor for who is unknown', async () => {
    const w = world()
    const { id: customer } = await w.stripe.customers.create()
    const promotion_code = await codeFor(w, { restrictions: { first_time_transaction: true } })
    expect(refusalOf(w, { promotion_code })).toMatchObject({
      code: 'promotion_code_customer_missing_first_time',
    })
    await w.stripe.paymentIntents
      .create({ ...MUG, customer, payment_method: 'pm_card_chargeDeclined', confirm: true })
      .catch(() => undefined)
    expect(refusalOf(w, { promotion_code }, { customer })).toBeNull()
    await w.stripe.paymentIntents.create({ ...MUG, customer, payment_method: 'pm_card_visa', confirm: true })
    expect(refusalOf(w, { promotion_code }, { customer })).toMatchObject({
      code: 'promotion_code_customer_not_first_time',
      message:
        'This promotion code cannot be redeemed because the associated customer has prior transactions.',
    })
  })

  it('with a minimum is for purchases of that much in that currency', async () => {
    const w = world()
    const restrictions = { minimum_amount: 1200, minimum_amount_currency: 'usd' }
    const promotion_code = await codeFor(w, { restrictions })
    expect(refusalOf(w, { promotion_code })).toBeNull()
    for (const change of [{ amount: 1199 }, { currency: 'eur' }])
      expect(refusalOf(w, { promotion_code }, change)?.message).toContain('minimum amount requirement')
  })

  it('is counted together with its coupon', async () => {
    const w = world()
    const code = await codeFor(w)
    const coupon = objectsOf(w).promotion_codes[code]!.promotion.coupon as string
    redeem(w, coupon, code)
    expect((await w.stripe.promotionCodes.retrieve(code)).times_redeemed).toBe(1)
    expect((await w.stripe.coupons.retrieve(coupon)).times_redeemed).toBe(1)
  })
})
