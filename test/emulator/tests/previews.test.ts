import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { advance, club, DAY, halfway } from './billing.ts'
import { failure, NOW, type World, world } from './harness.ts'

const amounts = (invoice: Stripe.Invoice) => invoice.lines.data.map(({ amount }) => amount)

describe('a preview', () => {
  const preview = (w: World, subscription: string, params: Stripe.InvoiceCreatePreviewParams = {}) =>
    w.stripe.invoices.createPreview({ subscription, ...params })

  it('is what will be billed, and changes nothing', async () => {
    const w = world()
    const { subscription, item } = await halfway(w)
    const before = structuredClone(w.emulator.state.accounts)
    const shown = await preview(w, subscription.id, {
      subscription_details: { items: [{ id: item.id, quantity: 2 }] },
    })
    expect(shown).toMatchObject({ amount_due: 2250, period_start: NOW, status: 'draft' })
    expect(shown.id).toMatch(/^upcoming_/)
    expect(w.emulator.state.accounts).toEqual(before)
    await w.stripe.subscriptions.update(subscription.id, { items: [{ id: item.id, quantity: 2 }] })
    await advance(w, 15 * DAY)
    const billed = (await w.stripe.invoices.list({ limit: 1 })).data[0]!
    expect(amounts(shown)).toEqual(amounts(billed))
    expect(shown.total).toBe(billed.total)
  })

  it('of what is billed at once is that invoice', async () => {
    const w = world()
    const { subscription, item } = await halfway(w)
    const shown = await preview(w, subscription.id, {
      subscription_details: {
        items: [{ id: item.id, quantity: 3 }],
        proration_behavior: 'always_invoice',
      },
    })
    expect(amounts(shown)).toEqual([-450, 1350])
    expect(shown.amount_due).toBe(900)
  })

  it('of nothing else is the next period', async () => {
    const w = world()
    const { subscription } = await halfway(w)
    expect(await preview(w, subscription.id)).toMatchObject({
      amount_due: 900,
      lines: { data: [{ period: { start: NOW + 30 * DAY } }] },
    })
    expect(
      await failure(preview(w, subscription.id, { subscription_details: { cancel_at_period_end: true } })),
    ).toMatchObject({ statusCode: 400, code: 'invoice_upcoming_none' })
  })

  it('of a new subscription is its first invoice, less its discount', async () => {
    const w = world()
    await w.stripe.coupons.create({ id: 'TENOFF', percent_off: 10 })
    const { id: price } = await club(w)
    const { id: customer } = await w.stripe.customers.create()
    const shown = await w.stripe.invoices.createPreview({
      customer,
      discounts: [{ coupon: 'TENOFF' }],
      subscription_details: { items: [{ price, quantity: 2 }] },
    })
    expect(shown).toMatchObject({
      billing_reason: 'subscription_create',
      subtotal: 1800,
      total: 1620,
      amount_due: 1620,
      total_discount_amounts: [{ amount: 180 }],
    })
    expect(await w.stripe.coupons.retrieve('TENOFF')).toMatchObject({ times_redeemed: 0 })
    expect((await w.stripe.subscriptions.list({ status: 'all' })).data).toEqual([])
  })
})
