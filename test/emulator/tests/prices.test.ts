import { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { amountOf } from '../api/price-objects.ts'
import { failure, NOW, type World, world } from './harness.ts'

const CLUB: Stripe.PriceCreateParams = {
  currency: 'usd',
  unit_amount: 900,
  recurring: { interval: 'month' },
  product_data: { name: 'Club' },
}

/** One more than an object may have. */
const MANY = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'x']))

const previous = async ({ stripe }: World, type: string) =>
  (await stripe.events.list({ type })).data.map(({ data }) => data.previous_attributes)

describe('a plan', () => {
  const GOLD = { currency: 'usd', interval: 'month', amount: 2000, product: { name: 'Gold' } } as const

  it('is a recurring price in the words of the older API', async () => {
    const { stripe, history } = world()
    const plan = await stripe.plans.create({ ...GOLD, id: 'gold', interval_count: 3, expand: ['product'] })
    expect(plan).toMatchObject({ id: 'gold', object: 'plan', amount: 2000, product: { name: 'Gold' } })
    expect(await stripe.prices.retrieve('gold')).toMatchObject({
      unit_amount: 2000,
      recurring: { interval: 'month', interval_count: 3 },
    })
    expect(await stripe.plans.update('gold', { nickname: 'Gold' })).toMatchObject({ nickname: 'Gold' })
    expect((await stripe.plans.list({ active: true })).data).toMatchObject([{ id: 'gold' }])
    expect(await failure(stripe.plans.create({ ...GOLD, id: 'gold' }))).toMatchObject({
      code: 'resource_already_exists',
    })
    const { recurring: _recurring, ...once } = CLUB
    const { id } = await stripe.prices.create(once)
    expect(await failure(stripe.plans.retrieve(id))).toMatchObject({ code: 'resource_missing' })
    expect((await history()).slice(1, 5)).toEqual([
      'plan.created',
      'price.created',
      'plan.updated',
      'price.updated',
    ])
  })

  it('is deleted, and with it the price and what kept its product', async () => {
    const { stripe, history } = world()
    const { product } = await stripe.plans.create({ ...GOLD, id: 'gold' })
    expect(await stripe.plans.del('gold')).toEqual({ id: 'gold', object: 'plan', deleted: true })
    for (const gone of [stripe.plans.retrieve('gold'), stripe.prices.retrieve('gold')])
      expect(await failure(gone)).toMatchObject({ code: 'resource_missing' })
    await stripe.products.del(product as string)
    expect((await history()).slice(3)).toEqual(['plan.deleted', 'price.deleted', 'product.deleted'])
  })
})

describe('a price', () => {
  it('is made with its product, and told of as the plan that it also is', async () => {
    const { stripe, history } = world()
    const price = await stripe.prices.create({ ...CLUB, metadata: { a: 'b' }, expand: ['product'] })
    expect(price).toMatchObject({
      object: 'price',
      active: true,
      billing_scheme: 'per_unit',
      currency: 'usd',
      product: { name: 'Club', default_price: null },
      recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed', trial_period_days: null },
      tax_behavior: 'unspecified',
      type: 'recurring',
      unit_amount: 900,
    })
    expect(price.unit_amount_decimal).toEqual(Stripe.Decimal.from('900'))
    expect(await history()).toEqual(['product.created', 'plan.created', 'price.created'])
    const [event] = (await stripe.events.list({ type: 'plan.created' })).data
    expect(event?.data.object).toMatchObject({
      id: price.id,
      amount: 900,
      interval: 'month',
      metadata: { a: 'b' },
    })
  })

  it('of fractions of a unit has no whole amount, and travels as text', async () => {
    const w = world()
    const form = { currency: 'USD', unit_amount_decimal: '0.250', 'product_data[name]': 'Seed' }
    const { body } = await w.ask('POST', '/v1/prices', { form })
    expect(body).toMatchObject({
      currency: 'usd',
      unit_amount: null,
      unit_amount_decimal: '0.25',
      recurring: null,
      type: 'one_time',
    })
    const whole = { ...form, unit_amount_decimal: '12.00' }
    expect((await w.ask('POST', '/v1/prices', { form: whole })).body.unit_amount).toBe(12)
  })

  it.each([
    ['900', 3, 2700],
    ['0.25', 2, 1], // half a unit rounds up
    ['0.25', 1, 0],
    ['0.000000000001', 500_000_000_000, 1],
    ['99999999', 1_000_000, 99_999_999_000_000],
    ['0', 5, 0],
  ])('of %s is, for %i, %i in whole units', (unit, quantity, amount) => {
    const price = { unit_amount_decimal: Stripe.Decimal.from(unit) } as Stripe.Price
    expect(amountOf(price, quantity)).toBe(amount)
  })

  it.each<[string, object]>([
    ['unit_amount', { unit_amount: undefined }],
    ['unit_amount', { unit_amount_decimal: '900' }],
    ['unit_amount', { unit_amount: 100_000_000 }],
    ['unit_amount', { unit_amount: -1 }],
    ['unit_amount_decimal', { unit_amount: undefined, unit_amount_decimal: '0.0000000000001' }],
    ['currency', { currency: 'xxx' }],
    ['product', { product_data: undefined }],
    ['product', { product: 'prod_x' }],
    ['product', { product: 'prod_x', product_data: undefined }],
    ['recurring[interval]', { recurring: { interval: 'hour' } }],
    ['recurring[interval_count]', { recurring: { interval: 'month', interval_count: 37 } }],
    ['recurring[usage_type]', { recurring: { interval: 'month', usage_type: 'metered' } }],
    ['metadata', { metadata: MANY }],
    ['billing_scheme', { billing_scheme: 'tiered' }],
    ['tiers', { tiers: [{ up_to: 'inf', unit_amount: 1 }] }],
    ['custom_unit_amount', { custom_unit_amount: { enabled: true } }],
  ])('is refused for its %s, and then nothing is made: %j', async (param, change) => {
    const { stripe, history } = world()
    const refused = await failure(stripe.prices.create({ ...CLUB, ...change } as Stripe.PriceCreateParams))
    expect(refused).toMatchObject({ type: 'StripeInvalidRequestError', param })
    expect(await history()).toEqual([])
  })

  it('never changes what it costs', async () => {
    const w = world()
    const { id } = await w.stripe.prices.create(CLUB)
    for (const param of ['unit_amount', 'currency', 'product']) {
      const { status, body } = await w.ask('POST', `/v1/prices/${id}`, { form: { [param]: '1' } })
      expect([status, body.error.code, body.error.param]).toEqual([400, 'parameter_unknown', param])
    }
  })

  it('changes its names, and whether it is for sale', async () => {
    const w = world()
    const { id } = await w.stripe.prices.create(CLUB)
    const changed = await w.stripe.prices.update(id, {
      active: false,
      nickname: 'old',
      lookup_key: 'club',
      metadata: { a: 'b' },
      tax_behavior: 'inclusive',
    })
    expect(changed).toMatchObject({
      active: false,
      nickname: 'old',
      lookup_key: 'club',
      metadata: { a: 'b' },
    })
    const taxed = w.stripe.prices.update(id, { tax_behavior: 'exclusive' })
    expect(await failure(taxed)).toMatchObject({ param: 'tax_behavior' })
    const [was] = await previous(w, 'price.updated')
    expect(was).toEqual({
      active: true,
      nickname: null,
      lookup_key: null,
      metadata: { a: null },
      tax_behavior: 'unspecified',
    })
    expect(await previous(w, 'plan.updated')).toEqual([
      { active: true, nickname: null, metadata: { a: null } },
    ])
  })

  it('that is the default of its product stays for sale', async () => {
    const { stripe } = world()
    const { default_price } = await stripe.products.create({
      name: 'Mug',
      default_price_data: { currency: 'usd', unit_amount: 1200 },
    })
    const archived = stripe.prices.update(default_price as string, { active: false })
    expect(await failure(archived)).toMatchObject({ statusCode: 400, param: 'active' })
  })

  it('has a lookup key of its own, which it may take from another', async () => {
    const w = world()
    const { stripe } = w
    const first = await stripe.prices.create({ ...CLUB, lookup_key: 'club' })
    await stripe.prices.update(first.id, { active: false })
    const again = { ...CLUB, lookup_key: 'club' }
    expect(await failure(stripe.prices.create(again))).toMatchObject({
      statusCode: 400,
      param: 'lookup_key',
      message: `A price (\`${first.id}\`) already uses that lookup key.`,
    })
    const second = await stripe.prices.create({ ...again, transfer_lookup_key: true })
    expect((await stripe.prices.retrieve(first.id)).lookup_key).toBeNull()
    expect((await previous(w, 'price.updated'))[0]).toEqual({ lookup_key: 'club' })
    const { data } = await stripe.prices.list({ lookup_keys: ['club', 'other'] })
    expect(data.map(({ id }) => id)).toEqual([second.id])
    const same = await stripe.prices.update(second.id, { lookup_key: 'club' })
    expect(same.lookup_key).toBe('club')
    await stripe.prices.update(first.id, { lookup_key: 'club', transfer_lookup_key: true })
    expect((await stripe.prices.retrieve(second.id)).lookup_key).toBeNull()
  })

  it('is listed by product, activity, type, currency and interval, and searched', async () => {
    const { stripe } = world()
    const { id: product } = await stripe.products.create({ name: 'Club' })
    const base = { product, currency: 'usd', unit_amount: 900 }
    const make = async (more: object) => (await stripe.prices.create({ ...base, ...more })).id
    const monthly = await make({ recurring: { interval: 'month' }, metadata: { tier: 'gold' } })
    const yearly = await make({ recurring: { interval: 'year' }, lookup_key: 'yearly' })
    const once = await make({ currency: 'eur' })
    const old = await make({ active: false })
    await stripe.prices.create(CLUB)
    const listed = async (by: Stripe.PriceListParams) =>
      (await stripe.prices.list({ product, ...by })).data.map(({ id }) => id)
    expect(await listed({})).toEqual([once, yearly, monthly])
    expect(await listed({ active: false })).toEqual([old])
    expect(await listed({ type: 'recurring' })).toEqual([yearly, monthly])
    expect(await listed({ type: 'one_time', currency: 'EUR' })).toEqual([once])
    expect(await listed({ recurring: { interval: 'year' } })).toEqual([yearly])
    expect(await listed({ recurring: { usage_type: 'metered' } })).toEqual([])
    expect(await listed({ created: { gt: NOW } })).toEqual([])
    const found = async (query: string) => (await stripe.prices.search({ query })).data.map(({ id }) => id)
    expect(await found("metadata['tier']:'gold'")).toEqual([monthly])
    expect(await found("lookup_key:'yearly' AND active:'true'")).toEqual([yearly])
    expect(await found(`product:'${product}' AND type:'one_time' AND currency:'eur'`)).toEqual([once])
  })
})
