import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import {
  admin,
  api,
  confirm,
  confirmSetup,
  control,
  deliver,
  emptyStripe,
  failing,
  hold,
  intentOf,
  owner,
  rewriting,
  visitor,
} from './harness.ts'

const club = { offer: 'club', shown: { amount: 900, currency: 'usd' } }
const trial = { ...club, offer: 'club-trial' }
const lost = { method: 'POST', path: '/v1/subscriptions', times: 2, action: 'lose_answer' }

const subscriptionsOf = async (checkout: string): Promise<any[]> => {
  const { body } = await api('GET', 'subscriptions?status=all&limit=100')
  return body.data.filter(({ metadata }: any) => metadata.edge_checkout === checkout)
}

describe('A subscription that is being made', () => {
  it('is as it is by now, where Stripe only repeats what it made', async () => {
    const buyer = visitor()
    await failing(lost, () => buyer.start(club))
    const { data } = (await api('GET', 'subscriptions?status=all&limit=1')).body
    await api('DELETE', `subscriptions/${data[0].id}`)
    await buyer.start(club)
    const row = await env.DB.prepare('SELECT status FROM subscriptions WHERE id = ?1')
      .bind(data[0].id)
      .first<{ status: string }>()
    expect(row?.status).toMatch(/^(canceled|incomplete_expired)$/)
  })

  it('is kept where the row moved while it was made, and its terms did not', async () => {
    const buyer = visitor()
    const wire = hold('POST /v1/subscriptions')
    const starting = buyer.start(club)
    await wire.arrived()
    await env.DB.prepare(
      `UPDATE checkouts SET name = 'Ada', version = version + 1 WHERE status = 'open'`,
    ).run()
    wire.release()
    const { body } = await starting
    expect((await subscriptionsOf(body.id)).map(({ status }) => status)).toEqual(['incomplete'])
    expect((await confirm(body.client_secret)).body.status).toBe('succeeded')
  })
})

describe('A subscription that somebody made by hand', () => {
  async function makePaid(checkout: string): Promise<void> {
    const { body: joined } = await visitor().start(club)
    const [own] = await subscriptionsOf(joined.id)
    const card = {
      payment_method: 'pm_card_visa',
      'invoice_settings[default_payment_method]': 'pm_card_visa',
    }
    const customer = (await api('POST', 'customers', undefined, card)).body.id
    await api('POST', 'subscriptions', undefined, {
      ...{ customer, 'items[0][price]': own.items.data[0].price.id },
      ...{ 'metadata[edge_checkout]': checkout, 'metadata[edge_site]': 'acme' },
    })
  }
  const refusedAll = async () => (await deliver()).filter(({ status }) => status !== 200)

  it('in the name of another purchase is heard, and for a person to look at once it is paid', async () => {
    const { body } = await visitor().start()
    await makePaid(body.id)
    expect(await refusedAll()).toEqual([])
    expect(await owner.checkout(body.id)).toMatchObject({
      status: 'needs_review',
      review: 'unexpected_subscription',
    })
  })

  it('is heard too where that purchase has not begun its own: a card was charged, and no page held the secret', async () => {
    const { body } = await visitor().start(trial)
    await makePaid(body.id)
    expect(await refusedAll()).toEqual([])
    expect(await owner.checkout(body.id)).toMatchObject({
      status: 'needs_review',
      review: 'unexpected_subscription',
    })
  })
})

describe('A free start whose card is set up', () => {
  it('begins nothing beside what a person must look at', async () => {
    const { body } = await visitor().start(trial)
    await env.DB.prepare(
      `UPDATE checkouts SET status = 'needs_review', review = 'unexpected_subscription' WHERE id = ?1`,
    )
      .bind(body.id)
      .run()
    await confirmSetup(body.client_secret)
    await deliver()
    expect(await subscriptionsOf(body.id)).toEqual([])
  })

  it('asks for a card anew where the one that was set up is gone before anything began', async () => {
    const buyer = visitor()
    const { body: before } = await buyer.start(trial)
    const setup = (await confirmSetup(before.client_secret)).body
    await api('POST', `payment_methods/${setup.payment_method}/detach`)
    expect((await deliver()).every(({ status }) => status === 200)).toBe(true) // nothing can begin with it: once is enough
    const { body } = await buyer.start(trial)
    expect(body).toMatchObject({ status: 'open', intent: 'setup', revision: 2 })
    expect(body.client_secret).not.toBe(before.client_secret)
    await confirmSetup(body.client_secret)
    await deliver()
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'succeeded', revision: 2 })
  })

  it('begins at another price of the same amount where Stripe has ours no longer', async () => {
    await api('POST', 'products', undefined, { name: 'Other', id: 'prod_other' })
    const { body: other } = await api('POST', 'prices', undefined, {
      product: 'prod_other',
      currency: 'usd',
      unit_amount: '900',
      'recurring[interval]': 'month',
      active: 'false',
    })
    const buyer = visitor()
    const { body } = await buyer.start(trial)
    await env.DB.prepare(
      `INSERT INTO prices (stripe_account, livemode, lookup_key, site, offer, price)
       VALUES ('', 0, 'edge:acme:club-trial:900:usd:1:month', 'acme', 'club-trial', ?1)
       ON CONFLICT DO UPDATE SET price = ?1`,
    )
      .bind(other.id)
      .run()
    await confirmSetup(body.client_secret)
    expect((await buyer.read(body.id)).body).toMatchObject({ status: 'succeeded', verified: true })
    const made = await subscriptionsOf(body.id)
    expect(made).toMatchObject([{ status: 'trialing', items: { data: [{ price: { active: true } }] } }])
    expect(made[0].items.data[0].price.id).not.toBe(other.id)
  })

  it('goes on with another customer where the first was deleted before anything began', async () => {
    const buyer = visitor()
    const { body: before } = await buyer.start({ ...trial, email: 'ada@example.com' })
    await confirmSetup(before.client_secret)
    const { customer } = (await api('GET', `setup_intents/${intentOf(before.client_secret)}`)).body
    await api('DELETE', `customers/${customer}`)
    await deliver()
    const { body } = await buyer.start({ ...trial, email: 'ada@example.com' })
    await confirmSetup(body.client_secret)
    await deliver()
    const [subscription] = await subscriptionsOf(body.id)
    expect(subscription.customer).not.toBe(customer)
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'succeeded' })
  })

  it('expires with what began of a verified card, and nobody heard of: it would be charged one day', async () => {
    await emptyStripe()
    await env.DB.prepare('DELETE FROM prices').run()
    const { body } = await visitor().start(trial)
    await confirmSetup(body.client_secret)
    await failing(lost, () => deliver())
    expect((await subscriptionsOf(body.id)).map(({ status }) => status)).toEqual(['trialing'])
    const day = Math.floor(Date.now() / 1000) + 24 * 3600
    await env.DB.prepare('UPDATE checkouts SET revised = revised - 86400, created = created - 86400').run()
    await control('POST', 'clock', { now: day })
    await admin('POST', '/reconcile')
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'expired', subscription: null })
    expect((await subscriptionsOf(body.id)).map(({ status }) => status)).toEqual(['canceled'])
  })
})

describe('What Stripe makes', () => {
  it.each([
    ['mode', '"livemode":false', '"livemode":true'],
    ['currency', '"currency":"usd"', '"currency":"eur"'],
    ['price', '"unit_amount":900', '"unit_amount":901'],
    ['quantity', '"quantity":1', '"quantity":2'],
    ['rhythm', '"interval":"month"', '"interval":"year"'],
    ['number of months', '"interval_count":1', '"interval_count":2'],
    ['first invoice', '"total":900', '"total":901'],
  ])('of another %s than was agreed is ended too', async (_what, agreed, made) => {
    await visitor().start(club) // so that its price is known
    const wrong = await rewriting(agreed, made, () => visitor().start(club))
    expect(wrong.status).toBe(500)
    const { body: all } = await api('GET', 'subscriptions?status=all&limit=1')
    expect(['canceled', 'incomplete_expired']).toContain(all.data[0].status)
  })

  it('has one price and one product, though two visitors are the first of it at once', async () => {
    await admin('POST', '/sites/acme/offers', {
      ...{ id: 'fresh', name: 'Fresh', mode: 'subscription', amount: 700, currency: 'usd' },
      recurring: { interval: 'month' },
    })
    const fresh = { offer: 'fresh', shown: { amount: 700, currency: 'usd' } }
    const wire = hold('POST /v1/products', 'before')
    const slow = visitor().start(fresh)
    await wire.arrived()
    const quick = await visitor().start(fresh)
    wire.release()
    expect([(await slow).status, quick.status]).toEqual([201, 201])
    expect((await api('GET', 'prices?product=edge_acme_OFFER_fresh')).body.data).toHaveLength(1)
  })
})
