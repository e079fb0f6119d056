import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { checkoutId } from '../../worker/keys/attempt.ts'
import { api, confirm, control, failing, hold, intentsMade, intentsOf, owner, visitor } from './harness.ts'

describe('a checkout of more than 23 hours', () => {
  const DAY_MS = 24 * 3600 * 1000

  it('is expired once Stripe confirmed the cancel, and its secret settles nothing', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + DAY_MS)
    const again = await buyer.start()
    vi.restoreAllMocks()
    expect(again.body).toMatchObject({ status: 'expired', client_secret: null })
    expect(await intentsMade(body.id)).toHaveLength(1)
    expect((await confirm(body.client_secret)).status).toBe(400)
    expect((await buyer.start()).body.status).toBe('expired') // for good
    const closed = await buyer.change(body.id, { quantity: 2 })
    expect([closed.status, closed.body.error.code]).toEqual([409, 'checkout_closed'])
  })

  it('is not expired, but open for another try, as long as Stripe does not confirm the cancel', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const refused = { action: 'status', status: 400, code: 'payment_intent_unexpected_state' }
    await control('POST', 'faults', {
      method: 'POST',
      path: '/v1/payment_intents/*/cancel',
      times: 1,
      ...refused,
    })
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + DAY_MS)
    const again = await buyer.start()
    vi.restoreAllMocks()
    expect(again.body.status).toBe('open')
    expect((await owner.checkout(body.id)).status).toBe('open')
  })

  it('is not expired when it was paid and Stripe cannot be read', async () => {
    const buyer = visitor()
    await confirm((await buyer.start()).body.client_secret)
    const gone = { action: 'status', status: 404, code: 'resource_missing' }
    await control('POST', 'faults', { method: 'GET', path: '/v1/payment_intents/*', times: 1, ...gone })
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + DAY_MS)
    const again = await buyer.start()
    vi.restoreAllMocks()
    expect(again.body.status).not.toBe('expired')
  })

  it('sends no old key again: an intent that was made but never heard of is found and canceled', async () => {
    const buyer = visitor()
    const lost = await failing(
      {
        method: 'POST',
        path: '/v1/payment_intents',
        times: 2,
        action: 'lose_answer',
      },
      () => buyer.start(),
    )
    expect([lost.status, lost.body.error.code]).toEqual([502, 'stripe_unavailable'])

    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + DAY_MS)
    const again = await buyer.start()
    vi.restoreAllMocks()
    expect(again.body).toMatchObject({ status: 'expired', intent: null })
    const made = await intentsOf(again.body.id)
    expect(made.map((i: any) => i.status)).toEqual(['canceled'])
  })
})

describe('when Stripe fails', () => {
  it('tries a second time before the visitor hears of it', async () => {
    const fault = { method: 'POST', path: '/v1/payment_intents', times: 1 }
    for (const action of ['refuse', 'lose_answer']) {
      await control('POST', 'faults', { ...fault, action })
      const answer = await visitor().start()
      expect([answer.status, answer.body.revision]).toEqual([201, 1])
      expect(await intentsMade(answer.body.id)).toHaveLength(2)
    }
  })

  it.each([409, 429])(
    'makes one intent after a lock (%d), though Stripe may keep it under the key',
    async (status) => {
      const buyer = visitor()
      const lock = { action: 'status', status, code: 'lock_timeout' }
      await control('POST', 'faults', { method: 'POST', path: '/v1/payment_intents', times: 1, ...lock })
      let answer = await buyer.start()
      for (let tries = 1; answer.status === 502 && tries < 3; tries++) answer = await buyer.start()
      expect(answer.body.status).toBe('open')
      expect(await intentsOf(answer.body.id)).toHaveLength(1)
    },
  )

  it('keeps its revision where Stripe had not begun', async () => {
    const buyer = visitor()
    const fault = { method: 'POST', path: '/v1/payment_intents', times: 9, action: 'status', status: 401 }
    const refused = await failing(fault, () => buyer.start())
    expect([refused.status, refused.body.error.code]).toEqual([503, 'not_configured'])
    expect((await buyer.start()).body).toMatchObject({ status: 'open', revision: 1 })
  })

  it('shows nobody what Stripe says of a wrong key, not even the log', async () => {
    const key = env.STRIPE_SECRET_KEY
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    env.STRIPE_SECRET_KEY = 'sk_test_wrong_0123456789'
    const answer = await visitor().start()
    env.STRIPE_SECRET_KEY = key
    const logged = JSON.stringify(log.mock.calls)
    vi.restoreAllMocks()
    expect([answer.status, answer.body.error.code]).toEqual([503, 'not_configured'])
    expect(logged).toContain('Stripe refused')
    for (const shown of [JSON.stringify(answer.body), logged])
      expect(shown).not.toMatch(/Invalid API Key|sk_test/)
  })

  it('asks for the same intent again where the answer was lost', async () => {
    const buyer = visitor()
    const lost = await failing(
      {
        method: 'POST',
        path: '/v1/payment_intents',
        times: 2,
        action: 'lose_answer',
      },
      () => buyer.start(),
    )
    expect([lost.status, lost.body.error.code]).toEqual([502, 'stripe_unavailable'])
    const again = await buyer.start()
    expect(again.body).toMatchObject({ status: 'open', revision: 1 })
    expect(await intentsOf(again.body.id)).toHaveLength(1)
  })

  it('goes on with the next revision after a stored 5xx, whose key would answer the same for a day', async () => {
    const buyer = visitor()
    const failed = await failing(
      {
        method: 'POST',
        path: '/v1/payment_intents',
        times: 2,
        action: 'status',
        status: 500,
      },
      () => buyer.start(),
    )
    expect([failed.status, failed.body.error.code]).toEqual([502, 'stripe_unavailable'])
    expect(JSON.stringify(failed.body)).not.toContain('sk_test')
    const again = await buyer.start()
    expect(again.body).toMatchObject({ status: 'open', revision: 2 })
    const keys = (await intentsMade(again.body.id)).map((r: any) => r.idempotency_key)
    expect(keys.at(-1)).toBe(`${again.body.id}:2`)
  })

  /** A page whose two tries have failed, and that has not heard of the second failure yet. */
  async function failingSlowly(status: number) {
    const buyer = visitor()
    const id = await checkoutId('acme', buyer.attempt)
    const fault = { method: 'POST', path: '/v1/payment_intents', times: 2, action: 'status', status }
    await control('POST', 'faults', fault)
    const answer = buyer.start()
    await vi.waitUntil(async () => (await intentsMade(id)).length === 1)
    const wire = hold('POST /v1/payment_intents')
    await wire.arrived()
    const hears = async () => {
      wire.release()
      await answer
    }
    return { buyer, id, hears }
  }

  it('has one live intent, though a page hears of a failure after its twin has made the same one', async () => {
    const { buyer, id, hears } = await failingSlowly(503) // which leaves no answer under the key
    await buyer.start()
    await hears()
    const { body } = await buyer.start()
    const live = (await intentsOf(id)).filter(({ status }) => status !== 'canceled')
    expect(live.map(({ client_secret }) => client_secret)).toEqual([body.client_secret])
  })

  it('goes on with one revision more, though two pages hear of the stored failure', async () => {
    const { buyer, hears } = await failingSlowly(500)
    expect((await buyer.start()).status).toBe(502)
    const wire = hold('POST /v1/payment_intents', 'before')
    const next = buyer.start()
    await wire.arrived() // on its way with the next key
    await hears()
    wire.release()
    expect((await next).body).toMatchObject({ status: 'open', revision: 2 })
  })

  it('keeps the customer that was made, whichever key is the next', async () => {
    const buyer = visitor()
    const click = () => buyer.start({ offer: 'club', shown: { amount: 900, currency: 'usd' } })
    await failing(
      { method: 'POST', path: '/v1/subscriptions', times: 2, action: 'status', status: 500 },
      click,
    )
    const { body } = await click()
    expect(body).toMatchObject({ status: 'open', revision: 2 })
    const { data } = (await api('GET', 'customers?limit=100')).body
    expect(data.filter(({ metadata }: any) => metadata.edge_checkout === body.id)).toHaveLength(1)
  })

  it('puts no new terms beside an intent that it cannot find: with another key it may be there', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const gone = { action: 'status', status: 404, code: 'resource_missing' }
    await control('POST', 'faults', {
      method: 'POST',
      path: '/v1/payment_intents/*/cancel',
      times: 1,
      ...gone,
    })
    const answer = await buyer.change(body.id, { quantity: 2 })
    expect([answer.status, answer.body.error.code]).toEqual([502, 'stripe_unavailable'])
    expect(await owner.checkout(body.id)).toMatchObject({ revision: 1, amount: 1200 })
  })

  it('does not say “open” on a read that failed', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const answer = await failing(
      {
        method: 'GET',
        path: '/v1/payment_intents/*',
        times: 9,
        action: 'refuse',
      },
      () => buyer.read(body.id),
    )
    expect([answer.status, answer.body.error.code]).toEqual([502, 'stripe_unavailable'])
  })
})
