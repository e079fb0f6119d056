import type { Stripe } from 'stripe'
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

describe('an incomplete subscription', () => {
  it('can only be described and given a card', async () => {
    const w = world()
    const { subscription, item } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    const { id } = subscription
    expect(await w.stripe.subscriptions.update(id, { metadata: { a: 'b' } })).toMatchObject({
      metadata: { a: 'b' },
    })
    const refused = w.stripe.subscriptions.update(id, { items: [{ id: item.id, quantity: 2 }] })
    expect(await failure(refused)).toMatchObject({ statusCode: 400, param: 'items' })
  })

  it('that has ended can only be noted on', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    await w.stripe.subscriptions.cancel(subscription.id)
    const noted = { cancellation_details: { comment: 'moved away' } }
    expect(await w.stripe.subscriptions.update(subscription.id, noted)).toMatchObject(noted)
    const refused = w.stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false })
    expect(await failure(refused)).toMatchObject({ statusCode: 400, param: 'cancel_at_period_end' })
  })
})

describe('a subscription that cannot be as it is asked for', () => {
  it.each([
    [{ payment_behavior: 'pending_if_incomplete' }, 'payment_behavior'],
    [{ trial_end: NOW - 1 }, 'trial_end'],
    [{ trial_end: NOW + DAY, trial_period_days: 3 }, 'trial_period_days'],
    [{ cancel_at: NOW + DAY, cancel_at_period_end: true }, 'cancel_at_period_end'],
    [{ billing_cycle_anchor: NOW }, 'billing_cycle_anchor'],
    [{ collection_method: 'send_invoice' }, 'days_until_due'],
    [{ default_payment_method: 'pm_none' }, 'default_payment_method'],
    [{ items: [{ price: 'price_none' }] }, 'items[0][price]'],
    [{ items: [{ quantity: 2 }] }, 'items[0][price]'],
    [{ automatic_tax: { enabled: true } }, 'automatic_tax'],
    [{ currency: 'eur' }, 'items[0][price]'],
    [{ items: [] }, 'items'],
  ] as [Stripe.SubscriptionCreateParams, string][])(
    '%j is refused, naming the field',
    async (params, param) => {
      const w = world()
      const before = w.emulator.state.counters.sub
      expect(await failure(subscribe(w, { card: 'pm_card_visa', params }))).toMatchObject({ param })
      expect([w.emulator.state.counters.sub, (await w.stripe.invoices.list()).data]).toEqual([before, []])
    },
  )

  it('by a price that is archived, or paid once, is refused', async () => {
    const w = world()
    const { id: customer } = await customerWith(w, 'pm_card_visa')
    const archived = await club(w)
    await w.stripe.prices.update(archived.id, { active: false })
    const single = await w.stripe.prices.create({
      currency: 'usd',
      unit_amount: 900,
      product_data: { name: 'Mug' },
    })
    for (const price of [archived.id, single.id])
      expect(await failure(w.stripe.subscriptions.create({ customer, items: [{ price }] }))).toMatchObject({
        statusCode: 400,
        param: 'items[0][price]',
      })
  })

  it('by a price of its own has one that nobody else can buy at', async () => {
    const w = world()
    const { id: product } = await w.stripe.products.create({ name: 'Special' })
    const { subscription } = await subscribe(w, {
      card: 'pm_card_visa',
      params: {
        items: [
          {
            price_data: { currency: 'usd', product, recurring: { interval: 'week' }, unit_amount: 123 },
            quantity: 2,
          },
        ],
        expand: ['latest_invoice'],
      },
    })
    expect(subscription.items.data[0]!.price).toMatchObject({ active: false, product, unit_amount: 123 })
    expect(invoiceOf(subscription).amount_paid).toBe(246)
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
