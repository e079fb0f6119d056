import { Stripe } from 'stripe'
import { describe, expect, it, vi } from 'vitest'
import { failure, type Heard, MUG, NOW, WEBHOOK, type World, world } from './harness.ts'

const PAID = { ...MUG, payment_method: 'pm_card_visa', confirm: true }
const ORDER = ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'charge.updated']
const types = (heard: Heard[]) => heard.map(({ type }) => type)

async function pay({ stripe, delivered }: World) {
  await stripe.paymentIntents.create(PAID)
  await delivered()
}

describe('deliveries', () => {
  it("are signed, dated by the wall clock, at the endpoint's own version, and printed as Stripe prints", async () => {
    const w = world()
    await pay(w)
    expect(types(w.heard)).toEqual(ORDER)
    const [{ body, signature }] = w.heard as [Heard]
    const event = await Stripe.webhooks.constructEventAsync(body, signature, WEBHOOK.secret)
    expect(event).toMatchObject({
      api_version: '2026-10-28.endive',
      created: NOW,
      livemode: false,
      object: 'event',
      pending_webhooks: 1,
      type: 'payment_intent.created',
    })
    expect(body).toBe(JSON.stringify(JSON.parse(body), null, 2))
    const dated = Number(/^t=(\d+),v1=[0-9a-f]{64}$/.exec(signature)?.[1])
    expect(Math.abs(dated - Date.now() / 1000)).toBeLessThan(5)
    await expect(Stripe.webhooks.constructEventAsync(body, signature, 'whsec_other')).rejects.toThrow(
      'No signatures',
    )
  })

  it('name the request that caused them, and read later have the version of the account', async () => {
    const w = world()
    const intent = await w.stripe.paymentIntents.create(MUG, { idempotencyKey: 'chk_1:1' })
    const [event] = (await w.stripe.events.list()).data
    expect(event).toMatchObject({
      api_version: '2026-08-26.dahlia',
      request: { id: intent.lastResponse.requestId, idempotency_key: 'chk_1:1' },
    })
  })

  it('carry the object as it was when the event happened', async () => {
    const w = world()
    await w.control('PUT', '/webhooks', { mode: 'manual' })
    const { id } = await w.stripe.paymentIntents.create(MUG)
    await w.stripe.paymentIntents.cancel(id)
    await w.control('POST', '/webhooks/deliver', { events: 'pending' })
    expect(w.heard.map(({ object }) => object.status)).toEqual(['requires_payment_method', 'canceled'])
  })

  it('begin after the answer was given', async () => {
    const w = world()
    await w.stripe.paymentIntents.create(MUG)
    expect(w.heard).toEqual([])
    await vi.waitFor(() => expect(w.heard).toHaveLength(1))
  })

  it('wait as long as they are told', async () => {
    const w = world()
    await w.control('PUT', '/webhooks', { mode: 'auto', delay_ms: 60 })
    const start = performance.now()
    await w.stripe.paymentIntents.create(PAID)
    await vi.waitFor(() => expect(types(w.heard)).toEqual(ORDER))
    expect(performance.now() - start).toBeGreaterThanOrEqual(55)
  })

  it('wait to be asked for in manual, by id and as a whole', async () => {
    const w = world()
    await w.control('PUT', '/webhooks', { mode: 'manual' })
    await pay(w)
    expect(w.heard).toEqual([])
    const events = (await w.stripe.events.list()).data.map(({ id }) => id)
    const chosen = await w.control('POST', '/webhooks/deliver', { events: [events[1]] })
    expect(chosen.body).toEqual([{ event: events[1], endpoint: expect.stringMatching(/^we_/), status: 200 }])
    await w.control('POST', '/webhooks/deliver', { events: 'pending' })
    expect(types(w.heard)).toEqual([ORDER[2], ORDER[0], ORDER[1], ORDER[3]])
    expect((await w.control('POST', '/webhooks/deliver', { events: 'pending' })).body).toEqual([])
    // Asked for by name, one is sent again.
    await w.control('POST', '/webhooks/deliver', { events, order: 'reverse', copies: 2 })
    expect(types(w.heard.slice(4))).toEqual(ORDER.flatMap((type) => [type, type]))
  })

  it('go out at once when manual becomes auto', async () => {
    const w = world()
    await w.control('PUT', '/webhooks', { mode: 'manual' })
    await pay(w)
    await w.control('PUT', '/webhooks', { mode: 'auto' })
    await vi.waitFor(() => expect(types(w.heard)).toEqual(ORDER))
  })

  it('come in the order and number asked for', async () => {
    const w = world()
    await w.control('PUT', '/webhooks', { mode: 'auto', order: 'reverse', copies: 2 })
    await pay(w)
    expect(types(w.heard)).toEqual(ORDER.toReversed().flatMap((type) => [type, type]))
  })

  it('are shuffled alike by the same seed', async () => {
    const shuffled = async (seed: number) => {
      const w = world({ seed })
      await w.control('PUT', '/webhooks', { mode: 'auto', order: 'shuffle' })
      for (let n = 0; n < 3; n++) await pay(w)
      return types(w.heard).join()
    }
    expect(await shuffled(1)).toBe(await shuffled(1))
    expect(new Set(await Promise.all([1, 2, 3].map(shuffled))).size).toBeGreaterThan(1)
  })

  it('that are dropped never come', async () => {
    const w = world()
    await w.control('PUT', '/webhooks', { mode: 'auto', drop: 1 })
    await pay(w)
    await w.control('POST', '/clock', { advance_s: 4 * 24 * 3600 })
    expect(w.heard).toEqual([])
    expect((await w.stripe.events.list()).data).toHaveLength(4)
  })

  it('that are not answered with 2xx are tried again, later and later, for three days', async () => {
    const w = world()
    w.answer(500)
    await w.stripe.customers.create()
    await w.delivered()
    expect(w.heard).toHaveLength(1)
    await w.control('POST', '/clock', { advance_s: 1 })
    expect(w.heard).toHaveLength(1)
    await w.control('POST', '/clock', { advance_s: 1 })
    expect(w.heard).toHaveLength(2)
    await w.control('POST', '/clock', { advance_s: 10 * 24 * 3600 })
    expect(w.heard).toHaveLength(9)
    const [event] = (await w.stripe.events.list({ delivery_success: false })).data
    expect(event).toMatchObject({ type: 'customer.created', pending_webhooks: 0 })
  })

  it('that fail in several copies are tried again as one', async () => {
    const w = world()
    await w.control('PUT', '/webhooks', { mode: 'auto', copies: 3 })
    w.answer(500)
    await w.stripe.customers.create()
    await w.control('POST', '/clock', { advance_s: 2 })
    expect(w.heard).toHaveLength(6)
  })

  it('each wait their own time when requests follow each other', async () => {
    const w = world()
    await w.control('PUT', '/webhooks', { mode: 'auto', delay_ms: 80, order: 'reverse' })
    await w.stripe.customers.create()
    await new Promise((resolve) => setTimeout(resolve, 40))
    await w.stripe.paymentIntents.create(PAID)
    await vi.waitFor(() => expect(w.heard).toHaveLength(5))
    expect(types(w.heard)).toEqual(['customer.created', ...ORDER.toReversed()])
  })

  it.each([
    ['a redirect', 301],
    ['a 4xx', 400],
  ])('take %s for a failure', async (_what, status) => {
    const w = world()
    w.answer(status)
    await w.stripe.customers.create()
    await w.delivered()
    w.answer(200)
    await w.control('POST', '/clock', { advance_s: 60 })
    expect(w.heard).toHaveLength(2)
    expect((await w.stripe.events.list()).data[0]).toMatchObject({ pending_webhooks: 0 })
  })

  it('survive a server that is not there', async () => {
    const w = world()
    w.answer(() => Promise.reject(new TypeError('fetch failed')))
    await w.control('PUT', '/webhooks', { mode: 'manual' })
    await w.stripe.customers.create()
    const lost = await w.control('POST', '/webhooks/deliver', { events: 'pending' })
    expect(lost.body).toMatchObject([{ status: null }])
    w.answer(200)
    expect((await w.control('POST', '/webhooks/deliver', { events: 'pending' })).body).toMatchObject([
      { status: 200 },
    ])
  })

  it('are retried by themselves when the clock runs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    const w = world({ runs: true })
    try {
      w.answer(500)
      await w.stripe.customers.create()
      await vi.waitUntil(() => vi.advanceTimersByTimeAsync(1).then(() => w.heard.length === 1))
      w.answer(200)
      await vi.waitUntil(() => vi.advanceTimersByTimeAsync(500).then(() => w.heard.length === 2))
    } finally {
      vi.useRealTimers()
      await w.emulator.close()
    }
  })

  it('end with the stand-in', async () => {
    const w = world()
    w.answer(500)
    await pay(w)
    await w.emulator.close()
    const before = w.heard.length
    await w.stripe.customers.create()
    await w.delivered()
    expect(w.heard).toHaveLength(before)
  })
})

describe('deliveries of one batch', () => {
  /** An endpoint that answers nothing before `all` are there, or before nobody else comes. */
  function gate(w: World, all: number) {
    let waiting = 0
    let most = 0
    w.answer(async () => {
      waiting++
      most = Math.max(most, waiting)
      await vi.waitUntil(() => most >= all, { timeout: 60, interval: 5 }).catch(() => undefined)
      waiting--
      return 200
    })
    return () => most
  }

  it.each([
    [1, 1],
    [2, 2],
    [9, 4],
  ])(
    'are on the wire at the same time, with concurrency %d at most %d of four',
    async (concurrency, most) => {
      const w = world()
      await w.control('PUT', '/webhooks', { mode: 'manual' })
      await pay(w)
      const together = gate(w, most)
      const { body } = await w.control('POST', '/webhooks/deliver', { events: 'pending', concurrency })
      expect(together()).toBe(most)
      expect(body.map(({ status }: { status: number }) => status)).toEqual([200, 200, 200, 200])
      expect((await w.stripe.events.list()).data.every((event) => event.pending_webhooks === 0)).toBe(true)
    },
  )

  it('are there together with their copies, which count as one try', async () => {
    const w = world()
    await w.control('PUT', '/webhooks', { mode: 'manual' })
    const { id } = await w.stripe.customers.create()
    const together = gate(w, 3)
    const how = { events: 'pending', copies: 3, concurrency: 3 }
    const { body } = await w.control('POST', '/webhooks/deliver', how)
    expect([together(), body.length]).toEqual([3, 3])
    expect(w.heard.map(({ object }) => object.id)).toEqual([id, id, id])
    expect(w.emulator.state.deliveries).toMatchObject([{ attempts: 1, status: 'delivered' }])
  })

  it('are answered for in the order they were sent, however late each answers', async () => {
    const w = world()
    await w.control('PUT', '/webhooks', { mode: 'manual' })
    await pay(w)
    const waits = [40, 8, 20, 1]
    w.answer(async (type) => {
      const wait = waits[ORDER.indexOf(type)]!
      await new Promise((resolve) => setTimeout(resolve, wait))
      return 200 + wait
    })
    const { body } = await w.control('POST', '/webhooks/deliver', { events: 'pending', concurrency: 4 })
    expect(body.map(({ status }: { status: number }) => status)).toEqual([240, 208, 220, 201])
  })

  it('travel together in auto too, when the switch says so', async () => {
    const w = world()
    await w.control('PUT', '/webhooks', { mode: 'auto', concurrency: 4 })
    const together = gate(w, 4)
    await pay(w)
    expect(together()).toBe(4)
  })
})

describe('webhook endpoints', () => {
  it('show their secret once, and hear what they asked for at their version', async () => {
    const w = world()
    const made = await w.stripe.webhookEndpoints.create({
      url: 'http://other.test/hook',
      enabled_events: ['payment_intent.succeeded'],
      api_version: '2025-09-30.clover',
    })
    expect(made.secret).toMatch(/^whsec_\w{32}$/)
    expect(await w.stripe.webhookEndpoints.retrieve(made.id)).not.toHaveProperty('secret')
    await pay(w)
    const copies = w.heard.filter(({ type }) => type === 'payment_intent.succeeded')
    expect(copies.map(({ body }) => JSON.parse(body).api_version)).toEqual([
      '2026-10-28.endive',
      '2025-09-30.clover',
    ])
    expect(w.heard).toHaveLength(5)
    await Stripe.webhooks.constructEventAsync(copies[1]!.body, copies[1]!.signature, made.secret!)
  })

  it('are silent when disabled and gone when deleted', async () => {
    const w = world()
    const [demo] = (await w.stripe.webhookEndpoints.list()).data
    expect(demo).toMatchObject({ url: WEBHOOK.url, enabled_events: ['*'], status: 'enabled' })
    await w.stripe.webhookEndpoints.update(demo!.id, { disabled: true })
    await pay(w)
    expect(w.heard).toEqual([])
    await w.stripe.webhookEndpoints.update(demo!.id, { disabled: false })
    w.answer(500)
    await pay(w)
    expect(await w.stripe.webhookEndpoints.del(demo!.id)).toMatchObject({ deleted: true })
    const before = w.heard.length
    await w.control('POST', '/clock', { advance_s: 3600 })
    expect(w.heard).toHaveLength(before)
    expect(await failure(w.stripe.webhookEndpoints.retrieve(demo!.id))).toMatchObject({ statusCode: 404 })
  })

  it('for connected accounts hear of those, and are told which', async () => {
    const w = world({ connectedAccounts: ['acct_shop'] })
    await w.stripe.webhookEndpoints.create({
      url: 'http://connect.test/',
      enabled_events: ['*'],
      connect: true,
    })
    await w.client({ stripeAccount: 'acct_shop' }).customers.create()
    await w.delivered()
    expect(w.heard.map(({ body }) => JSON.parse(body).account)).toEqual(['acct_shop'])
  })
})

describe('events', () => {
  it('are listed by type, by several, and by pattern', async () => {
    const { stripe } = world()
    await stripe.paymentIntents.create(PAID)
    const list = async (params: Stripe.EventListParams) =>
      (await stripe.events.list(params)).data.map(({ type }) => type)
    expect(await list({ type: 'charge.succeeded' })).toEqual(['charge.succeeded'])
    expect(await list({ types: ['charge.updated', 'payment_intent.created'] })).toEqual([
      'charge.updated',
      'payment_intent.created',
    ])
    expect(await list({ type: 'charge.*' })).toEqual(['charge.updated', 'charge.succeeded'])
    const both = { type: 'charge.updated', types: ['charge.updated'] }
    expect(await failure(list(both))).toMatchObject({ code: 'parameters_exclusive' })
  })
})
