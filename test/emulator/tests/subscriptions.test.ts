import { describe, expect, it } from 'vitest'
import { advance, DAY, DEFAULT_INCOMPLETE, HOUR, invoiceOf, subscribe } from './billing.ts'
import { failure, NOW, world } from './harness.ts'

describe('a subscription that waits for its first payment', () => {
  it('is incomplete, and its invoice can be paid by whoever has its secret', async () => {
    const w = world()
    const { subscription, customer, price } = await subscribe(w, {
      params: { ...DEFAULT_INCOMPLETE, metadata: { order: '7' } },
    })
    expect(subscription).toMatchObject({
      billing_mode: { type: 'flexible' },
      default_payment_method: null,
      metadata: { order: '7' },
      pending_setup_intent: null,
      status: 'incomplete',
    })
    expect(subscription).not.toHaveProperty('current_period_end')
    const [item] = subscription.items.data
    expect(item).toMatchObject({
      current_period_start: NOW,
      current_period_end: NOW + 30 * DAY,
      price: { id: price, unit_amount: 900 },
      plan: { id: price, interval: 'month' },
      quantity: 1,
    })
    const invoice = invoiceOf(subscription)
    expect(invoice).toMatchObject({
      amount_due: 900,
      amount_remaining: 900,
      attempt_count: 0,
      billing_reason: 'subscription_create',
      customer,
      number: expect.stringMatching(/-0001$/),
      parent: {
        type: 'subscription_details',
        subscription_details: { subscription: subscription.id, metadata: { order: '7' } },
      },
      status: 'open',
      total: 900,
    })
    expect(invoice.lines.data).toMatchObject([
      {
        amount: 900,
        description: '1 × Club (at $9.00 / month)',
        parent: { subscription_item_details: { subscription_item: item!.id, proration: false } },
        period: { start: NOW, end: NOW + 30 * DAY },
        pricing: { price_details: { price } },
      },
    ])
    const intent = invoice.payments!.data[0]!.payment.payment_intent as string
    expect(invoice.confirmation_secret).toEqual({
      client_secret: expect.stringMatching(new RegExp(`^${intent}_secret_`)),
      type: 'payment_intent',
    })
    expect(await w.stripe.paymentIntents.retrieve(intent)).toMatchObject({
      amount: 900,
      customer,
      metadata: {},
      setup_future_usage: 'off_session',
      status: 'requires_payment_method',
    })
    expect((await w.history()).slice(-4)).toEqual([
      'customer.subscription.created',
      'invoice.created',
      'invoice.finalized',
      'payment_intent.created',
    ])
  })

  it('is active once that is paid, and keeps the card for the next invoice', async () => {
    const w = world()
    const { subscription, customer } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    const { confirmation_secret } = invoiceOf(subscription)
    const before = (await w.history()).length
    const { body } = await w.confirm(confirmation_secret!.client_secret)
    expect(body).toMatchObject({ status: 'succeeded' })
    const now = await w.stripe.subscriptions.retrieve(subscription.id, {
      expand: ['latest_invoice.payments', 'default_payment_method'],
    })
    expect(now).toMatchObject({ status: 'active', default_payment_method: { customer } })
    expect(invoiceOf(now)).toMatchObject({
      amount_paid: 900,
      amount_remaining: 0,
      payments: { data: [{ amount_paid: 900, is_default: true, status: 'paid' }] },
      status: 'paid',
      status_transitions: { finalized_at: NOW, paid_at: NOW },
    })
    expect((await w.history()).slice(before)).toEqual([
      'payment_method.attached',
      'charge.succeeded',
      'payment_intent.succeeded',
      'customer.subscription.updated',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice_payment.paid',
      'customer.subscription.updated',
      'charge.updated',
    ])
  })

  it('stays incomplete after a decline, and another card may be tried', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    const { client_secret } = invoiceOf(subscription).confirmation_secret!
    const { status } = await w.confirm(client_secret, { payment_method: 'pm_card_chargeDeclined' })
    expect(status).toBe(402)
    const declined = await w.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] })
    expect(declined).toMatchObject({
      status: 'incomplete',
      latest_invoice: { status: 'open', attempt_count: 1, attempted: true, next_payment_attempt: null },
    })
    expect(await w.history()).toContain('invoice.payment_failed')
    await w.confirm(client_secret)
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'active' })
  })

  it('tells that the cardholder is to be asked', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    const { client_secret } = invoiceOf(subscription).confirmation_secret!
    const { body } = await w.confirm(client_secret, { payment_method: 'pm_card_authenticationRequired' })
    expect(body).toMatchObject({ status: 'requires_action' })
    expect(await w.history()).toContain('invoice.payment_action_required')
    const { source } = body.next_action.use_stripe_sdk
    await w.ask('POST', `/v1/3ds2/challenge/${source}`, { form: { outcome: 'authorize' }, key: null })
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'active' })
  })

  it('expires after 23 hours: its invoice is void, its intent canceled', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    await advance(w, 23 * HOUR - 1)
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'incomplete' })
    await advance(w, 1)
    const expired = await w.stripe.subscriptions.retrieve(subscription.id, {
      expand: ['latest_invoice.payments.data.payment'].slice(1).concat('latest_invoice.payments'),
    })
    expect(expired).toMatchObject({
      status: 'incomplete_expired',
      ended_at: NOW + 23 * HOUR,
      latest_invoice: { status: 'void', payments: { data: [{ status: 'canceled' }] } },
    })
    const [intent] = (await w.stripe.paymentIntents.list()).data
    expect(intent).toMatchObject({ status: 'canceled', cancellation_reason: 'void_invoice' })
  })
})

describe('a subscription that is charged at once', () => {
  it('is active when the default card is good', async () => {
    const { subscription } = await subscribe(world(), { card: 'pm_card_visa' })
    expect(subscription.status).toBe('active')
  })

  it('is incomplete when that card is declined', async () => {
    const { subscription } = await subscribe(world(), { card: 'pm_card_chargeCustomerFail' })
    expect(subscription.status).toBe('incomplete')
  })

  it('needs a card', async () => {
    const w = world()
    const error = await failure(subscribe(w))
    expect(error).toMatchObject({ statusCode: 400, code: 'resource_missing' })
    expect((await w.stripe.subscriptions.list({ status: 'all' })).data).toEqual([])
    expect(await w.history()).not.toContain('invoice.created')
  })

  it('leaves nothing behind where an incomplete one is not wanted', async () => {
    const w = world()
    const error = await failure(
      subscribe(w, {
        card: 'pm_card_chargeCustomerFail',
        params: { payment_behavior: 'error_if_incomplete' },
      }),
    )
    expect(error).toMatchObject({ statusCode: 402, code: 'card_declined' })
    expect((await w.stripe.subscriptions.list({ status: 'all' })).data).toEqual([])
    expect((await w.stripe.paymentIntents.list()).data).toEqual([])
  })
})

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

describe('canceling', () => {
  it('ends it at once and leaves what is owed to nobody', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    const canceled = await w.stripe.subscriptions.cancel(subscription.id, {
      cancellation_details: { comment: 'too dear', feedback: 'too_expensive' },
    })
    expect(canceled).toMatchObject({
      canceled_at: NOW,
      cancellation_details: {
        comment: 'too dear',
        feedback: 'too_expensive',
        reason: 'cancellation_requested',
      },
      ended_at: NOW,
      status: 'canceled',
    })
    expect((await w.history()).at(-1)).toBe('customer.subscription.deleted')
    await advance(w, 60 * DAY)
    expect((await w.stripe.invoices.list()).data).toHaveLength(1)
    expect(await failure(w.stripe.subscriptions.cancel(subscription.id))).toMatchObject({ statusCode: 404 })
  })

  it('at the end of the period changes nothing until then, and can be taken back', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    const { id } = subscription
    expect(await w.stripe.subscriptions.update(id, { cancel_at_period_end: true })).toMatchObject({
      cancel_at: NOW + 30 * DAY,
      cancel_at_period_end: true,
      canceled_at: NOW,
      status: 'active',
    })
    expect(await w.stripe.subscriptions.update(id, { cancel_at_period_end: false })).toMatchObject({
      cancel_at: null,
      canceled_at: null,
    })
    await w.stripe.subscriptions.update(id, { cancel_at_period_end: true })
    await advance(w, 30 * DAY)
    expect(await w.stripe.subscriptions.retrieve(id)).toMatchObject({
      canceled_at: NOW,
      ended_at: NOW + 30 * DAY,
      status: 'canceled',
    })
    expect((await w.stripe.invoices.list()).data).toHaveLength(1)
  })

  it('one that waits for its first payment voids that invoice', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    expect(await w.stripe.subscriptions.cancel(subscription.id)).toMatchObject({
      status: 'incomplete_expired',
    })
    expect(await w.stripe.invoices.retrieve(invoiceOf(subscription).id)).toMatchObject({ status: 'void' })
  })
})

describe('an older version', () => {
  const OLD = { apiVersion: '2025-02-24.acacia' as never }

  it('sees the periods on the subscription, and the intent on its invoice', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    const shown: any = await w
      .client(OLD)
      .subscriptions.retrieve(subscription.id, { expand: ['latest_invoice.payment_intent'] })
    expect(shown).toMatchObject({
      current_period_start: NOW,
      current_period_end: NOW + 30 * DAY,
      latest_invoice: {
        paid: false,
        payment_intent: { object: 'payment_intent', amount: 900, status: 'requires_payment_method' },
        subscription: subscription.id,
      },
    })
    expect(shown.items.data[0]).not.toHaveProperty('current_period_end')
    const { id, payment_intent } = shown.latest_invoice
    expect(payment_intent.invoice).toBe(id)
    const [line] = (await w.client(OLD).invoices.listLineItems(id)).data
    expect(line).toMatchObject({ price: { unit_amount: 900 }, proration: false, type: 'subscription' })
  })

  it('is the only one that may ask for that', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    const refused = w.stripe.subscriptions.retrieve(subscription.id, {
      expand: ['latest_invoice.payment_intent'],
    })
    expect(await failure(refused)).toMatchObject({ statusCode: 400, param: 'expand' })
  })

  it('hears of it in its own shapes', async () => {
    const w = world({ webhookApiVersion: '2025-02-24.acacia' })
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    await w.delivered()
    const paid = w.heard.find(({ type }) => type === 'invoice.paid')!.object
    expect(paid).toMatchObject({
      charge: expect.stringMatching(/^ch_/),
      paid: true,
      payment_intent: expect.stringMatching(/^pi_/),
      subscription: subscription.id,
    })
    expect(paid).not.toHaveProperty('parent')
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
