import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { checkoutId } from '../../worker/keys/attempt.ts'
import { admin, api, ask, confirm, control, owner, SHOP, visitor } from './harness.ts'

const intentsMade = async (id: string) => {
  const requests = await control('GET', 'requests')
  return requests.filter(
    (request: any) =>
      request.method === 'POST' &&
      request.path === '/v1/payment_intents' &&
      request.idempotency_key?.startsWith(`${id}:`),
  )
}

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

    const id = body.client_secret.split('_secret_')[0]
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

  it('gives one intent to a visitor who asks five times at once', async () => {
    const buyer = visitor()
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => buyer.start()))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201])
    expect(new Set(answers.map(({ body }) => body.client_secret)).size).toBe(1)
    const { body } = await api('GET', 'payment_intents?limit=100')
    expect(body.data.filter((i: any) => i.metadata.edge_checkout === answers[0]!.body.id)).toHaveLength(1)
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
    const intent = (await api('GET', `payment_intents/${body.client_secret.split('_secret_')[0]}`)).body
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

describe('PATCH /v1/checkouts/{id}', () => {
  it('cancels the old intent first, then makes one at the new price', async () => {
    const buyer = visitor()
    const { body: before } = await buyer.start()
    const { status, body } = await buyer.change(before.id, {
      quantity: 3,
      shown: { amount: 3600, currency: 'usd' },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: before.id, revision: 2, amount: 3600, quantity: 3, status: 'open' })
    expect(body.client_secret).not.toBe(before.client_secret)

    const old = (await api('GET', `payment_intents/${before.client_secret.split('_secret_')[0]}`)).body
    expect(old).toMatchObject({ status: 'canceled', amount: 1200 })
    const declined = await confirm(before.client_secret)
    expect(declined.body.error.code).toBe('payment_intent_unexpected_state')
  })

  it('never changes the amount of an intent', async () => {
    const requests = await control('GET', 'requests')
    const updates = requests.filter(
      (r: any) => /^\/v1\/payment_intents\/pi_\w+$/.test(r.path) && r.method === 'POST',
    )
    expect(updates).toEqual([])
  })

  it('keeps revision and secret when nothing changes', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    expect((await buyer.change(body.id, {})).body).toEqual(body)
    expect((await buyer.change(body.id, { quantity: 1 })).body).toEqual(body)
  })

  it('leaves one live intent where two tabs change the terms at once', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const answers = await Promise.all(
      [2, 3, 4].map((quantity) =>
        buyer.change(body.id, { quantity, shown: { amount: quantity * 1200, currency: 'usd' } }),
      ),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    const { body: intents } = await api('GET', 'payment_intents?limit=100')
    const live = intents.data.filter(
      (i: any) => i.metadata.edge_checkout === body.id && i.status !== 'canceled',
    )
    expect(live).toHaveLength(1)
    const row = await owner.checkout(body.id)
    expect(live[0]).toMatchObject({ id: row.payment_intent, amount: row.amount })
  })

  it('says what is true when the old intent was paid meanwhile, and keeps the old terms', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await confirm(body.client_secret)
    const answer = await buyer.change(body.id, { quantity: 2, shown: { amount: 2400, currency: 'usd' } })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ status: 'succeeded', verified: true, amount: 1200, revision: 1 })
    expect(answer.body.client_secret).toBeNull()
  })

  it('makes no second intent for a checkout that D1 knows to be paid', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await confirm(body.client_secret)
    await buyer.read(body.id)
    const answer = await buyer.change(body.id, { quantity: 2 })
    expect(answer.body).toMatchObject({ status: 'succeeded', amount: 1200, revision: 1 })
    expect(await intentsMade(body.id)).toHaveLength(1)
  })

  it('hands out the secret of the newest terms when an older intent arrives late', async () => {
    const buyer = visitor()
    const id = await checkoutId('acme', buyer.attempt)
    await control('POST', 'faults', {
      method: 'POST',
      path: '/v1/payment_intents',
      times: 1,
      action: 'delay',
      delay_ms: 300,
    })
    const slow = buyer.start()
    await vi.waitUntil(async () => (await owner.checkout(id)).status === 'open')
    const changed = await buyer.change(id, { quantity: 2 })
    expect(changed.body).toMatchObject({ revision: 2, amount: 2400 })
    expect((await slow).body).toMatchObject({ amount: 2400, client_secret: changed.body.client_secret })
    const row = await owner.checkout(id)
    const { body: intent } = await api('GET', `payment_intents/${row.payment_intent}`)
    expect(intent.amount).toBe(2400)
  })

  it('refuses a price that is not the offer’s, and cancels nothing', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const answer = await buyer.change(body.id, { quantity: 2, shown: { amount: 1200, currency: 'usd' } })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'price_changed'])
    expect((await buyer.read(body.id)).body.client_secret).toBe(body.client_secret)
  })

  it('keeps the price that was agreed unless another was shown', async () => {
    await admin('POST', '/sites/acme/offers', {
      id: 'bag',
      mode: 'payment',
      name: 'Bag',
      currency: 'usd',
      amount: 700,
    })
    const buyer = visitor()
    const { body } = await buyer.start({ offer: 'bag', shown: { amount: 700, currency: 'usd' } })
    await admin('PATCH', '/sites/acme/offers/bag', { amount: 9900 })
    const silent = await buyer.change(body.id, {})
    expect([silent.status, silent.body.error.code]).toEqual([409, 'price_changed'])
    const shown = await buyer.change(body.id, { shown: { amount: 9900, currency: 'usd' } })
    expect(shown.body).toMatchObject({ revision: 2, amount: 9900 })
    const other = await buyer.change(body.id, { offer: 'mug' })
    expect(other.body.error).toMatchObject({ code: 'parameter_missing', param: 'shown' })
  })

  it('is closed for a site that no longer sells, while the way to read stays open', async () => {
    await admin('POST', '/sites', { id: 'brief', name: 'Brief', origins: ['https://brief.example'] })
    await admin('POST', '/sites/brief/offers', {
      id: 'mug',
      mode: 'payment',
      name: 'M',
      currency: 'usd',
      amount: 1200,
    })
    const buyer = visitor('brief', 'https://brief.example')
    const { body } = await buyer.start()
    await admin('DELETE', '/sites/brief')
    const changed = await buyer.change(body.id, { quantity: 1 })
    expect([changed.status, changed.body.error.code]).toEqual([404, 'site_unknown'])
    await confirm(body.client_secret)
    expect((await ask('OPTIONS', '/v1/checkouts/x', { origin: 'https://brief.example' })).status).toBe(204)
    expect((await buyer.read(body.id)).body).toMatchObject({ status: 'succeeded', verified: true })
  })

  it('is not open to another attempt, nor to another site', async () => {
    const { body } = await visitor().start()
    const thief = await visitor().change(body.id, { quantity: 2 })
    expect([thief.status, thief.body.error.code]).toEqual([401, 'key_invalid'])
    const moved = visitor()
    const mine = (await moved.start()).body
    const answer = await moved.change(mine.id, { site: 'other' })
    expect(answer.body.error).toMatchObject({ code: 'parameter_invalid', param: 'site' })
  })
})

describe('what goes with a purchase beside its terms', () => {
  it('is what the last page said, for that is the one that is paid', async () => {
    const buyer = visitor()
    const { body } = await buyer.start({ client_reference_id: 'order-1', metadata: { cart: '1' } })
    expect((await buyer.start({ client_reference_id: 'order-2', metadata: { cart: '2' } })).status).toBe(200)
    await buyer.change(body.id, { email: 'new@example.com', name: 'N. N.' })
    expect(await owner.checkout(body.id)).toMatchObject({
      client_reference_id: 'order-2',
      metadata: { cart: '2' },
      email: 'new@example.com',
      name: 'N. N.',
      revision: 1,
    })
  })

  it('does not change once it is paid', async () => {
    const buyer = visitor()
    const { body } = await buyer.start({ client_reference_id: 'order-1' })
    await confirm(body.client_secret)
    await buyer.read(body.id)
    await buyer.start({ client_reference_id: 'order-2' })
    await buyer.change(body.id, { client_reference_id: 'order-3' })
    expect((await owner.checkout(body.id)).client_reference_id).toBe('order-1')
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
    await api('POST', `payment_intents/${body.client_secret.split('_secret_')[0]}/cancel`)
    expect((await buyer.read(body.id)).body).toMatchObject({ status: 'canceled', client_secret: null })
    const again = await buyer.start()
    expect(again.body).toMatchObject({ id: body.id, status: 'open', revision: 2 })
    expect(again.body.client_secret).not.toBe(body.client_secret)
  })
})

describe('GET /v1/checkouts/{id}', () => {
  it('finds a payment before any webhook did, and writes what it found', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await confirm(body.client_secret, 'pm_card_visa', { receipt_email: 'v@example.com' })
    const found = await buyer.read(body.id)
    expect(found.body).toMatchObject({
      status: 'succeeded',
      verified: true,
      client_secret: null,
      fresh: true,
    })
    expect(found.body.paid_at).toBeGreaterThan(0)
    expect(await owner.checkout(body.id)).toMatchObject({
      status: 'succeeded',
      verified_by: 'read',
      email: 'v@example.com',
    })
  })

  it('tells a challenge from a live read, and does not store it', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await confirm(body.client_secret, 'pm_card_threeDSecure2Required')
    const found = await buyer.read(body.id)
    expect(found.body).toMatchObject({ status: 'requires_action', client_secret: body.client_secret })
    expect((await owner.checkout(body.id)).status).toBe('open')
  })

  it('reads Stripe at most once in two seconds, and says when it did not', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const answers = []
    for (let i = 0; i < 5; i++) answers.push((await buyer.read(body.id)).body.fresh)
    expect(answers).toEqual([true, false, false, false, false])
    const later = Date.now() + 2001
    vi.spyOn(Date, 'now').mockReturnValue(later)
    expect((await buyer.read(body.id)).body.fresh).toBe(true)
    vi.restoreAllMocks()
  })

  it('is open again after a decline, with the same secret', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    expect((await confirm(body.client_secret, 'pm_card_chargeDeclined')).status).toBe(402)
    expect((await buyer.read(body.id)).body).toMatchObject({
      status: 'open',
      client_secret: body.client_secret,
    })
    await confirm(body.client_secret)
    const { body: intents } = await api('GET', 'payment_intents?limit=100')
    expect(intents.data.filter((i: any) => i.metadata.edge_checkout === body.id)).toHaveLength(1)
  })

  it('does not call it news when Stripe shows the intent no longer', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await confirm(body.client_secret)
    const gone = { action: 'status', status: 404, code: 'resource_missing' }
    await control('POST', 'faults', { method: 'GET', path: '/v1/payment_intents/*', times: 1, ...gone })
    expect((await buyer.read(body.id)).body).toMatchObject({ status: 'open', fresh: false })
    expect(await owner.checkout(body.id)).toMatchObject({ unreachable: true })
  })

  it('knows no other attempt’s checkout, and none that is not there', async () => {
    const { body } = await visitor().start()
    expect((await visitor().read(body.id)).body.error.code).toBe('key_invalid')
    expect((await visitor().read('chk_0000000000000000000000')).body.error.code).toBe('checkout_unknown')
  })
})

describe('a checkout of more than 23 hours', () => {
  const DAY_MS = 24 * 3600 * 1000

  it('is expired once Stripe confirmed the cancel, and its secret settles nothing', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + DAY_MS)
    const again = await buyer.start()
    vi.restoreAllMocks()
    expect(again.body).toMatchObject({ status: 'expired', client_secret: null })
    expect(await intentsMade(body.id)).toHaveLength(1)
    expect((await confirm(body.client_secret)).body.error.code).toBe('payment_intent_unexpected_state')
    const closed = await buyer.change(body.id, { quantity: 2 })
    expect([closed.status, closed.body.error.code]).toEqual([409, 'checkout_closed'])
  })

  it('is not expired, but open for another try, as long as Stripe does not confirm the cancel', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const refused = { action: 'status', status: 400, code: 'payment_intent_unexpected_state' }
    await control('POST', 'faults', {
      method: 'POST',
      path: '/v1/payment_intents/*/cancel',
      times: 1,
      ...refused,
    })
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + DAY_MS)
    const again = await buyer.start()
    vi.restoreAllMocks()
    expect(again.body.status).toBe('open')
    expect((await owner.checkout(body.id)).status).toBe('open')
  })

  it('is not expired when it was paid and Stripe cannot be read', async () => {
    const buyer = visitor()
    await confirm((await buyer.start()).body.client_secret)
    const gone = { action: 'status', status: 404, code: 'resource_missing' }
    await control('POST', 'faults', { method: 'GET', path: '/v1/payment_intents/*', times: 1, ...gone })
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + DAY_MS)
    const again = await buyer.start()
    vi.restoreAllMocks()
    expect(again.body.status).not.toBe('expired')
  })

  it('sends no old key again: an intent that was made but never heard of is found and canceled', async () => {
    const buyer = visitor()
    await control('POST', 'faults', {
      method: 'POST',
      path: '/v1/payment_intents',
      times: 2,
      action: 'lose_answer',
    })
    const lost = await buyer.start()
    await control('DELETE', 'faults')
    expect([lost.status, lost.body.error.code]).toEqual([502, 'stripe_unavailable'])

    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + DAY_MS)
    const again = await buyer.start()
    vi.restoreAllMocks()
    expect(again.body).toMatchObject({ status: 'expired', intent: null })
    const { body } = await api('GET', 'payment_intents?limit=100')
    const made = body.data.filter((i: any) => i.metadata.edge_checkout === again.body.id)
    expect(made.map((i: any) => i.status)).toEqual(['canceled'])
  })
})

describe('when Stripe fails', () => {
  it('tries a second time before the visitor hears of it', async () => {
    const fault = { method: 'POST', path: '/v1/payment_intents', times: 1 }
    for (const action of [
      { action: 'refuse' },
      { action: 'lose_answer' },
      { action: 'status', status: 409 },
    ]) {
      await control('POST', 'faults', { ...fault, ...action })
      const answer = await visitor().start()
      expect([answer.status, answer.body.revision]).toEqual([201, 1])
      expect(await intentsMade(answer.body.id)).toHaveLength(2)
    }
  })

  it('asks for the same intent again where the answer was lost', async () => {
    const buyer = visitor()
    await control('POST', 'faults', {
      method: 'POST',
      path: '/v1/payment_intents',
      times: 2,
      action: 'lose_answer',
    })
    const lost = await buyer.start()
    await control('DELETE', 'faults')
    expect([lost.status, lost.body.error.code]).toEqual([502, 'stripe_unavailable'])
    const again = await buyer.start()
    expect(again.body).toMatchObject({ status: 'open', revision: 1 })
    const { body } = await api('GET', 'payment_intents?limit=100')
    expect(body.data.filter((i: any) => i.metadata.edge_checkout === again.body.id)).toHaveLength(1)
  })

  it('goes on with the next revision after a stored 5xx, whose key would answer the same for a day', async () => {
    const buyer = visitor()
    await control('POST', 'faults', {
      method: 'POST',
      path: '/v1/payment_intents',
      times: 2,
      action: 'status',
      status: 500,
    })
    const failed = await buyer.start()
    await control('DELETE', 'faults')
    expect([failed.status, failed.body.error.code]).toEqual([502, 'stripe_unavailable'])
    expect(JSON.stringify(failed.body)).not.toContain('sk_test')
    const again = await buyer.start()
    expect(again.body).toMatchObject({ status: 'open', revision: 2 })
    const keys = (await intentsMade(again.body.id)).map((r: any) => r.idempotency_key)
    expect(keys.at(-1)).toBe(`${again.body.id}:2`)
  })

  it('does not say “open” on a read that failed', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await control('POST', 'faults', {
      method: 'GET',
      path: '/v1/payment_intents/*',
      times: 9,
      action: 'refuse',
    })
    const answer = await buyer.read(body.id)
    await control('DELETE', 'faults')
    expect([answer.status, answer.body.error.code]).toEqual([502, 'stripe_unavailable'])
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
