/** What happens at Stripe between two clicks, and D1 has not heard of yet: nobody pays what was not shown, or for nothing. */
import { describe, expect, it } from 'vitest'
import { invoicesOf, stripes, subscriber as subscribed, user } from './account-harness.ts'
import {
  admin,
  api,
  ask,
  confirm,
  control,
  deliver,
  eventsOf,
  hold,
  intentOf,
  owner,
  stripe,
  visitor,
} from './harness.ts'

const usd = (amount: number) => ({ amount, currency: 'usd' })
const KEY = { key: 'sk_site_acme_demo' }
const DAY_S = 24 * 3600

const totalsOf = async (subscription: string): Promise<number[]> =>
  (await invoicesOf(subscription)).map(({ total }) => total)

/** A subscriber, who sees what a change costs and agrees to it. */
async function subscriber(offer = 'club') {
  const { ada, id, path } = await subscribed('pm_card_visa', offer)
  const preview = async (choice: object) => (await ada.door('POST', `${path}/preview`, choice)).body
  const agree = (choice: object, { amount, currency, recurring, proration_date }: any) =>
    ada.door('PATCH', path, { ...choice, shown: { amount, currency, recurring }, proration_date })
  return { ada, id, path, preview, agree }
}

/** A subscriber whose renewal came, and was declined. */
async function debtor() {
  const { ada, id } = await subscriber()
  const broken = await ada.save('pm_card_chargeCustomerFail')
  await ada.door('PATCH', `/payment_methods/${broken}`, { default: true })
  await control('POST', 'clock', { advance_s: 31 * DAY_S + 7200 })
  await deliver()
  const [invoice] = (await ask('GET', `/v1/invoices?subscription=${id}&status=open`, KEY)).body.data
  return invoice.id as string
}

describe('A change of plan', () => {
  it('is not free because D1 has not heard that the free days are over', async () => {
    await admin('PATCH', '/sites/acme/offers/club-trial', { plan_group: 'club' })
    const { id, preview, agree } = await subscriber('club-trial')
    const free = await preview({ offer: 'club-plus' })
    expect(free.amount).toBe(0)
    await api('POST', `subscriptions/${id}`, undefined, { trial_end: 'now' })
    const charged = await totalsOf(id)
    const { current_period_start } = (await stripes(id)).items.data[0]
    const changed = await agree({ offer: 'club-plus' }, { ...free, proration_date: current_period_start })
    expect([changed.status, changed.body.error?.code]).toEqual([409, 'price_changed'])
    expect(await totalsOf(id)).toEqual(charged)
    expect((await preview({ offer: 'club-plus' })).amount).toBe(600)
  })

  it('is not made by a preview that is older than the last change', async () => {
    const { id, preview, agree } = await subscriber('seats')
    const old = await preview({ quantity: 2 })
    await new Promise((resolve) => setTimeout(resolve, 1100)) // shares are reckoned by the second
    await agree({ quantity: 3 }, await preview({ quantity: 3 }))
    await agree({ quantity: 1 }, await preview({ quantity: 1 }))
    const charged = await totalsOf(id)
    const again = await agree({ quantity: 2 }, old)
    expect([again.status, again.body.error]).toMatchObject([
      409,
      { code: 'price_changed', param: 'proration_date' },
    ])
    expect(await totalsOf(id)).toEqual(charged)
  })

  it('of the number of seats is made, though its price is sold no longer', async () => {
    const { id, preview, agree } = await subscriber('seats')
    const { price } = (await stripes(id)).items.data[0]
    await api('POST', `prices/${price.id}`, undefined, { active: 'false' })
    const changed = await agree({ quantity: 2 }, await preview({ quantity: 2 }))
    expect(changed.status).toBe(200)
    expect((await stripes(id)).items.data[0]).toMatchObject({ quantity: 2, price: { id: price.id } })
    const owners = await ask('PATCH', `/v1/subscriptions/${id}`, { ...KEY, body: { quantity: 3 } })
    expect(owners.body).toMatchObject({ quantity: 3 })
  })

  it('to an offer whose price was archived goes to another price of the same amount', async () => {
    await subscriber('club-plus')
    const { body } = await api('GET', 'prices?lookup_keys[0]=edge:acme:club-plus:1500:usd:1:month')
    await api('POST', `prices/${body.data[0].id}`, undefined, { active: 'false' })
    const { id, preview, agree } = await subscriber('club')
    const shown = await preview({ offer: 'club-plus' })
    expect(shown).toMatchObject({ object: 'preview', amount: 600 })
    expect((await agree({ offer: 'club-plus' }, shown)).status).toBe(200)
    expect((await stripes(id)).items.data[0].price).toMatchObject({ unit_amount: 1500, active: true })
  })
})

describe('What is charged every period from then on', () => {
  it('is what was shown, though a change costs nothing at once', async () => {
    const recurring = { interval: 'month' as const, trial_period_days: 7 }
    const offer = { mode: 'subscription', currency: 'usd', plan_group: 'pool' }
    await admin('POST', '/sites/acme/offers', { ...offer, id: 'pool', name: 'Pool', amount: 900, recurring })
    await admin('POST', '/sites/acme/offers', {
      ...{ ...offer, id: 'pool-plus', name: 'Pool plus', amount: 1500, recurring: { interval: 'month' } },
    })
    await admin('PATCH', '/sites/acme/offers/club-trial', { plan_group: 'pool' })
    const { id, preview, agree } = await subscriber('club-trial')
    const free = await preview({ offer: 'pool-plus' })
    expect(free).toMatchObject({ amount: 0, recurring: { amount: 1500 } })
    await admin('PATCH', '/sites/acme/offers/pool-plus', { amount: 2500 })
    const changed = await agree({ offer: 'pool-plus' }, free)
    expect([changed.status, changed.body.error]).toMatchObject([
      409,
      { code: 'price_changed', param: 'shown.recurring' },
    ])
    expect((await stripes(id)).items.data[0].price.unit_amount).toBe(900)
  })
})

describe('A card that was taken away in the dashboard', () => {
  it.each(['PATCH', 'DELETE'])('is not there any more, for %s', async (method) => {
    const ada = user()
    await ada.save()
    const card = await ada.save('pm_card_mastercard')
    await api('POST', `payment_methods/${card}/detach`)
    const body = method === 'PATCH' ? { default: true } : undefined
    const answer = await ada.door(method, `/payment_methods/${card}`, body)
    expect([answer.status, answer.body.error.code]).toEqual([404, 'not_found'])
    expect((await ada.account()).payment_methods).toHaveLength(1)
  })
})

describe('A customer who was deleted in the dashboard', () => {
  it('is another one, whose name is what its user says', async () => {
    const ada = user()
    await ada.save()
    const [old] = (await api('GET', 'customers?limit=1')).body.data
    await api('DELETE', `customers/${old.id}`)
    const { status, body } = await ada.door('PATCH', '/customer', { name: 'Ada' })
    expect([status, body.customer?.name, body.payment_methods]).toEqual([200, 'Ada', []])
  })
})

describe('A subscription that is changed in the dashboard', () => {
  it('is what stands on our own item, wherever that stands among others', async () => {
    const { ada, id } = await subscriber('club')
    await subscriber('club-plus')
    const plus = (await api('GET', 'prices?lookup_keys[0]=edge:acme:club-plus:1500:usd:1:month')).body.data[0]
    const old = (await stripes(id)).items.data[0]
    const extra = await api('POST', 'prices', undefined, {
      currency: 'usd',
      unit_amount: '100',
      'recurring[interval]': 'month',
      'product_data[name]': 'Locker',
    })
    await api('POST', 'subscription_items', undefined, { subscription: id, price: extra.body.id })
    await api('DELETE', `subscription_items/${old.id}`)
    await api('POST', 'subscription_items', undefined, { subscription: id, price: plus.id })
    await deliver()
    expect((await ada.account()).subscriptions[0]).toMatchObject({ offer: 'club-plus', amount: 1500 })
  })

  it('to end on a later day ends with its period, where its subscriber asks for that', async () => {
    const { ada, id, path } = await subscriber()
    const end = (await stripes(id)).items.data[0].current_period_end
    await api('POST', `subscriptions/${id}`, undefined, { cancel_at: String(end + 90 * DAY_S) })
    const canceled = await ada.door('POST', `${path}/cancel`, { at: 'period_end' })
    expect(canceled.body.subscriptions[0]).toMatchObject({ status: 'active', cancel_at: end })
  })

  it('has nothing to pay once it has ended, though D1 has not heard of it', async () => {
    const { ada, id } = await subscriber()
    await control('PUT', 'billing', { after_retries: 'unpaid' })
    const broken = await ada.save('pm_card_chargeCustomerFail')
    await ada.door('PATCH', `/payment_methods/${broken}`, { default: true })
    await control('POST', 'clock', { advance_s: 31 * DAY_S + 7200 })
    await deliver()
    const { due } = (await ada.account()).subscriptions[0]
    await api('DELETE', `subscriptions/${id}`)
    const { status, body } = await ada.door('POST', `/invoices/${due.invoice}/pay`)
    expect([status, body.error?.code]).toEqual([409, 'subscription_unexpected_state'])
  })

  it('and has ended, has ended for two tabs that end it at once', async () => {
    const { ada, id, path } = await subscriber()
    await api('DELETE', `subscriptions/${id}`)
    const { status, body } = await ada.door('POST', `${path}/cancel`, { at: 'now' })
    expect([status, body.error?.code]).toEqual([409, 'subscription_unexpected_state'])
  })
})

describe('What a customer owes from before', () => {
  it('is not charged with a purchase that was shown without it', async () => {
    const ada = user()
    await ada.save()
    const { body } = await api('GET', 'customers?limit=1')
    await api('POST', `customers/${body.data[0].id}`, undefined, { balance: '500' })
    const owing = body.data[0].id
    const club = { offer: 'club', shown: usd(900), customer_token: await ada.token() }
    const begun = await visitor().start(club)
    expect([begun.status, begun.body.client_secret]).toEqual([500, undefined])
    const { data } = (await api('GET', `subscriptions?customer=${owing}&status=all`)).body
    expect(data.map(({ status }: any) => ['canceled', 'incomplete_expired'].includes(status))).toEqual([true])
    expect((await api('GET', `customers/${owing}`)).body.balance).toBe(500)
  })
})

describe('An invoice that was paid elsewhere', () => {
  it('is paid, and no payment of Stripe’s', async () => {
    const invoice = await debtor()
    await api('POST', `invoices/${invoice}/pay`, undefined, { paid_out_of_band: 'true' })
    await deliver()
    expect((await ask('GET', `/v1/invoices/${invoice}`, KEY)).body).toMatchObject({ status: 'paid' })
    const { data } = (await ask('GET', '/v1/payments?limit=100', KEY)).body
    expect(data.filter((one: any) => one.invoice === invoice)).toEqual([])
  })
})

describe('An answer that lands late does not stand where a newer event has found the row right', () => {
  /** Longer than Stripe takes to tell. */
  const LATE_MS = 1100

  /** Delivers an event, and what was read for it only after something newer was heard. */
  async function overtaken(call: string, event: string, newer: () => Promise<unknown>): Promise<void> {
    const wire = hold(call)
    const slow = deliver([event])
    await wire.arrived()
    await new Promise((resolve) => setTimeout(resolve, LATE_MS))
    await newer()
    wire.release()
    await slow
  }

  it('of a subscription: it was to end, and is not any more', async () => {
    const { ada, id } = await subscriber()
    const ends = async (at: boolean): Promise<string> => {
      await api('POST', `subscriptions/${id}`, undefined, { cancel_at_period_end: String(at) })
      const { data } = (await api('GET', 'events?type=customer.subscription.updated&limit=20')).body
      return data.find(({ data: { object } }: any) => object.id === id && object.cancel_at_period_end === at)
        .id
    }
    const ended = await ends(true)
    await overtaken(`GET /v1/subscriptions/${id}`, ended, async () => deliver([await ends(false)]))
    expect((await ada.account()).subscriptions[0].cancel_at).toBeNull()
  })

  it('of a payment: it was given back, and the bank did not take it', async () => {
    const { body } = await visitor().start()
    await confirm(body.client_secret)
    const intent = intentOf(body.client_secret)
    await deliver()
    await api('POST', 'refunds', undefined, { payment_intent: intent, amount: '500' })
    const [told] = await eventsOf(intent, 'charge.refunded')
    await overtaken(`GET /v1/payment_intents/${intent}`, told!, async () => {
      // The stand-in knows no refund that fails later.
      const charges = Object.values(stripe.state.accounts).flatMap(({ charges }) => Object.values(charges))
      charges.find(({ payment_intent }) => payment_intent === intent)!.amount_refunded = 0
      await deliver(await eventsOf(intent, 'refund.created'))
    })
    expect((await owner.checkout(body.id)).amount_refunded).toBe(0)
  })

  it('of a customer and a card: each was changed, and changed back', async () => {
    const { ada, id } = await subscriber()
    const { customer } = await stripes(id)
    const [{ id: card }] = (await ada.account()).payment_methods
    const name = async () => (await ada.account()).customer.name
    const year = async () => String((await ada.account()).payment_methods[0].exp_year)
    const objects = [
      [customer, `customers/${customer}`, 'name', 'Ada', 'Eve', name],
      [card, `payment_methods/${card}`, 'card[exp_year]', '2034', '2031', year],
    ] as const
    for (const [object, path, field, good, bad, shown] of objects) {
      const becomes = (what: string) => api('POST', path, undefined, { [field]: what })
      await becomes(good)
      await deliver()
      await becomes(bad)
      const [event] = await eventsOf(object, object === card ? 'payment_method.updated' : 'customer.updated')
      await overtaken(`GET /v1/${path}`, event!, async () => {
        await becomes(good)
        await deliver([event!])
      })
      expect(await shown()).toBe(good)
    }
  })

  it('of an invoice: it was written off by mistake', async () => {
    const invoice = await debtor()
    const invoices = Object.values(stripe.state.accounts).map(({ invoices }) => invoices[invoice])
    const is = (status: 'open' | 'uncollectible') => {
      for (const one of invoices) if (one) one.status = status
    }
    const failures = (await api('GET', 'events?type=invoice.payment_failed&limit=20')).body.data
    const event = failures.find(({ data }: any) => data.object.id === invoice)
    is('uncollectible')
    await overtaken(`GET /v1/invoices/${invoice}`, event.id, () => {
      is('open')
      return deliver([event.id])
    })
    expect((await ask('GET', `/v1/invoices/${invoice}`, KEY)).body.status).toBe('open')
  })
})
