import { describe, expect, it } from 'vitest'
import { DECLINES, passesLuhn, TEST_CARDS } from '../cards.ts'
import { failure, MUG, NOW, world } from './harness.ts'

const year = new Date(NOW * 1000).getUTCFullYear()
const VALID = { exp_month: 12, exp_year: year + 1, cvc: '123' }

describe('test cards', () => {
  it('are numbers that cards can have, each with names of its own', () => {
    for (const { number } of TEST_CARDS) expect(passesLuhn(number), number).toBe(true)
    const names = TEST_CARDS.flatMap((card) => card.names)
    expect(new Set(names).size).toBe(names.length)
  })

  const paying = TEST_CARDS.filter(
    ({ declines, authentication, unmodelled }) => !declines && !authentication && !unmodelled,
  )
  it.each(paying)('$number pays, by number and by name', async ({ number, names, brand = 'visa' }) => {
    const { stripe } = world()
    const byNumber = await stripe.paymentMethods.create({ type: 'card', card: { number, ...VALID } })
    expect(byNumber.card).toMatchObject({ brand, last4: number.slice(-4), exp_year: year + 1 })
    for (const payment_method of [byNumber.id, `pm_card_${names[0]}`]) {
      const intent = await stripe.paymentIntents.create({ ...MUG, payment_method, confirm: true })
      expect(intent.status).toBe('succeeded')
    }
  })

  const declining = TEST_CARDS.filter(({ declines, authentication }) => declines && !authentication)
  it.each(declining)('$number is declined: $declines', async ({ number, names, declines }) => {
    const { stripe } = world()
    const decline: { code: string; decline_code?: string; message: string } = DECLINES[declines!]
    const { id } = await stripe.paymentIntents.create(MUG)
    const byNumber = await stripe.paymentMethods.create({ type: 'card', card: { number, ...VALID } })
    for (const payment_method of [byNumber.id, ...names.map((name) => `pm_card_${name}`)]) {
      const error = await failure(stripe.paymentIntents.confirm(id, { payment_method }))
      expect(error).toMatchObject({
        type: 'StripeCardError',
        statusCode: 402,
        code: decline.code,
        decline_code: decline.decline_code ?? '',
        message: decline.message,
        doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll('_', '-')}`,
        payment_intent: { id, status: 'requires_payment_method', last_payment_error: { code: decline.code } },
        payment_method: { card: { last4: number.slice(-4) } },
      })
      const charge = await stripe.charges.retrieve(error.charge as string)
      expect(charge).toMatchObject({ status: 'failed', paid: false, failure_code: decline.code })
    }
  })

  it('say blocked where Stripe stopped the payment before the bank', async () => {
    const { stripe } = world()
    const { id } = await stripe.paymentIntents.create(MUG)
    const error = await failure(stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_radarBlock' }))
    expect((await stripe.charges.retrieve(error.charge as string)).outcome).toMatchObject({
      type: 'blocked',
      network_status: 'not_sent_to_network',
    })
  })

  it.each(TEST_CARDS.filter(({ unmodelled }) => unmodelled))(
    '$number is refused rather than half played: $unmodelled',
    async ({ number }) => {
      const { stripe } = world()
      const error = await failure(stripe.paymentMethods.create({ type: 'card', card: { number, ...VALID } }))
      expect(error.message).toMatch(/does not model/)
    },
  )
})

describe('card data', () => {
  it.each([
    [{ number: '4242424242424241' }, 'incorrect_number', 'number'],
    [{ number: '4242' }, 'invalid_number', 'number'],
    [{ exp_month: 13 }, 'invalid_expiry_month', 'exp_month'],
    [{ exp_month: 10, exp_year: year }, 'invalid_expiry_month', 'exp_month'],
    [{ exp_year: year - 1 }, 'invalid_expiry_year', 'exp_year'],
    [{ exp_year: year + 51 }, 'invalid_expiry_year', 'exp_year'],
    [{ cvc: '12' }, 'invalid_cvc', 'cvc'],
    [{ cvc: '1234' }, 'invalid_cvc', 'cvc'],
    [{ number: '4111111111111111' }, 'card_declined', undefined],
  ])('%o is refused before any bank is asked', async (wrong, code, param) => {
    const { stripe } = world()
    const card = { number: '4242424242424242', ...VALID, ...wrong }
    const error = await failure(stripe.paymentMethods.create({ type: 'card', card }))
    expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code })
    expect(error.param).toBe(param)
  })

  it('may be spaced, have a year of two digits, and for amex a code of four', async () => {
    const { stripe } = world()
    const card = { number: '3782 822463 10005', exp_month: 12, exp_year: (year + 1) % 100, cvc: '1234' }
    const method = await stripe.paymentMethods.create({ type: 'card', card })
    expect(method.card).toMatchObject({ brand: 'amex', exp_year: year + 1, last4: '0005' })
  })

  it('may come straight with a confirmation, from Stripe.js and its publishable key', async () => {
    const w = world()
    const { client_secret } = await w.stripe.paymentIntents.create(MUG)
    const pay = (number: string) =>
      w.ask('POST', `/v1/payment_intents/${client_secret!.split('_secret_')[0]}/confirm`, {
        key: 'pk_test_demo_0123456789',
        form: {
          client_secret: client_secret!,
          'payment_method_data[type]': 'card',
          'payment_method_data[card][number]': number,
          'payment_method_data[card][exp_month]': '12',
          'payment_method_data[card][exp_year]': String(year + 1),
          'payment_method_data[card][cvc]': '123',
          'payment_method_data[billing_details][name]': 'Ada',
        },
      })
    expect((await pay('4242424242424241')).body.error).toMatchObject({ code: 'incorrect_number' })
    expect((await pay('4242424242424242')).body.status).toBe('succeeded')
    const [charge] = (await w.stripe.charges.list()).data
    expect(charge?.billing_details.name).toBe('Ada')
  })

  it('has one fingerprint a number', async () => {
    const { stripe } = world()
    const [a, b, c] = await Promise.all(
      ['pm_card_visa', 'pm_card_visa', 'pm_card_mastercard'].map((id) => stripe.paymentMethods.retrieve(id)),
    )
    expect(a!.card!.fingerprint).toBe(b!.card!.fingerprint)
    expect(a!.card!.fingerprint).not.toBe(c!.card!.fingerprint)
    expect(a!.id).not.toBe(b!.id)
  })

  it('may be a test token', async () => {
    const { stripe } = world()
    const method = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } })
    expect(method.card?.last4).toBe('4242')
    expect(
      await failure(stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_x' } })),
    ).toMatchObject({
      code: 'resource_missing',
      statusCode: 400,
    })
  })
})
