import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  admin,
  answerChallenge,
  api,
  confirm,
  control,
  deliver,
  emptyStripe,
  failing,
  hold,
  intentOf,
  owner,
  visitor,
} from './harness.ts'

const MONTH = 31 * 86_400
const club = { offer: 'club', shown: { amount: 900, currency: 'usd' } }

const pass = (advance_s: number) => control('POST', 'clock', { advance_s })
const rowOf = (id: string) =>
  env.DB.prepare('SELECT * FROM subscriptions WHERE id = ?1').bind(id).first<any>()
const invoicesOf = async (id: string): Promise<any[]> =>
  (await env.DB.prepare('SELECT * FROM invoices WHERE subscription = ?1 ORDER BY created').bind(id).all())
    .results
const subscriptionAt = async (id: string) => (await api('GET', `subscriptions/${id}`)).body

/** A visitor who has subscribed, everything heard. */
async function subscriber(card = 'pm_card_visa') {
  const buyer = visitor()
  const { body } = await buyer.start(club)
  await confirm(body.client_secret, card)
  await deliver()
  return { ...buyer, checkout: body.id as string, subscription: body.subscription as string }
}

/** Replaces the card that renewals are paid with. */
async function replaceCard(subscription: string, card: string): Promise<void> {
  const { customer } = await subscriptionAt(subscription)
  const { body } = await api('POST', `payment_methods/${card}/attach`, undefined, { customer })
  await api('POST', `subscriptions/${subscription}`, undefined, { default_payment_method: body.id })
}

beforeEach(async () => {
  await emptyStripe()
  await env.DB.batch(
    ['checkouts', 'events', 'subscriptions', 'invoices', 'prices', 'reconciliations', 'customers'].map(
      (table) => env.DB.prepare(`DELETE FROM ${table}`),
    ),
  )
})

describe('A renewal', () => {
  it('is an invoice more and the next period, three times', async () => {
    const { subscription, checkout } = await subscriber()
    for (let month = 1; month <= 3; month++) {
      await pass(MONTH)
      await deliver()
      const row = await rowOf(subscription)
      expect(row).toMatchObject({ status: 'active' })
      expect(row.current_period_end).toBe(
        (await subscriptionAt(subscription)).items.data[0].current_period_end,
      )
      const invoices = await invoicesOf(subscription)
      expect(
        invoices.map(({ status, amount_paid, billing_reason }) => [status, amount_paid, billing_reason]),
      ).toEqual([
        ['paid', 900, 'subscription_create'],
        ...Array.from({ length: month }, () => ['paid', 900, 'subscription_cycle']),
      ])
    }
    expect(await owner.checkout(checkout)).toMatchObject({ status: 'succeeded', amount_received: 900 })
  })

  it('is heard in whatever order, however often, and from Stripe’s list where every delivery was lost', async () => {
    const ada = await subscriber()
    await pass(MONTH)
    await deliver('pending', { order: 'reverse', copies: 2 })
    expect((await invoicesOf(ada.subscription)).map(({ status }) => status)).toEqual(['paid', 'paid'])

    await control('PUT', 'webhooks', { mode: 'manual', drop: 1 })
    await pass(MONTH)
    await control('PUT', 'webhooks', { mode: 'manual' })
    const { body } = await admin('POST', '/reconcile')
    expect(body.done).toBe(true)
    expect((await invoicesOf(ada.subscription)).map(({ status }) => status)).toEqual(['paid', 'paid', 'paid'])
    expect((await rowOf(ada.subscription)).current_period_end).toBe(
      (await subscriptionAt(ada.subscription)).items.data[0].current_period_end,
    )
  })

  it('keeps the event that says it was paid, and none for the period that went by', async () => {
    const { checkout } = await subscriber()
    const before = (await owner.events(checkout)).length
    await pass(MONTH)
    await deliver()
    const types = (await owner.events(checkout)).map(({ type }: any) => type)
    expect(types.slice(0, types.length - before)).toEqual(['invoice.paid'])
  })

  it.each(['invoice.paid', 'invoice.payment_succeeded'])('is known by %s alone', async (type) => {
    const { subscription } = await subscriber()
    await pass(MONTH)
    expect(answersOf(await deliver([await lastEvent(type)]))).toEqual([200])
    expect((await invoicesOf(subscription)).map(({ status }) => status)).toEqual(['paid', 'paid'])
  })

  it('keeps the event that says it was paid, though an update was faster', async () => {
    const { checkout } = await subscriber()
    await pass(MONTH)
    await deliver('pending', { order: 'reverse' })
    const types = (await owner.events(checkout)).map(({ type }: any) => type)
    expect(types.filter((type: string) => type === 'invoice.paid')).toHaveLength(2)
  })

  it('that is refunded says so, though the charge names no checkout', async () => {
    const { subscription } = await subscriber()
    await pass(MONTH)
    await deliver()
    const [, renewal] = await invoicesOf(subscription)
    await api('POST', 'refunds', undefined, { payment_intent: renewal.payment_intent, amount: '300' })
    await deliver()
    expect((await invoicesOf(subscription))[1]).toMatchObject({ amount_refunded: 300, status: 'paid' })
    expect((await invoicesOf(subscription))[0]).toMatchObject({ amount_refunded: 0 })
  })

  it('of the first payment that is refunded stands on checkout and invoice', async () => {
    const { subscription, checkout } = await subscriber()
    await pass(MONTH)
    await deliver()
    const [first] = await invoicesOf(subscription)
    await api('POST', 'refunds', undefined, { payment_intent: first.payment_intent })
    await deliver()
    expect(await owner.checkout(checkout)).toMatchObject({ status: 'succeeded', amount_refunded: 900 })
    expect((await invoicesOf(subscription))[0]).toMatchObject({ amount_refunded: 900 })
  })

  it('that fails makes it past due, and is recovered by another card', async () => {
    const { subscription } = await subscriber()
    await replaceCard(subscription, 'pm_card_chargeCustomerFail')
    await pass(MONTH + 7200)
    await deliver()
    expect(await rowOf(subscription)).toMatchObject({ status: 'past_due' })
    const failed = (await invoicesOf(subscription)).at(-1)
    expect(failed).toMatchObject({ status: 'open', amount_remaining: 900, amount_paid: 0 })
    expect(failed.attempt_count).toBeGreaterThan(0)

    const { body } = await api('GET', `invoices/${failed.id}?expand[0]=confirmation_secret`)
    await confirm(body.confirmation_secret.client_secret, 'pm_card_mastercard')
    await deliver()
    expect(await rowOf(subscription)).toMatchObject({ status: 'active' })
    expect((await invoicesOf(subscription)).at(-1)).toMatchObject({ status: 'paid', amount_paid: 900 })
  })

  it('that fails for good ends it', async () => {
    const { subscription, checkout } = await subscriber()
    await replaceCard(subscription, 'pm_card_chargeCustomerFail')
    for (let week = 0; week < 10; week++) {
      await pass(7 * 86_400)
      await deliver()
    }
    const row = await rowOf(subscription)
    expect(row.status).toBe((await subscriptionAt(subscription)).status)
    expect(['canceled', 'unpaid']).toContain(row.status)
    expect(await owner.checkout(checkout)).toMatchObject({ status: 'succeeded' })
  })

  it('that a bank asks about waits for the subscriber', async () => {
    const { subscription } = await subscriber()
    await replaceCard(subscription, 'pm_card_authenticationRequired')
    await pass(MONTH + 7200)
    await deliver()
    const open = (await invoicesOf(subscription)).at(-1)
    expect(open).toMatchObject({ status: 'open' })
    const { body } = await api('GET', `invoices/${open.id}?expand[0]=confirmation_secret`)
    const secret = body.confirmation_secret.client_secret
    await confirm(secret, 'pm_card_threeDSecure2Required')
    await answerChallenge({ id: intentOf(secret) }, 'authorize')
    await deliver()
    expect(await rowOf(subscription)).toMatchObject({ status: 'active' })
  })
})

describe('A subscription that is changed at Stripe', () => {
  it('that ends with its period says so, and then that it has ended', async () => {
    const { subscription } = await subscriber()
    await api('POST', `subscriptions/${subscription}`, undefined, { cancel_at_period_end: 'true' })
    await deliver()
    expect(await rowOf(subscription)).toMatchObject({ status: 'active', cancel_at_period_end: 1 })
    await pass(MONTH)
    await deliver()
    expect(await rowOf(subscription)).toMatchObject({ status: 'canceled' })
    expect((await rowOf(subscription)).ended_at).toBeGreaterThan(0)
  })

  it('that is canceled at once, paused, resumed says so', async () => {
    const { subscription } = await subscriber()
    const change = async (form: Record<string, string>) => {
      await api('POST', `subscriptions/${subscription}`, undefined, form)
      await deliver()
      return rowOf(subscription)
    }
    expect(await change({ 'pause_collection[behavior]': 'void' })).toMatchObject({
      paused: 1,
      status: 'active',
    })
    expect(await change({ pause_collection: '' })).toMatchObject({ paused: 0 })
    await api('DELETE', `subscriptions/${subscription}`)
    await deliver()
    expect(await rowOf(subscription)).toMatchObject({ status: 'canceled' })
  })

  it('follows a change of plan by the price: its offer is another', async () => {
    const { subscription } = await subscriber()
    const other = visitor()
    await other.start({ offer: 'club-plus', shown: { amount: 1500, currency: 'usd' } }) // makes the price known
    const plus = await env.DB.prepare(`SELECT price FROM prices WHERE offer = 'club-plus'`).first<any>()
    const item = (await rowOf(subscription)).item
    await api('POST', `subscriptions/${subscription}`, undefined, {
      'items[0][id]': item,
      'items[0][price]': plus.price,
    })
    await deliver()
    expect(await rowOf(subscription)).toMatchObject({ offer: 'club-plus', unit_amount: 1500 })
  })

  it('keeps the news that a trial is about to end', async () => {
    const buyer = visitor()
    const { body } = await buyer.start({ ...club, offer: 'club-free' })
    await deliver()
    await pass(5 * 86_400)
    await deliver()
    const types = (await owner.events(body.id)).map(({ type }: any) => type)
    expect(types).toContain('customer.subscription.trial_will_end')
    await pass(3 * 86_400) // nobody gave a card
    await deliver()
    expect(await rowOf(body.subscription)).toMatchObject({ status: 'canceled' })
  })
})

/** The event of this type that came last. */
const lastEvent = async (type: string): Promise<string> =>
  (await api('GET', `events?type=${type}&limit=1`)).body.data[0].id
/** How an event was answered, once for all of its copies. */
const answersOf = (deliveries: { status: number }[]): number[] => [
  ...new Set(deliveries.map(({ status }) => status)),
]
const idsOf = async (checkout: string): Promise<string[]> =>
  (await owner.events(checkout)).map(({ id }: any) => id)

describe('An older answer never lands on a newer one, and its event is not kept', () => {
  it('of a subscription', async () => {
    const { subscription, checkout } = await subscriber()
    const change = async (form: Record<string, string>) => {
      await api('POST', `subscriptions/${subscription}`, undefined, form)
      return lastEvent('customer.subscription.updated')
    }
    const first = await change({ cancel_at_period_end: 'true' })
    const wire = hold(`GET /v1/subscriptions/${subscription}`)
    const slow = deliver([first])
    await wire.arrived()
    const second = await change({ 'pause_collection[behavior]': 'void' })
    await deliver([second])
    wire.release()
    const answers = await slow
    expect(answersOf(answers)).toEqual([200])
    expect(await rowOf(subscription)).toMatchObject({ cancel_at_period_end: 1, paused: 1 })
    expect(await idsOf(checkout)).toContain(second)
    // A copy of it, where there is one, was read before the second change and brought its own effect.
    if (answers.length === 1) expect(await idsOf(checkout)).not.toContain(first)
  })

  it('of an invoice', async () => {
    const { subscription, checkout } = await subscriber()
    await pass(MONTH)
    await deliver()
    const { payment_intent } = (await invoicesOf(subscription)).at(-1)
    const refund = async (amount: string) => {
      await api('POST', 'refunds', undefined, { payment_intent, amount })
      return lastEvent('charge.refunded')
    }
    const first = await refund('300')
    const wire = hold(`GET /v1/payment_intents/${payment_intent}`)
    const slow = deliver([first])
    await wire.arrived()
    const second = await refund('200')
    await deliver([second])
    wire.release()
    const answers = await slow
    expect(answersOf(answers)).toEqual([200])
    expect((await invoicesOf(subscription)).at(-1)).toMatchObject({ amount_refunded: 500 })
    expect(await idsOf(checkout)).toContain(second)
    // A copy of it, where there is one, was read before the second change and brought its own effect.
    if (answers.length === 1) expect(await idsOf(checkout)).not.toContain(first)
  })

  it('of an invoice that has no row yet: it is one, though two events ring at once', async () => {
    const { subscription } = await subscriber()
    await pass(MONTH)
    const { latest_invoice } = await subscriptionAt(subscription)
    const wire = hold(`GET /v1/invoices/${latest_invoice}`)
    const slow = deliver([await lastEvent('invoice.updated')])
    await wire.arrived()
    await deliver([await lastEvent('invoice.paid')])
    wire.release()
    expect(answersOf(await slow)).toEqual([200])
    expect(await invoicesOf(subscription)).toHaveLength(2)
  })
})

describe('An event about a subscription', () => {
  it('asks Stripe to ring again as long as the subscription is being made', async () => {
    const wire = hold('POST /v1/subscriptions')
    const starting = visitor().start(club)
    await wire.arrived()
    const [{ id }] = (await api('GET', 'subscriptions?status=all&limit=1')).body.data
    await api('POST', `subscriptions/${id}`, undefined, { 'metadata[seen]': 'yes' })
    const event = await lastEvent('customer.subscription.updated')
    expect(answersOf(await deliver([event]))).toEqual([500])
    wire.release()
    expect((await starting).status).toBe(201)
    expect(answersOf(await deliver([event]))).toEqual([200])
  })

  it('tells the checkout that it was paid, though nothing else of the payment has arrived', async () => {
    const { body } = await visitor().start(club)
    await confirm(body.client_secret)
    expect(answersOf(await deliver([await lastEvent('customer.subscription.updated')]))).toEqual([200])
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'succeeded', verified_by: 'event' })
  })

  it('is heard of the first invoice after the checkout was given up: what is written off may still be paid', async () => {
    const { body } = await visitor().start(club)
    const { latest_invoice: invoice } = await subscriptionAt(body.subscription)
    await api('POST', `invoices/${invoice}/mark_uncollectible`)
    await deliver()
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'canceled' })
    await api('POST', `invoices/${invoice}/pay`, undefined, { paid_out_of_band: 'true' })
    expect(answersOf(await deliver([await lastEvent('invoice.paid')]))).toEqual([200])
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'succeeded' })
  })

  it('is rung again as long as the row is on its way, and where Stripe cannot be read', async () => {
    const { subscription } = await subscriber()
    await pass(MONTH)
    const fault = { method: 'GET', path: '/v1/subscriptions/*', times: 50, action: 'status', status: 500 }
    const first = await failing(fault, () => deliver())
    expect(first.some(({ status }) => status === 502)).toBe(true)
    await deliver()
    expect((await rowOf(subscription)).current_period_end).toBe(
      (await subscriptionAt(subscription)).items.data[0].current_period_end,
    )
  })

  it('that is none of ours is acknowledged, and makes no row', async () => {
    const { body: customer } = await api('POST', 'customers', undefined, { email: 'eve@example.com' })
    const { body: price } = await api('POST', 'prices', undefined, {
      currency: 'usd',
      unit_amount: '500',
      'recurring[interval]': 'month',
      'product_data[name]': 'Theirs',
    })
    const { body: method } = await api('POST', 'payment_methods/pm_card_visa/attach', undefined, {
      customer: customer.id,
    })
    await api('POST', 'subscriptions', undefined, {
      customer: customer.id,
      'items[0][price]': price.id,
      default_payment_method: method.id,
    })
    const answers = await deliver()
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    const { results } = await env.DB.prepare(
      'SELECT id FROM subscriptions UNION SELECT id FROM invoices',
    ).all()
    expect(results).toEqual([])
  })

  it.each([
    ['has its own', ''],
    ['is over', `UPDATE checkouts SET subscription = NULL, status = 'expired'`],
    ['is a payment', `UPDATE checkouts SET subscription = NULL, mode = 'payment'`],
    ['is for a person to look at', `UPDATE checkouts SET subscription = NULL, status = 'needs_review'`],
  ])('that nobody paid or was given is acknowledged where its checkout %s', async (_what, change) => {
    const { checkout, subscription } = await subscriber()
    const { customer, items } = await subscriptionAt(subscription)
    if (change) await env.DB.prepare(change).run()
    const { body: orphan } = await api('POST', 'subscriptions', undefined, {
      ...{ customer, 'items[0][price]': items.data[0].price.id, payment_behavior: 'default_incomplete' },
      ...{ 'metadata[edge_checkout]': checkout, 'metadata[edge_site]': 'acme' },
    })
    await api('POST', `subscriptions/${orphan.id}`, undefined, { 'metadata[seen]': 'yes' })
    const event = await lastEvent('customer.subscription.updated')
    expect(answersOf(await deliver([event]))).toEqual([200])
    expect(await owner.checkout(checkout)).toMatchObject({ review: null })
  })

  it('marks a second one that was paid for the same checkout as something to look at', async () => {
    const { checkout, subscription } = await subscriber()
    const { customer, items, default_payment_method } = await subscriptionAt(subscription)
    await api('POST', 'subscriptions', undefined, {
      customer,
      'items[0][price]': items.data[0].price.id,
      default_payment_method,
      'metadata[edge_checkout]': checkout,
      'metadata[edge_site]': 'acme',
    })
    await deliver()
    expect(await owner.checkout(checkout)).toMatchObject({
      status: 'needs_review',
      review: 'unexpected_subscription',
    })
  })
})
