import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { failure, MUG, type World, world } from './harness.ts'
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

describe('a card that was paid with', () => {
  /** A customer, and the secret of a payment that may keep its card. */
  async function paying({ stripe }: World) {
    const { id: customer } = await stripe.customers.create()
    const { id, client_secret } = await stripe.paymentIntents.create({ ...MUG, customer })
    return { customer, id, secret: client_secret! }
  }

  it('is saved when the confirmation says so, and paid with again in a browser', async () => {
    const w = world()
    const { customer, id, secret } = await paying(w)
    const { body } = await w.confirm(secret, { setup_future_usage: 'off_session' })
    expect(body).toMatchObject({ status: 'succeeded', setup_future_usage: 'off_session' })
    const [saved] = (await w.stripe.customers.listPaymentMethods(customer)).data
    expect(saved?.id).toBe((await w.stripe.paymentIntents.retrieve(id)).payment_method)
    const again = await w.stripe.paymentIntents.create({ ...MUG, customer })
    const paid = await w.confirm(again.client_secret!, { payment_method: saved!.id })
    expect(paid.body).toMatchObject({ status: 'succeeded', payment_method: saved!.id })
  })

  it('wants its cardholder again in a browser, and not off session, once it is set up', async () => {
    const w = world()
    const { customer, secret } = await paying(w)
    const card = {
      payment_method: 'pm_card_authenticationRequiredOnSetup',
      setup_future_usage: 'off_session',
    }
    const asked = await w.confirm(secret, card)
    const { source } = asked.body.next_action.use_stripe_sdk
    await w.ask('POST', `/v1/3ds2/challenge/${source}`, { key: null, form: { outcome: 'authorize' } })
    const [saved] = (await w.stripe.customers.listPaymentMethods(customer)).data
    expect((await payLater(w, customer, saved!.id)).status).toBe('succeeded')
    const inBrowser = await w.stripe.paymentIntents.create({ ...MUG, customer })
    const { body } = await w.confirm(inBrowser.client_secret!, { payment_method: saved!.id })
    expect(body.status).toBe('requires_action')
  })

  it("is not another customer's to pay with, not even with the client secret", async () => {
    const w = world()
    const { id: payment_method } = await w.stripe.paymentMethods.attach('pm_card_visa', {
      customer: (await w.stripe.customers.create()).id,
    })
    const { secret, id } = await paying(w)
    const { status, body } = await w.confirm(secret, { payment_method })
    expect([status, body.error.param]).toEqual([400, 'payment_method'])
    expect((await w.stripe.paymentIntents.retrieve(id)).status).toBe('requires_payment_method')
  })

  it('kept for later without a customer can be saved to one afterwards', async () => {
    const { stripe } = world()
    const paid = await stripe.paymentIntents.create({
      ...MUG,
      payment_method: 'pm_card_visa',
      confirm: true,
      setup_future_usage: 'off_session',
    })
    const { id: customer } = await stripe.customers.create()
    const saved = await stripe.paymentMethods.attach(paid.payment_method as string, { customer })
    expect(saved.customer).toBe(customer)
  })
})

describe('a customer’s default card', () => {
  const withDefault = async ({ stripe }: World) =>
    stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    })

  it('that is detached is the default no longer, and the customer’s change is told', async () => {
    const w = world()
    const { id, invoice_settings } = await withDefault(w)
    const method = invoice_settings.default_payment_method as string
    await w.stripe.paymentMethods.detach(method)
    const { invoice_settings: settings } = (await w.stripe.customers.retrieve(id)) as Stripe.Customer
    expect(settings.default_payment_method).toBeNull()
    expect((await w.history()).slice(-2)).toEqual(['payment_method.detached', 'customer.updated'])
    const [event] = (await w.stripe.events.list({ type: 'customer.updated' })).data
    expect(event?.data.previous_attributes).toEqual({
      invoice_settings: { default_payment_method: method },
    })
  })

  it('stays when another one is detached, and nothing is told of the customer', async () => {
    const w = world()
    const { id: customer } = await withDefault(w)
    const { id } = await w.stripe.paymentMethods.attach('pm_card_mastercard', { customer })
    await w.stripe.paymentMethods.detach(id)
    expect(await w.history()).not.toContain('customer.updated')
  })

  it('is one of the customer’s own', async () => {
    const w = world()
    const { id: customer } = await w.stripe.customers.create()
    const { id } = await w.stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } })
    const setDefault = (default_payment_method: string) =>
      failure(w.stripe.customers.update(customer, { invoice_settings: { default_payment_method } }))
    const param = 'invoice_settings[default_payment_method]'
    expect(await setDefault(id)).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      message: `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      param,
    })
    expect(await setDefault('pm_none')).toMatchObject({ statusCode: 400, code: 'resource_missing', param })
  })

  it('and all others are nobody’s when the customer is deleted', async () => {
    const w = world()
    const { id, invoice_settings } = await withDefault(w)
    await w.stripe.customers.del(id)
    const method = invoice_settings.default_payment_method as string
    expect((await w.stripe.paymentMethods.retrieve(method)).customer).toBeNull()
    const { id: customer } = await w.stripe.customers.create()
    const again = await failure(w.stripe.paymentMethods.attach(method, { customer }))
    expect(again.message).toContain('It may not be used again')
  })
})

describe('a customer’s cards', () => {
  it('are listed by type and by whether they may be shown again', async () => {
    const { stripe } = world()
    const { id: customer } = await stripe.customers.create()
    const shown = await stripe.paymentMethods.create({
      type: 'card',
      card: { token: 'tok_visa' },
      allow_redisplay: 'always',
    })
    await stripe.paymentMethods.attach(shown.id, { customer })
    const other = await stripe.paymentMethods.attach('pm_card_mastercard', { customer })
    const ids = async (list: PromiseLike<{ data: { id: string }[] }>) => (await list).data.map(({ id }) => id)
    expect(await ids(stripe.paymentMethods.list({ customer, type: 'card' }))).toEqual([other.id, shown.id])
    expect(await ids(stripe.customers.listPaymentMethods(customer, { allow_redisplay: 'always' }))).toEqual([
      shown.id,
    ])
    await stripe.paymentMethods.update(other.id, { allow_redisplay: 'always' })
    expect(await ids(stripe.paymentMethods.list({ customer, allow_redisplay: 'always' }))).toHaveLength(2)
  })

  it('are read by way of the customer, who has no other’s', async () => {
    const { stripe } = world()
    const [ada, bob] = [await stripe.customers.create(), await stripe.customers.create()]
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: ada.id })
    const read = await stripe.customers.retrievePaymentMethod(ada.id, id)
    expect(read).toMatchObject({ id, customer: ada.id, card: { checks: { cvc_check: 'pass' } } })
    expect(await failure(stripe.customers.retrievePaymentMethod(bob.id, id))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    })
  })
})
