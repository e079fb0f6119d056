import { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { CHANGES } from '../protocol/shapes.ts'
import { SDK_VERSION } from '../protocol/versions.ts'
import { subscribe } from './billing.ts'
import { failure, type Heard, MUG, WEBHOOK, type World, world } from './harness.ts'

const ACACIA = '2024-09-30.acacia'
const PAY = { amount: '1200', currency: 'usd', payment_method: 'pm_card_visa', confirm: 'true' }
const CARDS = { 'payment_method_types[]': 'card' }

/** A request at a version; at the account's where it is null. */
const at = async (w: World, version: string | null, method: string, path: string, form?: object) =>
  w.ask(method, path, {
    headers: { 'Stripe-Version': version ?? '' },
    ...(form && { form: form as Record<string, string> }),
  })

const DECLINED_SETUP: Stripe.SetupIntentCreateParams = {
  allowed_payment_method_types: ['card'],
  payment_method: 'pm_card_chargeDeclined',
  confirm: true,
}

/** One of each: a payment that was declined first, its charge, its refund, and who paid with what. */
async function busy(w: World): Promise<Record<string, string>> {
  const { id: customer } = await w.stripe.customers.create({
    source: 'tok_visa',
    business_name: 'Engines',
    individual_name: 'Ada',
  })
  const declined = await w.stripe.paymentIntents.create(MUG)
  const decline = w.stripe.paymentIntents.confirm(declined.id, { payment_method: 'pm_card_chargeDeclined' })
  await failure(decline)
  const setup = await failure(w.stripe.setupIntents.create(DECLINED_SETUP))
  const { id: charge } = await w.stripe.charges.create({ amount: 1200, currency: 'usd', source: 'tok_visa' })
  const { id: refund } = await w.stripe.refunds.create({ charge })
  const [card] = (await w.stripe.customers.listSources(customer)).data
  const price = await w.stripe.prices.create({
    currency: 'usd',
    unit_amount: 900,
    recurring: { interval: 'month' },
    product_data: { name: 'Club' },
  })
  await w.stripe.coupons.create({ id: 'TENOFF', percent_off: 10 })
  const { configuration } = await w.stripe.billingPortal.sessions.create({ customer })
  const code = await w.stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: 'TENOFF' } })
  return {
    payment_intent: `/v1/payment_intents/${declined.id}`,
    setup_intent: `/v1/setup_intents/${setup.setup_intent!.id}`,
    setup_attempt: `/v1/setup_attempts?setup_intent=${setup.setup_intent!.id}`,
    charge: `/v1/charges/${charge}`,
    refund: `/v1/refunds/${refund}`,
    payment_method: `/v1/payment_methods/${card!.id}`,
    card: `/v1/customers/${customer}/sources/${card!.id}`,
    customer: `/v1/customers/${customer}`,
    product: `/v1/products/${price.product}`,
    price: `/v1/prices/${price.id}`,
    plan: `/v1/plans/${price.id}`,
    promotion_code: `/v1/promotion_codes/${code.id}`,
    'billing_portal.configuration': `/v1/billing_portal/configurations/${configuration}`,
    ...(await billed(w)),
  }
}

/** A subscription with a discount, its first invoice, and something that waits for the next. */
async function billed(w: World): Promise<Record<string, string>> {
  await w.stripe.coupons.create({ id: 'MEMBER', percent_off: 10, duration: 'forever' })
  const { subscription, customer, item } = await subscribe(w, {
    card: 'pm_card_visa',
    params: { discounts: [{ coupon: 'MEMBER' }] },
  })
  const waits = await w.stripe.invoiceItems.create({ customer, amount: 100, currency: 'usd' })
  const invoice = `/v1/invoices/${subscription.latest_invoice}`
  return {
    subscription: `/v1/subscriptions/${subscription.id}`,
    subscription_item: `/v1/subscription_items/${item.id}`,
    invoice: `${invoice}?expand[]=payments&expand[]=confirmation_secret`,
    line_item: `${invoice}/lines`,
    invoiceitem: `/v1/invoiceitems/${waits.id}`,
    discount: `/v1/subscriptions/${subscription.id}?expand[]=discounts`,
  }
}

const has = (object: unknown, path: string): boolean => {
  const [field, ...rest] = path.split('.') as [string, ...string[]]
  const holder = object as Record<string, unknown> | null
  if (holder === null || typeof holder !== 'object' || !Object.hasOwn(holder, field)) return false
  return rest.length === 0 || has(holder[field], rest.join('.'))
}

describe('each field that Stripe added, removed or renamed', () => {
  const rows = Object.entries(CHANGES)
    .filter(([object]) => object !== 'error')
    .flatMap(([object, changes]) => changes.map((change) => ({ object, ...change })))

  it('is there for the versions that have it, and for no others', async () => {
    const w = world()
    const paths = await busy(w)
    // Not set by anything here: its place in a real decline is all that counts.
    const [objects] = Object.values(w.emulator.state.accounts)
    const errors = [
      Object.values(objects!.payment_intents)[0]!.last_payment_error,
      Object.values(objects!.setup_intents)[0]!.last_setup_error,
      Object.values(objects!.setup_attempts)[0]!.setup_error,
    ]
    for (const error of errors) error!.network_advice_code = '02'
    const show = async (object: string, version: string) => {
      // A session is shown once, when it is made.
      const { body } = await (object === 'billing_portal.session'
        ? at(w, version, 'POST', '/v1/billing_portal/sessions', {
            customer: paths.customer!.split('/').at(-1),
          })
        : at(w, version, 'GET', paths[object]!))
      if (object === 'discount') return body.discounts[0]
      return body.object === 'list' ? body.data[0] : body
    }

    for (const { object, field, since, until } of rows) {
      const edge = since ?? until!
      const before = await show(object, earlier(edge))
      const after = await show(object, edge)
      // A status is there in every version, in other words.
      if (field === 'status') expect(before.status).not.toBe(after.status)
      else
        expect([object, field, has(before, field), has(after, field)]).toEqual([
          object,
          field,
          !since,
          !!since,
        ])
    }
  })

  it('says where that is known from, and belongs to a version that exists', async () => {
    for (const { source, since, until } of rows) {
      expect(source).toMatch(/^(docs changelog\/|stripe-node \d+\.\d+\.\d+$)/)
      const { status } = await at(world(), since ?? until!, 'GET', '/v1/charges')
      expect(status).toBe(200)
    }
  })
})

/** A version before this one, near enough: they compare as text. */
function earlier(version: string): string {
  const before = [
    '2018-11-08',
    '2022-08-01',
    '2023-10-16',
    '2024-11-20.acacia',
    '2024-12-18.acacia',
    '2025-02-24.acacia',
  ]
  const later = ['2025-07-30.basil', '2025-08-27.basil', '2025-11-17.clover', '2026-03-25.dahlia']
  const last = ['2026-05-27.dahlia', '2026-06-24.dahlia', '2026-08-26.dahlia']
  return [...before, ...later, ...last].filter((candidate) => candidate < version).at(-1)!
}

describe('a request', () => {
  it('without a version gets what the account has, and is told which', async () => {
    const w = world()
    const { headers, body } = await at(w, null, 'POST', '/v1/payment_intents', { ...PAY, ...CARDS })
    expect(headers.get('Stripe-Version')).toBe('2026-08-26.dahlia')
    expect(body).toMatchObject({ status: 'succeeded', allowed_payment_method_types: null })
    expect(body).not.toHaveProperty('payment_record')
    await w.control('POST', '/reset', { api_version: ACACIA })
    const old = await at(w, null, 'POST', '/v1/payment_intents', { ...PAY, ...CARDS })
    expect(old.headers.get('Stripe-Version')).toBe(ACACIA)
    expect(old.body).toMatchObject({ status: 'succeeded', invoice: null })
    expect(old.body).not.toHaveProperty('allowed_payment_method_types')
  })

  it('with a version gets that one, whatever the account has', async () => {
    const w = world({ apiVersion: ACACIA })
    const intent = await w.stripe.paymentIntents.create(MUG)
    expect(intent).toMatchObject({ payment_record: null, allowed_payment_method_types: ['card'] })
    expect(intent).not.toHaveProperty('invoice')
    const old = w.client({ apiVersion: '2025-03-31.basil' as Stripe.LatestApiVersion })
    expect(await old.paymentIntents.retrieve(intent.id)).not.toHaveProperty('customer_account')
  })

  it('shows what is opened, listed and told with an error in the same version', async () => {
    const w = world()
    const form = { ...CARDS, amount: '1200', currency: 'usd', payment_method: 'pm_card_chargeDeclined' }
    const confirmed = await at(w, ACACIA, 'POST', '/v1/payment_intents', { ...form, confirm: 'true' })
    const { error } = confirmed.body
    expect(error).toMatchObject({ code: 'card_declined', payment_intent: { invoice: null } })
    for (const part of [error, error.payment_intent.last_payment_error]) {
      expect(part).toHaveProperty('decline_code')
      expect(part).not.toHaveProperty('network_decline_code')
    }
    const { body } = await at(w, ACACIA, 'GET', '/v1/payment_intents?expand[]=data.latest_charge')
    expect(body.data[0]).toMatchObject({ invoice: null, latest_charge: { invoice: null } })
    expect(body.data[0].latest_charge.outcome).not.toHaveProperty('advice_code')
    const now = await at(w, SDK_VERSION, 'GET', '/v1/payment_intents')
    expect(now.body.data[0].last_payment_error).toMatchObject({ network_decline_code: '01' })
  })

  it('keeps an owner’s own notes as they are, whatever they are called', async () => {
    const w = world()
    const metadata = { object: 'charge', payment_record: '7' }
    const { id } = await w.stripe.customers.create({ metadata })
    expect((await at(w, ACACIA, 'GET', `/v1/customers/${id}`)).body.metadata).toEqual(metadata)
  })

  it('with a publishable key sees no more in an old version', async () => {
    const w = world()
    const { client_secret, id } = await w.stripe.paymentIntents.create(MUG)
    const { body } = await w.ask('GET', `/v1/payment_intents/${id}?client_secret=${client_secret}`, {
      key: 'pk_test_demo_0123456789',
      headers: { 'Stripe-Version': '2022-08-01' },
    })
    expect(body).toMatchObject({ id, status: 'requires_payment_method' })
    for (const field of ['amount_received', 'allowed_payment_method_types'])
      expect(body).not.toHaveProperty(field)
  })

  it.each([
    ['2022-11-15', { payment_method_types: ['card'], automatic_payment_methods: null }],
    ['2023-08-16', { automatic_payment_methods: { enabled: true } }],
    ['2023-10-16', { capture_method: 'automatic' }],
    ['2024-04-10', { capture_method: 'automatic_async' }],
  ])('of %s that leaves it open gets %j', async (version, expected) => {
    const { body } = await at(world(), version, 'POST', '/v1/payment_intents', {
      amount: '500',
      currency: 'usd',
    })
    expect(body).toMatchObject(expected)
  })

  it('for an automatic capture is answered when the money is booked, an asynchronous one before', async () => {
    const w = world()
    const booked = async (capture_method: string) => {
      const form = { ...PAY, ...CARDS, capture_method, 'expand[]': 'latest_charge' }
      await at(w, null, 'POST', '/v1/payment_intents', form)
      const events = (await w.control('GET', '/events')).body
      const charge = events.findLast(({ type }: Stripe.Event) => type === 'charge.succeeded').data.object
      return [charge.balance_transaction === null, events.at(-1).type]
    }
    expect(await booked('automatic')).toEqual([false, 'payment_intent.succeeded'])
    expect(await booked('automatic_async')).toEqual([true, 'charge.updated'])
  })

  it.each([
    ['2025-07-30.basil', 'excluded_payment_method_types', 'parameter_unknown'],
    ['2026-06-24.dahlia', 'allowed_payment_method_types', 'parameter_unknown'],
    ['2026-09-30.endive', 'payment_method_types', 'payment_method_types_no_longer_supported'],
  ])('of %s is refused %s', async (version, param, code) => {
    const form = { amount: '500', currency: 'usd', [`${param}[0]`]: 'card' }
    const { status, body } = await at(world(), version, 'POST', '/v1/payment_intents', form)
    expect([status, body.error.param, body.error.code]).toEqual([400, param, code])
  })
})

describe('an event', () => {
  const find = (heard: Heard[], type: string) => JSON.parse(heard.find((event) => event.type === type)!.body)
  const old = (w: World, version: string) =>
    w.stripe.webhookEndpoints.create({
      url: WEBHOOK.url,
      enabled_events: ['*'],
      api_version: version as Stripe.LatestApiVersion,
    })

  it('read over the API has the version of the account, whoever asks', async () => {
    const w = world({ apiVersion: '2022-08-01' })
    await w.stripe.paymentIntents.create(MUG)
    const [event] = (await w.stripe.events.list()).data
    expect(event).toMatchObject({ api_version: '2022-08-01', data: { object: { invoice: null } } })
    expect(event!.data.object).not.toHaveProperty('payment_record')
    expect(event).not.toHaveProperty('related')
  })

  it('is delivered in the version of its endpoint, and signed as it is', async () => {
    const w = world({ webhookApiVersion: ACACIA })
    await w.stripe.paymentIntents.create({ ...MUG, payment_method: 'pm_card_visa', confirm: true })
    await w.delivered()
    const { body, signature } = w.heard.find(({ type }) => type === 'charge.succeeded')!
    const event = await Stripe.webhooks.constructEventAsync(body, signature, WEBHOOK.secret)
    expect(event).toMatchObject({
      api_version: ACACIA,
      data: { object: { object: 'charge', invoice: null } },
    })
    expect(event.data.object).not.toHaveProperty('payment_method_details.card.regulated_status')
  })

  it('can be made old by a reset, for the demo’s endpoint too', async () => {
    const w = world()
    const { status } = await w.control('POST', '/reset', { webhook_api_version: '2022-08-01' })
    expect(status).toBe(200)
    await w.stripe.customers.create()
    await w.delivered()
    expect(JSON.parse(w.heard[0]!.body).api_version).toBe('2022-08-01')
    await w.control('POST', '/reset', {})
    await w.stripe.customers.create()
    await w.delivered()
    expect(JSON.parse(w.heard[1]!.body).api_version).toBe(SDK_VERSION)
  })

  it('carries the lists of old versions as they were when it happened', async () => {
    const w = world()
    await old(w, '2022-08-01')
    const paid = await w.stripe.paymentIntents.create({
      ...MUG,
      payment_method: 'pm_card_visa',
      confirm: true,
    })
    await w.stripe.refunds.create({ payment_intent: paid.id, amount: 200 })
    await w.delivered()
    const heard = w.heard.filter(({ body }) => JSON.parse(body).api_version === '2022-08-01')
    const charges = (type: string) => find(heard, type).data.object.charges
    expect(charges('payment_intent.created')).toMatchObject({ total_count: 0, data: [] })
    expect(charges('payment_intent.succeeded')).toMatchObject({
      url: `/v1/charges?payment_intent=${paid.id}`,
      data: [{ id: paid.latest_charge, amount_refunded: 0, refunds: { data: [] } }],
    })
    expect(find(heard, 'charge.refunded').data.object.refunds.data).toMatchObject([{ amount: 200 }])
    const { body } = await at(w, '2022-08-01', 'GET', `/v1/payment_intents/${paid.id}`)
    expect(body.charges.data[0]).toMatchObject({ amount_refunded: 200, refunds: { total_count: 1 } })
  })

  it('tells of changes in the words of its version', async () => {
    const w = world()
    await old(w, '2018-11-08')
    const intent = await w.stripe.paymentIntents.create({
      ...MUG,
      payment_method: 'pm_card_threeDSecure2Required',
      confirm: true,
      use_stripe_sdk: true,
    })
    await w.delivered()
    const heard = w.heard.filter(({ body }) => JSON.parse(body).api_version === '2018-11-08')
    const { object } = find(heard, 'payment_intent.requires_action').data
    expect(object).toMatchObject({
      id: intent.id,
      status: 'requires_source_action',
      allowed_source_types: ['card'],
      next_source_action: { type: 'use_stripe_sdk' },
    })
    for (const field of ['next_action', 'payment_method_types']) expect(object).not.toHaveProperty(field)
  })

  it('leaves out what changed in fields that its version has not', async () => {
    const w = world()
    await old(w, '2025-08-27.basil')
    const { id } = await w.stripe.customers.create({ name: 'Ada' })
    await w.stripe.customers.update(id, { name: 'Ada King', business_name: 'Engines' })
    await w.delivered()
    const updates = w.heard
      .filter(({ type }) => type === 'customer.updated')
      .map(({ body }) => JSON.parse(body))
    const previous = Object.fromEntries(
      updates.map((event) => [event.api_version, event.data.previous_attributes]),
    )
    expect(previous).toEqual({
      '2025-08-27.basil': { name: 'Ada' },
      [SDK_VERSION]: { name: 'Ada', business_name: null },
    })
  })
})

it.each(['api_version', 'webhook_api_version'])(
  'a reset with a wrong %s is refused, and changes nothing',
  async (name) => {
    const w = world()
    await w.stripe.customers.create()
    const { status, body } = await w.control('POST', '/reset', { [name]: '2024-01-01' })
    expect([status, body.error.param]).toEqual([400, name])
    expect((await w.stripe.customers.list()).data).toHaveLength(1)
  },
)
