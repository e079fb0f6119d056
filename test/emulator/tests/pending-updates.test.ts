import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { advance, DAY, HOUR, halfway, invoiceOf } from './billing.ts'
import { failure, NOW, type World, world } from './harness.ts'

const pending = async ({ stripe }: World): Promise<[number, string | null, boolean][]> =>
  (await stripe.invoiceItems.list({ pending: true })).data
    .reverse()
    .map(({ amount, description, proration }) => [amount, description, proration])

describe('a change that cannot be paid', () => {
  const broke = async (w: World) => {
    const made = await halfway(w)
    const bad = await w.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: made.customer,
    })
    await w.stripe.subscriptions.update(made.subscription.id, { default_payment_method: bad.id })
    const change = (payment_behavior?: Stripe.SubscriptionUpdateParams.PaymentBehavior) =>
      w.stripe.subscriptions.update(made.subscription.id, {
        items: [{ id: made.item.id, quantity: 3 }],
        proration_behavior: 'always_invoice',
        expand: ['latest_invoice.confirmation_secret'],
        ...(payment_behavior && { payment_behavior }),
        ...(payment_behavior === 'pending_if_incomplete' && { metadata: { plan: 'three' } }),
      })
    return { ...made, change }
  }

  it('is made, and the subscription past due', async () => {
    const w = world()
    const { change } = await broke(w)
    const changed = await change()
    expect(changed).toMatchObject({ status: 'past_due', items: { data: [{ quantity: 3 }] } })
    expect(invoiceOf(changed)).toMatchObject({ status: 'open', attempt_count: 1 })
  })

  it('changes nothing where that is asked for', async () => {
    const w = world()
    const { change, subscription } = await broke(w)
    const before = await w.stripe.subscriptions.retrieve(subscription.id)
    expect(await failure(change('error_if_incomplete'))).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
    })
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toEqual(before)
    expect(await pending(w)).toEqual([])
  })

  it('waits for the visitor where that is asked for', async () => {
    const w = world()
    const { change, subscription } = await broke(w)
    const changed = await change('default_incomplete')
    expect(changed.status).toBe('past_due')
    await w.confirm(invoiceOf(changed).confirmation_secret!.client_secret)
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'active' })
  })

  it('is pending until it is paid', async () => {
    const w = world()
    const { change, subscription } = await broke(w)
    const asked = await change('pending_if_incomplete')
    expect(asked).toMatchObject({
      status: 'active',
      items: { data: [{ quantity: 1 }] },
      metadata: {},
      pending_update: {
        metadata: { plan: 'three' },
        expires_at: NOW + 15 * DAY + 23 * HOUR,
        subscription_items: [{ quantity: 3 }],
      },
    })
    await w.confirm(invoiceOf(asked).confirmation_secret!.client_secret)
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      status: 'active',
      items: { data: [{ quantity: 3 }] },
      metadata: { plan: 'three' },
      pending_update: null,
    })
    expect(await w.history()).toContain('customer.subscription.pending_update_applied')
  })

  it('is forgotten after 23 hours, with its invoice', async () => {
    const w = world()
    const { change, subscription } = await broke(w)
    const asked = await change('pending_if_incomplete')
    await advance(w, 23 * HOUR)
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      status: 'active',
      items: { data: [{ quantity: 1 }] },
      pending_update: null,
    })
    expect(await w.stripe.invoices.retrieve(invoiceOf(asked).id)).toMatchObject({ status: 'void' })
    expect((await w.history()).at(-1)).toBe('customer.subscription.pending_update_expired')
  })

  it('may only be pending with what can be', async () => {
    const w = world()
    const { subscription } = await halfway(w)
    const refused = (params: Stripe.SubscriptionUpdateParams, apiVersion?: string) =>
      failure(
        w.stripe.subscriptions.update(
          subscription.id,
          { payment_behavior: 'pending_if_incomplete', ...params },
          apiVersion ? { apiVersion } : {},
        ),
      )
    expect(await refused({ description: 'a' })).toMatchObject({ statusCode: 400, param: 'description' })
    const old = '2026-04-22.dahlia' // a month before it could
    expect(await refused({ metadata: { a: 'b' } }, old)).toMatchObject({ statusCode: 400, param: 'metadata' })
  })
})
