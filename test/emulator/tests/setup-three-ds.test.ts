import { describe, expect, it } from 'vitest'
import { BASE, type World, world } from './harness.ts'
import { challenged, setUp } from './set-ups.ts'

describe('3-D Secure of a set-up', () => {
  it('with Stripe.js, tells it which page to show', async () => {
    const w = world()
    const { intent } = await setUp(w, 'authenticationRequiredOnSetup', { expand: ['latest_attempt'] })
    const [source] = Object.keys(w.emulator.state.challenges)
    expect(intent).toMatchObject({
      status: 'requires_action',
      latest_attempt: { status: 'requires_action' },
      next_action: {
        type: 'use_stripe_sdk',
        use_stripe_sdk: { source, stripe_js: `${BASE}/pages/three-ds-2-challenge/${source}` },
      },
    })
    expect((await w.history()).slice(-2)).toEqual(['setup_intent.created', 'setup_intent.requires_action'])
  })

  it('with somewhere to come back to, redirects', async () => {
    const w = world()
    const return_url = 'https://shop.example/done'
    const { intent } = await setUp(w, 'authenticationRequired', { return_url, use_stripe_sdk: false })
    const [source] = Object.keys(w.emulator.state.challenges)
    expect(intent.next_action?.redirect_to_url).toEqual({
      url: `${BASE}/pages/three-ds-2-redirect/${source}`,
      return_url,
    })
  })

  it('shows the cardholder a card and a merchant, and no amount', async () => {
    const w = world()
    await setUp(w, 'threeDSecure2Required')
    const [source] = Object.keys(w.emulator.state.challenges)
    expect((await w.ask('GET', `/v1/3ds2/challenge/${source}`, { key: null })).body).toEqual({
      amount: null,
      currency: null,
      last4: '3220',
      merchant: 'Demo shop',
      return_url: null,
    })
  })

  it('passed: the card is set up, and the attempt authenticated', async () => {
    const w = world()
    const { intent, body, customer } = await challenged(w, 'authenticationRequired', 'authorize')
    expect(body).toEqual({
      setup_intent: intent.id,
      client_secret: intent.client_secret,
      status: 'succeeded',
      return_url: null,
    })
    expect(intent).toMatchObject({ status: 'succeeded', next_action: null })
    const [attempt] = (await w.stripe.setupAttempts.list({ setup_intent: intent.id })).data
    expect(attempt).toMatchObject({
      status: 'succeeded',
      payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } },
    })
    expect((await w.stripe.customers.listPaymentMethods(customer)).data).toHaveLength(1)
    expect((await w.history()).slice(-3)).toEqual([
      'setup_intent.requires_action',
      'payment_method.attached',
      'setup_intent.succeeded',
    ])
  })

  it.each(['fail', 'close'])('%s: back to requires_payment_method, and nothing is saved', async (outcome) => {
    const w = world()
    const { intent, customer } = await challenged(w, 'authenticationRequired', outcome)
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      next_action: null,
      payment_method: null,
      last_setup_error: { code: 'setup_intent_authentication_failure', type: 'invalid_request_error' },
    })
    expect((await w.stripe.customers.listPaymentMethods(customer)).data).toEqual([])
    expect((await w.history()).at(-1)).toBe('setup_intent.setup_failed')
  })

  it('passed on a card that the bank then declines leaves the decline on the intent', async () => {
    const { intent } = await challenged(world(), 'threeDSecureRequiredChargeDeclined', 'authorize')
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      last_setup_error: { code: 'card_declined', decline_code: 'generic_decline' },
    })
  })

  it('ends when the intent is canceled, changed or confirmed anew, and so does its attempt', async () => {
    const endings: ((w: World, id: string) => Promise<unknown>)[] = [
      ({ stripe }, id) => stripe.setupIntents.cancel(id),
      ({ stripe }, id) => stripe.setupIntents.update(id, { payment_method: 'pm_card_visa' }),
      ({ stripe }, id) => stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' }),
    ]
    for (const end of endings) {
      const w = world()
      const { intent } = await setUp(w, 'authenticationRequired')
      const [source] = Object.keys(w.emulator.state.challenges)
      await end(w, intent.id)
      const late = await w.ask('POST', `/v1/3ds2/challenge/${source}`, { form: { outcome: 'authorize' } })
      expect(late.status).toBe(400)
      const { data } = await w.stripe.setupAttempts.list({ setup_intent: intent.id })
      expect(data.at(-1)?.status).toBe('abandoned')
    }
  })

  it('is asked on request of a card that does not want it', async () => {
    const w = world()
    const payment_method_options = { card: { request_three_d_secure: 'any' } } as const
    expect((await setUp(w, 'threeDSecureOptional')).intent.status).toBe('succeeded')
    expect((await setUp(w, 'threeDSecureOptional', { payment_method_options })).intent.status).toBe(
      'requires_action',
    )
  })
})
