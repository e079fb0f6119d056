import { describe, expect, it, vi } from 'vitest'
import { failure, MUG, world } from './harness.ts'

const PAID = { ...MUG, payment_method: 'pm_card_visa', confirm: true }

describe('faults', () => {
  it('lose an answer after the work was done', async () => {
    const { stripe, control } = world()
    await control('POST', '/faults', { path: '/v1/payment_intents', times: 1, action: 'lose_answer' })
    expect(await failure(stripe.paymentIntents.create(PAID))).toMatchObject({ type: 'StripeConnectionError' })
    expect((await stripe.charges.list()).data).toHaveLength(1)
  })

  it('refuse before anything happens', async () => {
    const { stripe, control } = world()
    await control('POST', '/faults', { path: '/v1/payment_intents', times: 1, action: 'refuse' })
    expect(await failure(stripe.paymentIntents.create(PAID))).toMatchObject({ type: 'StripeConnectionError' })
    expect((await stripe.charges.list()).data).toHaveLength(0)
  })

  it('reject in process as fetch does', async () => {
    const { ask, control } = world()
    await control('POST', '/faults', { path: '/v1/*', times: 1, action: 'refuse' })
    await expect(ask('GET', '/v1/customers')).rejects.toThrow(TypeError)
  })

  it('make the SDK repeat itself under one key, so that a lost answer charges once', async () => {
    const { client, control } = world()
    const stripe = client({ maxNetworkRetries: 1 })
    await control('POST', '/faults', { path: '/v1/payment_intents', times: 1, action: 'lose_answer' })
    expect((await stripe.paymentIntents.create(PAID)).status).toBe('succeeded')
    expect((await stripe.charges.list()).data).toHaveLength(1)
  })

  it('hit the method, the path and the number of calls they were made for', async () => {
    const { ask, control } = world()
    const fault = { method: 'GET', path: '/v1/payment_intents/*', times: 2, action: 'status', status: 500 }
    await control('POST', '/faults', fault)
    const statuses: number[] = []
    for (const path of ['', '/pi_x', '/pi_x', '/pi_x']) {
      statuses.push((await ask('GET', `/v1/payment_intents${path}`)).status)
      expect((await ask('POST', '/v1/payment_intents/pi_x/cancel')).status).toBe(404)
    }
    expect(statuses).toEqual([200, 500, 500, 404])
  })

  it('slow down', async () => {
    const { stripe, control } = world()
    await control('POST', '/faults', { path: '/v1/customers', times: 1, action: 'delay', delay_ms: 40 })
    const start = performance.now()
    await stripe.customers.create()
    expect(performance.now() - start).toBeGreaterThanOrEqual(35)
  })

  it('are taken away', async () => {
    const { stripe, control } = world()
    await control('POST', '/faults', { path: '/v1/customers', times: 9, action: 'refuse' })
    expect((await control('DELETE', '/faults')).body).toEqual([])
    await stripe.customers.create()
  })

  it('answer with what is said of them, in the body Stripe has for it', async () => {
    const { ask, control } = world()
    const answer = async (fault: object) => {
      await control('POST', '/faults', { path: '/v1/customers', times: 1, action: 'status', ...fault })
      const { status, body, headers } = await ask('POST', '/v1/customers')
      const { type, code } = body.error
      return [
        status,
        type,
        code,
        headers.get('Stripe-Should-Retry'),
        headers.get('Stripe-Rate-Limited-Reason'),
      ]
    }
    const [invalid, broken] = ['invalid_request_error', 'api_error']
    expect(await answer({ status: 429 })).toEqual([429, invalid, 'rate_limit', null, 'global-rate'])
    expect(await answer({ status: 429, code: 'lock_timeout' })).toEqual([
      429,
      invalid,
      'lock_timeout',
      null,
      null,
    ])
    expect(await answer({ status: 409 })).toEqual([409, invalid, 'lock_timeout', null, null])
    expect(await answer({ status: 409, should_retry: false })).toEqual([
      409,
      invalid,
      'lock_timeout',
      'false',
      null,
    ])
    expect(await answer({ status: 404, code: 'resource_missing' })).toEqual([
      404,
      invalid,
      'resource_missing',
      null,
      null,
    ])
    for (const status of [500, 502, 503, 529]) {
      expect(await answer({ status })).toEqual([status, broken, undefined, null, null])
    }
  })
})

describe('the official SDK with two retries', () => {
  /** Long enough for its pauses, which no test should sit through. */
  async function calls(fault: object) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const w = world()
    try {
      await w.control('POST', '/faults', { path: '/v1/payment_intents', times: 9, ...fault })
      let over = false
      const outcome = w
        .client({ maxNetworkRetries: 2 })
        .paymentIntents.create(PAID)
        .catch((error) => error)
        .finally(() => {
          over = true
        })
      await vi.waitUntil(() => vi.advanceTimersByTimeAsync(1000).then(() => over))
      const keys = w.emulator.state.requests.map(({ idempotency_key }) => idempotency_key)
      const made = Object.values(w.emulator.state.accounts).flatMap(({ charges }) => Object.keys(charges))
      return {
        type: (await outcome).type,
        tries: keys.length,
        keys: new Set(keys).size,
        charges: made.length,
      }
    } finally {
      vi.useRealTimers()
      await w.emulator.close()
    }
  }

  it.each([
    ['a 429', { action: 'status', status: 429 }, 'StripeRateLimitError', 1],
    ['a locked 429', { action: 'status', status: 429, code: 'lock_timeout' }, 'StripeRateLimitError', 1],
    ['a 429 that says so', { action: 'status', status: 429, should_retry: true }, 'StripeRateLimitError', 3],
    ['a 409', { action: 'status', status: 409 }, 'StripeAPIError', 3],
    ['a 409 that says not to', { action: 'status', status: 409, should_retry: false }, 'StripeAPIError', 1],
    ['a 500', { action: 'status', status: 500 }, 'StripeAPIError', 3],
    ['a 500 that says not to', { action: 'status', status: 500, should_retry: false }, 'StripeAPIError', 1],
    ['a 503', { action: 'status', status: 503 }, 'StripeAPIError', 3],
    ['a refused connection', { action: 'refuse' }, 'StripeConnectionError', 3],
  ])(
    'meets %s: %o is a %s after %d tries under one key, and nothing is charged',
    async (_what, fault, type, tries) => {
      expect(await calls(fault)).toEqual({ type, tries, keys: 1, charges: 0 })
    },
  )

  it('meets a lost answer: three tries under one key, and one charge', async () => {
    const lost = { action: 'lose_answer' }
    expect(await calls(lost)).toEqual({ type: 'StripeConnectionError', tries: 3, keys: 1, charges: 1 })
  })
})
