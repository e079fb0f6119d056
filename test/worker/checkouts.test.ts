import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import {
  admin,
  api,
  ask,
  confirm,
  intentOf,
  intentsMade,
  intentsOf,
  owner,
  SHOP,
  visitor,
} from './harness.ts'

describe('POST /v1/checkouts', () => {
  it('makes one intent at the offer’s price, and hands out its secret', async () => {
    const { status, body } = await visitor().start({ quantity: 2, shown: { amount: 2400, currency: 'usd' } })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      revision: 1,
      status: 'open',
      verified: false,
      amount: 2400,
      currency: 'usd',
    })
    expect(body.id).toMatch(/^chk_[0-9A-Za-z]{22}$/)
    expect(body.intent).toBe('payment')

    const id = intentOf(body.client_secret)
    const intent = (await api('GET', `payment_intents/${id}`)).body
    expect(intent).toMatchObject({
      amount: 2400,
      currency: 'usd',
      allowed_payment_method_types: ['card'],
      metadata: { edge_checkout: body.id, edge_site: 'acme', edge_offer: 'mug' },
    })
  })

  it('gives the same attempt the same checkout and the same intent', async () => {
    const buyer = visitor()
    const first = await buyer.start()
    const again = await buyer.start()
    expect(again.status).toBe(200)
    expect(again.body).toEqual(first.body)
    expect(await intentsMade(first.body.id)).toHaveLength(1)
  })

  it('gives one attempt at two sites two checkouts', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const other = await ask('POST', '/v1/checkouts', {
      key: buyer.attempt,
      origin: 'https://other.example',
      body: { site: 'other', offer: 'mug', form: 'card', shown: { amount: 1200, currency: 'usd' } },
    })
    expect(other.status).toBe(201)
    expect(other.body.id).not.toBe(body.id)
  })

  it('gives one intent to a visitor who asks five times at once', async () => {
    const buyer = visitor()
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => buyer.start()))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201])
    expect(new Set(answers.map(({ body }) => body.client_secret)).size).toBe(1)
    expect(await intentsOf(answers[0]!.body.id)).toHaveLength(1)
  })

  it('refuses other terms for a known attempt, and says which checkout to PATCH', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const other = await buyer.start({ quantity: 2, shown: { amount: 2400, currency: 'usd' } })
    expect(other.status).toBe(409)
    expect(other.body.error).toMatchObject({ code: 'terms_differ', checkout: body.id })
  })

  it.each([
    { amount: 1, currency: 'usd' },
    { amount: 1199, currency: 'usd' },
    { amount: 1200, currency: 'eur' },
  ])('makes nothing for the shown price %o: only the offer names a price', async (shown) => {
    const buyer = visitor()
    const { status, body } = await buyer.start({ shown })
    expect(status).toBe(409)
    expect(body.error).toMatchObject({ code: 'price_changed', param: 'shown' })
    expect((await buyer.start()).status).toBe(201) // nothing was stored under the attempt
  })

  it('tells the owner’s reference and metadata to nobody but the owner and Stripe', async () => {
    const { body } = await visitor().start({
      client_reference_id: 'order-7',
      metadata: { basket: 'b7' },
      email: 'v@example.com',
    })
    expect(body).not.toHaveProperty('metadata')
    expect(await owner.checkout(body.id)).toMatchObject({
      client_reference_id: 'order-7',
      metadata: { basket: 'b7' },
      email: 'v@example.com',
    })
    const intent = (await api('GET', `payment_intents/${intentOf(body.client_secret)}`)).body
    expect(intent.metadata).toMatchObject({ basket: 'b7', edge_checkout: body.id })
    expect(intent.receipt_email).toBeNull() // goes with the confirmation
  })

  it.each([
    ['site', { site: undefined }, 400, 'parameter_missing'],
    ['offer', { offer: undefined }, 400, 'parameter_missing'],
    ['form', { form: undefined }, 400, 'parameter_missing'],
    ['form', { form: 'payment' }, 400, 'parameter_invalid'],
    ['shown', { shown: undefined }, 400, 'parameter_missing'],
    ['shown.amount', { shown: { currency: 'usd' } }, 400, 'parameter_missing'],
    ['shown.currency', { shown: { amount: 1200, currency: 'USD' } }, 400, 'parameter_invalid'],
    ['quantity', { quantity: 0 }, 400, 'parameter_invalid'],
    ['quantity', { quantity: 11 }, 400, 'parameter_invalid'],
    ['quantity', { quantity: 1.5 }, 400, 'parameter_invalid'],
    ['quantity', { quantity: '2' }, 400, 'parameter_invalid'],
    ['amount', { amount: 1 }, 400, 'parameter_invalid'],
    ['email', { email: 'nobody' }, 400, 'parameter_invalid'],
    ['email', { offer: 'tee', shown: { amount: 2500, currency: 'usd' } }, 400, 'parameter_missing'],
    ['amount', { offer: 'tip', shown: { amount: 500, currency: 'usd' } }, 400, 'parameter_missing'],
    [
      'amount',
      { offer: 'tip', amount: 299, shown: { amount: 299, currency: 'usd' } },
      400,
      'parameter_invalid',
    ],
    ['colour', { colour: 'red' }, 400, 'parameter_unknown'],
    ['site', { site: 5 }, 400, 'parameter_invalid'],
    ['site', { site: null }, 400, 'parameter_invalid'],
    ['metadata.edge_checkout', { metadata: { edge_checkout: 'chk_x' } }, 400, 'parameter_invalid'],
    [undefined, { offer: 'nothing' }, 404, 'offer_unknown'],
    [undefined, { offer: 'gone' }, 404, 'offer_unknown'],
    [undefined, { site: 'nowhere' }, 404, 'site_unknown'],
  ])('refuses a body whose %s is wrong: %o', async (param, change, status, code) => {
    const answer = await visitor().start(change)
    expect(answer.status).toBe(status)
    expect(answer.body.error).toMatchObject({ code, ...(param ? { param } : {}) })
    expect(answer.body.error.message).toBeTruthy()
    expect(answer.body.error.request_id).toBe(answer.headers.get('Request-Id'))
  })

  it('refuses metadata that would be left out without a word', async () => {
    const odd = JSON.parse('{"__proto__":"x"}')
    for (const metadata of [odd, { constructor: 'x' }, [], 'x']) {
      const { status, body } = await visitor().start({ metadata })
      expect([status, body.error.param]).toEqual([400, 'metadata'])
    }
  })

  it('refuses half a surrogate pair, which cannot be sent to Stripe, and loses nothing', async () => {
    const half = String.fromCharCode(0xd800)
    const buyer = visitor()
    const answers = [await buyer.start({ name: half }), await buyer.start({ metadata: { a: half } })]
    expect(answers.map(({ status, body }) => [status, body.error.param])).toEqual([
      [400, 'name'],
      [400, 'metadata.a'],
    ])
    expect((await buyer.start()).status).toBe(201)
  })

  it.each(['o’brien@example.com', "o'brien@example.com", 'j@exämple.de'])(
    'takes the address %s',
    async (email) => {
      expect((await visitor().start({ email })).status).toBe(201)
    },
  )

  it.each(['', '{', 'null', '[]', '"site"'])('refuses the body %j as malformed', async (body) => {
    const answer = await ask('POST', '/v1/checkouts', { body, key: 'attempt-malformed-1', origin: SHOP })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'request_malformed'])
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(SHOP)
    const foreign = await ask('POST', '/v1/checkouts', { body, key: 'attempt-malformed-1', origin: 'null' })
    expect(foreign.status).toBe(403)
  })

  it('refuses a body of more than 64 KiB', async () => {
    const large = { metadata: { a: 'x'.repeat(70_000) } }
    const answer = await visitor().start(large)
    expect([answer.status, answer.body.error.code]).toEqual([413, 'body_too_large'])
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(SHOP)
    expect((await visitor('acme', 'https://evil.example').start(large)).status).toBe(403)
  })

  it.each([
    [undefined, 'key_missing'],
    ['short', 'key_invalid'],
    ['x'.repeat(256), 'key_invalid'],
  ])('refuses the attempt %s', async (key, code) => {
    const body = { site: 'acme', offer: 'mug', form: 'card', shown: { amount: 1200, currency: 'usd' } }
    const answer = await ask('POST', '/v1/checkouts', { body, origin: SHOP, ...(key ? { key } : {}) })
    expect([answer.status, answer.body.error.code]).toEqual([401, code])
  })
})

describe('a site with a connected account', () => {
  it('charges that account, and reads its intent there', async () => {
    await admin('POST', '/sites', {
      id: 'books',
      name: 'Books',
      origins: ['https://books.example'],
      stripe_account: 'acct_books',
    })
    await admin('POST', '/sites/books/offers', {
      id: 'mug',
      mode: 'payment',
      name: 'M',
      currency: 'usd',
      amount: 1200,
    })
    const shown = await ask('GET', '/v1/sites/books/offers/mug')
    expect(shown.body.stripe_account).toBe('acct_books')
    const buyer = visitor('books', 'https://books.example')
    const { body } = await buyer.start()
    const intent = `payment_intents/${intentOf(body.client_secret)}`
    expect((await api('GET', intent)).status).toBe(404) // not in the operator's own
    const form = { client_secret: body.client_secret, payment_method: 'pm_card_visa', use_stripe_sdk: 'true' }
    const paid = await api('POST', `${intent}/confirm`, 'pk_test_demo_0123456789', form, 'acct_books')
    expect(paid.body.status).toBe('succeeded')
    expect((await buyer.read(body.id)).body).toMatchObject({ status: 'succeeded', verified: true })
  })
})

describe('a site whose account has left', () => {
  it('says what is wrong, and not that the key is', async () => {
    const left = { id: 'left', name: 'Left', origins: [SHOP], stripe_account: 'acct_left' }
    await admin('POST', '/sites', left)
    const mug = { id: 'mug', mode: 'payment', name: 'Mug', currency: 'usd', amount: 1200 }
    await admin('POST', '/sites/left/offers', mug)
    const { status, body } = await visitor('left').start()
    expect([status, body.error.code, body.error.param]).toEqual([503, 'not_configured', 'stripe_account'])
  })
})

describe('a paid attempt', () => {
  it('answers that it is paid, whatever the offer costs by now', async () => {
    const cap = { id: 'cap', mode: 'payment', name: 'Cap', currency: 'usd', amount: 700 }
    await admin('POST', '/sites/acme/offers', cap)
    const buyer = visitor()
    const order = { offer: 'cap', shown: { amount: 700, currency: 'usd' } }
    const { body } = await buyer.start(order)
    await confirm(body.client_secret)
    await buyer.read(body.id)
    await admin('PATCH', '/sites/acme/offers/cap', { amount: 9900 })
    await admin('DELETE', '/sites/acme/offers/cap')
    expect((await buyer.start(order)).body).toMatchObject({
      status: 'succeeded',
      verified: true,
      amount: 700,
    })
    expect((await buyer.change(body.id, { quantity: 1 })).body).toMatchObject({
      status: 'succeeded',
      amount: 700,
    })
  })
})

describe('a canceled checkout', () => {
  it('goes on with its next revision, for nothing was paid and the visitor is here again', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await api('POST', `payment_intents/${intentOf(body.client_secret)}/cancel`)
    expect((await buyer.read(body.id)).body).toMatchObject({ status: 'canceled', client_secret: null })
    const again = await buyer.start()
    expect(again.body).toMatchObject({ id: body.id, status: 'open', revision: 2 })
    expect(again.body.client_secret).not.toBe(body.client_secret)
  })
})

describe('what a paid checkout writes', () => {
  it('keeps one row, whatever the terms did before', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await buyer.change(body.id, { quantity: 2 })
    const { results } = await env.DB.prepare('SELECT * FROM checkouts WHERE id = ?').bind(body.id).all()
    expect(results).toHaveLength(1)
    expect(results[0]).toMatchObject({ revision: 2, amount: 2400 })
  })

  it('sells at the new price once the owner changed it, and not at the old', async () => {
    await admin('POST', '/sites/acme/offers', {
      id: 'cup',
      mode: 'payment',
      name: 'Cup',
      currency: 'usd',
      amount: 700,
    })
    const buyer = visitor()
    const shown = { amount: 700, currency: 'usd' }
    expect((await buyer.start({ offer: 'cup', shown })).status).toBe(201)
    await admin('PATCH', '/sites/acme/offers/cup', { amount: 800 })
    expect((await buyer.start({ offer: 'cup', shown })).body.error.code).toBe('price_changed')
    expect((await visitor().start({ offer: 'cup', shown: { amount: 800, currency: 'usd' } })).status).toBe(
      201,
    )
  })
})
