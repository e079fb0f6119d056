import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { subscribe, user } from './account-harness.ts'
import { admin, api, ask, confirm, confirmSetup, deliver, hold, owner, SHOP, visitor } from './harness.ts'

const usd = (amount: number) => ({ amount, currency: 'usd' })
const club = { offer: 'club', shown: usd(900) }
const trial = { offer: 'club-trial', shown: usd(900) }
const seats = (quantity: number) => ({ offer: 'seats', quantity, shown: usd(800 * quantity) })

/** A code that takes 10 % off once. @returns how to take it out of use. */
async function tenOff(code: string, more: Record<string, string> = {}): Promise<() => Promise<unknown>> {
  const { body: coupon } = await api('POST', 'coupons', undefined, { percent_off: '10', duration: 'once' })
  const { body } = await api('POST', 'promotion_codes', undefined, {
    'promotion[type]': 'coupon',
    'promotion[coupon]': coupon.id,
    code,
    ...more,
  })
  return () => api('POST', `promotion_codes/${body.id}`, undefined, { active: 'false' })
}

const subscriptionsOf = async (checkout: string): Promise<any[]> => {
  const { body } = await api('GET', 'subscriptions?status=all&limit=100')
  return body.data.filter(({ metadata }: any) => metadata.edge_checkout === checkout)
}

const refusedCode = { code: 'parameter_invalid', param: 'promotion_code' }

describe('A promotion code that Stripe does not redeem is refused by name', () => {
  it('where it goes out of use between the price and the click', async () => {
    const expire = await tenOff('SOON')
    const buyer = visitor()
    const wire = hold('GET /v1/promotion_codes')
    const slow = buyer.start({ ...club, promotion_code: 'SOON', shown: usd(810) })
    await wire.arrived()
    await expire()
    wire.release()
    const { status, body } = await slow
    expect([status, body.error]).toMatchObject([400, refusedCode])
    const { id } = (await env.DB.prepare(
      `SELECT id FROM checkouts WHERE discount LIKE '%SOON%'`,
    ).first<any>())!
    const without = await buyer.change(id, { promotion_code: null, shown: usd(900) })
    expect(without.body).toMatchObject({ status: 'open', amount: 900 })
  })

  it('where it wants a larger purchase', async () => {
    await tenOff('LARGE', {
      'restrictions[minimum_amount]': '5000',
      'restrictions[minimum_amount_currency]': 'usd',
    })
    const { status, body } = await visitor().start({ ...club, promotion_code: 'LARGE', shown: usd(810) })
    expect([status, body.error]).toMatchObject([400, refusedCode])
  })

  it('where the terms change and the code was to stay', async () => {
    await admin('PATCH', '/sites/acme/offers/seats', { allow_promotion_codes: true })
    const expire = await tenOff('STAYS')
    const buyer = visitor()
    const { body } = await buyer.start({ ...seats(1), promotion_code: 'STAYS', shown: usd(720) })
    await expire()
    const more = await buyer.change(body.id, { quantity: 2, shown: usd(1440) })
    expect([more.status, more.body.error]).toMatchObject([400, refusedCode])
    const without = await buyer.change(body.id, { promotion_code: null, ...seats(2) })
    expect(without.body).toMatchObject({ status: 'open', amount: 1600 })
  })

  it('and a free start that was agreed with it does not begin on other terms: the visitor is asked anew', async () => {
    await admin('PATCH', '/sites/acme/offers/club-trial', { allow_promotion_codes: true })
    const expire = await tenOff('GONE')
    const buyer = visitor()
    const { body } = await buyer.start({ ...trial, promotion_code: 'GONE', shown: usd(810) })
    await confirmSetup(body.client_secret)
    await expire()
    const read = await buyer.read(body.id)
    expect([read.status, read.body.error]).toMatchObject([400, refusedCode])
    expect((await deliver()).every(({ status }) => status === 200)).toBe(true)
    expect((await buyer.read(body.id)).body).toMatchObject({ status: 'open', client_secret: null })
    expect(await subscriptionsOf(body.id)).toEqual([])

    const anew = await buyer.change(body.id, { promotion_code: null, shown: usd(900) })
    expect(anew.body).toMatchObject({ status: 'open', intent: 'setup', amount: 900 })
    await confirmSetup(anew.body.client_secret)
    await deliver()
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'succeeded', discount: null })
  })

  it('and guesses are counted like purchases, at every door', async () => {
    const guess = async (ask: (code: string) => Promise<{ status: number }>) => {
      for (let tried = 0; tried < 70; tried++) if ((await ask(`GUESS${tried}`)).status === 429) return true
      return false
    }
    const [first, second] = [visitor(), visitor()]
    await first.start(club)
    expect(await guess((code) => first.start({ ...club, promotion_code: code }))).toBe(true)
    const { body } = await second.start(club)
    expect(await guess((code) => second.change(body.id, { promotion_code: code }))).toBe(true)
    const door = '/v1/sites/acme/offers/club/promotion_codes/'
    expect(await guess((code) => ask('GET', door + code, { origin: SHOP }))).toBe(true)
  })
})

describe('A customer who was deleted at Stripe', () => {
  it('is replaced for its user before D1 has heard of it, whatever is bought', async () => {
    const who = user()
    await subscribe(who)
    const { customer } = (await env.DB.prepare('SELECT customer FROM users WHERE user = ?1')
      .bind(who.name)
      .first<any>())!
    await api('DELETE', `customers/${customer}`)
    const mug = await visitor().start({ customer_token: await who.token() })
    expect(mug.status).toBe(201)
    const again = await visitor().start({ ...club, customer_token: await who.token() })
    expect(again.status).toBe(201)
    const [made] = await subscriptionsOf(again.body.id)
    expect(made.customer).not.toBe(customer)
    expect(await owner.checkout(mug.body.id)).toMatchObject({ customer: made.customer })
    await deliver()
  })

  it('is replaced for a checkout that it was made for', async () => {
    const buyer = visitor()
    const { body } = await buyer.start(seats(1))
    const [{ customer }] = (await subscriptionsOf(body.id)) as [any]
    await api('DELETE', `customers/${customer}`)
    await deliver()
    const changed = await buyer.change(body.id, seats(2))
    expect(changed.body).toMatchObject({ status: 'open', amount: 1600 })
    expect((await confirm(changed.body.client_secret)).body.status).toBe('succeeded')
  })
})

describe('What was paid just now', () => {
  it('opens access at once, by the read that told the visitor', async () => {
    const buyer = visitor()
    const { body } = await buyer.start({ ...club, client_reference_id: 'at-once' })
    await confirm(body.client_secret)
    expect((await buyer.read(body.id)).body.status).toBe('succeeded')
    expect(await owner.get('/v1/access?offer=club&client_reference_id=at-once')).toMatchObject({
      allowed: true,
      reason: 'active',
    })
    await deliver()
  })

  it('is not left without a card that its subscriber takes away before D1 has heard of it', async () => {
    const who = user()
    const kept = await who.save()
    const buyer = visitor()
    const { body } = await buyer.start({ ...club, customer_token: await who.token() })
    const { payment_method: card } = (await confirm(body.client_secret, 'pm_card_mastercard')).body
    expect((await who.door('DELETE', `/payment_methods/${card}`)).status).toBe(200)
    const { body: subscription } = await api('GET', `subscriptions/${body.subscription}`)
    expect(subscription.default_payment_method).toBe(kept)
    await deliver()
  })

  it('opens nothing to the address of whoever sat there before', async () => {
    const buyer = visitor()
    const { body } = await buyer.start({ ...club, email: 'before@example.com' })
    const changed = await buyer.change(body.id, { customer_token: await user().token() })
    await confirm(changed.body.client_secret)
    await deliver()
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'succeeded', email: null })
    expect(await owner.get('/v1/access?offer=club&email=before@example.com')).toMatchObject({
      reason: 'none',
    })
  })
})
