import { describe, expect, it } from 'vitest'
import { failure, MUG, world } from './harness.ts'

describe('a customer', () => {
  it('is made, changed, listed and deleted', async () => {
    const { stripe, history } = world()
    const made = await stripe.customers.create({
      email: 'ada@example.com',
      name: 'Ada',
      metadata: { a: 'b' },
    })
    expect(made).toMatchObject({
      email: 'ada@example.com',
      invoice_settings: { default_payment_method: null },
    })
    const address = { line1: '1 Main St', country: 'US' }
    const changed = await stripe.customers.update(made.id, { name: 'Ada L.', address })
    expect(changed).toMatchObject({
      email: 'ada@example.com',
      name: 'Ada L.',
      address: { ...address, city: null },
    })
    expect((await stripe.customers.list({ email: 'ada@example.com' })).data).toHaveLength(1)
    expect((await stripe.customers.list({ email: 'bob@example.com' })).data).toHaveLength(0)

    expect(await stripe.customers.del(made.id)).toEqual({ id: made.id, object: 'customer', deleted: true })
    expect(await stripe.customers.retrieve(made.id)).toMatchObject({ deleted: true })
    expect((await stripe.customers.list()).data).toEqual([])
    expect(await history()).toEqual(['customer.created', 'customer.updated', 'customer.deleted'])
  })

  it('that is gone cannot be changed or charged', async () => {
    const { stripe } = world()
    const { id } = await stripe.customers.create()
    await stripe.customers.del(id)
    const missing = { code: 'resource_missing', message: `No such customer: '${id}'` }
    expect(await failure(stripe.customers.update(id, { name: 'x' }))).toMatchObject({
      ...missing,
      statusCode: 404,
      param: 'id',
    })
    expect(await failure(stripe.paymentIntents.create({ ...MUG, customer: id }))).toMatchObject({
      ...missing,
      statusCode: 400,
      param: 'customer',
    })
  })

  it('tells in an event what was different', async () => {
    const { stripe } = world()
    const { id } = await stripe.customers.create({ name: 'Ada', metadata: { a: '1' } })
    await stripe.customers.update(id, { name: 'Ada L.', metadata: { a: '2', b: '3' } })
    const [event] = (await stripe.events.list({ type: 'customer.updated' })).data
    expect(event?.data.previous_attributes).toEqual({ name: 'Ada', metadata: { a: '1', b: null } })
  })

  it('has payment methods, of which one may be the default', async () => {
    const { stripe, history } = world()
    const customer = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
      expand: ['invoice_settings.default_payment_method'],
    })
    expect(customer.invoice_settings.default_payment_method).toMatchObject({ card: { last4: '4242' } })
    const second = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id })
    const { data } = await stripe.customers.listPaymentMethods(customer.id)
    expect(data.map(({ card }) => card?.brand)).toEqual(['mastercard', 'visa'])
    expect((await stripe.paymentMethods.list({ customer: customer.id, type: 'card' })).data).toHaveLength(2)

    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: second.id } })
    const foreign = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } })
    const refused = stripe.customers.update(customer.id, {
      invoice_settings: { default_payment_method: foreign.id },
    })
    expect(await failure(refused)).toMatchObject({ param: 'invoice_settings[default_payment_method]' })
    expect(await history()).toContain('payment_method.attached')
  })
})

describe('a payment method', () => {
  it('cannot be used again once it is detached', async () => {
    const { stripe } = world()
    const { id: customer } = await stripe.customers.create()
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer })
    expect((await stripe.paymentMethods.detach(id)).customer).toBeNull()
    const again = await failure(stripe.paymentMethods.attach(id, { customer }))
    expect(again.message).toContain('It may not be used again')
  })

  it('belongs to one customer', async () => {
    const { stripe } = world()
    const [ada, bob] = [await stripe.customers.create(), await stripe.customers.create()]
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: ada.id })
    expect((await stripe.paymentMethods.attach(id, { customer: ada.id })).customer).toBe(ada.id)
    expect(await failure(stripe.paymentMethods.attach(id, { customer: bob.id }))).toMatchObject({
      statusCode: 400,
    })
  })

  it('that declines is not attached, except the one made for failing later', async () => {
    const { stripe } = world()
    const { id: customer } = await stripe.customers.create()
    const refused = await failure(stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer }))
    expect(refused).toMatchObject({ type: 'StripeCardError', code: 'card_declined' })
    const kept = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    const charge = stripe.paymentIntents.create({ ...MUG, customer, payment_method: kept.id, confirm: true })
    expect(await failure(charge)).toMatchObject({ code: 'card_declined' })
  })

  it('that declines leaves no customer behind', async () => {
    const { stripe } = world()
    await failure(stripe.customers.create({ payment_method: 'pm_card_chargeDeclined' }))
    expect((await stripe.customers.list()).data).toEqual([])
  })

  it('is changed only with a customer', async () => {
    const { stripe } = world()
    const { id: customer } = await stripe.customers.create()
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer })
    const changed = await stripe.paymentMethods.update(id, {
      billing_details: { name: 'Ada', address: { city: 'London' } },
      card: { exp_year: 2040 },
    })
    expect(changed).toMatchObject({
      billing_details: { name: 'Ada', address: { city: 'London' } },
      card: { exp_year: 2040 },
    })
    const loose = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } })
    expect(await failure(stripe.paymentMethods.update(loose.id, { metadata: { a: 'b' } }))).toMatchObject({
      statusCode: 400,
    })
  })
})

describe('a customer’s balance', () => {
  it('is set, and each step to it is kept', async () => {
    const { stripe, history } = world()
    const { id } = await stripe.customers.create({ balance: -500 })
    expect((await stripe.customers.update(id, { balance: 250, name: 'Ada' })).balance).toBe(250)
    const more = await stripe.customers.createBalanceTransaction(id, {
      amount: -1000,
      currency: 'usd',
      description: 'Sorry',
      metadata: { a: 'b' },
      expand: ['customer'],
    })
    expect(more).toMatchObject({
      object: 'customer_balance_transaction',
      type: 'adjustment',
      ending_balance: -750,
      customer: { id, balance: -750 },
    })
    const { data } = await stripe.customers.listBalanceTransactions(id)
    expect(data.map(({ type, amount, ending_balance }) => [type, amount, ending_balance])).toEqual([
      ['adjustment', -1000, -750],
      ['adjustment', 750, 250],
      ['initial', -500, -500],
    ])
    expect(await history()).toEqual(['customer.created', 'customer.updated', 'customer.updated'])
    const [event] = (await stripe.events.list({ type: 'customer.updated' })).data
    expect(event?.data.previous_attributes).toEqual({ balance: 250 })
    const changed = await stripe.customers.updateBalanceTransaction(id, more.id, {
      description: 'Very sorry',
    })
    expect(changed).toMatchObject({ description: 'Very sorry', metadata: { a: 'b' }, amount: -1000 })
    const { id: other } = await stripe.customers.create()
    expect(await failure(stripe.customers.retrieveBalanceTransaction(other, more.id))).toMatchObject({
      code: 'resource_missing',
    })
  })

  it('is in one currency, which it decides', async () => {
    const { stripe } = world()
    const { id } = await stripe.customers.create()
    await stripe.customers.createBalanceTransaction(id, { amount: -100, currency: 'EUR' })
    expect(await stripe.customers.retrieve(id)).toMatchObject({ currency: 'eur', balance: -100 })
    const mixed = stripe.customers.createBalanceTransaction(id, { amount: -100, currency: 'usd' })
    expect(await failure(mixed)).toMatchObject({ statusCode: 400, param: 'currency' })
    await stripe.customers.update(id, { balance: 0 })
    expect((await stripe.customers.listBalanceTransactions(id)).data[0]).toMatchObject({ currency: 'eur' })
  })

  it('stays when the change that it came with is refused', async () => {
    const { stripe } = world()
    const { id } = await stripe.customers.create({ balance: -500 })
    await failure(stripe.customers.update(id, { balance: 0, source: 'tok_chargeDeclined' }))
    expect((await stripe.customers.listBalanceTransactions(id)).data).toHaveLength(1)
    await failure(stripe.customers.create({ balance: -500, payment_method: 'pm_card_chargeDeclined' }))
    expect((await stripe.customers.list()).data).toHaveLength(1)
  })
})

it('customers are searched by email, name and metadata', async () => {
  const { stripe } = world()
  const ada = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada', metadata: { vip: '1' } })
  const bob = await stripe.customers.create({ email: 'bob@example.com', name: 'Bob' })
  await stripe.customers.del((await stripe.customers.create({ name: 'Ada' })).id)
  const found = async (query: string) => (await stripe.customers.search({ query })).data.map(({ id }) => id)
  for (const query of ["email:'Ada@Example.com'", "name:'ada'", "metadata['vip']:'1'"])
    expect([query, await found(query)]).toEqual([query, [ada.id]])
  expect(await found("email~'example'")).toEqual([bob.id, ada.id])
})
