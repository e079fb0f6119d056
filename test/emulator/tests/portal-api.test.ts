import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { failure, NOW, world } from './harness.ts'

const CANCEL = { features: { subscription_cancel: { enabled: true } } }

/** A product with two recurring prices. */
async function club(stripe: Stripe) {
  const { id: product } = await stripe.products.create({ name: 'Club' })
  const prices: string[] = []
  for (const interval of ['month', 'year'] as const) {
    const base = { product, currency: 'usd', unit_amount: 900, recurring: { interval } }
    prices.push((await stripe.prices.create(base)).id)
  }
  return { product, prices }
}

describe('a portal configuration', () => {
  it('offers what was said, and nothing else', async () => {
    const { stripe, history } = world()
    const made = await stripe.billingPortal.configurations.create({
      ...CANCEL,
      business_profile: { headline: 'Hello' },
      default_return_url: 'https://acme.example/account',
    })
    expect(made).toMatchObject({
      active: true,
      is_default: false,
      business_profile: { headline: 'Hello', privacy_policy_url: null },
      login_page: { enabled: false, url: null },
      features: {
        customer_update: { enabled: false, allowed_updates: [] },
        invoice_history: { enabled: false },
        payment_method_update: { enabled: false },
        subscription_cancel: { enabled: true, mode: 'at_period_end', proration_behavior: 'none' },
        subscription_update: { enabled: false, default_allowed_updates: [] },
      },
    })
    expect(await stripe.billingPortal.configurations.retrieve(made.id)).toEqual(made)
    expect(await history()).toEqual(['billing_portal.configuration.created'])
  })

  it('changes in what is sent, and is told of', async () => {
    const { stripe, control } = world()
    const { id } = await stripe.billingPortal.configurations.create({
      features: {
        ...CANCEL.features,
        customer_update: { enabled: true, allowed_updates: ['email', 'name'] },
      },
    })
    await control('POST', '/clock', { advance_s: 5 })
    const changed = await stripe.billingPortal.configurations.update(id, {
      active: false,
      name: 'Old',
      metadata: { a: 'b' },
      features: {
        customer_update: { allowed_updates: '' },
        subscription_cancel: {
          mode: 'immediately',
          cancellation_reason: { enabled: true, options: ['unused', 'other'] },
        },
      },
    })
    expect(changed).toMatchObject({
      active: false,
      name: 'Old',
      metadata: { a: 'b' },
      updated: NOW + 5,
      features: {
        customer_update: { enabled: true, allowed_updates: [] },
        subscription_cancel: {
          enabled: true,
          mode: 'immediately',
          cancellation_reason: { enabled: true, options: ['unused', 'other'] },
        },
      },
    })
    const [event] = (await stripe.events.list({ type: 'billing_portal.configuration.updated' })).data
    expect(event?.data.previous_attributes).toMatchObject({
      active: true,
      features: { customer_update: { allowed_updates: ['email', 'name'] } },
    })
  })

  it('says when it is asked what a subscription may be changed to', async () => {
    const { stripe } = world()
    const { product, prices } = await club(stripe)
    const update = {
      enabled: true,
      default_allowed_updates: ['price' as const],
      products: [{ product, prices, adjustable_quantity: { enabled: true, maximum: 5 } }],
    }
    const { configurations } = stripe.billingPortal
    const { id, features } = await configurations.create({ features: { subscription_update: update } })
    expect(features.subscription_update).not.toHaveProperty('products')
    const expand = ['features.subscription_update.products']
    const sold = [{ product, prices, adjustable_quantity: { enabled: true, maximum: 5, minimum: 1 } }]
    expect((await configurations.retrieve(id, { expand })).features.subscription_update.products).toEqual(
      sold,
    )
    await configurations.update(id, { features: { subscription_update: { proration_behavior: 'none' } } })
    expect((await configurations.retrieve(id, { expand })).features.subscription_update.products).toEqual(
      sold,
    )
    const none = configurations.update(id, { features: { subscription_update: { products: '' } } })
    expect(await failure(none)).toMatchObject({ param: 'features[subscription_update][products]' })
  })

  it.each<[string, object]>([
    ['features', {}],
    [
      'features[subscription_cancel][enabled]',
      { features: { subscription_cancel: { mode: 'immediately' } } },
    ],
    [
      'features[customer_update][allowed_updates][0]',
      { features: { customer_update: { enabled: true, allowed_updates: ['shoe'] } } },
    ],
    ['features[subscription_pause][enabled]', { features: { subscription_pause: { enabled: true } } }],
    ['features[subscription_update][products]', { features: { subscription_update: { enabled: true } } }],
    ['login_page[enabled]', { ...CANCEL, login_page: { enabled: true } }],
    ['default_return_url', { ...CANCEL, default_return_url: 'javascript:alert(1)' }],
    ['business_profile[headline]', { ...CANCEL, business_profile: { headline: 'x'.repeat(61) } }],
  ])('is refused for its %s: %j', async (param, params) => {
    const { stripe, history } = world()
    const refused = stripe.billingPortal.configurations.create(
      params as Stripe.BillingPortal.ConfigurationCreateParams,
    )
    expect(await failure(refused)).toMatchObject({ statusCode: 400, param })
    expect(await history()).toEqual([])
  })

  it('sells only recurring prices of the products it names', async () => {
    const { stripe } = world()
    const { product, prices } = await club(stripe)
    const other = await stripe.products.create({ name: 'Other' })
    const attempt = (products: object[]) =>
      stripe.billingPortal.configurations.create({
        features: {
          subscription_update: {
            enabled: true,
            default_allowed_updates: ['price'],
            products: products as [],
          },
        },
      })
    const at = 'features[subscription_update][products]'
    const foreign = await failure(
      attempt([
        { product, prices },
        { product: other.id, prices },
      ]),
    )
    expect(foreign).toMatchObject({ param: `${at}[1][prices][0]` })
    expect(await failure(attempt([{ product: 'prod_x', prices }]))).toMatchObject({
      param: `${at}[0][product]`,
    })
  })
})

describe('a portal session', () => {
  it('is an address of the stand-in’s own, in the account’s own configuration', async () => {
    const { stripe, history } = world()
    const { id: customer } = await stripe.customers.create()
    const return_url = 'https://acme.example/account'
    const session = await stripe.billingPortal.sessions.create({
      customer,
      return_url,
      locale: 'de',
      expand: ['configuration'],
    })
    expect(session).toMatchObject({
      object: 'billing_portal.session',
      customer,
      return_url,
      locale: 'de',
      flow: null,
      after_expiration: null,
      configuration: {
        is_default: true,
        features: { customer_update: { enabled: true }, payment_method_update: { enabled: true } },
      },
    })
    expect(session.url).toMatch(/^http:\/\/stripe\.test\/p\/session\/test_\w{40}$/)
    expect(await history()).toEqual(['customer.created', 'billing_portal.session.created'])
    await stripe.billingPortal.sessions.create({ customer })
    const { data } = await stripe.billingPortal.configurations.list({ is_default: true })
    expect(data).toHaveLength(1)
    expect(
      await failure(stripe.billingPortal.configurations.update(data[0]!.id, { active: false })),
    ).toMatchObject({ param: 'active' })
  })

  it('leads back where its configuration says, unless it says so itself', async () => {
    const { stripe } = world()
    const { id: customer } = await stripe.customers.create()
    const made = { ...CANCEL, default_return_url: 'https://acme.example/' }
    const { id: configuration } = await stripe.billingPortal.configurations.create(made)
    const { sessions } = stripe.billingPortal
    expect((await sessions.create({ customer, configuration })).return_url).toBe('https://acme.example/')
    const own = await sessions.create({ customer, configuration, return_url: 'https://acme.example/me' })
    expect(own.return_url).toBe('https://acme.example/me')
    await stripe.billingPortal.configurations.update(configuration, { active: false })
    expect(await failure(sessions.create({ customer, configuration }))).toMatchObject({
      param: 'configuration',
    })
    const { data } = await stripe.billingPortal.configurations.list({ active: false })
    expect(data.map(({ id }) => id)).toEqual([configuration])
  })

  it('may be for one thing, and says what comes after it', async () => {
    const { stripe } = world()
    const { id: customer } = await stripe.customers.create()
    const { flow } = await stripe.billingPortal.sessions.create({
      customer,
      flow_data: {
        type: 'payment_method_update',
        after_completion: { type: 'redirect', redirect: { return_url: 'https://acme.example/done' } },
      },
    })
    expect(flow).toEqual({
      type: 'payment_method_update',
      after_completion: {
        type: 'redirect',
        redirect: { return_url: 'https://acme.example/done' },
        hosted_confirmation: null,
      },
      customer_update: null,
      subscription_cancel: null,
      subscription_pause: null,
      subscription_update: null,
      subscription_update_confirm: null,
    })
  })

  it.each<[string, object]>([
    ['customer', { customer: undefined }],
    ['customer', { customer: 'cus_x' }],
    ['configuration', { configuration: 'bpc_x' }],
    ['return_url', { return_url: 'acme' }],
    ['locale', { locale: 'xx' }],
    ['on_behalf_of', { on_behalf_of: 'acct_x' }],
    ['after_expiration', { after_expiration: { type: 'customer_login' } }],
    ['flow_data[type]', { flow_data: { type: 'subscription_pause' } }],
    ['flow_data[type]', { flow_data: { type: 'subscription_update' } }],
    ['flow_data[subscription_cancel]', { flow_data: { type: 'subscription_cancel' } }],
    [
      'flow_data[subscription_cancel][subscription]',
      { flow_data: { type: 'subscription_cancel', subscription_cancel: { subscription: 'sub_x' } } },
    ],
    [
      'flow_data[after_completion][redirect]',
      { flow_data: { type: 'payment_method_update', after_completion: { type: 'redirect' } } },
    ],
  ])('is refused for its %s: %j', async (param, change) => {
    const { stripe, emulator } = world()
    const { id: customer } = await stripe.customers.create()
    expect(await failure(stripe.billingPortal.sessions.create({ customer, ...change }))).toMatchObject({
      param,
    })
    expect(emulator.state.portal_access).toEqual({})
  })
})
