import { describe, expect, it } from 'vitest'
import { DAY, DEFAULT_INCOMPLETE, subscribe } from './billing.ts'
import { failure, NOW, world } from './harness.ts'

describe('an older version', () => {
  const OLD = { apiVersion: '2025-02-24.acacia' as never }

  it('sees the periods on the subscription, and the intent on its invoice', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    const shown: any = await w
      .client(OLD)
      .subscriptions.retrieve(subscription.id, { expand: ['latest_invoice.payment_intent'] })
    expect(shown).toMatchObject({
      current_period_start: NOW,
      current_period_end: NOW + 30 * DAY,
      latest_invoice: {
        paid: false,
        payment_intent: { object: 'payment_intent', amount: 900, status: 'requires_payment_method' },
        subscription: subscription.id,
      },
    })
    expect(shown.items.data[0]).not.toHaveProperty('current_period_end')
    const { id, payment_intent } = shown.latest_invoice
    expect(payment_intent.invoice).toBe(id)
    const [line] = (await w.client(OLD).invoices.listLineItems(id)).data
    expect(line).toMatchObject({ price: { unit_amount: 900 }, proration: false, type: 'subscription' })
  })

  it('is the only one that may ask for that', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    const refused = w.stripe.subscriptions.retrieve(subscription.id, {
      expand: ['latest_invoice.payment_intent'],
    })
    expect(await failure(refused)).toMatchObject({ statusCode: 400, param: 'expand' })
  })

  it('hears of it in its own shapes', async () => {
    const w = world({ webhookApiVersion: '2025-02-24.acacia' })
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    await w.delivered()
    const paid = w.heard.find(({ type }) => type === 'invoice.paid')!.object
    expect(paid).toMatchObject({
      charge: expect.stringMatching(/^ch_/),
      paid: true,
      payment_intent: expect.stringMatching(/^pi_/),
      subscription: subscription.id,
    })
    expect(paid).not.toHaveProperty('parent')
  })
})
