import { afterEach, describe, expect, it, vi } from 'vitest'
import { DEMO_PUBLISHABLE_KEY } from '../emulator.ts'
import { failure, MUG, world } from './harness.ts'

afterEach(() => void vi.useRealTimers())

/** A stand-in that takes so many calls a second, and a wall clock that moves only by hand. */
async function limited(per_second: number, options = {}) {
  vi.useFakeTimers({ toFake: ['Date'] })
  const w = world(options)
  await w.control('PUT', '/limits', { per_second })
  const get = async (headers = {}) => (await w.ask('GET', '/v1/customers', { headers })).status
  const several = async (times: number, headers = {}) => {
    const statuses: number[] = []
    while (statuses.length < times) statuses.push(await get(headers))
    return statuses
  }
  return { ...w, get, several }
}

describe('a rate limit', () => {
  it('is not there until it is switched on, nor after a reset', async () => {
    const { ask, control, several } = await limited(2)
    await control('POST', '/reset')
    expect(await several(60)).toEqual(Array(60).fill(200))
    expect((await ask('PUT', '/_emulator/limits', { json: { per_second: null }, key: null })).body).toEqual({
      per_second: null,
    })
  })

  it('refuses what is too much within any second of the wall clock', async () => {
    const { get, several } = await limited(3)
    expect(await several(2)).toEqual([200, 200])
    vi.advanceTimersByTime(600)
    expect(await several(2)).toEqual([200, 429])
    vi.advanceTimersByTime(399)
    expect(await get()).toBe(429)
    vi.advanceTimersByTime(1)
    expect(await several(3)).toEqual([200, 200, 429]) // what was refused does not count
  })

  it('is an error that the SDK knows, with the reason in a header', async () => {
    const { stripe } = await limited(1)
    await stripe.customers.list()
    expect(await failure(stripe.customers.list())).toMatchObject({
      type: 'StripeRateLimitError',
      code: 'rate_limit',
      statusCode: 429,
      headers: { 'stripe-rate-limited-reason': 'global-rate' },
    })
  })

  it('counts reads and writes together, and executes nothing of what it refuses', async () => {
    const { stripe, several } = await limited(2)
    expect(await several(1)).toEqual([200])
    await stripe.paymentIntents.create(MUG)
    expect((await failure(stripe.paymentIntents.create(MUG))).statusCode).toBe(429)
    vi.advanceTimersByTime(1000)
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1)
  })

  it('keeps nothing under the idempotency key', async () => {
    const { stripe, get } = await limited(1)
    const key = { idempotencyKey: 'chk_1:1' }
    await get()
    expect((await failure(stripe.paymentIntents.create(MUG, key))).statusCode).toBe(429)
    vi.advanceTimersByTime(1000)
    expect((await stripe.paymentIntents.create(MUG, key)).lastResponse.headers).not.toHaveProperty(
      'idempotent-replayed',
    )
  })

  it("is one account's own", async () => {
    const { several } = await limited(1, { connectedAccounts: ['acct_shop'] })
    expect(await several(2)).toEqual([200, 429])
    expect(await several(2, { 'Stripe-Account': 'acct_shop' })).toEqual([200, 429])
  })

  it('does not stop visitors, whose key is publishable, nor the controls', async () => {
    const { ask, control, stripe } = await limited(1)
    const { id, client_secret } = await stripe.paymentIntents.create(MUG)
    for (let n = 0; n < 5; n++) {
      const path = `/v1/payment_intents/${id}?client_secret=${client_secret}`
      expect((await ask('GET', path, { key: DEMO_PUBLISHABLE_KEY })).status).toBe(200)
      expect((await control('GET', '/requests')).status).toBe(200)
    }
  })
})
