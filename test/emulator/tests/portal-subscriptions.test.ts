import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { advance, club, DAY, DEFAULT_INCOMPLETE, subscribe } from './billing.ts'
import { failure, type World, world } from './harness.ts'
import { portal } from './portal-visitor.ts'

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features

/** A subscription to the club for $9.00 a month, paid, and its customer in the portal. */
async function member(w: World, features?: Features, params: Stripe.SubscriptionCreateParams = {}) {
  const made = await subscribe(w, { card: 'pm_card_visa', params })
  const { id } = made.subscription
  const configuration = features && (await w.stripe.billingPortal.configurations.create({ features })).id
  const options = { customer: made.customer, ...(configuration && { configuration }) }
  return { ...made, id, options, ...(await portal(w, options)) }
}

const get = ({ stripe }: World, id: string) => stripe.subscriptions.retrieve(id)

describe('in the portal, a subscription', () => {
  it('is shown with what it costs, and when it renews', async () => {
    const w = world()
    const { open } = await member(w, undefined, {})
    const { text } = await open()
    expect(text).toContain('Club, $9.00 a month')
    expect(text).toMatch(
      /Active[\s\S]*Renews on <time datetime="2026-12-23T00:00:00.000Z">December 23, 2026</,
    )
  })

  it('is canceled at the end of its period once that was confirmed, and goes on when it is renewed', async () => {
    const w = world()
    const { id, open, send } = await member(w)
    const question = await open(`/cancel/${id}`)
    expect(question.text).toContain('It goes on until <time datetime="2026-12-23T00:00:00.000Z">')
    expect((await get(w, id)).cancel_at_period_end).toBe(false)
    const { location } = await send('cancel', { subscription: id })
    const page = (await open(location!)).text
    expect(page).toContain('role="status">Your subscription was canceled.')
    expect(page).toMatch(/Ends on <time[^>]*>December 23, 2026<[\s\S]*>Renew</)
    expect(await get(w, id)).toMatchObject({ status: 'active', cancel_at_period_end: true })
    await send('renew', { subscription: id })
    expect((await get(w, id)).cancel_at_period_end).toBe(false)
    await send('cancel', { subscription: id })
    await advance(w, 31 * DAY)
    expect((await get(w, id)).status).toBe('canceled')
    expect((await w.history()).filter((type) => type.startsWith('customer.subscription.')).at(-1)).toBe(
      'customer.subscription.deleted',
    )
  })

  it('is canceled at once, with the reason, where the portal does it so', async () => {
    const w = world()
    const { id, open, send } = await member(w, {
      subscription_cancel: {
        enabled: true,
        mode: 'immediately',
        cancellation_reason: { enabled: true, options: ['unused', 'other'] },
      },
    })
    const { text } = await open(`/cancel/${id}`)
    expect(text).toContain('It ends now')
    expect([...text.matchAll(/<option value="(\w*)"/g)].map(([, value]) => value)).toEqual([
      '',
      'unused',
      'other',
    ])
    await send('cancel', { subscription: id, feedback: 'unused' })
    expect(await get(w, id)).toMatchObject({
      status: 'canceled',
      cancellation_details: { feedback: 'unused', reason: 'cancellation_requested' },
    })
    expect((await open()).text).toContain('None.')
    expect((await open(`/cancel/${id}`)).status).toBe(404)
  })

  it('that is somebody else’s is neither shown nor canceled', async () => {
    const w = world()
    const [mine, theirs] = [await member(w), await member(w)]
    expect((await mine.open(`/cancel/${theirs.id}`)).status).toBe(404)
    expect((await mine.send('cancel', { subscription: theirs.id })).status).toBe(400)
    expect((await get(w, theirs.id)).cancel_at_period_end).toBe(false)
    const flow = {
      customer: mine.customer,
      flow_data: { type: 'subscription_cancel' as const, subscription_cancel: { subscription: theirs.id } },
    }
    expect(await failure(w.stripe.billingPortal.sessions.create(flow))).toMatchObject({
      param: 'flow_data[subscription_cancel][subscription]',
    })
  })

  it('is changed to what is offered, and to nothing else', async () => {
    const w = world()
    const { subscription, price, options, customer } = await member(w)
    const product = (await w.stripe.prices.retrieve(price)).product as string
    const yearly = { product, currency: 'usd', unit_amount: 9000, recurring: { interval: 'year' as const } }
    const year = (await w.stripe.prices.create(yearly)).id
    const other = (await club(w)).id
    const { id: configuration } = await w.stripe.billingPortal.configurations.create({
      features: {
        subscription_update: {
          enabled: true,
          default_allowed_updates: ['price', 'quantity'],
          products: [{ product, prices: [price, year], adjustable_quantity: { enabled: true, maximum: 5 } }],
        },
      },
    })
    const { open, send } = await portal(w, { ...options, customer, configuration })
    expect((await open(`/cancel/${subscription.id}`)).status).toBe(404)
    const { text } = await open(`/update/${subscription.id}`)
    expect(text).toMatch(
      new RegExp(`value="${price}" selected>Club, \\$9.00 a month[\\s\\S]*\\$90.00 a year`),
    )
    const change = (fields: Record<string, string>) =>
      send('update', { subscription: subscription.id, ...fields })
    for (const fields of [
      { price: other, quantity: '1' },
      { price, quantity: '6' },
      { price, quantity: '1.5' },
      { price, quantity: '' },
    ])
      expect((await change(fields)).status).toBe(400)
    expect((await get(w, subscription.id)).items.data).toMatchObject([{ price: { id: price }, quantity: 1 }])
    expect((await change({ price: year, quantity: '3' })).status).toBe(303)
    expect((await get(w, subscription.id)).items.data).toMatchObject([{ price: { id: year }, quantity: 3 }])
  })

  it('on trial leaves it with the first change, unless the portal lets it go on', async () => {
    const w = world()
    for (const [trial_update_behavior, status] of [
      ['end_trial', 'active'],
      ['continue_trial', 'trialing'],
    ] as const) {
      const { subscription, price, customer } = await member(w, undefined, { trial_period_days: 7 })
      const product = (await w.stripe.prices.retrieve(price)).product as string
      const { id: configuration } = await w.stripe.billingPortal.configurations.create({
        features: {
          subscription_update: {
            enabled: true,
            default_allowed_updates: ['quantity'],
            products: [{ product, prices: [price], adjustable_quantity: { enabled: true } }],
            trial_update_behavior,
          },
        },
      })
      const { send } = await portal(w, { customer, configuration })
      await send('update', { subscription: subscription.id, price, quantity: '2' })
      expect((await get(w, subscription.id)).status).toBe(status)
    }
  })

  it('has a flow of its own, which leads back when it is canceled, and knows when that is done', async () => {
    const w = world()
    const { id, options } = await member(w)
    const { open, send } = await portal(w, {
      ...options,
      flow_data: {
        type: 'subscription_cancel',
        subscription_cancel: { subscription: id },
        after_completion: { type: 'redirect', redirect: { return_url: 'https://acme.example/bye' } },
      },
    })
    expect((await open()).text).toContain('Cancel your subscription')
    expect((await send('cancel', { subscription: id })).location).toBe('https://acme.example/bye')
    await w.stripe.subscriptions.cancel(id)
    expect((await open()).text).toContain('It has ended.')
  })
})

describe('in the portal, invoices', () => {
  it('are listed with their number, total and status, and drafts are not', async () => {
    const w = world()
    const { open, subscription, customer } = await member(w)
    await w.stripe.invoices.create({ customer })
    const { text } = await open()
    const invoice = await w.stripe.invoices.retrieve(subscription.latest_invoice as string)
    expect(text).toContain(`<a href="${invoice.hosted_invoice_url}">${invoice.number}</a>`)
    expect(text).toMatch(/\$9\.00[\s\S]*Paid/)
    expect(text.split('aria-label="PDF of').length).toBe(2)
  })

  it('that are open say so, and of others nothing is shown', async () => {
    const w = world()
    const { customer } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    await member(w)
    const { open } = await portal(w, { customer })
    const { text } = await open()
    expect(text).toContain('Waits for its first payment')
    expect(text).toMatch(/\$9\.00[\s\S]*Open/)
    expect(text).not.toContain('Paid')
  })
})
