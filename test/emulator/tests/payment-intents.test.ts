import { describe, expect, it } from 'vitest'
import { failure, MUG, NOW, type World, world } from './harness.ts'

const REDIRECT = { return_url: 'https://shop.example/done' }

/** An intent in each state, the way it gets there. */
const STATES: Record<string, (w: World) => Promise<string>> = {
  requires_payment_method: async ({ stripe }) => (await stripe.paymentIntents.create(MUG)).id,
  requires_confirmation: async ({ stripe }) =>
    (await stripe.paymentIntents.create({ ...MUG, payment_method: 'pm_card_visa' })).id,
  requires_action: async ({ stripe }) => {
    const payment_method = 'pm_card_threeDSecure2Required'
    return (await stripe.paymentIntents.create({ ...MUG, payment_method, confirm: true, ...REDIRECT })).id
  },
  requires_capture: async ({ stripe }) => {
    const manual = {
      ...MUG,
      capture_method: 'manual',
      payment_method: 'pm_card_visa',
      confirm: true,
    } as const
    return (await stripe.paymentIntents.create(manual)).id
  },
  succeeded: async ({ stripe }) =>
    (await stripe.paymentIntents.create({ ...MUG, payment_method: 'pm_card_visa', confirm: true })).id,
  canceled: async ({ stripe }) =>
    (await stripe.paymentIntents.cancel((await stripe.paymentIntents.create(MUG)).id)).id,
}

describe('a payment intent', () => {
  it('starts without a payment method, with a secret of its own and every field that is always there', async () => {
    const { stripe } = world()
    const intent = await stripe.paymentIntents.create({ ...MUG, metadata: { edge_checkout: 'chk_1' } })
    expect(intent).toMatchObject({
      object: 'payment_intent',
      amount: 1200,
      amount_received: 0,
      capture_method: 'automatic_async',
      confirmation_method: 'automatic',
      created: NOW,
      currency: 'usd',
      latest_charge: null,
      livemode: false,
      metadata: { edge_checkout: 'chk_1' },
      next_action: null,
      payment_method: null,
      payment_method_types: ['card'],
      status: 'requires_payment_method',
    })
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_\\w{25}$`))
    expect(intent.id).toMatch(/^pi_\w{24}$/)
  })

  it.each(Object.entries(STATES))('reaches %s', async (status, reach) => {
    const w = world()
    expect((await w.stripe.paymentIntents.retrieve(await reach(w))).status).toBe(status)
  })

  it('is paid with one charge that carries what was agreed', async () => {
    const { stripe, history } = world()
    const intent = await stripe.paymentIntents.create({
      ...MUG,
      confirm: true,
      expand: ['latest_charge.balance_transaction'],
      metadata: { edge_checkout: 'chk_1' },
      payment_method: 'pm_card_visa',
      receipt_email: 'ada@example.com',
    })
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 1200, last_payment_error: null })
    expect(intent.latest_charge).toMatchObject({
      amount: 1200,
      amount_captured: 1200,
      amount_refunded: 0,
      balance_transaction: { amount: 1200, fee: 65, net: 1135, type: 'charge' },
      captured: true,
      metadata: { edge_checkout: 'chk_1' },
      outcome: { type: 'authorized', network_status: 'approved_by_network' },
      paid: true,
      payment_intent: intent.id,
      payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' } },
      receipt_email: 'ada@example.com',
      refunded: false,
      status: 'succeeded',
    })
    expect(await history()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.updated',
    ])
  })

  it('goes back to requires_payment_method when declined, and takes another card', async () => {
    const { stripe, history } = world()
    const { id } = await stripe.paymentIntents.create(MUG)
    const error = await failure(
      stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' }),
    )
    expect(error).toMatchObject({ statusCode: 402, code: 'card_declined', decline_code: 'generic_decline' })
    const declined = await stripe.paymentIntents.retrieve(id)
    expect(declined).toMatchObject({ status: 'requires_payment_method', payment_method: null })
    expect(declined.last_payment_error).toMatchObject({
      type: 'card_error',
      code: 'card_declined',
      charge: declined.latest_charge,
      payment_method: { card: { last4: '0002' } },
    })

    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null })
    expect((await stripe.charges.list({ payment_intent: id })).data.map(({ status }) => status)).toEqual([
      'succeeded',
      'failed',
    ])
    expect(await history()).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.updated',
    ])
  })

  it('is authorised first and captured later when capture is manual, in part if asked', async () => {
    const w = world()
    const id = await STATES.requires_capture!(w)
    expect(await w.stripe.paymentIntents.retrieve(id)).toMatchObject({
      amount_capturable: 1200,
      amount_received: 0,
    })
    const tooMuch = await failure(w.stripe.paymentIntents.capture(id, { amount_to_capture: 1201 }))
    expect(tooMuch).toMatchObject({ code: 'amount_too_large', param: 'amount_to_capture' })
    const captured = await w.stripe.paymentIntents.capture(id, { amount_to_capture: 700 })
    expect(captured).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 700 })
    expect(await w.history()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.captured',
      'payment_intent.succeeded',
      'charge.updated',
    ])
  })

  it('cannot be confirmed without a payment method', async () => {
    const { stripe } = world()
    const { id } = await stripe.paymentIntents.create(MUG)
    expect(await failure(stripe.paymentIntents.confirm(id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
      payment_intent: { id, status: 'requires_payment_method' },
    })
  })

  const MATRIX = [
    ['confirm', ['requires_payment_method', 'requires_confirmation', 'requires_action']],
    ['cancel', ['requires_payment_method', 'requires_confirmation', 'requires_action', 'requires_capture']],
    ['capture', ['requires_capture']],
    ['change the amount of', ['requires_payment_method', 'requires_confirmation', 'requires_action']],
  ] as const
  const ACTS: Record<(typeof MATRIX)[number][0], (w: World, id: string) => Promise<unknown>> = {
    confirm: ({ stripe }, id) => stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }),
    cancel: ({ stripe }, id) => stripe.paymentIntents.cancel(id, { cancellation_reason: 'abandoned' }),
    capture: ({ stripe }, id) => stripe.paymentIntents.capture(id),
    'change the amount of': ({ stripe }, id) => stripe.paymentIntents.update(id, { amount: 1300 }),
  }
  const cases = MATRIX.flatMap(([act, allowed]) =>
    Object.keys(STATES).map((state) => [act, state, allowed.some((name) => name === state)] as const),
  )
  it.each(cases)('may %s one that is %s: %s', async (act, state, allowed) => {
    const w = world()
    const id = await STATES[state]!(w)
    const before = await w.stripe.paymentIntents.retrieve(id)
    if (allowed) {
      await ACTS[act](w, id)
      return
    }
    const error = await failure(ACTS[act](w, id))
    expect(error).toMatchObject({
      statusCode: 400,
      code: 'payment_intent_unexpected_state',
      payment_intent: { id, status: state },
    })
    expect(await w.stripe.paymentIntents.retrieve(id)).toEqual(before)
  })

  it('releases what was authorised when it is canceled', async () => {
    const w = world()
    const id = await STATES.requires_capture!(w)
    const canceled = await w.stripe.paymentIntents.cancel(id, {
      cancellation_reason: 'abandoned',
      expand: ['latest_charge'],
    })
    expect(canceled).toMatchObject({
      amount_capturable: 0,
      canceled_at: NOW,
      cancellation_reason: 'abandoned',
      latest_charge: { refunded: true, amount_refunded: 1200 },
      status: 'canceled',
    })
    expect((await w.history()).slice(-2)).toEqual(['charge.refunded', 'payment_intent.canceled'])
  })

  it('ends a challenge when the amount changes, for nobody agreed to the new one', async () => {
    const w = world()
    const id = await STATES.requires_action!(w)
    const [source] = Object.keys(w.emulator.state.challenges)
    const changed = await w.stripe.paymentIntents.update(id, { amount: 9900 })
    expect(changed).toMatchObject({ status: 'requires_confirmation', next_action: null, amount: 9900 })
    expect(
      (await w.ask('POST', `/v1/3ds2/challenge/${source}`, { form: { outcome: 'authorize' } })).status,
    ).toBe(400)
  })

  it('says nothing happened when a confirmation cannot be tried: no intent, no event', async () => {
    const { stripe, history } = world()
    const error = await failure(
      stripe.paymentIntents.create({
        amount: 1200,
        currency: 'usd',
        confirm: true,
        payment_method: 'pm_card_visa',
      }),
    )
    expect(error).toMatchObject({ statusCode: 400, param: 'return_url' })
    expect(error.message).toContain('you must provide a `return_url`')
    expect((await stripe.paymentIntents.list()).data).toEqual([])
    expect(await history()).toEqual([])
  })

  it('with automatic methods needs no return_url when redirects are never allowed', async () => {
    const { stripe } = world()
    const intent = await stripe.paymentIntents.create({
      amount: 500,
      currency: 'jpy',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      confirm: true,
      payment_method: 'pm_card_visa',
    })
    expect(intent).toMatchObject({
      status: 'succeeded',
      automatic_payment_methods: { allow_redirects: 'never' },
    })
  })

  it('keeps a payment method for later when asked to, and else uses it up', async () => {
    const { stripe, history } = world()
    const customer = await stripe.customers.create()
    const kept = await stripe.paymentIntents.create({
      ...MUG,
      customer: customer.id,
      setup_future_usage: 'off_session',
      payment_method: 'pm_card_visa',
      confirm: true,
      expand: ['payment_method'],
    })
    expect(kept.payment_method).toMatchObject({ customer: customer.id })
    expect(await history()).toContain('payment_method.attached')

    const { payment_method } = await stripe.paymentIntents.create({
      ...MUG,
      payment_method: 'pm_card_visa',
      confirm: true,
    })
    const again = await failure(
      stripe.paymentIntents.create({ ...MUG, payment_method: payment_method as string, confirm: true }),
    )
    expect(again.message).toContain('It may not be used again')
  })

  it('cannot be confirmed with a method that another intent used up meanwhile', async () => {
    const { stripe } = world()
    const { id: payment_method } = await stripe.paymentMethods.create({
      type: 'card',
      card: { token: 'tok_visa' },
    })
    const waiting = await stripe.paymentIntents.create({ ...MUG, payment_method })
    await stripe.paymentIntents.create({ ...MUG, payment_method, confirm: true })
    const error = await failure(stripe.paymentIntents.confirm(waiting.id))
    expect(error.message).toContain('It may not be used again')
  })

  it("refuses another customer's payment method", async () => {
    const { stripe } = world()
    const [ada, bob] = [await stripe.customers.create(), await stripe.customers.create()]
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: ada.id })
    const of = (customer: string) =>
      failure(stripe.paymentIntents.create({ ...MUG, customer, payment_method: id, confirm: true }))
    expect(await of(bob.id)).toMatchObject({
      statusCode: 400,
      param: 'payment_method',
      message: expect.stringContaining(`does not belong to the Customer you supplied ${bob.id}`),
    })
    const nobodys = stripe.paymentIntents.create({ ...MUG, payment_method: id, confirm: true })
    expect((await failure(nobodys)).message).toContain('Please include the Customer')
    const waiting = await stripe.paymentIntents.create({ ...MUG, customer: bob.id })
    expect(await failure(stripe.paymentIntents.confirm(waiting.id, { payment_method: id }))).toMatchObject({
      payment_intent: { id: waiting.id, payment_method: null },
    })
  })
})

describe('amounts', () => {
  it.each([
    ['usd', 49, 'Amount must be at least $0.50 usd'],
    ['jpy', 49, 'Amount must be at least ¥50 jpy'],
    ['gbp', 29, 'Amount must be at least £0.30 gbp'],
    ['eur', 49, 'Amount must be at least €0.50 eur'],
  ])('below the minimum of %s are amount_too_small', async (currency, amount, message) => {
    const { stripe } = world()
    const error = await failure(stripe.paymentIntents.create({ ...MUG, currency, amount }))
    expect(error).toMatchObject({ statusCode: 400, code: 'amount_too_small', param: 'amount', message })
  })

  it('of nine digits are amount_too_large', async () => {
    const { stripe } = world()
    const error = await failure(stripe.paymentIntents.create({ ...MUG, amount: 100_000_000 }))
    expect(error).toMatchObject({
      code: 'amount_too_large',
      message: 'Amount must be no more than $999,999.99 usd',
    })
  })

  it('need a currency that exists; upper case is taken', async () => {
    const { stripe } = world()
    expect(await failure(stripe.paymentIntents.create({ ...MUG, currency: 'abc' }))).toMatchObject({
      param: 'currency',
    })
    expect((await stripe.paymentIntents.create({ ...MUG, currency: 'EUR' })).currency).toBe('eur')
  })
})

describe('a publishable key', () => {
  it('reads an intent by its secret and sees no more than Stripe.js needs', async () => {
    const w = world()
    const { id, client_secret } = await w.stripe.paymentIntents.create({ ...MUG, metadata: { a: 'b' } })
    const options = { key: 'pk_test_demo_0123456789' }
    const seen = await w.ask('GET', `/v1/payment_intents/${id}?client_secret=${client_secret}`, options)
    expect(seen.body).toMatchObject({ id, amount: 1200, client_secret, status: 'requires_payment_method' })
    for (const hidden of ['metadata', 'customer', 'latest_charge', 'amount_received'])
      expect(seen.body).not.toHaveProperty(hidden)

    const without = await w.ask('GET', `/v1/payment_intents/${id}`, options)
    expect(without.body.error).toMatchObject({ code: 'parameter_missing', param: 'client_secret' })
    const wrong = await w.ask('GET', `/v1/payment_intents/${id}?client_secret=${id}_secret_x`, options)
    expect(wrong.body.error).toMatchObject({
      code: 'payment_intent_invalid_parameter',
      param: 'client_secret',
    })
  })

  it('confirms with the secret, and a decline carries the intent as far as it may be seen', async () => {
    const w = world()
    const { client_secret } = await w.stripe.paymentIntents.create(MUG)
    const declined = await w.confirm(client_secret!, { payment_method: 'pm_card_chargeDeclined' })
    expect(declined.status).toBe(402)
    expect(declined.body.error.payment_intent).toMatchObject({
      status: 'requires_payment_method',
      client_secret,
    })
    expect(declined.body.error.payment_intent).not.toHaveProperty('metadata')
    const paid = await w.confirm(client_secret!, {
      receipt_email: 'ada@example.com',
      expected_payment_method_type: 'card',
    })
    expect(paid.body).toMatchObject({ status: 'succeeded', receipt_email: 'ada@example.com' })
  })

  it('never sees metadata, not even inside', async () => {
    const w = world()
    const key = 'pk_test_demo_0123456789'
    const card = { type: 'card', 'card[token]': 'tok_chargeDeclined', 'metadata[note]': 'ours' }
    const method = await w.ask('POST', '/v1/payment_methods', { key, form: card })
    expect(method.body.metadata).toEqual({})
    expect((await w.stripe.paymentMethods.retrieve(method.body.id)).metadata).toEqual({ note: 'ours' })
    const { client_secret } = await w.stripe.paymentIntents.create(MUG)
    const declined = await w.confirm(client_secret!, { payment_method: method.body.id })
    expect(JSON.stringify(declined.body)).not.toContain('ours')
  })

  it.each(['amount', 'metadata[a]', 'customer'])('cannot send %s with a confirmation', async (name) => {
    const w = world()
    const { client_secret } = await w.stripe.paymentIntents.create(MUG)
    const answer = await w.confirm(client_secret!, { [name]: '1' })
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'parameter_unknown' } } })
  })

  it.each(['off_session', 'amount_to_confirm', 'capture_method'])(
    'cannot send %s, which a secret key may',
    async (name) => {
      const w = world()
      const { client_secret } = await w.stripe.paymentIntents.create(MUG)
      const answer = await w.confirm(client_secret!, { [name]: 'true' })
      expect(answer).toMatchObject({
        status: 400,
        body: { error: { code: 'secret_key_required', param: name } },
      })
    },
  )

  it('may do nothing else', async () => {
    const w = world()
    const { id } = await w.stripe.paymentIntents.create(MUG)
    const doors = [
      ['POST', '/v1/payment_intents'],
      ['POST', `/v1/payment_intents/${id}`],
      ['POST', `/v1/payment_intents/${id}/cancel`],
      ['GET', '/v1/charges'],
      ['GET', '/v1/events'],
      ['POST', '/v1/refunds'],
    ] as const
    for (const [method, path] of doors) {
      const { status, body } = await w.ask(method, path, { key: 'pk_test_demo_0123456789' })
      expect([status, body.error.code]).toEqual([403, 'secret_key_required'])
    }
  })
})
