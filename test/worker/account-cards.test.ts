import { describe, expect, it } from 'vitest'
import { setUp, user } from './account-harness.ts'
import { api, ask, failing, SHOP } from './harness.ts'

const customersOf = async (name: string): Promise<any[]> =>
  (await api('GET', 'customers?limit=100')).body.data.filter((one: any) => one.metadata.edge_user === name)

describe('an account', () => {
  it('is empty for a user who never paid or saved anything, and nothing is made for looking', async () => {
    const ada = user()
    const { status, body } = await ada.door('GET', '')
    expect(status).toBe(200)
    expect(body).toEqual({
      object: 'account',
      site: 'acme',
      publishable_key: 'pk_test_demo_0123456789',
      stripe_account: null,
      livemode: false,
      elements: {},
      customer: null,
      payment_methods: [],
      subscriptions: [],
      invoices: [],
    })
    expect(await customersOf(ada.name)).toEqual([])
  })

  it('opens to a page of the site only', async () => {
    const ada = user()
    const key = await ada.token()
    for (const origin of ['https://other.example', 'https://evil.example', 'null']) {
      const answer = await ask('GET', '/v1/account', { key, origin })
      expect([answer.status, answer.body.error.code]).toEqual([403, 'origin_not_allowed'])
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull()
    }
    const bare = await ask('POST', '/v1/account/setup_intents', { key })
    expect(bare.body.error.code).toBe('origin_not_allowed')
    expect(
      (await ask('GET', '/v1/account', { key, origin: SHOP })).headers.get('Access-Control-Allow-Origin'),
    ).toBe(SHOP)
  })

  it('opens to a genuine token only', async () => {
    const key = `${(await user().token()).slice(0, -4)}AAAA`
    const forged = await ask('GET', '/v1/account', { key, origin: SHOP })
    expect([forged.status, forged.body.error.code]).toEqual([401, 'key_invalid'])
    expect(forged.body.error.message).toContain('not signed with the key of this site')
    expect((await ask('GET', '/v1/account', { origin: SHOP })).body.error.code).toBe('key_missing')
    const nowhere = await ask('GET', '/v1/account', { key: 'sk_site_acme_demo', origin: SHOP })
    expect(nowhere.body.error).toMatchObject({ code: 'key_invalid', message: expect.stringContaining('aud') })
  })

  it('answers a preflight for every method that it has', async () => {
    const headers = { 'Access-Control-Request-Method': 'DELETE' }
    const answer = await ask('OPTIONS', '/v1/account/payment_methods/pm_1', { origin: SHOP, headers })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('Access-Control-Allow-Methods')).toContain('DELETE')
  })

  it('keeps what its user says of itself', async () => {
    const ada = user()
    const address = { line1: 'Weg 1', city: 'Berlin', postal_code: '10115', country: 'DE' }
    const said = { email: 'ada@example.com', name: 'Ada', phone: '+49301', address }
    const { status, body } = await ada.door('PATCH', '/customer', said)
    expect(status).toBe(200)
    expect(body.customer).toEqual({ ...said, address: { ...address, line2: null, state: null } })
    const moved = await ada.door('PATCH', '/customer', { address: { city: 'Bonn' }, phone: null })
    expect(moved.body.customer).toMatchObject({
      email: 'ada@example.com',
      phone: null,
      address: { city: 'Bonn', line1: null },
    })
    const [stripes] = await customersOf(ada.name)
    expect(stripes).toMatchObject({ email: 'ada@example.com', name: 'Ada', address: { city: 'Bonn' } })
  })

  it('refuses what it does not know, and what is wrong, by its name', async () => {
    const ada = user()
    const refused = async (body: object) => (await ada.door('PATCH', '/customer', body)).body.error
    expect(await refused({ balance: -100 })).toMatchObject({ code: 'parameter_unknown', param: 'balance' })
    expect(await refused({ email: 'nobody' })).toMatchObject({ code: 'parameter_invalid', param: 'email' })
    expect(await refused({ address: { country: 'Germany' } })).toMatchObject({ param: 'address.country' })
    expect(await customersOf(ada.name)).toEqual([])
  })
})

describe('a saved card', () => {
  it('is the default where it is the first, and known by what is printed on it', async () => {
    const ada = user()
    const card = await ada.save()
    const { payment_methods, customer } = await ada.account()
    expect(payment_methods).toEqual([
      {
        id: card,
        object: 'payment_method',
        brand: 'visa',
        last4: '4242',
        exp_month: expect.any(Number),
        exp_year: expect.any(Number),
        is_default: true,
        in_use: false,
      },
    ])
    expect(customer.email).toBe('u@example.com')
  })

  it('is not the default where there is one, until it is chosen', async () => {
    const ada = user()
    const [first, second] = [await ada.save(), await ada.save('pm_card_mastercard')]
    const standard = async () => (await ada.account()).payment_methods.find((card: any) => card.is_default).id
    expect(await standard()).toBe(first)
    const chosen = await ada.door('PATCH', `/payment_methods/${second}`, { default: true })
    expect(chosen.status).toBe(200)
    expect(await standard()).toBe(second)
    const [stripes] = await customersOf(ada.name)
    expect(stripes.invoice_settings.default_payment_method).toBe(second)
  })

  it('is nobody else’s to choose, to remove or to keep', async () => {
    const [ada, bob] = [user(), user()]
    const card = await ada.save()
    await bob.save()
    const begun = await ada.door('POST', '/setup_intents')
    await setUp(begun.body.client_secret)
    for (const answer of [
      await bob.door('PATCH', `/payment_methods/${card}`, { default: true }),
      await bob.door('DELETE', `/payment_methods/${card}`),
      await bob.door('POST', '/payment_methods', { setup_intent: begun.body.id }),
      await user().door('DELETE', `/payment_methods/${card}`),
      await bob.door('DELETE', '/payment_methods/pm_unknown'),
    ])
      expect([answer.status, answer.body.error.code]).toEqual([404, 'not_found'])
    expect((await bob.account()).payment_methods).toHaveLength(1)
    expect((await ada.account()).payment_methods.map(({ id }: any) => id)).toContain(card)
  })

  it('is not the user’s of the same name at another site', async () => {
    const ada = user()
    await ada.save()
    const twin = user({ site: 'other', origin: 'https://other.example' })
    expect((await twin.account()).payment_methods).toEqual([])
  })

  it('is not kept before its set-up is done', async () => {
    const ada = user()
    const begun = await ada.door('POST', '/setup_intents')
    const answer = await ada.door('POST', '/payment_methods', { setup_intent: begun.body.id })
    expect([answer.status, answer.body.error.param]).toEqual([400, 'setup_intent'])
    await setUp(begun.body.client_secret, 'pm_card_authenticationRequired') // the bank has not answered yet
    const asked = await ada.door('POST', '/payment_methods', { setup_intent: begun.body.id })
    expect([asked.status, asked.body.error.param]).toEqual([400, 'setup_intent'])
    await setUp(begun.body.client_secret, 'pm_card_chargeDeclined')
    expect((await ada.door('POST', '/payment_methods', { setup_intent: begun.body.id })).status).toBe(400)
    expect((await ada.account()).payment_methods).toEqual([])
  })

  it('is gone once it was removed, at Stripe too', async () => {
    const ada = user()
    const [first, second] = [await ada.save(), await ada.save('pm_card_mastercard')]
    const removed = await ada.door('DELETE', `/payment_methods/${second}`)
    expect(removed.body.payment_methods.map(({ id }: any) => id)).toEqual([first])
    expect((await api('GET', `payment_methods/${second}`)).body.customer).toBeNull()
    expect((await ada.door('DELETE', `/payment_methods/${second}`)).status).toBe(404)
    const last = await ada.door('DELETE', `/payment_methods/${first}`)
    expect(last.body.payment_methods).toEqual([])
  })

  it('is saved for the next customer where Stripe has deleted the last, and nobody has said so', async () => {
    const ada = user()
    await ada.save()
    const [{ id }] = (await customersOf(ada.name)) as [any]
    await api('DELETE', `customers/${id}`)
    const card = await ada.save()
    expect((await ada.account()).payment_methods.map((one: any) => one.id)).toEqual([card])
    const [next] = await customersOf(ada.name)
    expect(next.id).not.toBe(id)
  })

  it('is not spoken of falsely where Stripe fails', async () => {
    const ada = user()
    const card = await ada.save()
    const fault = {
      method: 'POST',
      path: '/v1/payment_methods/*/detach',
      times: 9,
      action: 'status',
      status: 500,
    }
    const answer = await failing(fault, () => ada.door('DELETE', `/payment_methods/${card}`))
    expect([answer.status, answer.body.error.code]).toEqual([502, 'stripe_unavailable'])
    expect((await ada.account()).payment_methods).toHaveLength(1)
  })
})

describe('Stripe’s own portal', () => {
  it('is opened for the token’s customer, and leads back to the site only', async () => {
    const ada = user()
    expect((await ada.door('POST', '/portal', { return_url: `${SHOP}/me` })).status).toBe(404)
    await ada.save()
    for (const return_url of [
      'https://evil.example/',
      'https://acme.example.evil.example/',
      'javascript:alert(1)',
    ])
      expect((await ada.door('POST', '/portal', { return_url })).body.error).toMatchObject({
        code: 'parameter_invalid',
        param: 'return_url',
      })
    expect((await ada.door('POST', '/portal', { return_url: 'nowhere' })).body.error.param).toBe('return_url')
  })
})

it('begins no more set-ups for one address than purchases, whoever asks', async () => {
  const headers = { 'CF-Connecting-IP': '2001:db8:5e7::1' }
  const begin = async () =>
    ask('POST', '/v1/account/setup_intents', { key: await user().token(), origin: SHOP, headers })
  let begun = await begin()
  for (let tries = 0; begun.status === 201 && tries < 60; tries++) begun = await begin()
  expect([begun.status, begun.body.error.code]).toEqual([429, 'rate_limited'])
})
