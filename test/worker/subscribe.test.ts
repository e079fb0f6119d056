import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import {
  admin,
  answerChallenge,
  api,
  ask,
  confirm,
  confirmSetup,
  control,
  deliver,
  emptyStripe,
  failing,
  intentOf,
  owner,
  SHOP,
  visitor,
} from './harness.ts'

const club = { offer: 'club', shown: { amount: 900, currency: 'usd' } }
const trial = { ...club, offer: 'club-trial' }
const free = { ...club, offer: 'club-free' }

/** All that Stripe holds for a checkout. */
const subscriptionsOf = async (checkout: string): Promise<any[]> => {
  const { body } = await api('GET', 'subscriptions?status=all&limit=100')
  return body.data.filter(({ metadata }: any) => metadata.edge_checkout === checkout)
}
const subscriptionAt = async (id: string) => (await api('GET', `subscriptions/${id}`)).body
const rowOf = (id: string) =>
  env.DB.prepare('SELECT * FROM subscriptions WHERE id = ?1').bind(id).first<any>()

describe('A subscription', () => {
  it('is made at the click: product, price, customer, and a first invoice whose secret is handed out', async () => {
    const { status, body } = await visitor().start({ ...club, email: 'ada@example.com', name: 'Ada' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      status: 'open',
      intent: 'payment',
      amount: 900,
      amount_due: 900,
      verified: false,
    })
    const [subscription] = await subscriptionsOf(body.id)
    expect(subscription).toMatchObject({
      status: 'incomplete',
      metadata: { edge_checkout: body.id, edge_site: 'acme', edge_offer: 'club' },
      items: { data: [{ quantity: 1, price: { unit_amount: 900, recurring: { interval: 'month' } } }] },
    })
    expect(body.subscription).toBe(subscription.id)
    const customer = (await api('GET', `customers/${subscription.customer}`)).body
    expect(customer).toMatchObject({ email: 'ada@example.com', name: 'Ada', metadata: { edge_site: 'acme' } })
    const intent = (await api('GET', `payment_intents/${intentOf(body.client_secret)}`)).body
    expect(intent).toMatchObject({ amount: 900, currency: 'usd', customer: subscription.customer })
  })

  it('has begun, verified, once its invoice is paid, whoever is faster', async () => {
    const buyer = visitor()
    const { body } = await buyer.start(club)
    expect((await confirm(body.client_secret)).body.status).toBe('succeeded')
    expect((await buyer.read(body.id)).body).toMatchObject({
      status: 'succeeded',
      verified: true,
      client_secret: null,
      subscription: body.subscription,
    })
    await deliver()
    expect(await owner.checkout(body.id)).toMatchObject({
      status: 'succeeded',
      verified_by: 'read',
      amount_received: 900,
      subscription: body.subscription,
      payment_intent: intentOf(body.client_secret),
    })
    expect(await rowOf(body.subscription)).toMatchObject({
      status: 'active',
      offer: 'club',
      unit_amount: 900,
    })
  })

  it('opens what was bought, and shows its card, as soon as it says that it has begun', async () => {
    const buyer = visitor()
    const { body } = await buyer.start({ ...club, email: 'grace@example.com' })
    await confirm(body.client_secret)
    expect((await buyer.read(body.id)).body.status).toBe('succeeded')
    const access = await owner.get('/v1/access?offer=club&email=grace@example.com')
    expect(access).toMatchObject({ allowed: true, reason: 'active', subscription: body.subscription })
    const { customer } = await owner.checkout(body.id)
    expect((await owner.get(`/v1/customers/${customer}/payment_methods`)).data).toHaveLength(1)
    expect((await owner.get(`/v1/invoices?customer=${customer}`)).data).toMatchObject([{ status: 'paid' }])
  })

  it('is verified by events alone, in whatever order they come', async () => {
    const { body } = await visitor().start(club)
    await confirm(body.client_secret)
    await deliver('pending', { order: 'reverse', copies: 2 })
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'succeeded', verified_by: 'event' })
    expect(await rowOf(body.subscription)).toMatchObject({ status: 'active' })
    const types = (await owner.events(body.id)).map(({ type }: any) => type)
    expect(types).toContain('invoice.paid')
  })

  it('is one, however often and by how many tabs it is asked for', async () => {
    const buyer = visitor()
    const answers = await Promise.all([1, 2, 3].map(() => buyer.start(club)))
    const again = await buyer.start(club)
    expect(new Set([...answers, again].map(({ body }) => body.client_secret)).size).toBe(1)
    expect(await subscriptionsOf(again.body.id)).toHaveLength(1)
  })

  it('is paid by 3-D Secure, and open for another card after a decline', async () => {
    const buyer = visitor()
    const { body } = await buyer.start(club)
    expect((await confirm(body.client_secret, 'pm_card_chargeDeclined')).status).toBe(402)
    expect((await buyer.read(body.id)).body.status).toBe('open')
    const asked = await confirm(body.client_secret, 'pm_card_threeDSecure2Required')
    expect(asked.body.status).toBe('requires_action')
    await answerChallenge(asked.body, 'authorize')
    await deliver()
    expect((await buyer.read(body.id)).body).toMatchObject({ status: 'succeeded', verified: true })
  })

  it('takes new terms by ending the old one first: its secret pays nothing any more', async () => {
    const buyer = visitor()
    const { body: before } = await buyer.start({ offer: 'seats', shown: { amount: 800, currency: 'usd' } })
    const { body } = await buyer.change(before.id, { quantity: 3, shown: { amount: 2400, currency: 'usd' } })
    expect(body).toMatchObject({ revision: 2, amount: 2400, quantity: 3, status: 'open' })
    expect((await confirm(before.client_secret)).status).toBe(400)
    const [now, old] = await subscriptionsOf(body.id)
    expect(['canceled', 'incomplete_expired']).toContain(old.status)
    expect(now.items.data[0].quantity).toBe(3)
    await deliver()
    expect((await buyer.read(body.id)).body).toMatchObject({ status: 'open', revision: 2 })
  })

  it('answers that it is paid where new terms come too late', async () => {
    const buyer = visitor()
    const { body } = await buyer.start({ offer: 'seats', shown: { amount: 800, currency: 'usd' } })
    await confirm(body.client_secret)
    const late = await buyer.change(body.id, { quantity: 3, shown: { amount: 2400, currency: 'usd' } })
    expect(late.body).toMatchObject({ status: 'succeeded', revision: 1, amount: 800 })
    expect(await subscriptionsOf(body.id)).toHaveLength(1)
  })

  it('keeps its mode: another kind of offer is another attempt', async () => {
    const buyer = visitor()
    const { body } = await buyer.start(club)
    const { status, body: answer } = await buyer.change(body.id, {
      offer: 'mug',
      shown: { amount: 1200, currency: 'usd' },
    })
    expect(status).toBe(400)
    expect(answer.error).toMatchObject({ code: 'parameter_invalid', param: 'offer' })
  })

  it('makes another customer for another address', async () => {
    const buyer = visitor()
    const { body } = await buyer.start({ ...club, email: 'ada@example.com' })
    const changed = await buyer.change(body.id, { email: 'ben@example.com' })
    expect(changed.body.revision).toBe(2)
    const [now, old] = await subscriptionsOf(body.id)
    expect(now.customer).not.toBe(old.customer)
    expect((await api('GET', `customers/${now.customer}`)).body.email).toBe('ben@example.com')
  })

  it('is refused at a price that was not shown', async () => {
    const { status, body } = await visitor().start({ ...club, shown: { amount: 800, currency: 'usd' } })
    expect([status, body.error.code]).toEqual([409, 'price_changed'])
  })

  it('is one though Stripe’s answer was lost, and is handed out by the next try', async () => {
    const buyer = visitor()
    const lost = { method: 'POST', path: '/v1/subscriptions', times: 2, action: 'lose_answer' }
    await failing(lost, () => buyer.start(club))
    const { body } = await buyer.start(club)
    expect(body.status).toBe('open')
    expect(await subscriptionsOf(body.id)).toHaveLength(1)
  })

  it('goes on with the next key after a failure that Stripe has stored', async () => {
    const buyer = visitor()
    const stored = { method: 'POST', path: '/v1/subscriptions', times: 2, action: 'status', status: 500 }
    expect((await failing(stored, () => buyer.start(club))).status).toBe(502)
    const { body } = await buyer.start(club)
    expect(body).toMatchObject({ status: 'open', revision: 2 })
    expect((await confirm(body.client_secret)).body.status).toBe('succeeded')
  })

  it('of other terms than were agreed is ended before anybody can pay it', async () => {
    const buyer = visitor()
    const { body } = await buyer.start(club) // so that both prices are known
    await visitor().start({ offer: 'seats', shown: { amount: 800, currency: 'usd' } })
    await env.DB.prepare(
      'UPDATE prices SET price = (SELECT price FROM prices WHERE offer = ?1) WHERE offer = ?2',
    )
      .bind('seats', 'club')
      .run()
    const wrong = await visitor().start(club)
    expect(wrong.status).toBe(500)
    const { body: all } = await api('GET', 'subscriptions?status=all&limit=1')
    expect(['canceled', 'incomplete_expired']).toContain(all.data[0].status)
    expect((await buyer.read(body.id)).body.status).toBe('open')
    await env.DB.prepare(`DELETE FROM prices WHERE offer = 'club'`).run()
  })

  it('goes on at another price of the same amount where ours was archived in the dashboard', async () => {
    const { body: first } = await visitor().start(club)
    const [before] = await subscriptionsOf(first.id)
    await api('POST', `prices/${before.items.data[0].price.id}`, undefined, { active: 'false' })
    const { status, body } = await visitor().start(club)
    expect([status, body.status]).toEqual([201, 'open'])
    const [now] = await subscriptionsOf(body.id)
    expect(now.items.data[0].price).toMatchObject({ unit_amount: 900, active: true })
    await confirm(first.client_secret)
    await deliver()
    expect(await rowOf(first.subscription)).toMatchObject({ status: 'active', offer: 'club' })
  })

  it('has one price for one amount: a new amount is a new price of the same product', async () => {
    await admin('PATCH', '/sites/acme/offers/seats', { amount: 850 })
    const { body } = await visitor().start({ offer: 'seats', shown: { amount: 850, currency: 'usd' } })
    const [subscription] = await subscriptionsOf(body.id)
    const { data } = (await api('GET', `prices?product=${subscription.items.data[0].price.product}`)).body
    expect(data.map(({ unit_amount }: any) => unit_amount).sort()).toEqual([800, 850])
    await admin('PATCH', '/sites/acme/offers/seats', { amount: 800 })
  })
})

describe('A free start that wants a card', () => {
  it('is a set-up first: nothing begins until Stripe says that the card was verified', async () => {
    const buyer = visitor()
    const { body } = await buyer.start(trial)
    expect(body).toMatchObject({
      status: 'open',
      intent: 'setup',
      amount: 900,
      amount_due: 0,
      subscription: null,
    })
    expect(body.client_secret).toMatch(/^seti_/)
    expect((await buyer.read(body.id)).body.status).toBe('open')
    expect(await subscriptionsOf(body.id)).toEqual([])
  })

  it('begins once the set-up is verified, once, with that card, however many ask at once', async () => {
    const buyer = visitor()
    const { body } = await buyer.start(trial)
    const setup = (await confirmSetup(body.client_secret)).body
    expect(setup.status).toBe('succeeded')
    await Promise.all([deliver('pending', { copies: 3 }), buyer.read(body.id), buyer.read(body.id)])
    await deliver()
    const { body: after } = await buyer.read(body.id)
    expect(after).toMatchObject({ status: 'succeeded', verified: true, client_secret: null })
    expect(after.revision, 'with the first key').toBe(1)
    expect(after.trial_end).toBeGreaterThan(Date.now() / 1000 + 6 * 86_400)
    const made = await subscriptionsOf(body.id)
    expect(made.map(({ status }) => status)).toEqual(['trialing'])
    expect(made[0].default_payment_method).toBe(setup.payment_method)
    expect(await rowOf(made[0].id)).toMatchObject({
      status: 'trialing',
      default_payment_method: setup.payment_method,
    })
  })

  it('begins by the event alone, where nobody asks', async () => {
    const { body } = await visitor().start(trial)
    await confirmSetup(body.client_secret)
    await deliver('pending', { order: 'reverse' })
    await deliver()
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'succeeded', amount_received: 0 })
  })

  it('begins with 3-D Secure, and not where that fails', async () => {
    const buyer = visitor()
    const { body } = await buyer.start(trial)
    const failed = await confirmSetup(body.client_secret, 'pm_card_authenticationRequiredOnSetup')
    expect((await buyer.read(body.id)).body.status).toBe('requires_action')
    expect(await subscriptionsOf(body.id)).toEqual([])
    await answerChallenge(failed.body, 'fail')
    await deliver()
    expect((await owner.checkout(body.id)).status).toBe('open')
    expect(await subscriptionsOf(body.id)).toEqual([])
    const passed = await confirmSetup(body.client_secret, 'pm_card_authenticationRequiredOnSetup')
    await answerChallenge(passed.body, 'authorize')
    await deliver()
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'succeeded' })
    expect(await subscriptionsOf(body.id)).toHaveLength(1)
  })

  it('is one though Stripe’s answer was lost, or kept as a failure', async () => {
    for (const fault of [{ action: 'lose_answer' }, { action: 'status', status: 500 }]) {
      const { body } = await visitor().start(trial)
      await confirmSetup(body.client_secret)
      await failing({ method: 'POST', path: '/v1/subscriptions', times: 1, ...fault }, () => deliver())
      await deliver()
      await deliver()
      const revision = fault.action === 'lose_answer' ? 1 : 2
      expect(await owner.checkout(body.id)).toMatchObject({ status: 'succeeded', revision })
      const live = (await subscriptionsOf(body.id)).filter(({ status }) => status === 'trialing')
      expect(live).toHaveLength(1)
    }
  })

  it('takes new terms as long as the card is not set up', async () => {
    await admin('PATCH', '/sites/acme/offers/club-trial', { limits: { quantity: { min: 1, max: 5 } } })
    const buyer = visitor()
    const { body: before } = await buyer.start(trial)
    const { body } = await buyer.change(before.id, { quantity: 2, shown: { amount: 1800, currency: 'usd' } })
    expect(body).toMatchObject({ revision: 2, intent: 'setup', amount: 1800 })
    expect((await confirmSetup(before.client_secret)).status).toBe(400)
    await confirmSetup(body.client_secret)
    await deliver()
    const [subscription] = await subscriptionsOf(body.id)
    expect(subscription.items.data[0].quantity).toBe(2)
  })
})

describe('A free start without a card', () => {
  it('has begun at the click', async () => {
    const { status, body } = await visitor().start({ ...free, email: 'ada@example.com' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      status: 'succeeded',
      verified: true,
      intent: null,
      client_secret: null,
      amount_due: 0,
    })
    expect(body.trial_end).toBeGreaterThan(Date.now() / 1000 + 6 * 86_400)
    expect((await subscriptionsOf(body.id)).map(({ status }) => status)).toEqual(['trialing'])
  })
})

describe('A card that is saved for later', () => {
  it('is verified once Stripe says so, and charges nothing', async () => {
    const buyer = visitor()
    const card = { offer: 'card', shown: { amount: 0, currency: 'usd' }, email: 'ada@example.com' }
    const { body } = await buyer.start(card)
    expect(body).toMatchObject({ intent: 'setup', amount: 0, amount_due: 0, status: 'open' })
    await confirmSetup(body.client_secret)
    const setup = (await api('GET', `setup_intents/${intentOf(body.client_secret)}`)).body
    await deliver()
    expect(await owner.checkout(body.id)).toMatchObject({
      status: 'succeeded',
      verified: true,
      setup_intent: setup.id,
      customer: setup.customer,
      subscription: null,
      amount_received: 0,
    })
    const methods = (await api('GET', `customers/${setup.customer}/payment_methods`)).body.data
    expect(methods.map(({ id }: any) => id)).toEqual([setup.payment_method])
  })

  it('costs what its offer says: null, which nothing else does', async () => {
    const offer = (await ask('GET', '/v1/sites/acme/offers/card', { origin: SHOP })).body
    const shown = { amount: offer.amount, currency: offer.currency }
    expect((await visitor().start({ offer: 'card', shown })).body).toMatchObject({
      status: 'open',
      amount: 0,
    })
    expect((await visitor().start({ shown })).body.error).toMatchObject({ code: 'price_changed' })
  })
})

describe('A promotion code', () => {
  const code = (body: Record<string, string>) => api('POST', 'coupons', undefined, body)

  it('takes off what it says, and the subscription is made with it', async () => {
    const { body: coupon } = await code({ percent_off: '10', duration: 'once' })
    await api('POST', 'promotion_codes', undefined, {
      'promotion[type]': 'coupon',
      'promotion[coupon]': coupon.id,
      code: 'TENOFF',
    })
    const door = '/v1/sites/acme/offers/club/promotion_codes/tenoff'
    expect((await ask('GET', door, { origin: SHOP })).body).toMatchObject({
      object: 'discount',
      code: 'TENOFF',
      percent_off: 10,
      duration: 'once',
    })
    const buyer = visitor()
    const full = await buyer.start({ ...club, promotion_code: 'TENOFF' })
    expect(full.body.error.code).toBe('price_changed')
    const { body } = await buyer.start({
      ...club,
      promotion_code: 'TENOFF',
      shown: { amount: 810, currency: 'usd' },
    })
    expect(body).toMatchObject({ amount: 810, amount_due: 810 })
    expect((await confirm(body.client_secret)).body.amount).toBe(810)
    await deliver()
    expect(await owner.checkout(body.id)).toMatchObject({
      status: 'succeeded',
      amount_received: 810,
      discount: { code: 'TENOFF', percent_off: 10 },
    })
  })

  it('that takes everything off begins at the click', async () => {
    const { body: coupon } = await code({ percent_off: '100', duration: 'once' })
    await api('POST', 'promotion_codes', undefined, {
      'promotion[type]': 'coupon',
      'promotion[coupon]': coupon.id,
      code: 'GRATIS',
    })
    const { body } = await visitor().start({
      ...club,
      promotion_code: 'GRATIS',
      shown: { amount: 0, currency: 'usd' },
    })
    expect(body).toMatchObject({ status: 'succeeded', verified: true, client_secret: null })
    expect(await subscriptionAt(body.subscription)).toMatchObject({ status: 'active' })
  })

  it.each(['NOSUCH', 'no such', '%', 'x'.repeat(101)])(
    'that cannot be used is refused by name: %s',
    async (wrong) => {
      const { status, body } = await visitor().start({ ...club, promotion_code: wrong })
      expect(status).toBe(400)
      expect(body.error).toMatchObject({ code: 'parameter_invalid', param: 'promotion_code' })
    },
  )

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['is out of use', {}, { active: 'false' }],
    ['is another customer’s', {}, { customer: 'cus' }],
    ['takes off another currency', { amount_off: '100', currency: 'eur' }, {}],
    ['is for another offer', { 'applies_to[products][0]': 'edge_acme_OFFER_seats' }, {}],
  ])('that %s is refused before anything is made', async (what, coupon, restrictions) => {
    await visitor().start({ offer: 'seats', shown: { amount: 800, currency: 'usd' } }) // so that there is its product
    const off = coupon.amount_off ? {} : { percent_off: '10' }
    const { body: made } = await code({ ...off, duration: 'once', ...coupon })
    const customer = restrictions.customer && (await api('POST', 'customers')).body.id
    const name = what.replace(/\W/g, '')
    const { status } = await api('POST', 'promotion_codes', undefined, {
      ...{ 'promotion[type]': 'coupon', 'promotion[coupon]': made.id, code: name },
      ...restrictions,
      ...(customer && { customer }),
    })
    expect(status).toBe(200)
    const door = `/v1/sites/acme/offers/club/promotion_codes/${name}`
    expect((await ask('GET', door, { origin: SHOP })).status).toBe(400)
  })

  it('is refused where the offer takes none', async () => {
    const { body: coupon } = await code({ percent_off: '10', duration: 'once' })
    await api('POST', 'promotion_codes', undefined, {
      'promotion[type]': 'coupon',
      'promotion[coupon]': coupon.id,
      code: 'NOTHERE',
    })
    const { body } = await visitor().start({
      offer: 'seats',
      promotion_code: 'NOTHERE',
      shown: { amount: 720, currency: 'usd' },
    })
    expect(body.error).toMatchObject({ code: 'parameter_invalid', param: 'promotion_code' })
    const door = '/v1/sites/acme/offers/seats/promotion_codes/NOTHERE'
    expect((await ask('GET', door, { origin: SHOP })).status).toBe(400)
  })

  it('stays with a checkout whose quantity changes, and is taken away by null', async () => {
    await admin('PATCH', '/sites/acme/offers/seats', { allow_promotion_codes: true })
    const buyer = visitor()
    const { body } = await buyer.start({
      offer: 'seats',
      promotion_code: 'TENOFF',
      shown: { amount: 720, currency: 'usd' },
    })
    const more = await buyer.change(body.id, { quantity: 2, shown: { amount: 1440, currency: 'usd' } })
    expect(more.body).toMatchObject({ amount: 1440, revision: 2 })
    const none = await buyer.change(body.id, {
      promotion_code: null,
      shown: { amount: 1600, currency: 'usd' },
    })
    expect(none.body).toMatchObject({ amount: 1600, revision: 3 })
  })
})

describe('What nobody goes on with', () => {
  it('expires: the subscription is ended at Stripe, and nothing can be paid', async () => {
    await emptyStripe()
    await env.DB.batch(['prices', 'checkouts'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)))
    const buyer = visitor()
    const { body } = await buyer.start(club)
    const day = Math.floor(Date.now() / 1000) + 24 * 3600
    await env.DB.prepare('UPDATE checkouts SET revised = revised - 86400, created = created - 86400').run()
    await control('POST', 'clock', { now: day })
    await admin('POST', '/reconcile')
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'expired' })
    const [subscription] = await subscriptionsOf(body.id)
    expect(['canceled', 'incomplete_expired']).toContain(subscription.status)
    expect((await confirm(body.client_secret)).status).toBe(400)
  })
})
