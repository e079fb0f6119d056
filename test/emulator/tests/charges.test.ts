import { describe, expect, it } from 'vitest'
import { failure, world } from './harness.ts'

const SALE = { amount: 1200, currency: 'usd' }

describe('a charge without an intent', () => {
  it('takes the money at once and is booked at once', async () => {
    const { stripe, history } = world()
    const charge = await stripe.charges.create({
      ...SALE,
      source: 'tok_visa',
      metadata: { order: '7' },
      expand: ['balance_transaction'],
    })
    expect(charge).toMatchObject({
      amount_captured: 1200,
      balance_transaction: { net: 1135, source: charge.id },
      captured: true,
      customer: null,
      metadata: { order: '7' },
      paid: true,
      payment_intent: null,
      payment_method: expect.stringMatching(/^card_/),
      source: { object: 'card', brand: 'Visa', last4: '4242' },
      status: 'succeeded',
    })
    expect(await history()).toEqual(['charge.succeeded'])
  })

  it.each([
    ['tok_chargeDeclined', { code: 'card_declined', decline_code: 'generic_decline' }],
    ['tok_chargeDeclinedExpiredCard', { code: 'expired_card' }],
    ['tok_threeDSecure2Required', { code: 'authentication_required' }],
  ])('of %s is declined and kept as failed', async (source, details) => {
    const { stripe, history } = world()
    const error = await failure(stripe.charges.create({ ...SALE, source }))
    const [failed] = (await stripe.charges.list()).data
    expect(error).toMatchObject({ statusCode: 402, type: 'StripeCardError', charge: failed!.id, ...details })
    expect(failed).toMatchObject({ paid: false, status: 'failed', failure_code: details.code })
    expect(await history()).toEqual(['charge.failed'])
  })

  it('that was only authorised is captured once, and at most in full', async () => {
    const { stripe, history } = world()
    const { id, captured } = await stripe.charges.create({ ...SALE, source: 'tok_visa', capture: false })
    expect(captured).toBe(false)
    expect(await failure(stripe.charges.capture(id, { amount: 1201 }))).toMatchObject({ param: 'amount' })
    expect(await stripe.charges.capture(id, { amount: 1000 })).toMatchObject({
      amount_captured: 1000,
      captured: true,
    })
    expect(await failure(stripe.charges.capture(id))).toMatchObject({ code: 'charge_already_captured' })
    expect(await history()).toEqual(['charge.succeeded', 'charge.captured'])
  })

  it('can be refunded', async () => {
    const { stripe } = world()
    const { id: charge } = await stripe.charges.create({ ...SALE, source: 'tok_visa' })
    expect(await stripe.refunds.create({ charge })).toMatchObject({
      payment_intent: null,
      status: 'succeeded',
    })
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: true })
  })

  it.each([
    [{}, 400, 'source'],
    [{ source: 'tok_none' }, 400, 'source'],
    [{ customer: 'cus_none' }, 400, 'customer'],
    [{ source: 'tok_visa', amount: 49 }, 400, 'amount'],
    [{ source: 'tok_visa', currency: 'xxx' }, 400, 'currency'],
    [{ source: 'tok_visa', on_behalf_of: 'acct_1' }, 400, 'on_behalf_of'],
  ])('with %j is refused, naming the field', async (params, statusCode, param) => {
    const { stripe, history } = world()
    expect(await failure(stripe.charges.create({ ...SALE, ...params }))).toMatchObject({ statusCode, param })
    expect(await history()).toEqual([])
  })

  it('of an intent is captured by that intent alone', async () => {
    const { stripe } = world()
    const { latest_charge } = await stripe.paymentIntents.create({
      ...SALE,
      allowed_payment_method_types: ['card'],
      capture_method: 'manual',
      confirm: true,
      payment_method: 'pm_card_visa',
    })
    const error = await failure(stripe.charges.capture(latest_charge as string))
    expect(error.message).toContain('belongs to the PaymentIntent')
  })
})

describe('a customer with cards', () => {
  it('made with a token has that card, and is charged by it', async () => {
    const { stripe, history } = world()
    const customer = await stripe.customers.create({
      source: 'tok_mastercard',
      expand: ['default_source', 'sources'],
    })
    expect(customer.default_source).toMatchObject({
      object: 'card',
      brand: 'MasterCard',
      customer: customer.id,
    })
    expect(customer.sources!.data).toEqual([customer.default_source])
    const charge = await stripe.charges.create({ ...SALE, customer: customer.id })
    expect(charge.source).toEqual({ ...(customer.default_source as object), cvc_check: 'pass' })
    expect(await history()).toEqual(['customer.source.created', 'customer.created', 'charge.succeeded'])
  })

  it('charges the card that is named, the default one otherwise, and none that is not there', async () => {
    const { stripe } = world()
    const { id: customer } = await stripe.customers.create()
    expect(await failure(stripe.charges.create({ ...SALE, customer }))).toMatchObject({
      statusCode: 402,
      code: 'missing',
      message: 'Cannot charge a customer that has no active card',
    })
    const visa = await stripe.customers.createSource(customer, { source: 'tok_visa' })
    const amex = await stripe.customers.createSource(customer, { source: 'tok_amex' })
    const last4 = async (params: object) =>
      (await stripe.charges.create({ ...SALE, customer, ...params })).payment_method_details!.card!.last4
    expect(await last4({})).toBe('4242')
    expect(await last4({ source: amex.id })).toBe('0005')
    await stripe.customers.update(customer, { default_source: amex.id })
    expect(await last4({})).toBe('0005')
    await stripe.customers.update(customer, { source: 'tok_jcb' })
    expect(await last4({})).toBe('0505')
    expect(await failure(stripe.charges.create({ ...SALE, customer, source: 'tok_visa' }))).toMatchObject({
      code: 'missing',
      param: 'source',
    })
    expect(await failure(stripe.charges.create({ ...SALE, source: visa.id }))).toMatchObject({
      param: 'customer',
    })
  })

  it('lists, changes and loses them; the default is never one that is gone', async () => {
    const { stripe, history } = world()
    const { id } = await stripe.customers.create()
    const visa = await stripe.customers.createSource(id, { source: 'tok_visa', metadata: { of: 'work' } })
    const jcb = await stripe.customers.createSource(id, { source: 'tok_jcb' })
    const ids = async () =>
      (await stripe.customers.listSources(id, { object: 'card' })).data.map((card) => card.id)
    expect(await ids()).toEqual([jcb.id, visa.id])
    const changed = await stripe.customers.updateSource(id, visa.id, {
      address_zip: '10115',
      exp_year: '2040',
      name: 'Ada',
    })
    expect(changed).toMatchObject({
      address_zip: '10115',
      exp_year: 2040,
      metadata: { of: 'work' },
      name: 'Ada',
    })
    expect(await stripe.customers.retrieveSource(id, visa.id)).toEqual(changed)
    expect(await stripe.customers.deleteSource(id, visa.id)).toEqual({
      id: visa.id,
      object: 'card',
      deleted: true,
    })
    expect(await ids()).toEqual([jcb.id])
    expect(await stripe.customers.retrieve(id)).toMatchObject({ default_source: jcb.id })
    expect(await failure(stripe.customers.retrieveSource(id, visa.id))).toMatchObject({ statusCode: 404 })
    expect(await history()).toEqual([
      'customer.created',
      'customer.source.created',
      'customer.updated',
      'customer.source.created',
      'customer.source.updated',
      'customer.source.deleted',
      'customer.updated',
    ])
  })

  it('has no default any more when that card is detached', async () => {
    const { stripe } = world()
    const { id, default_source } = await stripe.customers.create({ source: 'tok_visa' })
    const card = default_source as string
    await stripe.customers.update(id, { invoice_settings: { default_payment_method: card } })
    await stripe.paymentMethods.detach(card)
    expect(await stripe.customers.retrieve(id)).toMatchObject({
      default_source: null,
      invoice_settings: { default_payment_method: null },
    })
  })

  it('stays as it was when a change of it is refused', async () => {
    const { stripe, history } = world()
    const { id } = await stripe.customers.create({ name: 'Ada' })
    const refused = stripe.customers.update(id, { name: 'Bob', source: 'tok_chargeDeclined' })
    expect(await failure(refused)).toMatchObject({ code: 'card_declined' })
    expect(await stripe.customers.retrieve(id)).toMatchObject({ name: 'Ada', default_source: null })
    expect(await history()).toEqual(['customer.created'])
  })

  it('is not made when the bank refuses its card', async () => {
    const { stripe, history } = world()
    const error = await failure(stripe.customers.create({ source: 'tok_chargeDeclined' }))
    expect(error).toMatchObject({ statusCode: 402, code: 'card_declined' })
    expect((await stripe.customers.list()).data).toEqual([])
    expect(await history()).toEqual([])
  })

  it('pays an intent with one of them too', async () => {
    const { stripe } = world()
    const { id: customer, default_source } = await stripe.customers.create({ source: 'tok_visa' })
    const intent = await stripe.paymentIntents.create({
      ...SALE,
      allowed_payment_method_types: ['card'],
      confirm: true,
      customer,
      payment_method: default_source as string,
    })
    expect(intent).toMatchObject({ status: 'succeeded', payment_method: default_source })
  })
})
