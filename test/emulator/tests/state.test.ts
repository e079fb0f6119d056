import { describe, expect, it, vi } from 'vitest'
import type { Objects, State } from '../state.ts'
import { MUG, WEBHOOK, type World, world } from './harness.ts'

const PAID = { ...MUG, payment_method: 'pm_card_visa', confirm: true }

describe('the state', () => {
  it('is the same for the same seed and the same requests', async () => {
    const story = async (seed: number) => {
      const w = world({ seed })
      await w.stripe.customers.create({ email: 'ada@example.com' }, { idempotencyKey: 'a' })
      await w.stripe.paymentIntents.create(PAID, { idempotencyKey: 'b' })
      await w.delivered()
      return JSON.stringify(w.emulator.state)
    }
    expect(await story(1)).toBe(await story(1))
    expect(await story(1)).not.toBe(await story(2))
  })

  it('gives ids that reads in between do not change', async () => {
    const [a, b] = [world(), world()]
    await b.stripe.customers.list()
    expect((await a.stripe.paymentIntents.create(MUG)).id).toBe(
      (await b.stripe.paymentIntents.create(MUG)).id,
    )
  })

  it('has other ids in every run that names no seed', async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => (await world({ seeded: false }).stripe.paymentIntents.create(MUG)).id),
    )
    expect(ids[0]).not.toBe(ids[1])
  })

  it('is saved before the answer, and goes on from there', async () => {
    let saved = ''
    const save = (snapshot: State) => {
      saved = JSON.stringify(snapshot)
    }
    const before = world({ save })
    await before.control('PUT', '/webhooks', { mode: 'manual' })
    const intent = await before.stripe.paymentIntents.create(
      { ...MUG, payment_method: 'pm_card_threeDSecure2Required' },
      { idempotencyKey: 'k' },
    )
    const { body } = await before.confirm(intent.client_secret!, {
      payment_method: intent.payment_method as string,
    })

    const after = world({
      snapshot: JSON.parse(saved),
      webhook: { ...WEBHOOK, url: 'http://moved.test/hook' },
    })
    expect(after.emulator.state).toEqual({
      ...before.emulator.state,
      webhook_endpoints: expect.anything(),
      requests: expect.anything(),
    })
    const source = body.next_action.use_stripe_sdk.source
    await after.ask('POST', `/v1/3ds2/challenge/${source}`, { key: null, form: { outcome: 'authorize' } })
    expect((await after.stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded')
    expect(
      (
        await after.stripe.paymentIntents.create(
          { ...MUG, payment_method: 'pm_card_threeDSecure2Required' },
          { idempotencyKey: 'k' },
        )
      ).id,
    ).toBe(intent.id)
    const [demo] = (await after.stripe.webhookEndpoints.list()).data
    expect(demo?.url).toBe('http://moved.test/hook')
  })

  it('goes on from a snapshot that is older than a kind of object', async () => {
    const before = world()
    const { id: customer } = await before.stripe.customers.create()
    const snapshot = structuredClone(before.emulator.state)
    for (const objects of Object.values(snapshot.accounts)) delete (objects as Partial<Objects>).setup_intents
    const after = world({ snapshot })
    expect((await after.stripe.setupIntents.create({ customer })).customer).toBe(customer)
  })

  it('delivers after a restart what was pending when it was killed', async () => {
    let saved = ''
    const before: World = world({ save: (snapshot) => (saved = JSON.stringify(snapshot)) })
    before.answer(500)
    await before.stripe.customers.create()
    const after = world({ snapshot: JSON.parse(saved) })
    await after.delivered()
    expect(after.heard.map(({ type }) => type)).toEqual(['customer.created'])
  })

  it('goes on retrying by itself after a restart', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    let saved = ''
    const running = { runs: true, save: (snapshot: State) => (saved = JSON.stringify(snapshot)) }
    const before = world(running)
    before.answer(500)
    await before.stripe.customers.create()
    await vi.waitUntil(() => vi.advanceTimersByTimeAsync(1).then(() => saved.includes('"attempts":1')))
    await before.emulator.close()
    const after = world({ ...running, snapshot: JSON.parse(saved) })
    try {
      await vi.waitUntil(() => vi.advanceTimersByTimeAsync(500).then(() => after.heard.length === 1))
    } finally {
      vi.useRealTimers()
      await after.emulator.close()
    }
  })

  it('is saved again when a delivery has been answered', async () => {
    let saved: State | undefined
    const w = world({ save: (snapshot) => (saved = structuredClone(snapshot)) })
    await w.stripe.customers.create()
    expect(saved?.deliveries[0]?.status).toBe('pending')
    await w.delivered()
    expect(saved?.deliveries[0]?.status).toBe('delivered')
  })
})
