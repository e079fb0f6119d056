import { describe, expect, it } from 'vitest'
import { failure, world } from './harness.ts'
import { challenged, payLater, setUp } from './set-ups.ts'

describe('a card that was set up', () => {
  it('is charged without the cardholder where the bank would otherwise ask', async () => {
    const w = world()
    const { customer, method } = await setUp(w, 'authenticationRequiredOnSetup')
    await w.stripe.paymentMethods.attach(method, { customer })
    expect(await failure(payLater(w, customer, method))).toMatchObject({ code: 'authentication_required' })
    const done = await challenged(w, 'authenticationRequiredOnSetup', 'authorize')
    expect((await payLater(w, done.customer, done.method)).status).toBe('succeeded')
  })

  it('for payments with the cardholder only is not', async () => {
    const w = world()
    const usage = 'on_session'
    const { customer, method } = await challenged(w, 'authenticationRequiredOnSetup', 'authorize', { usage })
    expect(await failure(payLater(w, customer, method))).toMatchObject({ code: 'authentication_required' })
  })

  it.each([
    ['authenticationRequired', 'authentication_required'],
    ['authenticationRequiredChargeDeclinedInsufficientFunds', 'authentication_required'],
  ])('%s: still %s', async (card, code) => {
    const w = world()
    const { customer, method } = await challenged(w, card, 'authorize')
    const error = await failure(payLater(w, customer, method))
    expect(error).toMatchObject({
      statusCode: 402,
      code,
      payment_intent: { status: 'requires_payment_method', last_payment_error: { code } },
    })
  })

  it('chargeCustomerFail is declined when it is charged', async () => {
    const w = world()
    const { intent, customer, method } = await setUp(w, 'chargeCustomerFail')
    expect(intent.status).toBe('succeeded')
    expect(await failure(payLater(w, customer, method))).toMatchObject({ code: 'card_declined' })
  })

  it('authenticationRequiredSetupForOffSession needs no set-up, and passes one without a challenge', async () => {
    const w = world()
    const { intent, customer, method } = await setUp(w, 'authenticationRequiredSetupForOffSession')
    expect(intent.status).toBe('succeeded')
    expect((await payLater(w, customer, method)).status).toBe('succeeded')
  })
})
