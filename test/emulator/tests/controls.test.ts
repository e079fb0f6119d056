import { describe, expect, it } from 'vitest'
import { failure, MUG, NOW, world } from './harness.ts'

const PAID = { ...MUG, payment_method: 'pm_card_visa', confirm: true }

describe('faults', () => {
  it('lose an answer after the work was done', async () => {
    const { stripe, control } = world()
    await control('POST', '/faults', { path: '/v1/payment_intents', times: 1, action: 'lose_answer' })
    expect(await failure(stripe.paymentIntents.create(PAID))).toMatchObject({ type: 'StripeConnectionError' })
    expect((await stripe.charges.list()).data).toHaveLength(1)
  })

  it('refuse before anything happens', async () => {
    const { stripe, control } = world()
    await control('POST', '/faults', { path: '/v1/payment_intents', times: 1, action: 'refuse' })
    expect(await failure(stripe.paymentIntents.create(PAID))).toMatchObject({ type: 'StripeConnectionError' })
    expect((await stripe.charges.list()).data).toHaveLength(0)
  })

  it('reject in process as fetch does', async () => {
    const { ask, control } = world()
    await control('POST', '/faults', { path: '/v1/*', times: 1, action: 'refuse' })
    await expect(ask('GET', '/v1/customers')).rejects.toThrow(TypeError)
  })

  it('make the SDK repeat itself under one key, so that a lost answer charges once', async () => {
    const { client, control } = world()
    const stripe = client({ maxNetworkRetries: 1 })
    await control('POST', '/faults', { path: '/v1/payment_intents', times: 1, action: 'lose_answer' })
    expect((await stripe.paymentIntents.create(PAID)).status).toBe('succeeded')
    expect((await stripe.charges.list()).data).toHaveLength(1)
  })

  it('hit the method, the path and the number of calls they were made for', async () => {
    const { ask, control } = world()
    const fault = { method: 'GET', path: '/v1/payment_intents/*', times: 2, action: 'status', status: 500 }
    await control('POST', '/faults', fault)
    const statuses: number[] = []
    for (const path of ['', '/pi_x', '/pi_x', '/pi_x']) {
      statuses.push((await ask('GET', `/v1/payment_intents${path}`)).status)
      expect((await ask('POST', '/v1/payment_intents/pi_x/cancel')).status).toBe(404)
    }
    expect(statuses).toEqual([200, 500, 500, 404])
  })

  it('answer with a code and a word about retrying', async () => {
    const { stripe, control } = world()
    const fault = { path: '/v1/customers', times: 1, action: 'status', status: 429 }
    await control('POST', '/faults', fault)
    expect(await failure(stripe.customers.create())).toMatchObject({
      type: 'StripeRateLimitError',
      code: 'rate_limit',
    })
    await control('POST', '/faults', { ...fault, code: 'lock_timeout', should_retry: false })
    const locked = await failure(stripe.customers.create())
    expect(locked).toMatchObject({ code: 'lock_timeout', headers: { 'stripe-should-retry': 'false' } })
  })

  it('slow down', async () => {
    const { stripe, control } = world()
    await control('POST', '/faults', { path: '/v1/customers', times: 1, action: 'delay', delay_ms: 40 })
    const start = performance.now()
    await stripe.customers.create()
    expect(performance.now() - start).toBeGreaterThanOrEqual(35)
  })

  it('are taken away', async () => {
    const { stripe, control } = world()
    await control('POST', '/faults', { path: '/v1/customers', times: 9, action: 'refuse' })
    expect((await control('DELETE', '/faults')).body).toEqual([])
    await stripe.customers.create()
  })
})

describe('the log of requests', () => {
  it('has every API call in order, with what was sent', async () => {
    const { stripe, control, ask } = world()
    await stripe.paymentIntents.create({ ...MUG, metadata: { a: 'b' } }, { idempotencyKey: 'k' })
    await ask('GET', '/v1/payment_intents/pi_x?client_secret=s')
    expect((await control('GET', '/requests')).body).toMatchObject([
      {
        method: 'POST',
        path: '/v1/payment_intents',
        status: 200,
        idempotency_key: 'k',
        body: { amount: '1200', currency: 'usd', metadata: { a: 'b' } },
        stripe_version: '2026-10-28.endive',
      },
      { method: 'GET', path: '/v1/payment_intents/pi_x', status: 404, idempotency_key: null },
    ])
  })

  it('never has a card number or a security code', async () => {
    const { stripe, control, emulator } = world()
    const card = { number: '4242424242424242', exp_month: 12, exp_year: 2040, cvc: '987' }
    await stripe.paymentMethods.create({ type: 'card', card })
    const { body } = await control('GET', '/requests')
    expect(body[0].body.card).toMatchObject({ number: '************4242', cvc: '***' })
    expect(JSON.stringify(emulator.state)).not.toContain('424242424242')
  })

  it('tells a lost answer from a refused call', async () => {
    const { control, ask } = world()
    for (const action of ['lose_answer', 'refuse']) {
      await control('POST', '/faults', { path: '/v1/customers', times: 1, action })
      await ask('GET', '/v1/customers').catch(() => undefined)
    }
    const { body } = await control('GET', '/requests')
    expect(body.map(({ status }: { status: number }) => status)).toEqual([200, null])
  })
})

describe('the clock', () => {
  it('moves by an amount or to a moment, and never back', async () => {
    const { control, stripe } = world()
    expect((await control('POST', '/clock', { advance_s: 60 })).body).toEqual({ now: NOW + 60 })
    expect((await control('POST', '/clock', { now: NOW + 100 })).body).toEqual({ now: NOW + 100 })
    expect((await stripe.customers.create()).created).toBe(NOW + 100)
    expect(await control('POST', '/clock', { now: NOW })).toMatchObject({
      status: 400,
      body: { error: { param: 'now' } },
    })
  })
})

describe('reset', () => {
  it('leaves nothing but the demo endpoint', async () => {
    const { stripe, control, emulator } = world()
    await stripe.paymentIntents.create(PAID)
    await control('PUT', '/webhooks', { mode: 'manual' })
    expect((await control('POST', '/reset', { seed: 7, now: NOW + 5 })).body).toEqual({
      seed: 7,
      now: NOW + 5,
    })
    expect((await stripe.paymentIntents.list()).data).toEqual([])
    expect((await stripe.events.list()).data).toEqual([])
    expect((await stripe.webhookEndpoints.list()).data).toHaveLength(1)
    expect(emulator.state).toMatchObject({ deliveries: [], faults: [], delivery_mode: { mode: 'auto' } })
  })
})

describe('a control', () => {
  it.each([
    ['POST', '/reset', { seed: 'x' }, 'seed'],
    ['PUT', '/webhooks', {}, 'mode'],
    ['PUT', '/webhooks', { mode: 'never' }, 'mode'],
    ['PUT', '/webhooks', { mode: 'auto', drop: 2 }, 'drop'],
    ['PUT', '/webhooks', { mode: 'auto', copies: 0 }, 'copies'],
    ['PUT', '/webhooks', { mode: 'auto', order: 'random' }, 'order'],
    ['POST', '/webhooks/deliver', {}, 'events'],
    ['POST', '/webhooks/deliver', { events: ['evt_x'] }, 'events[0]'],
    ['POST', '/faults', { times: 1, action: 'refuse' }, 'path'],
    ['POST', '/faults', { path: '/v1/x', action: 'refuse' }, 'times'],
    ['POST', '/faults', { path: '/v1/x', times: 1, action: 'explode' }, 'action'],
    ['POST', '/faults', { path: '/v1/x', times: 1, action: 'status' }, 'status'],
    ['POST', '/faults', { path: '/v1/x', times: 1, action: 'delay' }, 'delay_ms'],
    ['POST', '/faults', { path: '/endive/stripe.js', times: 1, action: 'refuse' }, 'path'],
    ['POST', '/clock', {}, 'advance_s'],
    ['POST', '/clock', { advance_s: -1 }, 'advance_s'],
    ['POST', '/clock', [], 'body'],
  ])('%s %s refuses %o and names %s', async (method, path, body, param) => {
    const { control } = world()
    const answer = await control(method, path, body)
    expect(answer).toMatchObject({ status: 400, body: { error: { param } } })
    expect(answer.body.error.message).toContain(param.split('[')[0])
  })

  it('that is none is 404', async () => {
    const { control } = world()
    expect((await control('GET', '/nothing')).status).toBe(404)
  })
})
