import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { subscribe, user } from './account-harness.ts'
import { admin, api, ask, confirm, control, deliver, visitor } from './harness.ts'

const KEY = { key: 'sk_site_acme_demo' }
const access = (query: Record<string, string>, key = KEY) =>
  ask('GET', `/v1/access?${new URLSearchParams(query)}`, key)
const answer = async (query: Record<string, string>) => (await access(query)).body
const end = async (id: string) =>
  (await api('GET', `subscriptions/${id}`)).body.items.data[0].current_period_end

/** `cus_…` */
const customerOf = async ({ name }: { name: string }): Promise<string> =>
  (await env.DB.prepare('SELECT customer FROM users WHERE user = ?1').bind(name).first<any>()).customer

/** Buys a mug. */
async function bought(body: object = {}, paid = true) {
  const buyer = visitor()
  const checkout = (await buyer.start(body)).body
  if (paid) await confirm(checkout.client_secret)
  await deliver()
  return checkout
}

describe('access to what is paid once', () => {
  it('is for good, by whatever name the buyer is known', async () => {
    const { id } = await bought({ email: 'Buyer@Example.com', client_reference_id: 'order-7' })
    const names = [{ email: 'buyer@example.com' }, { client_reference_id: 'order-7' }] as Record<
      string,
      string
    >[]
    for (const name of names)
      expect(await answer({ offer: 'mug', ...name })).toEqual({
        object: 'access',
        site: 'acme',
        offer: 'mug',
        allowed: true,
        until: null,
        reason: 'paid',
        status: 'succeeded',
        subscription: null,
        checkout: id,
      })
  })

  it('is of whom the customer token named', async () => {
    const ada = user()
    await bought({ customer_token: await ada.token() })
    expect(await answer({ offer: 'mug', user: ada.name })).toMatchObject({ allowed: true, reason: 'paid' })
    expect(await answer({ offer: 'mug', customer: ada.name })).toMatchObject({ allowed: true })
  })

  it('is not given for a purchase that was begun, nor for another offer, nor to another site', async () => {
    await bought({ email: 'half@example.com' }, false)
    expect(await answer({ offer: 'mug', email: 'half@example.com' })).toMatchObject({
      allowed: false,
      reason: 'none',
    })
    await bought({ email: 'whole@example.com' })
    expect(await answer({ offer: 'tee', email: 'whole@example.com' })).toMatchObject({ allowed: false })
    const other = await access({ offer: 'mug', email: 'whole@example.com' }, { key: 'sk_site_other_demo' })
    expect(other.body).toMatchObject({ site: 'other', allowed: false, reason: 'none' })
  })

  it('is not given where money is real for what was bought with play money', async () => {
    const ada = user()
    await bought({ customer_token: await ada.token() })
    await subscribe(ada)
    const play = { ...env }
    Object.assign(env, {
      STRIPE_SECRET_KEY: 'sk_live_x',
      STRIPE_PUBLISHABLE_KEY: 'pk_live_x',
      STRIPE_API_BASE: undefined,
    })
    const real = [
      await access({ offer: 'mug', user: ada.name }),
      await access({ offer: 'club', user: ada.name }),
    ]
    Object.assign(env, play)
    for (const { status, body } of real)
      expect([status, body]).toMatchObject([200, { allowed: false, reason: 'none' }])
  })

  it('says what it is for of the newest purchase', async () => {
    const email = 'twice@example.com'
    await bought({ email })
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2000)
    const second = await bought({ email })
    vi.restoreAllMocks()
    expect(await answer({ offer: 'mug', email })).toMatchObject({ checkout: second.id })
  })

  it('ends when all of it was given back', async () => {
    const { client_secret } = await bought({ email: 'back@example.com' })
    const give = (amount: string) =>
      api('POST', 'refunds', undefined, { payment_intent: client_secret.split('_secret_')[0], amount })
    await give('500')
    await deliver()
    expect(await answer({ offer: 'mug', email: 'back@example.com' })).toMatchObject({ allowed: true })
    await give('700')
    await deliver()
    expect(await answer({ offer: 'mug', email: 'back@example.com' })).toMatchObject({
      allowed: false,
      reason: 'refunded',
    })
  })
})

describe('access', () => {
  it('is of the one who is asked about, and of nobody else', async () => {
    const [ada, bob] = [user(), user()]
    await bought({ customer_token: await ada.token(), client_reference_id: 'order-8' })
    await subscribe(ada)
    await bob.save()
    const customer = await customerOf(bob)
    const names = [
      { user: bob.name },
      { customer },
      { email: 'b@example.com' },
      { client_reference_id: 'order-9' },
    ]
    for (const name of names as Record<string, string>[])
      for (const offer of ['mug', 'club'])
        expect(await answer({ offer, ...name })).toMatchObject({ allowed: false, reason: 'none' })
  })

  it('is not told to another site, which knows the customer', async () => {
    const ada = user()
    await subscribe(ada)
    const question = { offer: 'club', customer: await customerOf(ada) }
    expect(await answer(question)).toMatchObject({ allowed: true })
    const other = await access(question, { key: 'sk_site_other_demo' })
    expect(other.body).toMatchObject({ site: 'other', allowed: false, reason: 'none' })
  })
})

describe('access to a subscription', () => {
  it('is until the period ends, by user, by customer, and by what its purchase said', async () => {
    const ada = user()
    const id = await subscribe(ada)
    const { customer } = (await api('GET', `subscriptions/${id}`)).body
    const names = [{ user: ada.name }, { customer }, { customer: ada.name }] as Record<string, string>[]
    for (const name of names)
      expect(await answer({ offer: 'club', ...name })).toMatchObject({
        allowed: true,
        until: await end(id),
        reason: 'active',
        status: 'active',
        subscription: id,
      })
    const buyer = visitor()
    const shown = { amount: 900, currency: 'usd' }
    const begun = (
      await buyer.start({ offer: 'club', shown, email: 'club@example.com', client_reference_id: 'c-1' })
    ).body
    await confirm(begun.client_secret)
    await deliver()
    for (const name of [{ email: 'club@example.com' }, { client_reference_id: 'c-1' }] as Record<
      string,
      string
    >[])
      expect(await answer({ offer: 'club', ...name })).toMatchObject({ allowed: true, checkout: begun.id })
  })

  it('is of the plan that it was changed to', async () => {
    const ada = user()
    const id = await subscribe(ada)
    await ask('PATCH', `/v1/subscriptions/${id}`, { ...KEY, body: { offer: 'club-plus' } })
    expect(await answer({ offer: 'club-plus', user: ada.name })).toMatchObject({
      allowed: true,
      subscription: id,
    })
    expect(await answer({ offer: 'club', user: ada.name })).toMatchObject({ allowed: false, reason: 'none' })
  })

  it('goes on until the end that was asked for, and is over at once where that was asked for', async () => {
    const ada = user()
    const id = await subscribe(ada)
    await ada.door('POST', `/subscriptions/${id}/cancel`)
    expect(await answer({ offer: 'club', user: ada.name })).toMatchObject({
      allowed: true,
      reason: 'ends_at_period_end',
      until: await end(id),
    })
    await ada.door('POST', `/subscriptions/${id}/cancel`, { at: 'now' })
    expect(await answer({ offer: 'club', user: ada.name })).toMatchObject({
      allowed: false,
      reason: 'canceled',
    })
  })

  it('says of the newest why not', async () => {
    const ada = user()
    const ended = []
    for (let times = 0; times < 2; times++) {
      ended.push(await subscribe(ada))
      await ada.door('POST', `/subscriptions/${ended.at(-1)}/cancel`, { at: 'now' })
      await control('POST', 'clock', { advance_s: 60 })
    }
    expect(await answer({ offer: 'club', user: ada.name })).toMatchObject({
      reason: 'canceled',
      subscription: ended[1],
    })
  })

  it('is given to a free start whose card was verified, and to one whose offer wants none', async () => {
    const ada = user()
    const id = await subscribe(ada, 'pm_card_visa', 'club-trial')
    expect(await answer({ offer: 'club-trial', user: ada.name })).toMatchObject({
      allowed: true,
      reason: 'trialing',
      subscription: id,
    })
    const bob = user()
    const shown = { amount: 900, currency: 'usd' }
    await visitor().start({ offer: 'club-free', shown, customer_token: await bob.token() })
    await deliver()
    expect(await answer({ offer: 'club-free', user: bob.name })).toMatchObject({
      allowed: true,
      reason: 'trialing',
    })
  })

  it('is not given to a free start whose card is gone', async () => {
    const ada = user()
    const id = await subscribe(ada, 'pm_card_visa', 'club-trial')
    const { default_payment_method: card } = (await api('GET', `subscriptions/${id}`)).body
    await api('POST', `payment_methods/${card}/detach`)
    await deliver()
    expect(await answer({ offer: 'club-trial', user: ada.name })).toMatchObject({
      allowed: false,
      reason: 'trial_without_card',
    })
  })

  it('is not given while it is paused', async () => {
    const ada = user()
    const id = await subscribe(ada)
    await ask('POST', `/v1/subscriptions/${id}/pause`, KEY)
    expect(await answer({ offer: 'club', user: ada.name })).toMatchObject({
      allowed: false,
      reason: 'paused',
    })
    await ask('POST', `/v1/subscriptions/${id}/resume`, KEY)
    expect(await answer({ offer: 'club', user: ada.name })).toMatchObject({ allowed: true, reason: 'active' })
  })

  it('outlives a failed renewal by the offer’s days of grace', async () => {
    const ada = user()
    const id = await subscribe(ada)
    await ada.door('PATCH', `/payment_methods/${await ada.save('pm_card_chargeCustomerFail')}`, {
      default: true,
    })
    await control('PUT', 'billing', { after_retries: 'unpaid' })
    await control('POST', 'clock', { advance_s: 31 * 24 * 3600 + 7200 })
    await deliver()
    const start = (await api('GET', `subscriptions/${id}`)).body.items.data[0].current_period_start
    expect(await answer({ offer: 'club', user: ada.name })).toMatchObject({
      allowed: false,
      reason: 'past_due',
      status: 'past_due',
    })
    await admin('PATCH', '/sites/acme/offers/club', { access: { grace_days: 3 } })
    expect(await answer({ offer: 'club', user: ada.name })).toMatchObject({
      allowed: true,
      reason: 'grace',
      until: start + 3 * 86_400,
    })
    await control('POST', 'clock', { advance_s: 30 * 24 * 3600 })
    await deliver()
    expect(await answer({ offer: 'club', user: ada.name })).toMatchObject({
      allowed: false,
      reason: 'unpaid',
    })
  })
})

describe('the question', () => {
  it('is answered for an offer that is sold no longer, and not for one that never was', async () => {
    expect(await answer({ offer: 'gone', user: 'u' })).toMatchObject({ allowed: false, reason: 'none' })
    expect((await access({ offer: 'never', user: 'u' })).body.error).toMatchObject({
      code: 'offer_unknown',
      param: 'offer',
    })
  })

  it('names one offer, and one somebody', async () => {
    expect((await access({ user: 'u' })).body.error).toMatchObject({
      code: 'parameter_missing',
      param: 'offer',
    })
    expect((await access({ offer: 'mug' })).body.error).toMatchObject({
      code: 'parameter_missing',
      param: 'customer',
    })
    const two = await access({ offer: 'mug', user: 'u', email: 'v@example.com' })
    expect(two.body.error).toMatchObject({ code: 'parameter_invalid', param: 'email' })
    expect((await access({ offer: 'mug', name: 'u' })).body.error.code).toBe('parameter_unknown')
  })
})
