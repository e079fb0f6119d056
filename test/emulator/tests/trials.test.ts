import { describe, expect, it } from 'vitest'
import { advance, DAY, DEFAULT_INCOMPLETE, HOUR, invoiceOf, subscribe } from './billing.ts'
import { failure, NOW, world } from './harness.ts'

const trial = (days: number, missing_payment_method?: 'cancel' | 'create_invoice' | 'pause') => ({
  ...DEFAULT_INCOMPLETE,
  trial_period_days: days,
  ...(missing_payment_method && { trial_settings: { end_behavior: { missing_payment_method } } }),
})

describe('a trial', () => {
  it('begins with an invoice of nothing, and asks for a method to be set up', async () => {
    const w = world()
    const { subscription, customer, item } = await subscribe(w, { params: trial(7) })
    expect(subscription).toMatchObject({
      billing_cycle_anchor: NOW + 7 * DAY,
      pending_setup_intent: {
        customer,
        object: 'setup_intent',
        status: 'requires_payment_method',
        usage: 'off_session',
      },
      status: 'trialing',
      trial_start: NOW,
      trial_end: NOW + 7 * DAY,
    })
    expect(item.current_period_end).toBe(NOW + 7 * DAY)
    expect(invoiceOf(subscription)).toMatchObject({
      amount_due: 0,
      lines: { data: [{ amount: 0, description: 'Trial period for Club' }] },
      payments: { data: [] },
      status: 'paid',
    })
    expect(invoiceOf(subscription).confirmation_secret).toBeUndefined()
    expect((await w.history()).slice(-6)).toEqual(
      [
        'setup_intent.created',
        'customer.subscription.created',
        'invoice.created',
        'invoice.finalized',
        'invoice.updated',
        'invoice.paid',
        'invoice.payment_succeeded',
      ].slice(-6),
    )
  })

  it('keeps the method that is set up, tells three days before it ends, and then charges it', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { params: trial(7) })
    const intent = subscription.pending_setup_intent as { id: string }
    await w.stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })
    const ready = await w.stripe.subscriptions.retrieve(subscription.id)
    expect(ready).toMatchObject({
      default_payment_method: expect.stringMatching(/^pm_/),
      pending_setup_intent: null,
    })
    await advance(w, 4 * DAY - 1)
    expect(await w.history()).not.toContain('customer.subscription.trial_will_end')
    await advance(w, 1)
    const told = async () =>
      (await w.history()).filter((type) => type === 'customer.subscription.trial_will_end')
    expect(await told()).toHaveLength(1)
    await advance(w, 3 * DAY)
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'active' })
    await advance(w, HOUR)
    expect(await told()).toHaveLength(1)
    const [invoice] = (await w.stripe.invoices.list()).data
    expect(invoice).toMatchObject({
      amount_paid: 900,
      billing_reason: 'subscription_cycle',
      created: NOW + 7 * DAY,
      status: 'paid',
    })
  })

  it('that is shorter than three days is told of at once', async () => {
    const w = world()
    await subscribe(w, { params: trial(2) })
    expect(await w.history()).toContain('customer.subscription.trial_will_end')
  })

  it('asks for nothing where the customer has a card', async () => {
    const { subscription } = await subscribe(world(), { card: 'pm_card_visa', params: trial(7) })
    expect(subscription.pending_setup_intent).toBeNull()
  })

  it.each([
    ['cancel', 'canceled', 'customer.subscription.deleted'],
    ['pause', 'paused', 'customer.subscription.paused'],
    ['create_invoice', 'past_due', 'customer.subscription.updated'],
  ] as const)('without a method ends by %s: %s', async (missing, status, event) => {
    const w = world()
    const { subscription } = await subscribe(w, { params: trial(7, missing) })
    await advance(w, 7 * DAY + HOUR)
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status })
    expect(await w.history()).toContain(event)
  })

  it('ends now when that is asked for, and is charged at once', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa', params: trial(7) })
    await advance(w, DAY)
    const ended = await w.stripe.subscriptions.update(subscription.id, {
      trial_end: 'now',
      expand: ['latest_invoice'],
    })
    expect(ended).toMatchObject({
      billing_cycle_anchor: NOW + DAY,
      status: 'active',
      trial_end: NOW + DAY,
      latest_invoice: { amount_paid: 900, billing_reason: 'subscription_update', status: 'paid' },
    })
    expect(ended.items.data[0]!.current_period_start).toBe(NOW + DAY)
  })

  it('can be made longer, and begins nothing before', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa', params: trial(7) })
    await w.stripe.subscriptions.update(subscription.id, { trial_end: NOW + 14 * DAY })
    await advance(w, 14 * DAY - 1)
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'trialing' })
    expect((await w.stripe.invoices.list()).data).toHaveLength(1)
    await advance(w, 1)
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'active' })
  })

  it('cannot end in the past', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { params: trial(7) })
    const error = await failure(w.stripe.subscriptions.update(subscription.id, { trial_end: NOW - 1 }))
    expect(error).toMatchObject({ statusCode: 400, param: 'trial_end' })
  })
})

describe('a paused subscription', () => {
  const paused = async () => {
    const w = world()
    const made = await subscribe(w, { params: trial(7, 'pause') })
    await advance(w, 7 * DAY)
    return { w, ...made }
  }

  it('says why, and is not billed', async () => {
    const { w, subscription } = await paused()
    const { status_details } = await w.stripe.subscriptions.retrieve(subscription.id)
    expect(status_details).toEqual({
      paused: {
        subscription: { type: 'trial_end_without_payment_method' },
        transitioned_at: NOW + 7 * DAY,
        type: 'subscription',
      },
    })
    await advance(w, 60 * DAY)
    expect((await w.stripe.invoices.list()).data).toHaveLength(1)
  })

  it('is resumed with a period from then on', async () => {
    const { w, subscription, customer } = await paused()
    const card = await w.stripe.paymentMethods.attach('pm_card_visa', { customer })
    await w.stripe.subscriptions.update(subscription.id, { default_payment_method: card.id })
    await advance(w, 3 * DAY)
    const resumed = await w.stripe.subscriptions.resume(subscription.id, { expand: ['latest_invoice'] })
    expect(resumed).toMatchObject({ status: 'active', latest_invoice: { amount_paid: 900, status: 'paid' } })
    expect(resumed.items.data[0]!.current_period_start).toBe(NOW + 10 * DAY)
    expect(await w.history()).toContain('customer.subscription.resumed')
  })

  it('stays paused until it is paid, where that is asked for', async () => {
    const { w, subscription, customer } = await paused()
    const resumed = await w.stripe.subscriptions.resume(subscription.id, {
      payment_behavior: 'resume_on_payment_success',
      expand: ['latest_invoice'],
    })
    expect(resumed).toMatchObject({ status: 'paused', latest_invoice: { status: 'open' } })
    const card = await w.stripe.paymentMethods.attach('pm_card_visa', { customer })
    await w.stripe.invoices.pay(invoiceOf(resumed).id, { payment_method: card.id })
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'active' })
    expect((await w.history()).filter((type) => type === 'customer.subscription.resumed')).toHaveLength(1)
  })

  it('paused by hand goes on in its period where the anchor is to stay', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    expect(await w.stripe.subscriptions.pause(subscription.id)).toMatchObject({
      status: 'paused',
      status_details: { paused: { subscription: { type: 'pause_requested' } } },
    })
    expect(await failure(w.stripe.subscriptions.pause(subscription.id))).toMatchObject({ statusCode: 400 })
    await advance(w, DAY)
    const resumed = await w.stripe.subscriptions.resume(subscription.id, {
      billing_cycle_anchor: { type: 'unchanged' },
    })
    expect(resumed).toMatchObject({ billing_cycle_anchor: NOW, status: 'active' })
    expect((await w.stripe.invoices.list()).data).toHaveLength(1)
  })

  it('is not ended by paying what was owed before it', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    await advance(w, 30 * DAY)
    const [draft] = (await w.stripe.invoices.list()).data
    await w.stripe.subscriptions.pause(subscription.id)
    expect(await w.stripe.invoices.pay(draft!.id)).toMatchObject({ status: 'paid' })
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'paused' })
  })

  it('is not what pausing its collection makes', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    await w.stripe.subscriptions.update(subscription.id, {
      pause_collection: { behavior: 'void', resumes_at: NOW + 45 * DAY },
    })
    await advance(w, 31 * DAY)
    expect(
      await w.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] }),
    ).toMatchObject({
      status: 'active',
      latest_invoice: { status: 'void' },
      pause_collection: { behavior: 'void' },
    })
    await advance(w, 31 * DAY)
    expect(
      await w.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] }),
    ).toMatchObject({ latest_invoice: { status: 'paid' }, pause_collection: null })
  })

  it.each([
    ['keep_as_draft', 'draft'],
    ['mark_uncollectible', 'uncollectible'],
  ] as const)('… collection by %s leaves its invoice %s', async (behavior, status) => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    await w.stripe.subscriptions.update(subscription.id, { pause_collection: { behavior } })
    await advance(w, 32 * DAY)
    expect(
      await w.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] }),
    ).toMatchObject({ status: 'active', latest_invoice: { status } })
  })
})
