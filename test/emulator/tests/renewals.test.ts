import { describe, expect, it } from 'vitest'
import {
  advance,
  club,
  customerWith,
  DAY,
  DEFAULT_INCOMPLETE,
  HOUR,
  invoiceOf,
  subscribe,
} from './billing.ts'
import { NOW, type World, world } from './harness.ts'

describe('a renewal', () => {
  it('is drafted when the period ends, and charged an hour later', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    await advance(w, 30 * DAY)
    const renewed = await w.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] })
    expect(renewed.items.data[0]).toMatchObject({
      current_period_start: NOW + 30 * DAY,
      current_period_end: NOW + 61 * DAY,
    })
    expect(renewed).toMatchObject({
      status: 'active',
      latest_invoice: {
        billing_reason: 'subscription_cycle',
        created: NOW + 30 * DAY,
        period_start: NOW,
        period_end: NOW + 30 * DAY,
        status: 'draft',
      },
    })
    await advance(w, HOUR)
    expect(await w.stripe.invoices.retrieve(invoiceOf(renewed).id)).toMatchObject({
      amount_paid: 900,
      number: expect.stringMatching(/-0002$/),
      status: 'paid',
      status_transitions: { paid_at: NOW + 30 * DAY + HOUR },
    })
  })

  it('happens every month of a year, each at its own time, and is heard of then', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    await advance(w, 365 * DAY + HOUR)
    const invoices = await w.stripe.invoices.list({ subscription: subscription.id, limit: 100 })
    expect(invoices.data.every(({ status }) => status === 'paid')).toBe(true)
    const days = invoices.data.map(({ created }) => new Date(created * 1000).toISOString().slice(0, 10))
    expect(days.reverse()).toEqual(
      ['2026-11', '2026-12', '2027-01', '2027-02', '2027-03', '2027-04', '2027-05', '2027-06']
        .concat(['2027-07', '2027-08', '2027-09', '2027-10', '2027-11'])
        .map((month) => `${month}-23`),
    )
    const paid = w.heard.filter(({ type }) => type === 'invoice.paid')
    expect(paid).toHaveLength(13)
    const events = await w.stripe.events.list({ type: 'invoice.paid', limit: 1 })
    expect(events.data[0]).toMatchObject({
      created: NOW + 365 * DAY + HOUR,
      request: { id: null, idempotency_key: null },
    })
  })

  it('that fails is tried again, and the subscription is past due meanwhile', async () => {
    const w = world()
    const { subscription, customer } = await subscribe(w, { card: 'pm_card_visa' })
    const bad = await w.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    await w.stripe.subscriptions.update(subscription.id, { default_payment_method: bad.id })
    await advance(w, 30 * DAY + HOUR)
    const due = NOW + 30 * DAY + HOUR
    expect(
      await w.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] }),
    ).toMatchObject({
      status: 'past_due',
      latest_invoice: { attempt_count: 1, next_payment_attempt: due + 3 * DAY, status: 'open' },
    })
    const good = await w.stripe.paymentMethods.attach('pm_card_visa', { customer })
    await w.stripe.subscriptions.update(subscription.id, { default_payment_method: good.id })
    await advance(w, 3 * DAY)
    expect(
      await w.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] }),
    ).toMatchObject({ status: 'active', latest_invoice: { status: 'paid', attempt_count: 2 } })
  })

  it.each([
    ['canceled', 'customer.subscription.deleted'],
    ['unpaid', 'customer.subscription.updated'],
    ['past_due', 'customer.subscription.updated'],
  ] as const)('that fails for good leaves it %s, as the switch says', async (after_retries, last) => {
    const w = world()
    await w.control('PUT', '/billing', { after_retries })
    const { subscription, customer } = await subscribe(w, { card: 'pm_card_visa' })
    const bad = await w.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    await w.stripe.subscriptions.update(subscription.id, { default_payment_method: bad.id })
    await advance(w, 30 * DAY + HOUR + 15 * DAY)
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: after_retries })
    const of = w.heard.filter(({ type }) => type.startsWith('customer.subscription'))
    expect(of.at(-1)!.type).toBe(last)
  })
})

describe('an unpaid subscription', () => {
  it('has its next invoices drafted, and none of them charged', async () => {
    const w = world()
    await w.control('PUT', '/billing', { after_retries: 'unpaid' })
    const { subscription, customer } = await subscribe(w, { card: 'pm_card_visa' })
    const bad = await w.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    await w.stripe.subscriptions.update(subscription.id, { default_payment_method: bad.id })
    await advance(w, 62 * DAY)
    const { data } = await w.stripe.invoices.list({ subscription: subscription.id })
    expect(data.map(({ status, attempt_count }) => [status, attempt_count])).toEqual([
      ['draft', 0],
      ['open', 4],
      ['paid', 1],
    ])
  })
})

describe('a renewal that the bank wants to ask about', () => {
  const confirmed = async (w: World, card: string) => {
    const { subscription } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    const { client_secret } = invoiceOf(subscription).confirmation_secret!
    await pass(w, await w.confirm(client_secret, { payment_method: card }))
    return subscription.id
  }
  const pass = async (w: World, { body }: Awaited<ReturnType<World['confirm']>>) => {
    const { source } = body.next_action.use_stripe_sdk
    await w.ask('POST', `/v1/3ds2/challenge/${source}`, { form: { outcome: 'authorize' }, key: null })
  }

  it('is charged without the cardholder where the first payment set that up', async () => {
    const w = world()
    const id = await confirmed(w, 'pm_card_authenticationRequiredOnSetup')
    await advance(w, 30 * DAY + HOUR)
    expect(await w.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })).toMatchObject({
      status: 'active',
      latest_invoice: { billing_reason: 'subscription_cycle', status: 'paid' },
    })
  })

  it('waits for the cardholder, past due meanwhile, and is active once they passed', async () => {
    const w = world()
    const id = await confirmed(w, 'pm_card_authenticationRequired')
    await advance(w, 30 * DAY + HOUR)
    const due = await w.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice.confirmation_secret'] })
    expect(due).toMatchObject({ status: 'past_due', latest_invoice: { status: 'open', attempt_count: 1 } })
    const heard = w.heard.map(({ type }) => type)
    expect(heard.slice(heard.lastIndexOf('payment_intent.requires_action'))).toEqual([
      'payment_intent.requires_action',
      'invoice.payment_action_required',
      'invoice.updated',
      'invoice.payment_failed',
      'customer.subscription.updated',
    ])
    const { client_secret } = invoiceOf(due).confirmation_secret!
    const payment_method = due.default_payment_method as string
    await pass(w, await w.confirm(client_secret, { payment_method }))
    expect(await w.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
  })
})

describe('a period', () => {
  it('until an anchor in the future is charged in part, and the first whole one begins there', async () => {
    const w = world()
    const anchor = NOW + 10 * DAY
    const { subscription } = await subscribe(w, {
      card: 'pm_card_visa',
      params: { billing_cycle_anchor: anchor, expand: ['latest_invoice'] },
    })
    expect(subscription.items.data[0]!.current_period_end).toBe(anchor)
    // Ten of the 30 days between 3 November and 3 December.
    expect(invoiceOf(subscription)).toMatchObject({ amount_paid: 300, status: 'paid' })
    await advance(w, 10 * DAY + HOUR)
    expect((await w.stripe.invoices.list({ limit: 1 })).data[0]).toMatchObject({
      amount_paid: 900,
      lines: { data: [{ period: { start: anchor } }] },
    })
  })

  it('… or not at all', async () => {
    const { subscription } = await subscribe(world(), {
      params: {
        ...DEFAULT_INCOMPLETE,
        billing_cycle_anchor: NOW + 10 * DAY,
        proration_behavior: 'none',
      },
    })
    expect(subscription).toMatchObject({
      status: 'active',
      latest_invoice: { amount_due: 0, status: 'paid' },
    })
  })

  it('is each item’s own, and renewed by itself', async () => {
    const w = world()
    const { id: year } = await club(w, { unit_amount: 9000, recurring: { interval: 'year' } })
    const { id: month } = await club(w)
    const { id: customer } = await customerWith(w, 'pm_card_visa')
    const { id } = await w.stripe.subscriptions.create({
      customer,
      items: [{ price: year }, { price: month }],
    })
    await advance(w, 30 * DAY + HOUR)
    const { items } = await w.stripe.subscriptions.retrieve(id)
    expect(items.data.map(({ current_period_start: start }) => start)).toEqual([NOW, NOW + 30 * DAY])
    expect((await w.stripe.invoices.list()).data.map(({ amount_paid }) => amount_paid)).toEqual([900, 9900])
  })

  it('that ends is told of a week before, where it is longer', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    await subscribe(w, { card: 'pm_card_visa', price: { recurring: { interval: 'week' } } })
    await advance(w, 23 * DAY)
    const upcoming = w.heard.filter(({ type }) => type === 'invoice.upcoming')
    expect(upcoming.map(({ object }) => object)).toMatchObject([
      { amount_due: 900, parent: { subscription_details: { subscription: subscription.id } } },
    ])
  })
})

describe('a clock that runs', () => {
  it('has done what became due when anybody asks', async () => {
    const w = world({ runs: true })
    const { subscription } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    const { clock } = w.emulator.state
    if (clock.runs) clock.offset += 24 * HOUR
    const { status, ended_at, created } = await w.stripe.subscriptions.retrieve(subscription.id)
    expect([status, ended_at! - created]).toEqual(['incomplete_expired', 23 * HOUR])
  })
})
