import { describe, expect, it } from 'vitest'
import { subscribe, user } from './account-harness.ts'
import { api, ask, confirm, control, deliver, failing, visitor } from './harness.ts'

const KEY = { key: 'sk_site_acme_demo' }
const MONTH_S = 32 * 24 * 3600
const get = (path: string, key = KEY) => ask('GET', `/v1${path}`, key)
const post = (path: string, body?: object, key = KEY) =>
  ask('POST', `/v1${path}`, { ...key, ...(body && { body }) })
const patch = (path: string, body: object) => ask('PATCH', `/v1${path}`, { ...KEY, body })
const ids = ({ body }: { body: any }) => body.data.map(({ id }: any) => id)

/** A subscriber, with what D1 says of the subscription. */
async function subscriber(offer = 'club') {
  const ada = user()
  const id = await subscribe(ada, 'pm_card_visa', offer)
  const { body } = await get(`/subscriptions/${id}`)
  return { ada, id, customer: body.customer as string, subscription: body }
}

/** Time passes until every subscription was charged again, and Stripe rings. */
async function renew(): Promise<void> {
  await control('POST', 'clock', { advance_s: MONTH_S })
  await deliver()
}

describe('the site owner reads', () => {
  it('subscriptions, as they are', async () => {
    const { id, customer, subscription } = await subscriber()
    expect(subscription).toMatchObject({
      id,
      object: 'subscription',
      site: 'acme',
      offer: 'club',
      checkout: expect.stringMatching(/^chk_/),
      customer,
      status: 'active',
      quantity: 1,
      amount: 900,
      currency: 'usd',
      interval: 'month',
      cancel_at_period_end: false,
      paused: false,
      livemode: false,
    })
  })

  it('lists by customer, by offer and by status, page by page', async () => {
    const [one, two] = [await subscriber(), await subscriber('seats')]
    expect(ids(await get(`/subscriptions?customer=${one.customer}`))).toEqual([one.id])
    expect(ids(await get('/subscriptions?offer=seats'))).toEqual([two.id])
    expect(ids(await get('/subscriptions?status=unpaid'))).toEqual([])
    const seen: string[] = []
    for (let query = '?limit=1'; ; ) {
      const { body } = await get(`/subscriptions${query}`)
      seen.push(...ids({ body }))
      if (!body.has_more) break
      query = `?limit=1&starting_after=${seen.at(-1)}`
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining([one.id, two.id]))
  })

  it('customers by user and by email, and their cards', async () => {
    const { ada, customer } = await subscriber()
    expect(ids(await get(`/customers?user=${ada.name}`))).toEqual([customer])
    expect(ids(await get('/customers?email=u@example.com'))).toContain(customer)
    expect(ids(await get('/customers?email=nobody@example.com'))).toEqual([])
    const one = await get(`/customers/${customer}`)
    expect(one.body).toMatchObject({
      object: 'customer',
      user: ada.name,
      email: 'u@example.com',
      site: 'acme',
    })
    const cards = await get(`/customers/${customer}/payment_methods`)
    expect(cards.body).toMatchObject({
      object: 'list',
      has_more: false,
      data: [{ customer, brand: 'visa', last4: '4242' }],
    })
  })

  it('invoices of a customer and of a subscription', async () => {
    const { id, customer } = await subscriber()
    const { body } = await get(`/invoices?subscription=${id}`)
    expect(body.data).toMatchObject([
      {
        object: 'invoice',
        customer,
        status: 'paid',
        amount_paid: 900,
        billing_reason: 'subscription_create',
      },
    ])
    expect(ids(await get(`/invoices?customer=${customer}&status=paid`))).toEqual([body.data[0].id])
    expect((await get(`/invoices/${body.data[0].id}`)).body).toEqual(body.data[0])
  })

  it('nothing of another site', async () => {
    const { id, customer } = await subscriber()
    const invoice = ids(await get(`/invoices?subscription=${id}`))[0]
    const other = { key: 'sk_site_other_demo' }
    for (const path of [
      `/subscriptions/${id}`,
      `/customers/${customer}`,
      `/customers/${customer}/payment_methods`,
      `/invoices/${invoice}`,
    ])
      expect((await get(path, other)).body.error.code, path).toBe('not_found')
    for (const path of ['/subscriptions', '/customers', '/invoices', '/payments'])
      expect((await get(path, other)).body.data, path).toEqual([])
    for (const path of ['cancel', 'pause', 'resume'].map((verb) => `/subscriptions/${id}/${verb}`))
      expect((await post(path, undefined, other)).status, path).toBe(404)
    expect((await post(`/invoices/${invoice}/recovery`, undefined, other)).status).toBe(404)
    const renamed = await ask('PATCH', `/v1/customers/${customer}`, { ...other, body: { name: 'Mallory' } })
    expect(renamed.status).toBe(404)
    expect((await get(`/subscriptions?starting_after=${id}`, other)).body.error.param).toBe('starting_after')
  })

  it('only with the key', async () => {
    for (const path of ['/subscriptions', '/customers', '/invoices', '/access?offer=mug&user=u'])
      expect((await ask('GET', `/v1${path}`)).body.error.code, path).toBe('key_missing')
  })
})

describe('the site owner changes', () => {
  it('what a customer is called at Stripe, and its own metadata', async () => {
    const { customer } = await subscriber()
    const said = { name: 'Ada L.', phone: '+49', metadata: { tier: 'gold', old: 'x' } }
    expect((await patch(`/customers/${customer}`, said)).body).toMatchObject({
      name: 'Ada L.',
      metadata: { tier: 'gold', edge_site: 'acme' },
    })
    const { body } = await patch(`/customers/${customer}`, { metadata: { old: null } })
    expect(body.metadata).toMatchObject({ tier: 'gold' })
    expect(body.metadata).not.toHaveProperty('old')
    expect((await api('GET', `customers/${customer}`)).body).toMatchObject({ name: 'Ada L.', phone: '+49' })
  })

  it('nothing that says whose a customer is', async () => {
    const { customer } = await subscriber()
    const answer = await patch(`/customers/${customer}`, { metadata: { edge_user: 'mallory' } })
    expect(answer.body.error.code).toBe('parameter_invalid')
  })

  it('a plan at once, with its shares on the next invoice unless it says otherwise', async () => {
    const { id } = await subscriber()
    const { status, body } = await patch(`/subscriptions/${id}`, { offer: 'club-plus' })
    expect([status, body.offer, body.amount]).toEqual([200, 'club-plus', 1500])
    expect(ids(await get(`/invoices?subscription=${id}`))).toHaveLength(1)
    const back = await patch(`/subscriptions/${id}`, { offer: 'club', proration_behavior: 'always_invoice' })
    expect(back.body.offer).toBe('club')
    const wrong = await patch(`/subscriptions/${id}`, { offer: 'seats' })
    expect(wrong.body.error).toMatchObject({ code: 'parameter_invalid', param: 'offer' })
  })

  it('nothing by asking what it would cost', async () => {
    const { id } = await subscriber()
    const { body } = await post(`/subscriptions/${id}/preview`, { offer: 'club-plus' })
    expect(body).toMatchObject({ object: 'preview', amount: 600, recurring: { amount: 1500 } })
    expect((await get(`/subscriptions/${id}`)).body.offer).toBe('club')
  })

  it('when a subscription ends, and takes it back', async () => {
    const { id } = await subscriber()
    expect((await post(`/subscriptions/${id}/cancel`)).body).toMatchObject({
      status: 'active',
      cancel_at_period_end: true,
    })
    expect((await post(`/subscriptions/${id}/resume`)).body).toMatchObject({
      cancel_at_period_end: false,
      cancel_at: null,
    })
    expect((await post(`/subscriptions/${id}/cancel`, { at: 'now' })).body).toMatchObject({
      status: 'canceled',
    })
    const over = await post(`/subscriptions/${id}/resume`)
    expect([over.status, over.body.error.code]).toEqual([409, 'subscription_unexpected_state'])
  })

  it('the end of a subscription in Stripe’s own words too, alone or with a plan', async () => {
    const { id } = await subscriber('seats')
    const ending = await patch(`/subscriptions/${id}`, { cancel_at_period_end: true })
    expect(ending.body).toMatchObject({ status: 'active', quantity: 1, cancel_at_period_end: true })
    const kept = await patch(`/subscriptions/${id}`, { cancel_at_period_end: false, quantity: 3 })
    expect(kept.body).toMatchObject({ quantity: 3, cancel_at_period_end: false, cancel_at: null })
    const strange = await patch(`/subscriptions/${id}`, { cancel_at_period_end: 'yes' })
    expect([strange.status, strange.body.error.param]).toEqual([400, 'cancel_at_period_end'])

    const gone = (key = KEY) => ask('DELETE', `/v1/subscriptions/${id}`, key)
    expect((await gone({ key: 'sk_site_other_demo' })).status).toBe(404)
    expect((await gone()).body).toMatchObject({ status: 'canceled' })
    expect((await api('GET', `subscriptions/${id}`)).body.status).toBe('canceled')
  })

  it('whether anything is collected, until a day or until further notice', async () => {
    const { id } = await subscriber()
    const resumes_at = Math.floor(Date.now() / 1000) + 86_400
    expect((await post(`/subscriptions/${id}/pause`, { resumes_at })).body).toMatchObject({
      paused: true,
      pause_resumes_at: resumes_at,
    })
    expect((await post(`/subscriptions/${id}/resume`)).body).toMatchObject({
      paused: false,
      pause_resumes_at: null,
    })
    expect((await post(`/subscriptions/${id}/pause`)).body).toMatchObject({
      paused: true,
      pause_resumes_at: null,
    })
    const past = await post(`/subscriptions/${id}/pause`, { resumes_at: 1 })
    expect(past.body.error).toMatchObject({ code: 'parameter_invalid', param: 'resumes_at' })
  })

  it('nothing where Stripe fails, and the answer does not say it did', async () => {
    const { id } = await subscriber()
    const fault = { method: 'POST', path: `/v1/subscriptions/${id}`, times: 9, action: 'status', status: 500 }
    const answer = await failing(fault, () => post(`/subscriptions/${id}/cancel`))
    expect([answer.status, answer.body.error.code]).toEqual([502, 'stripe_unavailable'])
    expect((await get(`/subscriptions/${id}`)).body.cancel_at_period_end).toBe(false)
  })
})

describe('payments', () => {
  it('are purchases and renewals in one list, each once, newest first, page by page', async () => {
    const buyer = visitor()
    const mug = (await buyer.start()).body
    await confirm(mug.client_secret)
    const { id, subscription } = await subscriber()
    await renew()
    const all = (await get('/payments?limit=100')).body.data
    const mine = all.filter((one: any) => one.subscription === id)
    expect(mine).toMatchObject([
      {
        object: 'payment',
        checkout: subscription.checkout,
        amount: 900,
        amount_received: 900,
        status: 'succeeded',
      },
      {
        object: 'payment',
        checkout: subscription.checkout,
        amount: 900,
        amount_received: 900,
        status: 'succeeded',
      },
    ])
    expect(mine[0].created).toBeGreaterThan(mine[1].created)
    expect(all.filter((one: any) => one.checkout === mug.id)).toHaveLength(1)
    expect((await get(`/payments?subscription=${id}`)).body.data).toEqual(mine)
    expect((await get(`/payments?checkout=${subscription.checkout}&limit=1`)).body).toMatchObject({
      data: mine.slice(0, 1),
      has_more: true,
    })
    expect((await get(`/payments?checkout=${mug.id}&subscription=${id}`)).body.data).toEqual([])

    const seen: string[] = []
    for (let query = '?limit=2'; ; ) {
      const { body } = await get(`/payments${query}`)
      seen.push(...ids({ body }))
      if (!body.has_more) break
      query = `?limit=2&starting_after=${seen.at(-1)}`
    }
    expect(seen).toEqual(all.map((one: any) => one.id))
    expect(new Set(seen).size).toBe(seen.length)
    const renewal = mine[0]
    expect((await get(`/payments/${renewal.id}`)).body).toEqual(renewal)
    expect(renewal.id).toMatch(/^pi_/)
    expect((await get(`/payments/${renewal.id}`, { key: 'sk_site_other_demo' })).status).toBe(404)
  })

  it('say what was given back of a renewal', async () => {
    const { id } = await subscriber()
    await renew()
    const [renewal] = (await get('/payments?limit=100')).body.data.filter(
      (one: any) => one.subscription === id,
    )
    await api('POST', 'refunds', undefined, { payment_intent: renewal.id, amount: '400' })
    await deliver()
    expect((await get(`/payments/${renewal.id}`)).body).toMatchObject({
      amount_received: 900,
      amount_refunded: 400,
    })
  })
})
