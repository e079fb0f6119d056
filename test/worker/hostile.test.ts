/** What the fuzz of test/deep found, by name, so that it is found in a second. */
import { env } from 'cloudflare:workers'
import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { admin, ask, confirm, deliver, intentOf, visitor } from './harness.ts'

/** Rings with a payload, signed as Stripe signs; sent as it is, or as something else. */
async function ring(payload: string, sent = payload) {
  const signature = await Stripe.webhooks.generateTestHeaderStringAsync({
    payload,
    secret: env.STRIPE_WEBHOOK_SECRET,
    cryptoProvider: Stripe.createSubtleCryptoProvider(),
  })
  return ask('POST', '/v1/webhooks/stripe', { body: sent, headers: { 'Stripe-Signature': signature } })
}

describe('a refusal', () => {
  it('does not repeat what was sent: a secret key in the wrong field, for one', async () => {
    const key = 'sk_live_pasted_by_mistake'
    const { status, body } = await admin('POST', '/sites', {
      id: 'a',
      name: 'A',
      origins: ['https://a.example'],
      key,
    })
    expect([status, body.error.param]).toEqual([400, 'key'])
    expect(JSON.stringify(body)).not.toContain(key)
  })

  it('is short, however long what was sent is', async () => {
    const { status, body } = await visitor().start({ offer: 'x'.repeat(60_000) })
    expect([status, body.error.code, body.error.param]).toEqual([400, 'parameter_invalid', 'offer'])
    expect(JSON.stringify(body).length).toBeLessThan(500)
  })

  it('meets a list where an object belongs, also where no field of the object is required', async () => {
    const offer = { id: 'list', mode: 'payment', name: 'List', amount: 100, currency: 'usd' }
    for (const answer of [
      await admin('POST', '/sites/acme/offers', { ...offer, limits: [] }),
      await admin('PATCH', '/sites/acme/offers/mug', { limits: [] }),
    ])
      expect([answer.status, answer.body.error?.param]).toEqual([400, 'limits'])
  })
})

describe('a signed webhook', () => {
  it.each([1.5, 1e300])(
    'dated %d is acknowledged, and not kept: no column holds such a time',
    async (created) => {
      const { body } = await visitor().start()
      await confirm(body.client_secret)
      await deliver()
      const answer = await ring(
        JSON.stringify({
          ...{ id: 'evt_dated', object: 'event', type: 'payment_intent.succeeded', livemode: false, created },
          data: { object: { id: intentOf(body.client_secret), object: 'payment_intent' } },
        }),
      )
      expect([answer.status, answer.body]).toEqual([200, { received: true }])
    },
  )

  it('about an id that nothing can have is acknowledged: Stripe cannot be asked for it', async () => {
    const { body } = await visitor().start()
    const metadata = { edge_checkout: body.id, edge_site: 'acme' }
    const answer = await ring(
      JSON.stringify({
        ...{ id: 'evt_half', object: 'event', type: 'payment_intent.succeeded', livemode: false, created: 1 },
        data: { object: { id: 'pi_\ud800', object: 'payment_intent', metadata } },
      }),
    )
    expect([answer.status, answer.body]).toEqual([200, { received: true }])
  })

  it.each(['', 'x'])(
    'about a checkout that can be none of ours, %j, is not waited for',
    async (edge_checkout) => {
      const object = { id: 'pi_x', object: 'payment_intent', metadata: { edge_checkout, edge_site: 'acme' } }
      const event = { id: 'evt_x', type: 'payment_intent.succeeded', livemode: false, created: 1 }
      expect((await ring(JSON.stringify({ ...event, data: { object } }))).status).toBe(200)
    },
  )

  it('is signed to the last byte: a byte order mark more is another body', async () => {
    const payload = JSON.stringify({ id: 'evt_mark', object: 'event' })
    expect((await ring(payload)).status).toBe(200)
    expect((await ring(payload, `\ufeff${payload}`)).body.error.code).toBe('signature_invalid')
  })
})
