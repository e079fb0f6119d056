import { describe, expect, it } from 'vitest'
import { BASE, failure, MUG, type World, world } from './harness.ts'

const CARD = { payment_method: 'pm_card_threeDSecure2Required' }

/** Confirms as Stripe.js does. @returns the challenge's source. */
async function challenged(w: World, form: Record<string, string> = CARD) {
  const intent = await w.stripe.paymentIntents.create(MUG)
  const { body } = await w.confirm(intent.client_secret!, form)
  return { intent, body, source: body.next_action.use_stripe_sdk.source as string }
}

const answer = (w: World, source: string, outcome: string) =>
  w.ask('POST', `/v1/3ds2/challenge/${source}`, { key: null, form: { outcome } })

describe('3-D Secure', () => {
  it('with Stripe.js, tells it which page to show', async () => {
    const w = world()
    const { body, source } = await challenged(w)
    expect(body.status).toBe('requires_action')
    expect(body.next_action).toMatchObject({
      type: 'use_stripe_sdk',
      use_stripe_sdk: {
        type: 'three_d_secure_redirect',
        source,
        stripe_js: `${BASE}/pages/three-ds-2-challenge/${source}`,
      },
    })
    expect(await w.history()).toEqual(['payment_intent.created', 'payment_intent.requires_action'])
  })

  it('with somewhere to come back to, redirects', async () => {
    const w = world()
    const { id } = await w.stripe.paymentIntents.create(MUG)
    const return_url = 'https://shop.example/done'
    const intent = await w.stripe.paymentIntents.confirm(id, { ...CARD, return_url })
    const [source] = Object.keys(w.emulator.state.challenges)
    expect(intent.next_action).toEqual({
      type: 'redirect_to_url',
      redirect_to_url: { url: `${BASE}/pages/three-ds-2-redirect/${source}`, return_url },
    })
    expect((await answer(w, source!, 'authorize')).body).toMatchObject({ status: 'succeeded', return_url })
  })

  it('with neither is left to Stripe.js', async () => {
    const { stripe } = world()
    const { id } = await stripe.paymentIntents.create(MUG)
    const { next_action } = await stripe.paymentIntents.confirm(id, CARD)
    expect(next_action?.type).toBe('use_stripe_sdk')
  })

  it('shows the cardholder what is being paid', async () => {
    const w = world()
    const { source } = await challenged(w)
    const { body } = await w.ask('GET', `/v1/3ds2/challenge/${source}`, { key: null })
    expect(body).toEqual({
      amount: 1200,
      currency: 'usd',
      last4: '3220',
      merchant: 'Demo shop',
      return_url: null,
    })
  })

  it('passed: the charge is authenticated and the intent succeeds', async () => {
    const w = world()
    const { source, intent } = await challenged(w)
    expect((await answer(w, source, 'authorize')).body).toEqual({
      payment_intent: intent.id,
      client_secret: intent.client_secret,
      status: 'succeeded',
      return_url: null,
    })
    const paid = await w.stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] })
    expect(paid).toMatchObject({
      next_action: null,
      latest_charge: { payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } } },
    })
    expect(await w.history()).toEqual([
      'payment_intent.created',
      'payment_intent.requires_action',
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.updated',
    ])
  })

  it.each(['fail', 'close'])('%s: back to requires_payment_method, without a charge', async (outcome) => {
    const w = world()
    const { source, intent } = await challenged(w)
    expect((await answer(w, source, outcome)).body.status).toBe('requires_payment_method')
    expect(await w.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      latest_charge: null,
      next_action: null,
      payment_method: null,
      last_payment_error: { code: 'payment_intent_authentication_failure', type: 'invalid_request_error' },
    })
    expect((await w.history()).at(-1)).toBe('payment_intent.payment_failed')
  })

  it('passed on a card without funds: declined after the challenge', async () => {
    const w = world()
    const { source, intent } = await challenged(w, {
      payment_method: 'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds',
    })
    expect(await answer(w, source, 'authorize')).toMatchObject({
      status: 200,
      body: { status: 'requires_payment_method' },
    })
    const { last_payment_error } = await w.stripe.paymentIntents.retrieve(intent.id)
    expect(last_payment_error).toMatchObject({ code: 'card_declined', decline_code: 'insufficient_funds' })
  })

  it('a challenge is answered once', async () => {
    const w = world()
    const { source } = await challenged(w)
    await answer(w, source, 'authorize')
    expect(await answer(w, source, 'authorize')).toMatchObject({
      status: 400,
      body: { error: { param: 'source' } },
    })
    expect((await w.ask('GET', `/v1/3ds2/challenge/${source}`, { key: null })).status).toBe(400)
    expect((await w.stripe.charges.list()).data).toHaveLength(1)
  })

  it('a canceled intent ends its challenge', async () => {
    const w = world()
    const { source, intent } = await challenged(w)
    await w.stripe.paymentIntents.cancel(intent.id)
    expect((await answer(w, source, 'authorize')).status).toBe(400)
    expect((await w.stripe.paymentIntents.retrieve(intent.id)).status).toBe('canceled')
  })

  it('a new confirmation ends the challenge of the old one', async () => {
    const w = world()
    const { source, intent } = await challenged(w)
    const again = await w.confirm(intent.client_secret!, CARD)
    expect(again.body.next_action.use_stripe_sdk.source).not.toBe(source)
    expect((await answer(w, source, 'authorize')).status).toBe(400)
  })

  it('an unknown source, or an outcome that is none, is refused', async () => {
    const w = world()
    expect((await answer(w, 'payatt_x', 'authorize')).status).toBe(404)
    const { source } = await challenged(w)
    expect((await answer(w, source, 'maybe')).body.error).toMatchObject({ param: 'outcome' })
  })

  it('is not asked of a card that wants it only on request, unless it is requested', async () => {
    const { stripe } = world()
    const card = {
      ...MUG,
      payment_method: 'pm_card_threeDSecureOptional',
      confirm: true,
      use_stripe_sdk: true,
    }
    expect((await stripe.paymentIntents.create(card)).status).toBe('succeeded')
    const payment_method_options = { card: { request_three_d_secure: 'any' } } as const
    expect((await stripe.paymentIntents.create({ ...card, payment_method_options })).status).toBe(
      'requires_action',
    )
  })

  it.each([
    ['authenticationRequired', 'authentication_required'],
    ['authenticationRequiredOnSetup', 'authentication_required'],
    ['authenticationRequiredSetupForOffSession', null],
  ])('off-session, %s: %s', async (name, code) => {
    const { stripe } = world()
    const pay = stripe.paymentIntents.create({
      ...MUG,
      payment_method: `pm_card_${name}`,
      confirm: true,
      off_session: true,
    })
    if (code === null) expect((await pay).status).toBe('succeeded')
    else expect(await failure(pay)).toMatchObject({ statusCode: 402, code, decline_code: code })
  })

  it.each(['one_off', 'recurring'] as const)('off-session as %s asks nobody either', async (off_session) => {
    const { stripe } = world()
    const card = { payment_method: 'pm_card_authenticationRequired', confirm: true, off_session }
    expect(await failure(stripe.paymentIntents.create({ ...MUG, ...card }))).toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
    })
  })

  it('a card set up with a payment is charged off-session later without it', async () => {
    const w = world()
    const { id: customer } = await w.stripe.customers.create()
    const intent = await w.stripe.paymentIntents.create({
      ...MUG,
      customer,
      setup_future_usage: 'off_session',
    })
    const { body } = await w.confirm(intent.client_secret!, {
      payment_method: 'pm_card_authenticationRequiredOnSetup',
    })
    await answer(w, body.next_action.use_stripe_sdk.source, 'authorize')
    const [saved] = (await w.stripe.customers.listPaymentMethods(customer)).data
    const later = await w.stripe.paymentIntents.create({
      ...MUG,
      customer,
      payment_method: saved!.id,
      confirm: true,
      off_session: true,
    })
    expect(later.status).toBe('succeeded')
  })

  it('passed on an intent that is confirmed by hand waits for the server to confirm once more', async () => {
    const w = world()
    const manual = { ...MUG, ...CARD, confirmation_method: 'manual', use_stripe_sdk: true } as const
    const { id, client_secret } = await w.stripe.paymentIntents.create({ ...manual, confirm: true })
    const [source] = Object.keys(w.emulator.state.challenges)
    expect((await answer(w, source!, 'authorize')).body.status).toBe('requires_confirmation')
    expect((await w.stripe.charges.list()).data).toEqual([])
    const byBrowser = await w.confirm(client_secret!, CARD)
    expect(byBrowser.body.error.message).toContain('`confirmation_method` is set to `manual`')
    expect((await w.stripe.paymentIntents.confirm(id)).status).toBe('succeeded')
  })

  it('passed for one amount is asked again for another', async () => {
    const w = world()
    const manual = { ...MUG, ...CARD, confirmation_method: 'manual', use_stripe_sdk: true } as const
    const { id } = await w.stripe.paymentIntents.create({ ...manual, confirm: true })
    await answer(w, Object.keys(w.emulator.state.challenges)[0]!, 'authorize')
    await w.stripe.paymentIntents.update(id, { amount: 9900 })
    expect((await w.stripe.paymentIntents.confirm(id, { use_stripe_sdk: true })).status).toBe(
      'requires_action',
    )
  })

  it('whose lookup fails is a decline', async () => {
    const { stripe } = world()
    const card = { ...MUG, payment_method: 'pm_card_threeDSecureRequiredProcessingError', confirm: true }
    expect(await failure(stripe.paymentIntents.create(card))).toMatchObject({ code: 'card_declined' })
  })
})
