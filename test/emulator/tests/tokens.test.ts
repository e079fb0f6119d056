import { describe, expect, it } from 'vitest'
import { DEMO_PUBLISHABLE_KEY } from '../emulator.ts'
import { failure, type World, world } from './harness.ts'

const CARD = { number: '4242 4242 4242 4242', exp_month: '12', exp_year: '2034', cvc: '123' }
const SALE = { amount: 1200, currency: 'usd' }

/** As Stripe.js makes one: with the publishable key. */
const tokenOf = ({ client }: World, card: object = {}) =>
  client({}, DEMO_PUBLISHABLE_KEY).tokens.create({ card: { ...CARD, ...card } })

describe('a token', () => {
  it('is a card for one use', async () => {
    const w = world()
    const token = await tokenOf(w, { name: 'Ada Lovelace', address_zip: '10115' })
    expect(token).toMatchObject({
      object: 'token',
      type: 'card',
      used: false,
      card: { object: 'card', last4: '4242', exp_year: 2034, name: 'Ada Lovelace', address_zip: '10115' },
    })
    expect(token.card).not.toHaveProperty('customer')
    const charge = await w.stripe.charges.create({ ...SALE, source: token.id })
    expect(charge.source?.id).toBe(token.card!.id)
    expect(charge.billing_details).toMatchObject({ name: 'Ada Lovelace', address: { postal_code: '10115' } })
    expect(await w.stripe.tokens.retrieve(token.id)).toMatchObject({ used: true })
    expect(await failure(w.stripe.charges.create({ ...SALE, source: token.id }))).toMatchObject({
      statusCode: 400,
      code: 'token_already_used',
      param: 'source',
    })
  })

  it('becomes a payment method, or a card of a customer, once', async () => {
    const w = world()
    const first = await tokenOf(w)
    const method = await w.stripe.paymentMethods.create({ type: 'card', card: { token: first.id } })
    expect(method).toMatchObject({
      id: expect.stringMatching(/^pm_/),
      card: { exp_year: 2034, last4: '4242' },
    })
    const second = await tokenOf(w)
    const { id } = await w.stripe.customers.create()
    expect((await w.stripe.customers.createSource(id, { source: second.id })).id).toBe(second.card!.id)
    for (const { id: source } of [first, second])
      expect(await failure(w.stripe.customers.createSource(id, { source }))).toMatchObject({
        code: 'token_already_used',
      })
  })

  it.each([
    [{ number: '4242424242424241' }, 402, 'number'],
    [{ exp_month: '13' }, 402, 'exp_month'],
    [{ exp_year: '2020' }, 402, 'exp_year'],
    [{ cvc: '12' }, 402, 'cvc'],
    [{ currency: 'usd' }, 400, 'card[currency]'],
    [{ size: '1' }, 400, 'card[size]'],
  ])('of a card with %j is refused, naming the field', async (card, statusCode, param) => {
    expect(await failure(tokenOf(world(), card))).toMatchObject({ statusCode, param })
  })

  it('is never made of anything but a card', async () => {
    const { stripe } = world()
    expect(await failure(stripe.tokens.create({}))).toMatchObject({ param: 'card' })
    const pii = stripe.tokens.create({ pii: { id_number: '0' } })
    expect((await failure(pii)).message).toBe('The stand-in does not model the parameter pii.')
  })

  it('that does not exist is a 404', async () => {
    const { stripe } = world()
    expect(await failure(stripe.tokens.retrieve('tok_none'))).toMatchObject({ code: 'resource_missing' })
  })
})
