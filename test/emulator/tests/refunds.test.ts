import { describe, expect, it } from 'vitest'
import { failure, MUG, world } from './harness.ts'

async function paid() {
  const w = world()
  const { id } = await w.stripe.paymentIntents.create({
    ...MUG,
    payment_method: 'pm_card_visa',
    confirm: true,
  })
  const charge = () => w.stripe.charges.list({ payment_intent: id }).then(({ data }) => data[0]!)
  return { ...w, id, charge }
}

describe('a refund', () => {
  it('gives back in parts until nothing is left', async () => {
    const { stripe, id, charge } = await paid()
    const first = await stripe.refunds.create({
      payment_intent: id,
      amount: 500,
      reason: 'requested_by_customer',
    })
    expect(first).toMatchObject({ amount: 500, currency: 'usd', payment_intent: id, status: 'succeeded' })
    expect(await charge()).toMatchObject({ amount_refunded: 500, refunded: false })
    const tooMuch = await failure(stripe.refunds.create({ payment_intent: id, amount: 701 }))
    expect(tooMuch.message).toBe('Refund amount ($7.01) is greater than unrefunded amount on charge ($7.00)')
    const rest = await stripe.refunds.create({ charge: (await charge()).id })
    expect(rest.amount).toBe(700)
    expect(await charge()).toMatchObject({ amount_refunded: 1200, refunded: true })
    expect(await failure(stripe.refunds.create({ payment_intent: id }))).toMatchObject({
      code: 'charge_already_refunded',
    })
    expect((await stripe.refunds.list({ payment_intent: id })).data.map(({ amount }) => amount)).toEqual([
      700, 500,
    ])
    expect((await stripe.refunds.retrieve(first.id)).id).toBe(first.id)
  })

  it('tells of itself and of the charge', async () => {
    const { stripe, id, history } = await paid()
    await stripe.refunds.create({ payment_intent: id, amount: 500 })
    expect((await history()).slice(4)).toEqual([
      'refund.created',
      'charge.refunded',
      'refund.updated',
      'charge.refund.updated',
    ])
    const [event] = (await stripe.events.list({ type: 'charge.refunded' })).data
    expect(event?.data.previous_attributes).toEqual({ amount_refunded: 0 })
  })

  it('needs money that was taken', async () => {
    const { stripe } = await paid()
    const { id } = await stripe.paymentIntents.create(MUG)
    expect(await failure(stripe.refunds.create({ payment_intent: id }))).toMatchObject({
      param: 'payment_intent',
    })
    expect(await failure(stripe.refunds.create({}))).toMatchObject({ code: 'parameter_missing' })
    expect(await failure(stripe.refunds.create({ charge: 'ch_x' }))).toMatchObject({
      statusCode: 400,
      param: 'charge',
    })
  })

  it('may be annotated', async () => {
    const { stripe, id } = await paid()
    const refund = await stripe.refunds.create({ payment_intent: id })
    expect((await stripe.refunds.update(refund.id, { metadata: { a: 'b' } })).metadata).toEqual({ a: 'b' })
  })
})

describe('a charge', () => {
  it('is annotated without touching its money', async () => {
    const { stripe, charge } = await paid()
    const { id } = await charge()
    const changed = await stripe.charges.update(id, { description: 'mug', metadata: { a: 'b' } })
    expect(changed).toMatchObject({ amount: 1200, description: 'mug', metadata: { a: 'b' } })
  })
})
