import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { CARD_ONLY, failure, MUG, NOW, type World, world } from './harness.ts'
import { setUp } from './set-ups.ts'

const KEY = 'pk_test_demo_0123456789'

/** An intent in each state, the way it gets there. */
const STATES: Record<string, (w: World) => Promise<string>> = {
  requires_payment_method: async ({ stripe }) => (await stripe.setupIntents.create(CARD_ONLY)).id,
  requires_confirmation: async ({ stripe }) =>
    (await stripe.setupIntents.create({ ...CARD_ONLY, payment_method: 'pm_card_visa' })).id,
  requires_action: async (w) => (await setUp(w, 'authenticationRequired')).intent.id,
  succeeded: async (w) => (await setUp(w, 'visa')).intent.id,
  canceled: async ({ stripe }) => {
    const { id } = await stripe.setupIntents.create({ ...CARD_ONLY, payment_method: 'pm_card_visa' })
    return (await stripe.setupIntents.cancel(id)).id
  },
}

describe('a setup intent', () => {
  it('starts without a payment method, with a secret of its own and every field that is always there', async () => {
    const { stripe, history } = world()
    const intent = await stripe.setupIntents.create({ ...CARD_ONLY, metadata: { edge_checkout: 'chk_1' } })
    expect(intent).toEqual({
      id: expect.stringMatching(/^seti_\w{24}$/),
      object: 'setup_intent',
      allowed_payment_method_types: ['card'],
      application: null,
      automatic_payment_methods: null,
      cancellation_reason: null,
      client_secret: expect.stringMatching(new RegExp(`^${intent.id}_secret_\\w{25}$`)),
      created: NOW,
      customer: null,
      customer_account: null,
      description: null,
      excluded_payment_method_types: null,
      flow_directions: null,
      last_setup_error: null,
      latest_attempt: null,
      livemode: false,
      managed_payments: null,
      mandate: null,
      metadata: { edge_checkout: 'chk_1' },
      next_action: null,
      on_behalf_of: null,
      payment_method: null,
      payment_method_configuration_details: null,
      payment_method_options: {
        card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
      },
      payment_method_types: ['card'],
      single_use_mandate: null,
      status: 'requires_payment_method',
      usage: 'off_session',
    })
    expect(await history()).toEqual(['setup_intent.created'])
  })

  it.each(Object.entries(STATES))('reaches %s', async (status, reach) => {
    const w = world()
    expect((await w.stripe.setupIntents.retrieve(await reach(w))).status).toBe(status)
  })

  it('that succeeds saves the payment method to the customer, and says so before', async () => {
    const w = world()
    const { intent, customer, method } = await setUp(w, 'visa', {
      expand: ['payment_method', 'latest_attempt'],
    })
    expect(intent).toMatchObject({
      status: 'succeeded',
      last_setup_error: null,
      latest_attempt: {
        object: 'setup_attempt',
        customer,
        payment_method_details: { type: 'card', card: { last4: '4242', three_d_secure: null } },
        setup_error: null,
        status: 'succeeded',
        usage: 'off_session',
      },
      next_action: null,
      payment_method: { customer, card: { checks: { cvc_check: 'pass' } } },
    })
    expect(method).toBeTruthy()
    expect(await w.history()).toEqual([
      'customer.created',
      'setup_intent.created',
      'payment_method.attached',
      'setup_intent.succeeded',
    ])
  })

  it('of a payment method that the customer has already attaches nothing', async () => {
    const w = world()
    const { id: customer } = await w.stripe.customers.create()
    const { id } = await w.stripe.paymentMethods.attach('pm_card_visa', { customer })
    await setUp(w, 'visa', { customer, payment_method: id })
    expect((await w.history()).filter((type) => type === 'payment_method.attached')).toHaveLength(1)
  })

  it('without a customer keeps the payment method for one, and for nothing else until then', async () => {
    const { stripe } = world()
    const made = await stripe.setupIntents.create({
      ...CARD_ONLY,
      payment_method: 'pm_card_visa',
      confirm: true,
    })
    const payment_method = made.payment_method as string
    for (const confirm of [true, false]) {
      const again = stripe.setupIntents.create({ ...CARD_ONLY, payment_method, confirm })
      expect((await failure(again)).message).toContain('It may not be used again')
    }
    const paid = stripe.paymentIntents.create({ ...MUG, payment_method, confirm: true })
    expect((await failure(paid)).message).toContain('It may not be used again')
    const { id: customer } = await stripe.customers.create()
    await stripe.paymentMethods.attach(payment_method, { customer })
    const later = await stripe.paymentIntents.create({ ...MUG, customer, payment_method, confirm: true })
    expect(later.status).toBe('succeeded')
  })

  it('declined goes back to requires_payment_method, and takes another card', async () => {
    const { stripe, history } = world()
    const { id } = await stripe.setupIntents.create(CARD_ONLY)
    const error = await failure(stripe.setupIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' }))
    expect(error).toMatchObject({
      statusCode: 402,
      type: 'StripeCardError',
      code: 'card_declined',
      decline_code: 'generic_decline',
      payment_method: { card: { last4: '0002' } },
      setup_intent: { id, status: 'requires_payment_method' },
    })
    const declined = await stripe.setupIntents.retrieve(id)
    expect(declined).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_setup_error: {
        type: 'card_error',
        code: 'card_declined',
        payment_method: { card: { last4: '0002' } },
      },
    })
    const done = await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' })
    expect(done).toMatchObject({ status: 'succeeded', last_setup_error: null })
    const { data } = await stripe.setupAttempts.list({ setup_intent: id })
    expect(data.map(({ status, setup_error }) => [status, setup_error?.code])).toEqual([
      ['succeeded', undefined],
      ['failed', 'card_declined'],
    ])
    expect(await history()).toEqual([
      'setup_intent.created',
      'setup_intent.setup_failed',
      'setup_intent.succeeded',
    ])
  })

  it('takes the card’s data instead of a payment method, and never both', async () => {
    const { stripe } = world()
    const card = { token: 'tok_visa' } as object
    const payment_method_data = { type: 'card', card } as Stripe.SetupIntentCreateParams.PaymentMethodData
    const made = await stripe.setupIntents.create({ ...CARD_ONLY, payment_method_data, confirm: true })
    expect(made).toMatchObject({ status: 'succeeded', payment_method: expect.stringMatching(/^pm_/) })
    const both = stripe.setupIntents.create({ payment_method_data, payment_method: 'pm_card_visa' })
    expect(await failure(both)).toMatchObject({ code: 'parameters_exclusive' })
  })

  it('cannot be confirmed without a payment method, not even the customer’s default, nor when it is canceled', async () => {
    const { stripe } = world()
    const { id: customer } = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    })
    const { id } = await stripe.setupIntents.create({ ...CARD_ONLY, customer })
    const missing = {
      code: 'setup_intent_unexpected_state',
      message: expect.stringContaining("it's missing a payment method"),
      setup_intent: expect.objectContaining({ id, latest_attempt: null }),
    }
    expect(await failure(stripe.setupIntents.confirm(id))).toMatchObject(missing)
    await stripe.setupIntents.cancel(id)
    expect((await failure(stripe.setupIntents.confirm(id))).message).toContain(
      "it's missing a payment method",
    )
  })

  it("refuses another customer's payment method", async () => {
    const { stripe } = world()
    const [ada, bob] = [await stripe.customers.create(), await stripe.customers.create()]
    const { id: payment_method } = await stripe.paymentMethods.attach('pm_card_visa', { customer: ada.id })
    const bobs = await failure(stripe.setupIntents.create({ customer: bob.id, payment_method }))
    expect(bobs).toMatchObject({
      param: 'payment_method',
      message: `The PaymentMethod ${payment_method} does not belong to the Customer you supplied ${bob.id}. Please use this PaymentMethod with the Customer that it belongs to instead.`,
    })
    expect(bobs).not.toHaveProperty('setup_intent.id')
    const { id } = await stripe.setupIntents.create()
    expect(await failure(stripe.setupIntents.update(id, { payment_method }))).toMatchObject({
      message: `The payment method supplied (${payment_method}) belongs to the Customer ${ada.id}. Please include the Customer in the \`customer\` parameter on the SetupIntent.`,
      setup_intent: { id, payment_method: null },
    })
  })

  const MATRIX = [
    ['confirm', ['requires_payment_method', 'requires_confirmation', 'requires_action']],
    ['cancel', ['requires_payment_method', 'requires_confirmation', 'requires_action']],
    ['change the payment method of', ['requires_payment_method', 'requires_confirmation', 'requires_action']],
  ] as const
  const ACTS: Record<(typeof MATRIX)[number][0], (w: World, id: string) => Promise<unknown>> = {
    confirm: ({ stripe }, id) => stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' }),
    cancel: ({ stripe }, id) => stripe.setupIntents.cancel(id, { cancellation_reason: 'abandoned' }),
    'change the payment method of': ({ stripe }, id) =>
      stripe.setupIntents.update(id, { payment_method: 'pm_card_visa' }),
  }
  const cases = MATRIX.flatMap(([act, allowed]) =>
    Object.keys(STATES).map((state) => [act, state, allowed.some((name) => name === state)] as const),
  )
  it.each(cases)('may %s one that is %s: %s', async (act, state, allowed) => {
    const w = world()
    const id = await STATES[state]!(w)
    const before = await w.stripe.setupIntents.retrieve(id)
    if (allowed) {
      await ACTS[act](w, id)
      return
    }
    expect(await failure(ACTS[act](w, id))).toMatchObject({
      statusCode: 400,
      code: 'setup_intent_unexpected_state',
      setup_intent: { id, status: state },
    })
    expect(await w.stripe.setupIntents.retrieve(id)).toEqual(before)
  })

  it('is described anew in every state, without an event', async () => {
    const w = world()
    const id = await STATES.succeeded!(w)
    const before = await w.history()
    const changed = await w.stripe.setupIntents.update(id, {
      description: 'Spare card',
      metadata: { a: '1' },
    })
    expect(changed).toMatchObject({ description: 'Spare card', metadata: { a: '1' }, status: 'succeeded' })
    expect(await w.history()).toEqual(before)
  })

  it('canceled keeps its reason and its payment method', async () => {
    const { stripe, history } = world()
    const { id } = await stripe.setupIntents.create({ ...CARD_ONLY, payment_method: 'pm_card_visa' })
    expect(await stripe.setupIntents.cancel(id, { cancellation_reason: 'duplicate' })).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'duplicate',
      payment_method: expect.stringMatching(/^pm_/),
    })
    expect((await history()).at(-1)).toBe('setup_intent.canceled')
  })

  it('is listed by customer, payment method and date', async () => {
    const w = world()
    const { intent, customer, method } = await setUp(w, 'visa')
    const other = await w.stripe.setupIntents.create()
    const ids = async (params?: Stripe.SetupIntentListParams) =>
      (await w.stripe.setupIntents.list(params)).data.map(({ id }) => id)
    expect(await ids()).toEqual([other.id, intent.id])
    expect(await ids({ customer })).toEqual([intent.id])
    expect(await ids({ payment_method: method })).toEqual([intent.id])
    expect(await ids({ created: { gt: NOW } })).toEqual([])
  })

  it('that is not there is a setupintent, in one word', async () => {
    const { stripe } = world()
    expect(await failure(stripe.setupIntents.retrieve('seti_none'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      message: "No such setupintent: 'seti_none'",
      param: 'intent',
    })
  })
})

describe('the ways to pay of a setup intent', () => {
  it('cannot be named by payment_method_types any more, except at older versions', async () => {
    const w = world()
    const form = { 'payment_method_types[0]': 'card' }
    const refused = await w.ask('POST', '/v1/setup_intents', { form })
    expect(refused.body.error).toMatchObject({
      code: 'payment_method_types_no_longer_supported',
      param: 'payment_method_types',
    })
    const old = await w.ask('POST', '/v1/setup_intents', { form, headers: { 'Stripe-Version': '' } })
    expect(old.body).toMatchObject({ payment_method_types: ['card'], automatic_payment_methods: null })
  })

  it('are automatic when none are named, and then need a way back', async () => {
    const { stripe } = world()
    const { id, automatic_payment_methods } = await stripe.setupIntents.create({
      payment_method: 'pm_card_visa',
    })
    expect(automatic_payment_methods).toEqual({ allow_redirects: 'always', enabled: true })
    const refused = await failure(stripe.setupIntents.confirm(id))
    expect(refused).toMatchObject({ statusCode: 400, param: 'return_url', setup_intent: { id } })
    const done = await stripe.setupIntents.confirm(id, { return_url: 'https://shop.example/done' })
    expect(done.status).toBe('succeeded')
  })

  it('asked for by name need a way back at once, unless redirects are never allowed', async () => {
    const { stripe } = world()
    const create = (automatic_payment_methods: Stripe.SetupIntentCreateParams.AutomaticPaymentMethods) =>
      stripe.setupIntents.create({ automatic_payment_methods, payment_method: 'pm_card_visa', confirm: true })
    expect(await failure(create({ enabled: true }))).toMatchObject({ param: 'return_url' })
    expect((await create({ enabled: true, allow_redirects: 'never' })).status).toBe('succeeded')
    expect((await stripe.setupIntents.list()).data).toHaveLength(1)
  })
})

describe('a publishable key', () => {
  const confirm = (w: World, { id, client_secret }: Stripe.SetupIntent, form: Record<string, string> = {}) =>
    w.ask('POST', `/v1/setup_intents/${id}/confirm`, {
      key: KEY,
      form: {
        client_secret: client_secret!,
        use_stripe_sdk: 'true',
        payment_method: 'pm_card_visa',
        ...form,
      },
    })

  it('reads a setup intent by its secret and sees no more than Stripe.js needs', async () => {
    const w = world()
    const { id, client_secret } = await w.stripe.setupIntents.create({ metadata: { a: 'b' } })
    const seen = await w.ask('GET', `/v1/setup_intents/${id}?client_secret=${client_secret}`, { key: KEY })
    expect(seen.body).toMatchObject({
      id,
      client_secret,
      status: 'requires_payment_method',
      usage: 'off_session',
    })
    for (const hidden of ['metadata', 'customer', 'latest_attempt'])
      expect(seen.body).not.toHaveProperty(hidden)
    const without = await w.ask('GET', `/v1/setup_intents/${id}`, { key: KEY })
    expect(without.body.error).toMatchObject({ code: 'parameter_missing', param: 'client_secret' })
    const wrong = await w.ask('GET', `/v1/setup_intents/${id}?client_secret=${id}_secret_x`, { key: KEY })
    expect(wrong.body.error).toMatchObject({ code: 'setup_intent_invalid_parameter', param: 'client_secret' })
  })

  it('confirms with the secret, and a decline carries the intent as far as it may be seen', async () => {
    const w = world()
    const intent = await w.stripe.setupIntents.create({ ...CARD_ONLY, metadata: { a: 'b' } })
    const declined = await confirm(w, intent, { payment_method: 'pm_card_chargeDeclined' })
    expect(declined.status).toBe(402)
    expect(declined.body.error.setup_intent).toMatchObject({
      id: intent.id,
      status: 'requires_payment_method',
    })
    expect(declined.body.error.setup_intent).not.toHaveProperty('metadata')
    expect((await confirm(w, intent)).body).toMatchObject({ status: 'succeeded' })
  })

  it('confirms nothing with the secret of another', async () => {
    const w = world()
    const [mine, other] = [
      await w.stripe.setupIntents.create(CARD_ONLY),
      await w.stripe.setupIntents.create(),
    ]
    const refused = await confirm(w, mine, { client_secret: other.client_secret! })
    expect(refused.body.error).toMatchObject({
      code: 'setup_intent_invalid_parameter',
      param: 'client_secret',
    })
    expect((await w.stripe.setupIntents.retrieve(mine.id)).status).toBe('requires_payment_method')
  })

  it('needs no way back with automatic methods, for Stripe.js comes back by itself', async () => {
    const w = world()
    const { body } = await confirm(w, await w.stripe.setupIntents.create())
    expect(body).toMatchObject({ status: 'succeeded', automatic_payment_methods: { enabled: true } })
  })

  it('opens the payment method with a confirmation, and nothing that it may not see', async () => {
    const w = world()
    const intent = await w.stripe.setupIntents.create(CARD_ONLY)
    const hidden = await confirm(w, intent, { 'expand[0]': 'customer' })
    expect(hidden).toMatchObject({ status: 403, body: { error: { code: 'secret_key_required' } } })
    const { body } = await confirm(w, intent, { 'expand[0]': 'payment_method' })
    expect(body.payment_method).toMatchObject({ object: 'payment_method', card: { last4: '4242' } })
  })

  it.each(['customer', 'usage', 'metadata[a]'])('cannot send %s with a confirmation', async (name) => {
    const w = world()
    const answer = await confirm(w, await w.stripe.setupIntents.create(CARD_ONLY), { [name]: '1' })
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'parameter_unknown' } } })
  })

  it('may do nothing else', async () => {
    const w = world()
    const { id } = await w.stripe.setupIntents.create()
    const doors = [
      ['POST', '/v1/setup_intents'],
      ['GET', '/v1/setup_intents'],
      ['POST', `/v1/setup_intents/${id}`],
      ['POST', `/v1/setup_intents/${id}/cancel`],
      ['GET', `/v1/setup_attempts?setup_intent=${id}`],
    ] as const
    for (const [method, path] of doors) {
      const { status, body } = await w.ask(method, path, { key: KEY })
      expect([status, body.error.code]).toEqual([403, 'secret_key_required'])
    }
  })
})
