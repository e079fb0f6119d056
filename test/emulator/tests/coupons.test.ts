import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { failure, NOW, world } from './harness.ts'
import { redeem } from './redeeming.ts'

const TEN: Stripe.CouponCreateParams = { id: 'TENOFF', percent_off: 10, duration: 'forever' }
const promotion = (coupon = 'TENOFF') => ({ promotion: { type: 'coupon' as const, coupon } })

describe('a coupon', () => {
  it('takes off a share or an amount, and never changes in that', async () => {
    const w = world()
    expect(await w.stripe.coupons.create(TEN)).toMatchObject({
      id: 'TENOFF',
      percent_off: 10,
      amount_off: null,
      currency: null,
      duration: 'forever',
      times_redeemed: 0,
      valid: true,
    })
    const five = await w.stripe.coupons.create({ amount_off: 500, currency: 'USD' })
    expect(five).toMatchObject({ id: expect.stringMatching(/^\w{8}$/), currency: 'usd', duration: 'once' })
    const { status, body } = await w.ask('POST', '/v1/coupons/TENOFF', { form: { percent_off: '90' } })
    expect([status, body.error.code]).toEqual([400, 'parameter_unknown'])
  })

  it('is renamed, listed, deleted, and then its id is free', async () => {
    const { stripe, history } = world()
    await stripe.coupons.create(TEN)
    expect(await stripe.coupons.update('TENOFF', { name: 'Ten', metadata: { a: 'b' } })).toMatchObject({
      name: 'Ten',
      metadata: { a: 'b' },
    })
    expect(await failure(stripe.coupons.create(TEN))).toMatchObject({ code: 'resource_already_exists' })
    expect((await stripe.coupons.list()).data.map(({ id }) => id)).toEqual(['TENOFF'])
    expect(await stripe.coupons.del('TENOFF')).toEqual({ id: 'TENOFF', object: 'coupon', deleted: true })
    expect(await failure(stripe.coupons.retrieve('TENOFF'))).toMatchObject({ code: 'resource_missing' })
    expect((await stripe.coupons.list()).data).toEqual([])
    expect((await stripe.coupons.create({ ...TEN, percent_off: 20 })).name).toBeNull()
    expect((await stripe.coupons.retrieve('TENOFF')).percent_off).toBe(20)
    expect(await history()).toEqual(['coupon.created', 'coupon.updated', 'coupon.deleted', 'coupon.created'])
  })

  it('says which products it is for when it is asked', async () => {
    const { stripe } = world()
    const { id } = await stripe.products.create({ name: 'Mug' })
    await stripe.coupons.create({ ...TEN, applies_to: { products: [id] } })
    expect(await stripe.coupons.retrieve('TENOFF')).not.toHaveProperty('applies_to')
    const [opened] = (await stripe.coupons.list({ expand: ['data.applies_to'] })).data
    expect(opened?.applies_to).toEqual({ products: [id] })
    const foreign = stripe.coupons.create({ percent_off: 5, applies_to: { products: [id, 'prod_x'] } })
    expect(await failure(foreign)).toMatchObject({ param: 'applies_to[products][1]' })
  })

  it('is valid until its time is over, or it was redeemed often enough', async () => {
    const w = world()
    const valid = async (id: string) => (await w.stripe.coupons.retrieve(id)).valid
    await w.stripe.coupons.create({ id: 'soon', percent_off: 5, redeem_by: NOW + 60 })
    await w.stripe.coupons.create({ id: 'twice', percent_off: 5, max_redemptions: 2 })
    redeem(w, 'twice')
    await w.control('POST', '/clock', { advance_s: 60 })
    expect([await valid('soon'), await valid('twice')]).toEqual([true, true])
    redeem(w, 'twice')
    await w.control('POST', '/clock', { advance_s: 1 })
    expect([await valid('soon'), await valid('twice')]).toEqual([false, false])
    expect((await w.stripe.coupons.retrieve('twice')).times_redeemed).toBe(2)
  })

  it.each<[string, Stripe.CouponCreateParams]>([
    ['percent_off', {}],
    ['percent_off', { percent_off: 0 }],
    ['percent_off', { percent_off: 100.5 }],
    ['amount_off', { percent_off: 10, amount_off: 500, currency: 'usd' }],
    ['amount_off', { amount_off: 0, currency: 'usd' }],
    ['currency', { amount_off: 500 }],
    ['currency', { amount_off: 500, currency: 'xxx' }],
    ['duration_in_months', { percent_off: 10, duration: 'repeating' }],
    ['duration_in_months', { percent_off: 10, duration: 'once', duration_in_months: 3 }],
    ['redeem_by', { percent_off: 10, redeem_by: NOW }],
    ['redeem_by', { percent_off: 10, redeem_by: NOW + 6 * 366 * 86_400 }],
    ['name', { percent_off: 10, name: 'x'.repeat(41) }],
    ['currency_options', { percent_off: 10, currency_options: { eur: { amount_off: 1 } } }],
  ])('is refused for its %s: %j', async (param, params) => {
    const { stripe } = world()
    expect(await failure(stripe.coupons.create(params))).toMatchObject({ statusCode: 400, param })
    expect((await stripe.coupons.list()).data).toEqual([])
  })
})

describe('a promotion code', () => {
  it('leads to its coupon', async () => {
    const { stripe, history } = world()
    await stripe.coupons.create(TEN)
    const made = await stripe.promotionCodes.create({ ...promotion(), code: 'TenOff' })
    expect(made).toMatchObject({
      active: true,
      code: 'TenOff',
      customer: null,
      promotion: { type: 'coupon', coupon: 'TENOFF' },
      restrictions: { first_time_transaction: false, minimum_amount: null, minimum_amount_currency: null },
      times_redeemed: 0,
    })
    expect(made).not.toHaveProperty('coupon')
    const opened = await stripe.promotionCodes.retrieve(made.id, { expand: ['promotion.coupon'] })
    expect(opened.promotion.coupon).toMatchObject({ percent_off: 10 })
    expect((await stripe.promotionCodes.create(promotion())).code).toMatch(/^[0-9A-Z]{8}$/)
    expect((await history()).slice(1)).toEqual(['promotion_code.created', 'promotion_code.created'])
  })

  it('is found by its code in any case, by coupon, customer and activity', async () => {
    const { stripe } = world()
    await stripe.coupons.create(TEN)
    await stripe.coupons.create({ id: 'FIVE', percent_off: 5 })
    const { id: customer } = await stripe.customers.create()
    const ten = await stripe.promotionCodes.create({ ...promotion(), code: 'SUMMER' })
    const five = await stripe.promotionCodes.create({ ...promotion('FIVE'), customer })
    await stripe.promotionCodes.update(five.id, { active: false, metadata: { a: 'b' } })
    const listed = async (by: Stripe.PromotionCodeListParams) =>
      (await stripe.promotionCodes.list(by)).data.map(({ id }) => id)
    expect(await listed({ code: 'summer' })).toEqual([ten.id])
    expect(await listed({ code: 'summe' })).toEqual([])
    expect(await listed({ active: true })).toEqual([ten.id])
    expect(await listed({ active: false })).toEqual([five.id])
    expect(await listed({ coupon: 'FIVE' })).toEqual([five.id])
    expect(await listed({ customer })).toEqual([five.id])
  })

  it('is unique among active ones, but that customers may each have it', async () => {
    const { stripe } = world()
    await stripe.coupons.create(TEN)
    const [ada, bob] = [await stripe.customers.create(), await stripe.customers.create()]
    const make = (customer?: string) =>
      stripe.promotionCodes.create({ ...promotion(), code: 'VIP', ...(customer && { customer }) })
    const taken = { statusCode: 400, message: 'An active promotion code with `code: VIP` already exists.' }
    const first = await make(ada.id)
    const second = await make(bob.id)
    expect(await failure(make(ada.id))).toMatchObject(taken)
    expect(await failure(make())).toMatchObject(taken)
    for (const { id } of [first, second]) await stripe.promotionCodes.update(id, { active: false })
    await stripe.promotionCodes.create({ ...promotion(), code: 'vip' })
    expect(await failure(make(ada.id))).toMatchObject(taken)
    expect(await failure(stripe.promotionCodes.update(first.id, { active: true }))).toMatchObject(taken)
  })

  it('is active no longer than it and its coupon can be redeemed', async () => {
    const w = world()
    await w.stripe.coupons.create(TEN)
    await w.stripe.coupons.create({ id: 'ONE', percent_off: 5, max_redemptions: 1 })
    const make = async (params: Stripe.PromotionCodeCreateParams) =>
      (await w.stripe.promotionCodes.create(params)).id
    const brief = await make({ ...promotion(), expires_at: NOW + 60 })
    const single = await make({ ...promotion(), max_redemptions: 1 })
    const ofOne = await make(promotion('ONE'))
    const lasting = await make(promotion())
    redeem(w, 'TENOFF', single)
    redeem(w, 'ONE', ofOne)
    await w.control('POST', '/clock', { advance_s: 61 })
    expect((await w.stripe.promotionCodes.list({ active: true })).data.map(({ id }) => id)).toEqual([lasting])
    for (const id of [brief, single, ofOne])
      expect(await failure(w.stripe.promotionCodes.update(id, { active: true }))).toMatchObject({
        statusCode: 400,
      })
    await w.stripe.coupons.del('TENOFF')
    expect((await w.stripe.promotionCodes.retrieve(lasting)).active).toBe(false)
  })

  it.each<[string, object]>([
    ['promotion', { promotion: undefined }],
    ['promotion[coupon]', { promotion: { type: 'coupon' } }],
    ['promotion[coupon]', promotion('NONE')],
    ['promotion[type]', { promotion: { type: 'gift', coupon: 'TENOFF' } }],
    ['coupon', { coupon: 'TENOFF' }],
    ['code', { code: 'ten off' }],
    ['customer', { customer: 'cus_x' }],
    ['expires_at', { expires_at: NOW }],
    ['expires_at', { expires_at: NOW + 101 }],
    ['max_redemptions', { max_redemptions: 6 }],
    ['restrictions[minimum_amount_currency]', { restrictions: { minimum_amount: 5000 } }],
    ['restrictions[minimum_amount]', { restrictions: { minimum_amount_currency: 'usd' } }],
  ])('is refused for its %s: %j', async (param, change) => {
    const { stripe } = world()
    await stripe.coupons.create({ ...TEN, redeem_by: NOW + 100, max_redemptions: 5 })
    const params = { ...promotion(), ...change } as Stripe.PromotionCodeCreateParams
    expect(await failure(stripe.promotionCodes.create(params))).toMatchObject({ param })
    expect((await stripe.promotionCodes.list()).data).toEqual([])
  })

  it('is made with `coupon`, and shows it whole, before it had a `promotion`', async () => {
    const w = world()
    await w.stripe.coupons.create(TEN)
    await w.stripe.webhookEndpoints.create({
      url: 'http://old.test/',
      enabled_events: ['promotion_code.created'],
      api_version: '2025-08-27.basil' as Stripe.LatestApiVersion,
    })
    const headers = { 'Stripe-Version': '2025-08-27.basil' }
    const made = await w.ask('POST', '/v1/promotion_codes', { form: { coupon: 'TENOFF' }, headers })
    expect(made.body).toMatchObject({ coupon: { id: 'TENOFF', percent_off: 10, object: 'coupon' } })
    expect(made.body).not.toHaveProperty('promotion')
    const missing = await w.ask('POST', '/v1/promotion_codes', { form: {}, headers })
    expect(missing.body.error).toMatchObject({ code: 'parameter_missing', param: 'coupon' })
    await w.stripe.coupons.del('TENOFF')
    await w.delivered()
    const told = w.heard.filter(({ type }) => type === 'promotion_code.created').map(({ object }) => object)
    expect(told).toContainEqual(expect.objectContaining({ coupon: expect.objectContaining({ valid: true }) }))
    expect(told).toContainEqual(expect.objectContaining({ promotion: { type: 'coupon', coupon: 'TENOFF' } }))
  })
})
