import { env } from 'cloudflare:workers'
import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { admin, api, ask, confirm, deliver, eventsOf, failing, intentOf, owner, visitor } from './harness.ts'

/** A checkout that was paid at Stripe, and of which D1 has not heard. */
async function paid(card?: string) {
  const buyer = visitor()
  const { body } = await buyer.start()
  await confirm(body.client_secret, card)
  const intent = intentOf(body.client_secret)
  return { buyer, id: body.id as string, secret: body.client_secret as string, intent }
}

/** Rings with an event of the test's own making, signed as Stripe signs. */
async function ring(event: object, { secret = 'whsec_demo', at = Date.now(), header = '' } = {}) {
  const payload = JSON.stringify(event)
  const signature =
    header ||
    (await Stripe.webhooks.generateTestHeaderStringAsync({
      payload,
      secret,
      timestamp: Math.floor(at / 1000),
      cryptoProvider: Stripe.createSubtleCryptoProvider(),
    }))
  return ask('POST', '/v1/webhooks/stripe', { body: payload, headers: { 'Stripe-Signature': signature } })
}

const stranger = (change: object = {}) => ({
  id: 'evt_stranger',
  object: 'event',
  api_version: '2026-10-28.endive',
  type: 'payment_intent.succeeded',
  created: Math.floor(Date.now() / 1000),
  livemode: false,
  data: { object: { id: 'pi_stranger', object: 'payment_intent', metadata: {} } },
  ...change,
})

const rowsOf = async (table: 'checkouts' | 'events') =>
  (await env.DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<{ n: number }>())!.n

describe('POST /v1/webhooks/stripe', () => {
  it('marks a checkout paid, verified by the event', async () => {
    const { id, intent } = await paid()
    const deliveries = await deliver(await eventsOf(intent))
    expect(deliveries.every(({ status }) => status === 200)).toBe(true)
    expect(await owner.checkout(id)).toMatchObject({
      status: 'succeeded',
      verified: true,
      verified_by: 'event',
      payment_intent: intent,
      amount_received: 1200,
    })
    expect(await owner.events(id)).toHaveLength(1)
  })

  it('keeps a succeeded checkout succeeded when an older event rings late', async () => {
    const { id, intent } = await paid()
    await deliver(await eventsOf(intent), { order: 'reverse' })
    await deliver(await eventsOf(intent, 'payment_intent.created'))
    expect((await owner.checkout(id)).status).toBe('succeeded')
  })

  it('keeps one event of five copies', async () => {
    const { id, intent } = await paid()
    await deliver(await eventsOf(intent, 'payment_intent.succeeded'), { copies: 5 })
    expect((await owner.events(id)).map((event: any) => event.type)).toEqual(['payment_intent.succeeded'])
  })

  it('changes nothing when the same event rings again', async () => {
    const { id, intent } = await paid()
    await deliver(await eventsOf(intent))
    const before = await owner.checkout(id)
    await deliver(await eventsOf(intent), { copies: 3, order: 'shuffle' })
    expect(await owner.checkout(id)).toEqual(before)
  })

  it('keeps the event that confirms what a read had found first', async () => {
    const { buyer, id, intent } = await paid()
    await buyer.read(id)
    const deliveries = await deliver(await eventsOf(intent), { copies: 2 })
    expect(deliveries.every(({ status }) => status === 200)).toBe(true)
    expect(await owner.checkout(id)).toMatchObject({ verified_by: 'read' })
    expect((await owner.events(id)).map((event: any) => event.type)).toEqual(['payment_intent.succeeded'])
  })

  it('keeps the event that says paid, even where an earlier one was late and found it so', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await confirm(body.client_secret, 'pm_card_chargeDeclined')
    await confirm(body.client_secret)
    await deliver(await eventsOf(intentOf(body.client_secret)), { copies: 2 })
    const types = (await owner.events(body.id)).map((event: any) => event.type)
    expect(types).toContain('payment_intent.succeeded')
    expect(new Set(types).size).toBe(types.length)
  })

  it('stays open after a decline, and keeps no event that changed nothing', async () => {
    const { id, intent } = await paid('pm_card_chargeDeclined')
    await deliver(await eventsOf(intent))
    expect(await owner.checkout(id)).toMatchObject({ status: 'open', verified: false, amount_received: 0 })
  })

  it('follows refunds', async () => {
    const { id, intent } = await paid()
    await deliver(await eventsOf(intent))
    await api('POST', 'refunds', undefined, { payment_intent: intent, amount: '500' })
    await deliver()
    expect(await owner.checkout(id)).toMatchObject({ status: 'succeeded', amount_refunded: 500 })
    const payment = await ask('GET', `/v1/payments/${intent}`, { key: 'sk_site_acme_demo' })
    expect(payment.body).toMatchObject({ amount: 1200, amount_refunded: 500 })
  })

  it('finds the checkout of a refund, which carries no metadata of ours', async () => {
    const { id, intent } = await paid()
    await deliver(await eventsOf(intent))
    await api('POST', 'refunds', undefined, { payment_intent: intent, amount: '500' })
    await deliver(await eventsOf(intent, 'refund.created'))
    expect((await owner.checkout(id)).amount_refunded).toBe(500)
  })

  it('needs review when the amount was changed at Stripe behind our back', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const intent = intentOf(body.client_secret)
    await api('POST', `payment_intents/${intent}`, undefined, { amount: '100' })
    await confirm(body.client_secret)
    await deliver(await eventsOf(intent))
    expect(await owner.checkout(body.id)).toMatchObject({
      status: 'needs_review',
      verified: false,
      review: 'amount_differs',
      amount_received: 100,
    })
    expect((await buyer.read(body.id)).body).toMatchObject({ status: 'needs_review', client_secret: null })
  })

  it('needs review when an intent of ours is paid whose secret nobody was given', async () => {
    const { body } = await visitor().start()
    const orphan = await api('POST', 'payment_intents', undefined, {
      amount: '1200',
      currency: 'usd',
      confirm: 'true',
      payment_method: 'pm_card_visa',
      'allowed_payment_method_types[0]': 'card',
      'metadata[edge_checkout]': body.id,
      'metadata[edge_site]': 'acme',
    })
    expect(orphan.body.status).toBe('succeeded')
    await deliver(await eventsOf(orphan.body.id))
    expect(await owner.checkout(body.id)).toMatchObject({
      status: 'needs_review',
      review: 'unexpected_payment_intent',
    })
  })

  it('is not disturbed by the canceled intent of an earlier revision', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await buyer.change(body.id, { quantity: 2 })
    await deliver(await eventsOf(intentOf(body.client_secret)))
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'open', amount: 2400 })
  })

  it('is not called unreachable where an orphan of it is gone', async () => {
    const { body } = await visitor().start()
    const orphan = await api('POST', 'payment_intents', undefined, {
      amount: '1200',
      currency: 'usd',
      'allowed_payment_method_types[0]': 'card',
      'metadata[edge_checkout]': body.id,
      'metadata[edge_site]': 'acme',
    })
    const { id } = orphan.body
    await api('POST', `payment_intents/${id}/confirm`, undefined, {
      payment_method: 'pm_card_chargeDeclined',
    })
    const gone = { action: 'status', status: 404, code: 'resource_missing' }
    const fault = { method: 'GET', path: `/v1/payment_intents/${id}`, times: 9, ...gone }
    const [event] = await eventsOf(id, 'payment_intent.payment_failed')
    await failing(fault, () => deliver([event!]))
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'open', unreachable: false })
  })

  it('keeps the last state of an intent that Stripe no longer shows', async () => {
    const { id, intent } = await paid()
    const [event] = await eventsOf(intent, 'payment_intent.succeeded')
    await deliver([event!])
    const gone = { action: 'status', status: 404, code: 'resource_missing' }
    const fault = { method: 'GET', path: `/v1/payment_intents/${intent}`, times: 9, ...gone }
    await failing(fault, () => deliver([event!]))
    expect(await owner.checkout(id)).toMatchObject({ status: 'succeeded', unreachable: true })
    await deliver([event!])
    expect(await owner.checkout(id)).toMatchObject({ status: 'succeeded', unreachable: false })
  })

  it.each([
    ['another mode', { livemode: true }],
    ['an unknown account', { account: 'acct_unknown' }],
    ['an intent of somebody else’s', {}],
    [
      'an intent of our site that names no checkout',
      { data: { object: { id: 'pi_x', object: 'payment_intent', metadata: { edge_site: 'acme' } } } },
    ],
    [
      'an object without an intent',
      { type: 'customer.created', data: { object: { id: 'cus_1', object: 'customer' } } },
    ],
    [
      'a checkout of a site of ours, but in another account',
      {
        account: 'acct_books',
        data: {
          object: {
            id: 'pi_x',
            object: 'payment_intent',
            metadata: { edge_checkout: 'chk_elsewhere', edge_site: 'acme' },
          },
        },
      },
    ],
    [
      'a checkout of a site that is not ours',
      {
        data: {
          object: {
            id: 'pi_x',
            object: 'payment_intent',
            metadata: { edge_checkout: 'chk_of_staging', edge_site: 'staging' },
          },
        },
      },
    ],
  ])('acknowledges %s, and writes no row', async (_what, change) => {
    const before = [await rowsOf('checkouts'), await rowsOf('events')]
    const answer = await ring(stranger(change))
    expect([answer.status, answer.body]).toEqual([200, { received: true }])
    expect([await rowsOf('checkouts'), await rowsOf('events')]).toEqual(before)
  })

  it.each([
    ['the other mode', { livemode: true }],
    ['an account that no site has', { account: 'acct_unknown' }],
    ['the account of another site', { account: 'acct_books' }],
    ['no time at all', { created: 'soon' }],
  ])('does not ask Stripe about our own checkout for an event of %s', async (_what, change) => {
    await admin('PATCH', '/sites/other', { stripe_account: 'acct_books' })
    const { id, intent } = await paid()
    const object = {
      id: intent,
      object: 'payment_intent',
      metadata: { edge_checkout: id, edge_site: 'acme' },
    }
    expect((await ring(stranger({ data: { object }, ...change }))).status).toBe(200)
    expect(await owner.checkout(id)).toMatchObject({ status: 'open', verified: false })
  })

  it('does not ask Stripe about our own subscription, its invoice, or what names our checkout, for another account', async () => {
    await admin('PATCH', '/sites/other', { stripe_account: 'acct_books' })
    const shown = { amount: 900, currency: 'usd' }
    const { body } = await visitor().start({ offer: 'club', shown })
    await confirm(body.client_secret)
    const { id } = await paid()
    const metadata = (checkout: string) => ({ edge_checkout: checkout, edge_site: 'acme' })
    const invoice = { id: 'in_x', object: 'invoice' }
    for (const [type, object] of [
      [
        'customer.subscription.updated',
        { id: body.subscription, object: 'subscription', metadata: metadata(body.id) },
      ],
      ['invoice.paid', { ...invoice, subscription: body.subscription, metadata: metadata(body.id) }],
      ['invoice.paid', { ...invoice, metadata: metadata(id) }],
    ] as const)
      expect((await ring(stranger({ type, account: 'acct_books', data: { object } }))).status).toBe(200)
    for (const one of [body.id, id])
      expect(await owner.checkout(one)).toMatchObject({ status: 'open', verified: false })
    const row = await env.DB.prepare('SELECT status FROM subscriptions WHERE id = ?1')
      .bind(body.subscription)
      .first()
    expect(row).toEqual({ status: 'incomplete' })
  })

  it('asks Stripe to ring again for a row of ours that is not there yet', async () => {
    const object = {
      id: 'pi_early',
      object: 'payment_intent',
      metadata: { edge_checkout: 'chk_early', edge_site: 'acme' },
    }
    expect((await ring(stranger({ data: { object } }))).status).toBe(500)
  })

  it.each(['refuse', 'status'])(
    'asks Stripe to ring again when the intent cannot be read: %s',
    async (action) => {
      const { id, intent } = await paid()
      const [event] = await eventsOf(intent, 'payment_intent.succeeded')
      const fault = { method: 'GET', path: '/v1/payment_intents/*', times: 9, action, status: 503 }
      const [failed] = await failing(fault, () => deliver([event!]))
      expect(failed!.status).toBeGreaterThanOrEqual(500)
      expect(await owner.checkout(id)).toMatchObject({ status: 'open' })
      const [again] = await deliver([event!])
      expect(again!.status).toBe(200)
      expect((await owner.checkout(id)).status).toBe('succeeded')
    },
  )
})

describe('a signature', () => {
  it('of another secret is refused', async () => {
    const answer = await ring(stranger(), { secret: 'whsec_other' })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'signature_invalid'])
  })

  it.each([-301, 301, 86_400, -86_400])('dated %d s from now is refused', async (seconds) => {
    const answer = await ring(stranger(), { at: Date.now() + seconds * 1000 })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'signature_invalid'])
  })

  it.each([-290, 290])('dated %d s from now is taken', async (seconds) => {
    expect((await ring(stranger(), { at: Date.now() + seconds * 1000 })).status).toBe(200)
  })

  it.each(['t=1', 'v1=00', 't=now,v1=00', 'nonsense'])('like %j is refused', async (header) => {
    expect((await ring(stranger(), { header })).status).toBe(400)
  })

  it('that is missing is refused', async () => {
    const answer = await ask('POST', '/v1/webhooks/stripe', { body: stranger() })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'signature_invalid'])
  })

  it.each(['', ' ', ',', 'whsec_other,'])('is not to be had by a blank secret: %j', async (secrets) => {
    const before = env.STRIPE_WEBHOOK_SECRET
    env.STRIPE_WEBHOOK_SECRET = secrets || ' '
    try {
      const { status } = await ring(stranger(), { header: 't=1,v1=00' })
      expect(status).toBe(400)
      expect((await ring(stranger())).status).toBe(400)
    } finally {
      env.STRIPE_WEBHOOK_SECRET = before
    }
  })

  it('of either secret is taken while one is rotated', async () => {
    const before = env.STRIPE_WEBHOOK_SECRET
    env.STRIPE_WEBHOOK_SECRET = 'whsec_new, whsec_demo'
    try {
      expect((await ring(stranger(), { secret: 'whsec_new' })).status).toBe(200)
      expect((await ring(stranger(), { secret: 'whsec_demo' })).status).toBe(200)
    } finally {
      env.STRIPE_WEBHOOK_SECRET = before
    }
  })

  it('covers the body to the last byte', async () => {
    const payload = JSON.stringify(stranger())
    const header = await Stripe.webhooks.generateTestHeaderStringAsync({
      payload,
      secret: 'whsec_demo',
      cryptoProvider: Stripe.createSubtleCryptoProvider(),
    })
    const answer = await ask('POST', '/v1/webhooks/stripe', {
      body: `${payload} `,
      headers: { 'Stripe-Signature': header },
    })
    expect(answer.status).toBe(400)
  })

  it('does not save a body of more than 1 MiB', async () => {
    const answer = await ring(stranger({ padding: 'x'.repeat(1024 * 1024) }))
    expect([answer.status, answer.body.error.code]).toEqual([413, 'body_too_large'])
  })
})
