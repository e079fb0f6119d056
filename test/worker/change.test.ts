import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { describe as keep } from '../../worker/flow/describe.ts'
import { checkoutId } from '../../worker/keys/attempt.ts'
import { stripeClient } from '../../worker/stripe/client.ts'
import {
  admin,
  api,
  ask,
  confirm,
  control,
  intentOf,
  intentsMade,
  intentsOf,
  owner,
  rewriting,
  visitor,
} from './harness.ts'

describe('PATCH /v1/checkouts/{id}', () => {
  it('cancels the old intent first, then makes one at the new price', async () => {
    const buyer = visitor()
    const { body: before } = await buyer.start()
    const { status, body } = await buyer.change(before.id, {
      quantity: 3,
      shown: { amount: 3600, currency: 'usd' },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: before.id, revision: 2, amount: 3600, quantity: 3, status: 'open' })
    expect(body.client_secret).not.toBe(before.client_secret)

    const old = (await api('GET', `payment_intents/${intentOf(before.client_secret)}`)).body
    expect(old).toMatchObject({ status: 'canceled', amount: 1200 })
    expect((await confirm(before.client_secret)).status).toBe(400)
  })

  it('never changes the amount of an intent', async () => {
    const requests = await control('GET', 'requests')
    const updates = requests.filter(
      (r: any) => /^\/v1\/payment_intents\/pi_\w+$/.test(r.path) && r.method === 'POST',
    )
    expect(updates).toEqual([])
  })

  it('keeps revision and secret when nothing changes', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    expect((await buyer.change(body.id, {})).body).toEqual(body)
    expect((await buyer.change(body.id, { quantity: 1 })).body).toEqual(body)
  })

  it('leaves one live intent where two tabs change the terms at once', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const answers = await Promise.all(
      [2, 3, 4].map((quantity) =>
        buyer.change(body.id, { quantity, shown: { amount: quantity * 1200, currency: 'usd' } }),
      ),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    const live = (await intentsOf(body.id)).filter((intent) => intent.status !== 'canceled')
    expect(live).toHaveLength(1)
    const row = await owner.checkout(body.id)
    expect(live[0]).toMatchObject({ id: row.payment_intent, amount: row.amount })
  })

  it('says what is true when the old intent was paid meanwhile, and keeps the old terms', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await confirm(body.client_secret)
    const answer = await buyer.change(body.id, { quantity: 2, shown: { amount: 2400, currency: 'usd' } })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ status: 'succeeded', verified: true, amount: 1200, revision: 1 })
    expect(answer.body.client_secret).toBeNull()
  })

  it('makes no second intent for a checkout that D1 knows to be paid', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await confirm(body.client_secret)
    await buyer.read(body.id)
    const answer = await buyer.change(body.id, { quantity: 2 })
    expect(answer.body).toMatchObject({ status: 'succeeded', amount: 1200, revision: 1 })
    expect(await intentsMade(body.id)).toHaveLength(1)
  })

  it('answers nobody with a price that another page asked for, when an older intent arrives late', async () => {
    const buyer = visitor()
    const id = await checkoutId('acme', buyer.attempt)
    await control('POST', 'faults', {
      method: 'POST',
      path: '/v1/payment_intents',
      times: 1,
      action: 'delay',
      delay_ms: 300,
    })
    const slow = buyer.start()
    await vi.waitUntil(async () => (await intentsMade(id)).length === 1)
    const changed = await buyer.change(id, { quantity: 2 })
    expect(changed.body).toMatchObject({ revision: 2, amount: 2400 })
    expect((await slow).body.error).toMatchObject({ code: 'terms_differ', checkout: id })
    const row = await owner.checkout(id)
    const { body: intent } = await api('GET', `payment_intents/${row.payment_intent}`)
    expect(intent.amount).toBe(2400)
  })

  it('refuses a price that is not the offer’s, and cancels nothing', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const answer = await buyer.change(body.id, { quantity: 2, shown: { amount: 1200, currency: 'usd' } })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'price_changed'])
    expect((await buyer.read(body.id)).body.client_secret).toBe(body.client_secret)
  })

  it('keeps the price that was agreed unless another was shown', async () => {
    await admin('POST', '/sites/acme/offers', {
      id: 'bag',
      mode: 'payment',
      name: 'Bag',
      currency: 'usd',
      amount: 700,
    })
    const buyer = visitor()
    const { body } = await buyer.start({ offer: 'bag', shown: { amount: 700, currency: 'usd' } })
    await admin('PATCH', '/sites/acme/offers/bag', { amount: 9900 })
    const silent = await buyer.change(body.id, {})
    expect([silent.status, silent.body.error.code]).toEqual([409, 'price_changed'])
    const shown = await buyer.change(body.id, { shown: { amount: 9900, currency: 'usd' } })
    expect(shown.body).toMatchObject({ revision: 2, amount: 9900 })
    const other = await buyer.change(body.id, { offer: 'mug' })
    expect(other.body.error).toMatchObject({ code: 'parameter_missing', param: 'shown' })
    await admin('PATCH', '/sites/acme/offers/bag', { currency: 'eur' })
    const foreign = await buyer.change(body.id, {})
    expect([foreign.status, foreign.body.error.code]).toEqual([409, 'price_changed'])
  })

  it('answers that it is paid, though the offer is sold no longer', async () => {
    const lamp = { id: 'lamp', mode: 'payment', name: 'Lamp', currency: 'usd', amount: 700 }
    await admin('POST', '/sites/acme/offers', lamp)
    const buyer = visitor()
    const { body } = await buyer.start({ offer: 'lamp', shown: { amount: 700, currency: 'usd' } })
    await confirm(body.client_secret)
    await buyer.read(body.id)
    await admin('DELETE', '/sites/acme/offers/lamp')
    expect((await buyer.change(body.id, { quantity: 2 })).body).toMatchObject({ status: 'succeeded' })
  })

  it('is not charged anew while its payment is under way, or for a person to look at', async () => {
    for (const status of ['processing', 'needs_review']) {
      const buyer = visitor()
      const { body } = await buyer.start()
      const waiting = '"status":"requires_payment_method"'
      const held = status === 'processing' ? '"status":"processing"' : '"status":"requires_capture"'
      await rewriting(waiting, held, () => buyer.read(body.id))
      expect((await owner.checkout(body.id)).status).toBe(status)
      const answer = await buyer.change(body.id, { quantity: 2 })
      expect(answer.body).toMatchObject({ status, amount: 1200, revision: 1, client_secret: null })
      expect(await intentsMade(body.id)).toHaveLength(1)
    }
  })

  it('is closed for a site that no longer sells, while the way to read stays open', async () => {
    await admin('POST', '/sites', { id: 'brief', name: 'Brief', origins: ['https://brief.example'] })
    await admin('POST', '/sites/brief/offers', {
      id: 'mug',
      mode: 'payment',
      name: 'M',
      currency: 'usd',
      amount: 1200,
    })
    const buyer = visitor('brief', 'https://brief.example')
    const { body } = await buyer.start()
    await admin('DELETE', '/sites/brief')
    const changed = await buyer.change(body.id, { quantity: 1 })
    expect([changed.status, changed.body.error.code]).toEqual([404, 'site_unknown'])
    await confirm(body.client_secret)
    expect((await ask('OPTIONS', '/v1/checkouts/x', { origin: 'https://brief.example' })).status).toBe(204)
    expect((await buyer.read(body.id)).body).toMatchObject({ status: 'succeeded', verified: true })
  })

  it('is not open to another attempt, nor to another site', async () => {
    const { body } = await visitor().start()
    const thief = await visitor().change(body.id, { quantity: 2 })
    expect([thief.status, thief.body.error.code]).toEqual([401, 'key_invalid'])
    const moved = visitor()
    const mine = (await moved.start()).body
    const answer = await moved.change(mine.id, { site: 'other' })
    expect(answer.body.error).toMatchObject({ code: 'parameter_invalid', param: 'site' })
  })
})

describe('what goes with a purchase beside its terms', () => {
  it('is what the last page said, for that is the one that is paid', async () => {
    const buyer = visitor()
    const { body } = await buyer.start({ client_reference_id: 'order-1', metadata: { cart: '1' } })
    expect((await buyer.start({ client_reference_id: 'order-2', metadata: { cart: '2' } })).status).toBe(200)
    await buyer.change(body.id, { email: 'new@example.com', name: 'N. N.' })
    expect(await owner.checkout(body.id)).toMatchObject({
      client_reference_id: 'order-2',
      metadata: { cart: '2' },
      email: 'new@example.com',
      name: 'N. N.',
      revision: 1,
    })
  })

  it('does not change in the moment after D1 heard of the payment', async () => {
    const buyer = visitor()
    const { body } = await buyer.start({ client_reference_id: 'order-1' })
    await confirm(body.client_secret)
    await buyer.read(body.id)
    const steps = { db: env.DB, stripe: stripeClient(env, 'visitor'), now: 0 }
    expect(await keep(steps, body.id, { clientReferenceId: 'order-2' })).toMatchObject({
      clientReferenceId: 'order-1',
    })
    expect((await owner.checkout(body.id)).client_reference_id).toBe('order-1')
  })

  it('does not change once it is paid', async () => {
    const buyer = visitor()
    const { body } = await buyer.start({ client_reference_id: 'order-1' })
    await confirm(body.client_secret)
    await buyer.read(body.id)
    await buyer.start({ client_reference_id: 'order-2' })
    await buyer.change(body.id, { client_reference_id: 'order-3' })
    expect((await owner.checkout(body.id)).client_reference_id).toBe('order-1')
  })
})
