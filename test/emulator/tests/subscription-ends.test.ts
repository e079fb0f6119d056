import { describe, expect, it } from 'vitest'
import { advance, DAY, DEFAULT_INCOMPLETE, HOUR, invoiceOf, subscribe } from './billing.ts'
import { failure, NOW, world } from './harness.ts'

describe('canceling', () => {
  it('ends it at once and leaves what is owed to nobody', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    const canceled = await w.stripe.subscriptions.cancel(subscription.id, {
      cancellation_details: { comment: 'too dear', feedback: 'too_expensive' },
    })
    expect(canceled).toMatchObject({
      canceled_at: NOW,
      cancellation_details: {
        comment: 'too dear',
        feedback: 'too_expensive',
        reason: 'cancellation_requested',
      },
      ended_at: NOW,
      status: 'canceled',
    })
    expect((await w.history()).at(-1)).toBe('customer.subscription.deleted')
    await advance(w, 60 * DAY)
    expect((await w.stripe.invoices.list()).data).toHaveLength(1)
    expect(await failure(w.stripe.subscriptions.cancel(subscription.id))).toMatchObject({ statusCode: 404 })
  })

  it('at the end of the period changes nothing until then, and can be taken back', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    const { id } = subscription
    expect(await w.stripe.subscriptions.update(id, { cancel_at_period_end: true })).toMatchObject({
      cancel_at: NOW + 30 * DAY,
      cancel_at_period_end: true,
      canceled_at: NOW,
      status: 'active',
    })
    expect(await w.stripe.subscriptions.update(id, { cancel_at_period_end: false })).toMatchObject({
      cancel_at: null,
      canceled_at: null,
    })
    await w.stripe.subscriptions.update(id, { cancel_at_period_end: true })
    await advance(w, 30 * DAY)
    expect(await w.stripe.subscriptions.retrieve(id)).toMatchObject({
      canceled_at: NOW,
      ended_at: NOW + 30 * DAY,
      status: 'canceled',
    })
    expect((await w.stripe.invoices.list()).data).toHaveLength(1)
  })

  it('at a time of one’s own ends it then', async () => {
    const w = world()
    const { subscription } = await subscribe(w, {
      card: 'pm_card_visa',
      params: { cancel_at: NOW + 40 * DAY },
    })
    expect(subscription).toMatchObject({ cancel_at: NOW + 40 * DAY, cancel_at_period_end: false })
    await advance(w, 40 * DAY)
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      ended_at: NOW + 40 * DAY,
      status: 'canceled',
    })
    expect((await w.stripe.invoices.list()).data).toHaveLength(2)
  })

  it('in the middle of a period gives back the rest where that is asked for', async () => {
    const w = world()
    const { subscription, customer } = await subscribe(w, { card: 'pm_card_visa' })
    await advance(w, 10 * DAY)
    await w.stripe.subscriptions.cancel(subscription.id, { prorate: true, invoice_now: true })
    expect(await w.stripe.customers.retrieve(customer)).toMatchObject({ balance: -600 })
    expect((await w.stripe.invoices.list({ limit: 1 })).data[0]).toMatchObject({
      total: -600,
      status: 'paid',
    })
  })

  it('stops the collection of what is owed', async () => {
    const w = world()
    const { subscription, customer } = await subscribe(w, { card: 'pm_card_visa' })
    const bad = await w.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    await w.stripe.subscriptions.update(subscription.id, { default_payment_method: bad.id })
    await advance(w, 30 * DAY + HOUR)
    await w.stripe.subscriptions.cancel(subscription.id)
    await advance(w, 30 * DAY)
    expect((await w.stripe.invoices.list({ limit: 1 })).data[0]).toMatchObject({
      attempt_count: 1,
      next_payment_attempt: null,
      status: 'open',
    })
  })

  it('one that waits for its first payment voids that invoice', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    expect(await w.stripe.subscriptions.cancel(subscription.id)).toMatchObject({
      status: 'incomplete_expired',
    })
    expect(await w.stripe.invoices.retrieve(invoiceOf(subscription).id)).toMatchObject({ status: 'void' })
  })
})
