import { describe, expect, it } from 'vitest'
import { MUG, NOW, world } from './harness.ts'

const PAID = { ...MUG, payment_method: 'pm_card_visa', confirm: true }

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
    expect((await stripe.coupons.list()).data).toEqual([])
    expect(emulator.state).toMatchObject({ deliveries: [], faults: [], delivery_mode: { mode: 'auto' } })
  })

  it('brings back what the demo sells with, as it was at the start, and nobody hears of it', async () => {
    const { stripe, control, history } = world({ demo: true })
    const [before] = (await stripe.promotionCodes.list({ code: 'tenoff', active: true })).data
    expect(before).toMatchObject({ code: 'TENOFF', promotion: { coupon: 'TENOFF' } })
    await stripe.coupons.del('TENOFF')
    await control('POST', '/reset', {})
    expect(await stripe.coupons.retrieve('TENOFF')).toMatchObject({
      percent_off: 10,
      duration: 'forever',
      valid: true,
    })
    expect((await stripe.promotionCodes.list({ code: 'TENOFF', active: true })).data).toHaveLength(1)
    expect(await history()).toEqual([])
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
    ['PUT', '/webhooks', { mode: 'auto', concurrency: 0 }, 'concurrency'],
    ['POST', '/webhooks/deliver', {}, 'events'],
    ['POST', '/webhooks/deliver', { events: ['evt_x'] }, 'events[0]'],
    ['POST', '/faults', { times: 1, action: 'refuse' }, 'path'],
    ['POST', '/faults', { path: '/v1/x', action: 'refuse' }, 'times'],
    ['POST', '/faults', { path: '/v1/x', times: 1, action: 'explode' }, 'action'],
    ['POST', '/faults', { path: '/v1/x', times: 1, action: 'status' }, 'status'],
    ['POST', '/faults', { path: '/v1/x', times: 1, action: 'delay' }, 'delay_ms'],
    ['POST', '/faults', { path: '/endive/stripe.js', times: 1, action: 'refuse' }, 'path'],
    ['POST', '/webhooks/deliver', { events: [], concurrency: 1.5 }, 'concurrency'],
    ['PUT', '/limits', {}, 'per_second'],
    ['PUT', '/limits', { per_second: 0 }, 'per_second'],
    ['PUT', '/adversary', {}, 'seed'],
    ['PUT', '/adversary', { seed: 'worst' }, 'seed'],
    ['PUT', '/adversary', { seed: -1 }, 'seed'],
    ['POST', '/reset', { adversary: 'worst' }, 'adversary'],
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
