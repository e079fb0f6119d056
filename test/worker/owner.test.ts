import { describe, expect, it } from 'vitest'
import { admin, ask, confirm, intentOf, owner, SHOP, visitor } from './harness.ts'

const KEY = { key: 'sk_site_acme_demo' }

describe('the site owner’s doors', () => {
  it('list checkouts, newest first, page by page, each once', async () => {
    const made: string[] = []
    for (let i = 0; i < 5; i++) made.push((await visitor().start()).body.id)
    const seen: string[] = []
    let query = '?limit=2'
    for (;;) {
      const { body } = await owner.list(query)
      expect(body.object).toBe('list')
      seen.push(...body.data.map((checkout: any) => checkout.id))
      if (!body.has_more) break
      query = `?limit=2&starting_after=${seen.at(-1)}`
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(made))
  })

  it('filter by status, intent and reference', async () => {
    const buyer = visitor()
    const { body } = await buyer.start({ client_reference_id: 'order-42' })
    await confirm(body.client_secret)
    await buyer.read(body.id)
    const intent = intentOf(body.client_secret)
    for (const query of [`?payment_intent=${intent}`, '?client_reference_id=order-42', '?status=succeeded']) {
      expect((await owner.list(query)).body.data.map((checkout: any) => checkout.id)).toEqual([body.id])
    }
    expect((await owner.list('?status=canceled')).body.data).toEqual([])
  })

  it('show a checkout as it is, and its money as a payment', async () => {
    const buyer = visitor()
    const { body } = await buyer.start({
      quantity: 2,
      shown: { amount: 2400, currency: 'usd' },
      email: 'v@example.com',
    })
    await confirm(body.client_secret)
    await buyer.read(body.id)
    const checkout = await owner.checkout(body.id)
    expect(checkout).toMatchObject({
      id: body.id,
      object: 'checkout',
      site: 'acme',
      offer: 'mug',
      items: null,
      quantity: 2,
      amount: 2400,
      currency: 'usd',
      status: 'succeeded',
      verified: true,
      verified_by: 'read',
      review: null,
      setup_intent: null,
      subscription: null,
      customer: null,
      amount_refunded: 0,
      email: 'v@example.com',
      livemode: false,
    })
    expect(checkout).not.toHaveProperty('client_secret')
    const payment = await ask('GET', `/v1/payments/${checkout.payment_intent}`, KEY)
    expect(payment.body).toMatchObject({
      id: checkout.payment_intent,
      object: 'payment',
      checkout: body.id,
      amount: 2400,
      currency: 'usd',
      status: 'succeeded',
    })
    expect(payment.body.charge).toMatch(/^ch_/)
  })

  it('list no payment for what was never paid', async () => {
    const before = (await owner.payments('?limit=100')).body.data.length
    const { body } = await visitor().start()
    await confirm(body.client_secret, 'pm_card_chargeDeclined')
    const intent = intentOf(body.client_secret)
    expect((await ask('GET', `/v1/payments/${intent}`, KEY)).status).toBe(404)
    expect((await owner.payments('?limit=100')).body.data).toHaveLength(before)
  })

  it('show nothing of another site', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await confirm(body.client_secret)
    await buyer.read(body.id)
    const other = { key: 'sk_site_other_demo' }
    const intent = intentOf(body.client_secret)
    expect((await ask('GET', `/v1/payments/${intent}`, other)).status).toBe(404)
    expect((await ask('GET', '/v1/payments', other)).body.data).toEqual([])
    expect((await ask('GET', `/v1/checkouts/${body.id}`, other)).status).toBe(404)
    expect((await ask('GET', `/v1/checkouts/${body.id}/events`, other)).status).toBe(404)
    expect((await ask('GET', '/v1/checkouts', other)).body.data).toEqual([])
  })

  it.each(['/v1/checkouts', '/v1/payments', '/v1/checkouts/chk_x/events'])(
    'need the key: %s',
    async (path) => {
      expect((await ask('GET', path)).body.error.code).toBe('key_missing')
      expect((await ask('GET', path, { key: 'sk_site_wrong_key' })).body.error.code).toBe('key_invalid')
      expect((await ask('GET', path, { key: 'admin_demo' })).body.error.code).toBe('key_invalid')
    },
  )

  it.each([
    ['limit=0', 'limit', 'parameter_invalid'],
    ['limit=101', 'limit', 'parameter_invalid'],
    ['limit=x', 'limit', 'parameter_invalid'],
    ['status=paid', 'status', 'parameter_invalid'],
    ['colour=red', 'colour', 'parameter_unknown'],
    ['starting_after=chk_nothing', 'starting_after', 'parameter_invalid'],
  ])('refuse the query %s', async (query, param, code) => {
    const { status, body } = await owner.list(`?${query}`)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code, param })
  })

  it('give no page leave to read: a site key does not belong in a browser', async () => {
    const answer = await ask('GET', '/v1/checkouts', { ...KEY, origin: SHOP })
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull()
  })
})

describe('the operator’s doors', () => {
  it('open to ADMIN_TOKEN only', async () => {
    expect((await ask('GET', '/v1/admin/sites')).body.error.code).toBe('key_missing')
    expect((await ask('GET', '/v1/admin/sites', KEY)).body.error.code).toBe('key_invalid')
    expect((await admin('GET', '/sites')).status).toBe(200)
  })

  it('create a site with a key that is shown once and works', async () => {
    const { status, body } = await admin('POST', '/sites', {
      id: 'books',
      name: 'Books',
      origins: ['https://books.example'],
    })
    expect(status).toBe(201)
    expect(body.key).toMatch(/^sk_site_[0-9a-f]{48}$/)
    expect((await ask('GET', '/v1/checkouts', { key: body.key })).body.data).toEqual([])
    expect((await admin('GET', '/sites/books')).body).not.toHaveProperty('key')
    const { body: next } = await admin('POST', '/sites/books/keys?only=true')
    expect((await ask('GET', '/v1/checkouts', { key: body.key })).status).toBe(401)
    expect((await ask('GET', '/v1/checkouts', { key: next.key })).status).toBe(200)
  })

  it('archive a site: its keys open nothing, its offers are gone', async () => {
    const { body } = await admin('POST', '/sites', {
      id: 'old',
      name: 'Old',
      origins: ['https://old.example'],
    })
    await admin('POST', '/sites/old/offers', {
      id: 'x',
      mode: 'payment',
      name: 'X',
      currency: 'usd',
      amount: 500,
    })
    expect((await ask('GET', '/v1/sites/old/offers/x')).status).toBe(200)
    await admin('DELETE', '/sites/old')
    expect((await ask('GET', '/v1/sites/old/offers/x')).body.error.code).toBe('site_unknown')
    expect((await ask('GET', '/v1/checkouts', { key: body.key })).status).toBe(401)
    const late = await visitor('old', 'https://old.example').start({
      offer: 'x',
      shown: { amount: 500, currency: 'usd' },
    })
    expect(late.status).toBeGreaterThanOrEqual(403)
    await admin('PATCH', '/sites/old', { archived: null })
    expect((await ask('GET', '/v1/sites/old/offers/x')).status).toBe(200)
  })

  it('refuse a key that another site has', async () => {
    const site = { id: 'twin', name: 'Twin', origins: ['https://twin.example'], key: 'sk_site_acme_demo' }
    const { status, body } = await admin('POST', '/sites', site)
    expect([status, body.error.param]).toEqual([400, 'key'])
    expect((await admin('GET', '/sites/twin')).status).toBe(404)
  })

  it('give no new key to a site whose id is asked for again', async () => {
    const again = { id: 'acme', name: 'Acme', origins: [SHOP], key: 'sk_site_acme_second' }
    const { status, body } = await admin('POST', '/sites', again)
    expect([status, body.error.param]).toEqual([400, 'id'])
    expect((await ask('GET', '/v1/checkouts', { key: 'sk_site_acme_second' })).status).toBe(401)
  })

  it('show no page an offer that is archived', async () => {
    const { status, body } = await ask('GET', '/v1/sites/acme/offers/gone', { origin: SHOP })
    expect([status, body.error.code]).toEqual([404, 'offer_unknown'])
  })

  it('keep an offer archived that a change under way would bring back', async () => {
    await admin('POST', '/sites/acme/offers', {
      id: 'brush',
      mode: 'payment',
      name: 'B',
      currency: 'usd',
      amount: 500,
    })
    await Promise.all(
      [1, 2, 3, 4].flatMap((n) => [
        admin('PATCH', '/sites/acme/offers/brush', { name: `B${n}` }),
        admin('DELETE', '/sites/acme/offers/brush'),
      ]),
    )
    expect((await admin('GET', '/sites/acme/offers/brush')).body.archived).not.toBeNull()
  })

  it('change only what is sent', async () => {
    await admin('POST', '/sites/acme/offers', {
      id: 'plate',
      mode: 'payment',
      name: 'Plate',
      description: 'Flat',
      currency: 'usd',
      amount: 900,
      limits: { quantity: { min: 1, max: 4 } },
    })
    const { body } = await admin('PATCH', '/sites/acme/offers/plate', { name: 'Big plate' })
    expect(body).toMatchObject({
      name: 'Big plate',
      description: 'Flat',
      amount: 900,
      limits: { quantity: { min: 1, max: 4 }, amount: null },
    })
  })

  it.each([
    ['id', { id: 'mug' }],
    ['id', { id: 'Mug!' }],
    ['currency', { currency: 'USD' }],
    ['currency', { currency: 'zzz' }],
    ['amount', { amount: 0 }],
    ['amount', { amount: undefined }],
    ['limits.quantity', { limits: { quantity: { min: 5, max: 2 } } }],
    ['limits.amount', { limits: { amount: { min: 1, max: 2, presets: [] } } }],
    ['limits.amount.presets', { amount: null, limits: { amount: { min: 100, max: 200, presets: [300] } } }],
    ['collect.email', { collect: { email: 'maybe' } }],
    ['mode', { mode: 'gift' }],
  ])('refuse an offer whose %s is wrong: %o', async (param, change) => {
    const offer = { id: 'new', mode: 'payment', name: 'New', currency: 'usd', amount: 500, ...change }
    const { status, body } = await admin('POST', '/sites/acme/offers', offer)
    expect(status).toBe(400)
    expect(body.error.param).toBe(param)
  })

  it.each(['https://shop.example/', 'http://shop.example', 'shop.example', '*', 'null'])(
    'refuse the origin %s',
    async (origin) => {
      const { body } = await admin('POST', '/sites', { id: 'bad', name: 'Bad', origins: [origin] })
      expect(body.error).toMatchObject({ code: 'parameter_invalid', param: 'origins.0' })
    },
  )
})
