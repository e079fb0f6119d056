/** The SDK's own check of what is delivered, while an endpoint's secret is rolled. */
import { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { type Heard, WEBHOOK, type World, world } from './harness.ts'

const ROLL = { secret: 'whsec_new', expires_in_s: 3600 }

async function ring({ stripe, delivered, heard }: World): Promise<Heard> {
  await stripe.customers.create()
  await delivered()
  return heard.at(-1)!
}

/** As a server would ask: with a client of its own, and of an older version too. */
const check = ({ client }: World, { body, signature }: Heard, secret: string, apiVersion?: string) =>
  client(
    apiVersion ? { apiVersion: apiVersion as Stripe.LatestApiVersion } : {},
  ).webhooks.constructEventAsync(body, signature, secret)

describe('a webhook', () => {
  it.each([undefined, '2024-06-20'])('is believed by the SDK, whose version is %s', async (version) => {
    const w = world()
    const heard = await ring(w)
    expect(await check(w, heard, WEBHOOK.secret, version)).toMatchObject({ type: 'customer.created' })
    const altered = { ...heard, body: heard.body.replace('customer.created', 'customer.deleted') }
    await expect(check(w, altered, WEBHOOK.secret, version)).rejects.toThrow(
      Stripe.errors.StripeSignatureVerificationError,
    )
  })

  it('is signed with both secrets while one is rolled, then with the new one alone', async () => {
    const w = world()
    await w.control('POST', '/webhooks/roll', ROLL)
    const during = await ring(w)
    expect(during.signature).toMatch(/^t=\d+,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/)
    for (const secret of ['whsec_new', WEBHOOK.secret])
      expect((await check(w, during, secret)).type).toBe('customer.created')
    await w.control('POST', '/clock', { advance_s: 3600 })
    const after = await ring(w)
    expect((await check(w, after, 'whsec_new')).type).toBe('customer.created')
    await expect(check(w, after, WEBHOOK.secret)).rejects.toThrow('No signatures found')
  })

  it('of an endpoint that is rolled at once is signed with the new secret alone', async () => {
    const w = world()
    await w.control('POST', '/webhooks/roll', { secret: 'whsec_new', expires_in_s: 0 })
    await expect(check(w, await ring(w), WEBHOOK.secret)).rejects.toThrow('No signatures found')
  })

  it.each([
    ['endpoint', { endpoint: 'we_none', secret: 'whsec_new' }],
    ['secret', {}],
    ['expires_in_s', { ...ROLL, expires_in_s: 86_401 }],
  ])('keeps its secret when %s of a roll is wrong', async (param, roll) => {
    const w = world()
    const { status, body } = await w.control('POST', '/webhooks/roll', roll)
    expect([status, body.error.param]).toEqual([400, param])
    expect((await ring(w)).signature).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/)
  })
})
