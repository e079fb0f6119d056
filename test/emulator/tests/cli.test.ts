/** The official CLI, unchanged. Its exit code says only that each call was answered: what counts is what the stand-in then knows. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type ExpectStatic, expect, test } from 'vitest'
import { CLI, NO_CLI, type Terminal, terminal } from './cli.ts'

const { concurrent: it } = test.extend<{ cli: Terminal }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads a fixture's needs from this pattern.
  cli: async ({}, use) => {
    const cli = await terminal()
    await use(cli)
    await cli.close()
  },
})

const succeeds = async (expect: ExpectStatic, cli: Terminal, ...args: string[]): Promise<string> => {
  const { code, out } = await cli.stripe(...args)
  expect(code, out).toBe(0)
  return out
}

/** What the API was asked, without queries. */
const asked = ({ served }: Terminal) =>
  served.emulator.state.requests.map(({ method, path }) => `${method} ${path}`)

if (CLI === null) test.skip(NO_CLI)

/** A process for every step, several at a time. */
const SLOW = { timeout: 60_000 }

describe.skipIf(CLI === null)('stripe trigger', SLOW, () => {
  const TRIGGERS: [type: string, object: object][] = [
    ['payment_intent.created', { status: 'requires_payment_method', amount: 2000 }],
    ['payment_intent.succeeded', { status: 'succeeded', amount_received: 2000 }],
    [
      'payment_intent.payment_failed',
      { last_payment_error: expect.objectContaining({ code: 'card_declined' }) },
    ],
    ['payment_intent.requires_action', { next_action: expect.objectContaining({ type: 'use_stripe_sdk' }) }],
    ['payment_intent.canceled', { cancellation_reason: 'requested_by_customer' }],
    ['payment_intent.amount_capturable_updated', { amount_capturable: 2000 }],
    ['charge.succeeded', { paid: true, amount: 100 }],
    ['charge.failed', { paid: false, failure_code: 'card_declined' }],
    ['charge.captured', { captured: true }],
    ['charge.refunded', { refunded: true, amount_refunded: 100 }],
    ['charge.refund.updated', { object: 'refund', metadata: { order_id: '6735' } }],
    ['customer.created', { description: '(created by Stripe CLI)' }],
    ['customer.updated', { metadata: { foo: 'bar' } }],
    ['customer.deleted', { object: 'customer' }],
    ['customer.source.created', { object: 'card', last4: '4242' }],
    ['customer.source.updated', { object: 'card' }],
    ['setup_intent.created', { status: 'requires_payment_method', usage: 'off_session' }],
    ['setup_intent.succeeded', { status: 'succeeded', payment_method: expect.stringMatching(/^pm_/) }],
    ['setup_intent.setup_failed', { last_setup_error: expect.objectContaining({ code: 'card_declined' }) }],
    ['setup_intent.requires_action', { next_action: expect.objectContaining({ type: 'use_stripe_sdk' }) }],
    ['setup_intent.canceled', { cancellation_reason: 'requested_by_customer' }],
    ['product.created', { name: 'myproduct' }],
    ['product.updated', { metadata: { foo: 'bar' } }],
    ['product.deleted', { object: 'product' }],
    [
      'price.created',
      { unit_amount_decimal: '1500', recurring: expect.objectContaining({ interval: 'month' }) },
    ],
    ['price.updated', { metadata: { foo: 'bar' } }],
    ['plan.created', { amount: 2000, interval: 'month' }],
    ['plan.updated', { metadata: { foo: 'bar' } }],
    ['plan.deleted', { object: 'plan' }],
    [
      'billing_portal.configuration.created',
      { business_profile: expect.objectContaining({ privacy_policy_url: 'https://www.example.com' }) },
    ],
    ['billing_portal.configuration.updated', { object: 'billing_portal.configuration' }],
    ['billing_portal.session.created', { customer: expect.stringMatching(/^cus_/) }],
    ['coupon.created', { percent_off: 20, valid: true }],
    ['coupon.updated', { metadata: { foo: 'bar' } }],
    ['coupon.deleted', { object: 'coupon' }],
    ['payment_method.attached', { customer: expect.stringMatching(/^cus_/) }],
    ['payment_method.updated', { metadata: { foo: 'bar' } }],
    ['payment_method.detached', { customer: null }],
    ['customer.subscription.created', { status: 'incomplete', metadata: {} }],
    ['customer.subscription.updated', { status: 'active', metadata: { foo: 'bar' } }],
    ['customer.subscription.deleted', { status: 'canceled' }],
    ['customer.subscription.paused', { status: 'paused' }],
    ['customer.subscription.trial_will_end', { status: 'trialing' }],
    ['invoice.created', { status: 'draft', amount_due: 2000 }],
    ['invoice.deleted', { status: 'draft' }],
    ['invoice.finalized', { status: 'open' }],
    ['invoice.sent', { status: 'open', collection_method: 'send_invoice' }],
    ['invoice.paid', { status: 'paid', amount_paid: 2000 }],
    ['invoice.payment_succeeded', { status: 'paid' }],
    ['invoice.payment_failed', { status: 'open', attempt_count: 1 }],
    ['invoice.payment_action_required', { status: 'open' }],
    ['invoice.updated', { metadata: { foo: 'bar' } }],
    ['invoice.voided', { status: 'void' }],
    ['invoice.marked_uncollectible', { status: 'uncollectible' }],
    ['invoiceitem.created', { amount: 2000 }],
    ['invoiceitem.deleted', { amount: 2000 }],
    ['test_helpers.test_clock.created', { frozen_time: 1577836800 }],
    ['test_helpers.test_clock.advancing', { status: 'advancing' }],
    ['test_helpers.test_clock.ready', { status: 'ready', frozen_time: 1580515200 }],
    ['test_helpers.test_clock.deleted', { object: 'test_helpers.test_clock' }],
  ]

  for (const [type, object] of TRIGGERS)
    it(`${type} makes that event, and its webhook is signed`, async ({ cli, expect }) => {
      await succeeds(expect, cli, 'trigger', type)
      expect(await cli.history()).toContain(type)
      await cli.delivered()
      const objects = cli.heard.filter((event) => event.type === type).map(({ data }) => data.object)
      expect(objects).toContainEqual(expect.objectContaining(object))
    })

  // Their fixtures still send `coupon`, which clover took away.
  for (const type of ['promotion_code.created', 'promotion_code.updated'])
    it(`${type} makes that event at a version that knows it so, and is refused at the account’s own`, async ({
      cli,
      expect,
    }) => {
      await succeeds(expect, cli, 'trigger', type, '--api-version', '2025-08-27.basil')
      expect(await cli.history()).toContain(type)
      const { code, out } = await cli.stripe('trigger', type)
      expect([code, out]).toEqual([1, expect.stringContaining('Received unknown parameter: coupon')])
    })

  const FIRST_PAYMENTS: [type: string, event: string, status: string][] = [
    ['subscription.payment_succeeded', 'invoice.payment_succeeded', 'active'],
    ['subscription.payment_failed', 'invoice.payment_failed', 'incomplete'],
  ]
  for (const [type, event, status] of FIRST_PAYMENTS)
    it(`${type} is heard of as ${event}, and the subscription is ${status}`, async ({ cli, expect }) => {
      await succeeds(expect, cli, 'trigger', type)
      expect(await cli.history()).toContain(event)
      const { subscriptions } = Object.values(cli.served.emulator.state.accounts)[0]!
      expect(Object.values(subscriptions)).toMatchObject([{ status }])
    })

  it('says what the stand-in does not have', async ({ cli, expect }) => {
    const { code, out } = await cli.stripe('trigger', 'payout.created')
    expect(code).toBe(1)
    expect(out).toContain('Unrecognized request URL (POST: /v1/payouts)')
  })

  it('at a version without payment_method_types is refused as Stripe refuses it, until they are removed', async ({
    cli,
    expect,
  }) => {
    const at = ['--api-version', '2026-10-28.endive']
    const { code, out } = await cli.stripe('trigger', 'payment_intent.created', ...at)
    expect(code).toBe(1)
    expect(out).toContain('payment_method_types_no_longer_supported')
    const without = ['--remove', 'payment_intent:payment_method_types']
    await succeeds(expect, cli, 'trigger', 'payment_intent.created', ...at, ...without)
    expect(await cli.history()).toEqual(['payment_intent.created'])
  })
})

describe.skipIf(CLI === null)('stripe', SLOW, () => {
  it('post, get and delete speak to every path', async ({ cli, expect }) => {
    const made = JSON.parse(await succeeds(expect, cli, 'post', '/v1/customers', '-d', 'name=Ada Lovelace'))
    expect(made).toMatchObject({ object: 'customer', name: 'Ada Lovelace' })
    const path = `/v1/customers/${made.id}`
    expect(JSON.parse(await succeeds(expect, cli, 'get', path))).toEqual(made)
    await succeeds(expect, cli, 'delete', path, '--confirm')
    expect(JSON.parse(await succeeds(expect, cli, 'get', path))).toEqual({
      id: made.id,
      object: 'customer',
      deleted: true,
    })
    expect(asked(cli)).toEqual(['POST /v1/customers', `GET ${path}`, `DELETE ${path}`, `GET ${path}`])
  })

  it('commands of a resource list with limit and expand', async ({ cli, expect }) => {
    for (const type of ['charge.succeeded', 'charge.failed']) await succeeds(expect, cli, 'trigger', type)
    const out = await succeeds(
      expect,
      cli,
      ...['payment_intents', 'list', '--limit', '1', '--expand', 'data.latest_charge'],
    )
    expect(JSON.parse(out)).toMatchObject({
      has_more: true,
      data: [{ status: 'requires_payment_method', latest_charge: { status: 'failed' } }],
    })
  })

  it('an error is shown as the API gave it', async ({ cli, expect }) => {
    const { out } = await cli.stripe('get', '/v1/charges/ch_none')
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'resource_missing', param: 'id' } })
  })

  it('fixtures of one’s own run step by step, each with the ids of those before', async ({ cli, expect }) => {
    const file = join(cli.folder, 'sale.json')
    const made = (step: string, field = 'id') => `\${${step}:${field}}`
    const fixtures = [
      ['ada', '/v1/customers', { name: 'Ada Lovelace' }],
      ['card', `/v1/customers/${made('ada')}/sources`, { source: 'tok_visa' }],
      [
        'sale',
        '/v1/charges',
        { amount: 1200, currency: 'usd', customer: made('ada'), metadata: { card: made('card', 'last4') } },
      ],
      ['back', '/v1/refunds', { charge: made('sale') }],
    ].map(([name, path, params]) => ({ name, path, method: 'post', params }))
    writeFileSync(file, JSON.stringify({ _meta: { template_version: 0 }, fixtures }))
    await succeeds(expect, cli, 'fixtures', file)
    const { charges } = Object.values(cli.served.emulator.state.accounts)[0]!
    expect(Object.values(charges)).toMatchObject([
      { amount: 1200, refunded: true, customer: expect.stringMatching(/^cus_/), metadata: { card: '4242' } },
    ])
  })
})
