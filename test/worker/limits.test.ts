import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { network } from '../../worker/guard/rate.ts'
import worker from '../../worker/index.ts'
import { makeRecoveryToken } from '../../worker/keys/recovery-token.ts'
import { user } from './account-harness.ts'
import { ask, intentsMade, SHOP, visitor } from './harness.ts'

let attempts = 0
/** A new purchase, from this address. */
const begin = (address: string, site = 'acme', origin = SHOP) =>
  ask('POST', '/v1/checkouts', {
    key: `limited-${String(++attempts).padStart(24, '0')}`,
    origin,
    headers: { 'CF-Connecting-IP': address },
    body: { site, offer: 'mug', form: 'card', shown: { amount: 1200, currency: 'usd' } },
  })

/** As many as one address may begin in a minute: `wrangler.toml`. A minute may end meanwhile, and another begin. */
const LIMIT = 30

/** Begins until it is refused. @returns the refusal, and how many were begun. */
async function exhaust(address: () => string) {
  for (let begun = 0; begun <= 2 * LIMIT; begun++) {
    const answer = await begin(address())
    if (answer.status !== 201) return { begun, refused: answer }
  }
  throw new Error('nothing was refused')
}

describe('what one user may ask of Stripe', () => {
  it('is limited, and keeps no other user of the same address from it', async () => {
    const [ada, bob] = [user(), user()]
    const headers = { 'CF-Connecting-IP': '192.0.2.77' }
    const rename = async (who: typeof ada) =>
      ask('PATCH', '/v1/account/customer', {
        key: await who.token(),
        origin: SHOP,
        headers,
        body: { name: 'A' },
      })
    let answer = await rename(ada)
    for (let asked = 0; answer.status === 200 && asked <= 2 * LIMIT; asked++) answer = await rename(ada)
    expect([answer.status, answer.body.error.code]).toEqual([429, 'rate_limited'])
    expect((await rename(bob)).status).toBe(200)
    expect((await ask('GET', '/v1/account', { key: await ada.token(), origin: SHOP, headers })).status).toBe(
      200,
    )
  })

  it('is limited for whoever has a link to an invoice', async () => {
    const exp = Math.floor(Date.now() / 1000) + 3600
    const key = await makeRecoveryToken(env.SIGNING_SECRET, 'acme', 'in_limited', exp)
    const open = () => ask('GET', '/v1/recovery', { key, headers: { 'CF-Connecting-IP': '192.0.2.78' } })
    let answer = await open()
    for (let asked = 0; answer.status === 404 && asked <= 2 * LIMIT; asked++) answer = await open()
    expect([answer.status, answer.body.error.code]).toEqual([429, 'rate_limited'])
  })
})

describe('how much one address may begin', () => {
  it('is limited for each site, and the refusal says when to come back', async () => {
    const { begun, refused } = await exhaust(() => '192.0.2.1')
    expect(begun).toBeGreaterThanOrEqual(LIMIT)
    expect([refused.status, refused.body.error.code]).toEqual([429, 'rate_limited'])
    expect(refused.headers.get('Retry-After')).toBe('60')
    expect(refused.headers.get('Access-Control-Allow-Origin')).toBe(SHOP)
    expect((await begin('192.0.2.2')).status).toBe(201)
    expect((await begin('192.0.2.1', 'other', 'https://other.example')).status).toBe(201)
  })

  it('counts an IPv6 household as one', async () => {
    let host = 0
    const { refused } = await exhaust(() => `2001:db8:aaaa:1::${(++host).toString(16)}`)
    expect(refused.status).toBe(429)
    expect((await begin('2001:db8:aaaa:2::1')).status).toBe(201)
  })

  it('keeps nobody from a purchase that was begun', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const { refused } = await exhaust(() => buyer.address)
    expect(refused.status).toBe(429)
    expect((await buyer.start()).status).toBe(200)
    expect((await buyer.read(body.id)).status).toBe(200)
  })

  it('counts new terms too, for each makes an intent', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    let changed = 0
    while (
      changed <= 2 * LIMIT &&
      (await buyer.change(body.id, { quantity: 2 + (changed % 2) })).status === 200
    )
      changed++
    expect(changed).toBeLessThan(2 * LIMIT)
    expect(await intentsMade(body.id)).toHaveLength(1 + changed)
    expect((await buyer.read(body.id)).body.status).toBe('open')
  })

  it('keeps nobody from paying where the limit itself fails', async () => {
    const broken = { limit: () => Promise.reject(new Error('no answer')) }
    const request = new Request('http://worker.test/v1/checkouts', {
      method: 'POST',
      headers: { Authorization: `Bearer ${'broken-limit'.padEnd(24, '0')}`, Origin: SHOP },
      body: JSON.stringify({
        site: 'acme',
        offer: 'mug',
        form: 'card',
        shown: { amount: 1200, currency: 'usd' },
      }),
    })
    expect((await worker.fetch(request, { ...env, CREATIONS: broken })).status).toBe(201)
  })
})

describe('the network of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['', ''],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::', 'fe80:0:0:0::/64'],
  ])('of %s is %s', (address, expected) => expect(network(address)).toBe(expected))
})
