import { describe, expect, it } from 'vitest'
import { advance, DAY, DEFAULT_INCOMPLETE, HOUR, invoiceOf, subscribe } from './billing.ts'
import { failure, world } from './harness.ts'

describe('a discount', () => {
  it('once takes off the first invoice alone', async () => {
    const w = world()
    await w.stripe.coupons.create({ id: 'TENOFF', percent_off: 10 })
    const { subscription } = await subscribe(w, {
      card: 'pm_card_visa',
      params: { discounts: [{ coupon: 'TENOFF' }], expand: ['latest_invoice'] },
    })
    expect(invoiceOf(subscription)).toMatchObject({
      amount_paid: 810,
      subtotal: 900,
      total: 810,
      total_discount_amounts: [{ amount: 90 }],
    })
    expect(await w.stripe.coupons.retrieve('TENOFF')).toMatchObject({ times_redeemed: 1 })
    await advance(w, 30 * DAY + HOUR)
    expect((await w.stripe.invoices.list({ limit: 1 })).data[0]).toMatchObject({ amount_paid: 900 })
  })

  it('once is kept through a trial for the first invoice that costs something', async () => {
    const w = world()
    await w.stripe.coupons.create({ id: 'TENOFF', percent_off: 10 })
    await subscribe(w, {
      card: 'pm_card_visa',
      params: { discounts: [{ coupon: 'TENOFF' }], trial_period_days: 7 },
    })
    await advance(w, 7 * DAY + HOUR)
    const { data } = await w.stripe.invoices.list()
    expect(data.map(({ amount_paid }) => amount_paid)).toEqual([810, 0])
  })

  it('for some months ends with them', async () => {
    const w = world()
    await w.stripe.coupons.create({
      id: 'TWO',
      amount_off: 300,
      currency: 'usd',
      duration: 'repeating',
      duration_in_months: 2,
    })
    await subscribe(w, { card: 'pm_card_visa', params: { discounts: [{ coupon: 'TWO' }] } })
    await advance(w, 62 * DAY + HOUR)
    const { data } = await w.stripe.invoices.list()
    expect(data.map(({ amount_paid }) => amount_paid)).toEqual([900, 600, 600])
  })

  it('of everything makes it active at once, with an invoice of nothing', async () => {
    const w = world()
    await w.stripe.coupons.create({ id: 'FREE', percent_off: 100, duration: 'forever' })
    const { subscription } = await subscribe(w, {
      params: { ...DEFAULT_INCOMPLETE, discounts: [{ coupon: 'FREE' }] },
    })
    expect(subscription).toMatchObject({
      status: 'active',
      latest_invoice: { amount_due: 0, status: 'paid', total: 0 },
    })
    expect((await w.stripe.paymentIntents.list()).data).toEqual([])
  })

  it('by a code is expanded to the code and its coupon', async () => {
    const w = world()
    await w.stripe.coupons.create({ id: 'TENOFF', percent_off: 10, duration: 'forever' })
    const code = await w.stripe.promotionCodes.create({
      code: 'TENOFF',
      promotion: { type: 'coupon', coupon: 'TENOFF' },
    })
    const { subscription } = await subscribe(w, {
      params: {
        ...DEFAULT_INCOMPLETE,
        discounts: [{ promotion_code: code.id }],
        expand: ['discounts.promotion_code', 'discounts.source.coupon', 'latest_invoice'],
      },
    })
    expect(subscription.discounts).toMatchObject([
      { promotion_code: { code: 'TENOFF' }, source: { coupon: { percent_off: 10 } } },
    ])
    expect(invoiceOf(subscription).amount_due).toBe(810)
  })

  it('that is not there is refused, and nothing made', async () => {
    const w = world()
    const error = await failure(subscribe(w, { params: { discounts: [{ coupon: 'NONE' }] } }))
    expect(error).toMatchObject({ statusCode: 400, param: 'discounts[0][coupon]' })
    expect((await w.stripe.subscriptions.list({ status: 'all' })).data).toEqual([])
  })
})
