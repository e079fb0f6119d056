/** Changes of plan that are asked for at once, or of a subscription that moves meanwhile: nobody is charged what was not shown. */
import { describe, expect, it } from 'vitest'
import { invoicesOf, stripes, subscriber } from './account-harness.ts'
import { api, ask, control, failing, hold } from './harness.ts'

describe('a change of plan', () => {
  it('is one change, however often the page sends it', async () => {
    const { ada, id, path, agree } = await subscriber()
    const lost = { method: 'POST', path: `/v1/subscriptions/${id}`, times: 1, action: 'lose_answer' }
    const body = await agree({ offer: 'club-plus' })
    expect((await failing(lost, () => ada.door('PATCH', path, body))).status).toBe(200)
    const keys = (await control('GET', 'requests'))
      .filter(
        (one: any) =>
          one.method === 'POST' && one.path === `/v1/subscriptions/${id}` && one.body.proration_date,
      )
      .map((one: any) => one.idempotency_key)
    expect(keys).toHaveLength(2)
    expect(new Set(keys)).toEqual(new Set([`${id}:0`]))
    expect(await invoicesOf(id)).toHaveLength(2)
  })

  it('is one, though two tabs make it at once', async () => {
    const { id, path, agree, ada } = await subscriber()
    const body = await agree({ offer: 'club-plus' })
    const make = () => ada.door('PATCH', path, body)
    const wire = hold(`POST /v1/subscriptions/${id}`)
    const slow = make()
    await wire.arrived() // changed, and the first tab has not heard
    const quick = await make()
    wire.release()
    expect((await slow).status).toBe(200)
    expect(quick.body.error.message).toBe('This is what the subscription is already.')
    expect(await invoicesOf(id)).toHaveLength(2)
  })

  it('is refused to a tab whose price another tab has changed since it was compared', async () => {
    const { id, path, agree, ada } = await subscriber('pm_card_visa', 'seats')
    const [three, five] = [await agree({ quantity: 3 }), await agree({ quantity: 5 })]
    const wire = hold(`POST /v1/subscriptions/${id}`, 'before')
    const slow = ada.door('PATCH', path, three)
    await wire.arrived() // compared, and Stripe has not heard
    expect((await ada.door('PATCH', path, five)).status).toBe(200)
    wire.release()
    expect((await slow).body.error.code).toBe('price_changed')
    expect((await stripes(id)).items.data[0].quantity).toBe(5)
    expect((await invoicesOf(id)).map(({ total }) => total).sort()).toEqual([3200, 800])
    expect((await ada.door('PATCH', path, await agree({ quantity: 3 }))).status).toBe(200)
  })

  it('is refused to all tabs but one, whichever of them Stripe hears first', async () => {
    const { id, path, agree, ada } = await subscriber('pm_card_visa', 'seats')
    const bodies = await Promise.all([2, 3, 4, 5].map((quantity) => agree({ quantity })))
    const slow = { method: 'POST', path: `/v1/subscriptions/${id}`, times: 1, action: 'delay', delay_ms: 900 }
    const answers = await failing(slow, () =>
      Promise.all(bodies.map((body) => ada.door('PATCH', path, body))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    expect(await invoicesOf(id)).toHaveLength(2)
  })

  it('is refused where the site owner makes another one at the same moment', async () => {
    const { id, path, agree, ada } = await subscriber('pm_card_visa', 'seats')
    const body = await agree({ quantity: 3 })
    const wire = hold(`POST /v1/subscriptions/${id}`, 'before')
    const slow = ada.door('PATCH', path, body)
    await wire.arrived()
    const imposed = { quantity: 7, proration_behavior: 'always_invoice' }
    const owners = await ask('PATCH', `/v1${path}`, { key: 'sk_site_acme_demo', body: imposed })
    expect([owners.status, owners.body.quantity]).toEqual([200, 7])
    wire.release()
    expect((await slow).body.error.code).toBe('price_changed')
    expect((await stripes(id)).items.data[0].quantity).toBe(7)
  })

  it('is made after one that failed at Stripe, though that has spent its number', async () => {
    const { id, path, agree, ada, change } = await subscriber()
    const fault = { method: 'POST', path: `/v1/subscriptions/${id}`, times: 1, action: 'status', status: 500 }
    const body = await agree({ offer: 'club-plus' })
    expect((await failing(fault, () => ada.door('PATCH', path, body))).status).toBe(200)
    expect((await change({ offer: 'club' })).status).toBe(200)
    expect((await stripes(id)).items.data[0].price.unit_amount).toBe(900)
  })

  it('is refused once a renewal lies between its price and it', async () => {
    const { id, path, agree, ada } = await subscriber()
    const body = await agree({ offer: 'club-plus' })
    await control('POST', 'clock', { advance_s: 32 * 86_400 })
    const { error } = (await ada.door('PATCH', path, body)).body
    expect(error).toMatchObject({ code: 'price_changed', param: 'proration_date' })
    expect((await stripes(id)).items.data[0].price.unit_amount).toBe(900)
  })
})

describe('a change to a plan whose price was archived in the dashboard', () => {
  it('is made though it was archived since it was shown', async () => {
    const bob = await subscriber('pm_card_visa', 'club-plus')
    const { id, path, agree, ada } = await subscriber()
    const body = await agree({ offer: 'club-plus' })
    const wire = hold(`POST /v1/subscriptions/${id}`, 'before')
    const changed = ada.door('PATCH', path, body)
    await wire.arrived()
    const { price } = (await stripes(bob.id)).items.data[0]
    await api('POST', `prices/${price.id}`, undefined, { active: 'false' })
    wire.release()
    expect((await changed).status).toBe(200)
    expect((await stripes(id)).items.data[0].price.id).not.toBe(price.id)
  })
})
