import { describe, expect, it } from 'vitest'
import { failure, MUG, world } from './harness.ts'

const KEY = { idempotencyKey: 'chk_1:1' }

describe('an idempotency key', () => {
  it('gives the first answer again, byte for byte, and says so', async () => {
    const { stripe, ask } = world()
    const form = { amount: '1200', currency: 'usd' }
    const headers = { 'Idempotency-Key': 'k' }
    const first = await ask('POST', '/v1/payment_intents', { form, headers })
    await stripe.paymentIntents.cancel(first.body.id)
    const second = await ask('POST', '/v1/payment_intents', { form, headers })
    expect(second.body).toEqual(first.body) // requires_payment_method still: what was answered, not what is
    expect(second.headers.get('Idempotent-Replayed')).toBe('true')
    expect(second.headers.get('Original-Request')).toBe(first.headers.get('Request-Id'))
    expect(second.headers.get('Request-Id')).not.toBe(first.headers.get('Request-Id'))
    expect(second.headers.get('Idempotency-Key')).toBe('k')
    expect(first.headers.get('Idempotent-Replayed')).toBeNull()
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1)
  })

  it('is not confused by the order of parameters', async () => {
    const { ask } = world()
    const headers = { 'Idempotency-Key': 'k' }
    const one = await ask('POST', '/v1/payment_intents', { form: 'amount=1200&currency=usd', headers })
    const two = await ask('POST', '/v1/payment_intents', { form: 'currency=usd&amount=1200', headers })
    expect(two.body.id).toBe(one.body.id)
  })

  it('is refused with other parameters', async () => {
    const { stripe } = world()
    await stripe.paymentIntents.create(MUG, KEY)
    const error = await failure(stripe.paymentIntents.create({ ...MUG, amount: 1300 }, KEY))
    expect(error).toMatchObject({
      type: 'StripeIdempotencyError',
      rawType: 'idempotency_error',
      statusCode: 400,
    })
    expect(error.message).toContain("Try using a key other than 'chk_1:1'")
  })

  it('is refused at another endpoint', async () => {
    const { stripe } = world()
    await stripe.paymentIntents.create(MUG, KEY)
    expect(await failure(stripe.customers.create({}, KEY))).toMatchObject({ type: 'StripeIdempotencyError' })
  })

  it('keeps a decline', async () => {
    const { stripe } = world()
    const declined = { ...MUG, payment_method: 'pm_card_chargeDeclined', confirm: true }
    const [first, second] = [
      await failure(stripe.paymentIntents.create(declined, KEY)),
      await failure(stripe.paymentIntents.create(declined, KEY)),
    ]
    expect(second).toMatchObject({ code: 'card_declined', charge: first.charge })
    expect((await stripe.charges.list()).data).toHaveLength(1)
  })

  it('keeps a 404, for execution had begun', async () => {
    const { stripe } = world()
    await failure(stripe.customers.update('cus_x', {}, KEY))
    const again = await failure(stripe.customers.update('cus_x', {}, KEY))
    expect(again.headers?.['idempotent-replayed']).toBe('true')
  })

  it('does not keep a refusal of parameters', async () => {
    const { ask } = world()
    const headers = { 'Idempotency-Key': 'k' }
    expect(
      (await ask('POST', '/v1/payment_intents', { form: { amount: 'x', currency: 'usd' }, headers })).status,
    ).toBe(400)
    const { status } = await ask('POST', '/v1/payment_intents', {
      form: { amount: '1200', currency: 'usd' },
      headers,
    })
    expect(status).toBe(200)
  })

  it('keeps a 500, and gives it to every retry', async () => {
    const { stripe, control } = world()
    await control('POST', '/faults', { path: '/v1/payment_intents', times: 1, action: 'status', status: 500 })
    expect(await failure(stripe.paymentIntents.create(MUG, KEY))).toMatchObject({ statusCode: 500 })
    const again = await failure(stripe.paymentIntents.create(MUG, KEY))
    expect(again).toMatchObject({ type: 'StripeAPIError', statusCode: 500 })
    expect((await stripe.paymentIntents.create(MUG, { idempotencyKey: 'chk_1:2' })).amount).toBe(1200)
  })

  it.each([429, 409, 503])('does not keep a %s, which was never begun', async (status) => {
    const { stripe, control } = world()
    await control('POST', '/faults', { path: '/v1/payment_intents', times: 1, action: 'status', status })
    expect((await failure(stripe.paymentIntents.create(MUG, KEY))).statusCode).toBe(status)
    expect((await stripe.paymentIntents.create(MUG, KEY)).amount).toBe(1200)
  })

  it('is in use while its first request is still executing', async () => {
    const { stripe, control } = world()
    await control('POST', '/faults', { path: '/v1/payment_intents', times: 1, action: 'delay', delay_ms: 30 })
    const first = stripe.paymentIntents.create(MUG, KEY)
    const meanwhile = await failure(stripe.paymentIntents.create(MUG, KEY))
    expect(meanwhile).toMatchObject({
      type: 'StripeAPIError',
      code: 'idempotency_key_in_use',
      statusCode: 409,
    })
    expect((await stripe.paymentIntents.create(MUG, { idempotencyKey: 'other' })).id).not.toBe(
      (await first).id,
    )
    expect((await stripe.paymentIntents.create(MUG, KEY)).id).toBe((await first).id)
  })

  it('means nothing to a GET or a DELETE', async () => {
    const { ask, stripe } = world()
    const headers = { 'Idempotency-Key': 'k' }
    const { id } = await stripe.customers.create()
    expect((await ask('GET', `/v1/customers/${id}`, { headers })).body.deleted).toBeUndefined()
    const gone = await ask('DELETE', `/v1/customers/${id}`, { headers })
    expect([gone.body.deleted, gone.headers.get('Idempotent-Replayed')]).toEqual([true, null])
    expect((await ask('DELETE', `/v1/customers/${id}`, { headers })).status).toBe(404)
  })

  it('is forgotten after a day of the stand-in', async () => {
    const { stripe, control } = world()
    const { id } = await stripe.paymentIntents.create(MUG, KEY)
    await control('POST', '/clock', { advance_s: 24 * 3600 - 1 })
    expect((await stripe.paymentIntents.create(MUG, KEY)).id).toBe(id)
    await control('POST', '/clock', { advance_s: 1 })
    expect((await stripe.paymentIntents.create(MUG, KEY)).id).not.toBe(id)
  })

  it('may have 255 characters', async () => {
    const { stripe } = world()
    await stripe.customers.create({}, { idempotencyKey: 'k'.repeat(255) })
    const error = await failure(stripe.customers.create({}, { idempotencyKey: 'k'.repeat(256) }))
    expect(error).toMatchObject({ statusCode: 400 })
  })

  it("is one account's own", async () => {
    const { stripe, client } = world({ connectedAccounts: ['acct_shop'] })
    const { id } = await stripe.paymentIntents.create(MUG, KEY)
    expect((await client({ stripeAccount: 'acct_shop' }).paymentIntents.create(MUG, KEY)).id).not.toBe(id)
  })
})
