import { describe, expect, it } from 'vitest'
import { advance, club, customerWith, DAY, DEFAULT_INCOMPLETE, HOUR, subscribe } from './billing.ts'
import { failure, NOW, type World, world } from './harness.ts'

/** 2020-01-31T00:00:00Z: long before the stand-in's own time. */
const FROZEN = 1_580_428_800

async function inThePast(w: World, card?: string) {
  const clock = await w.stripe.testHelpers.testClocks.create({ frozen_time: FROZEN, name: 'past' })
  const made = await subscribe(w, {
    ...(card !== undefined && { card }),
    customer: { test_clock: clock.id },
    ...(card === undefined && { params: DEFAULT_INCOMPLETE }),
  })
  return { clock: clock.id, ...made }
}

const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10)

describe('a test clock', () => {
  it('is the time of its customers, and of what is theirs', async () => {
    const w = world()
    const { clock, subscription } = await inThePast(w, 'pm_card_visa')
    expect(subscription).toMatchObject({ created: FROZEN, start_date: FROZEN, test_clock: clock })
    expect(day(subscription.items.data[0]!.current_period_end)).toBe('2020-02-29')
    const [invoice] = (await w.stripe.invoices.list()).data
    expect(invoice).toMatchObject({
      created: FROZEN,
      status_transitions: { paid_at: FROZEN },
      test_clock: clock,
    })
  })

  it('moves them when it is advanced, step by step, and nobody else', async () => {
    const w = world()
    const { clock, subscription } = await inThePast(w, 'pm_card_visa')
    const other = await subscribe(w, { card: 'pm_card_visa' })
    const to = FROZEN + 60 * DAY + HOUR - 1
    const answer = await w.stripe.testHelpers.testClocks.advance(clock, { frozen_time: to })
    expect(answer).toMatchObject({
      status: 'advancing',
      status_details: { advancing: { target_frozen_time: to } },
    })
    expect(await w.stripe.testHelpers.testClocks.retrieve(clock)).toMatchObject({
      frozen_time: to,
      status: 'ready',
    })
    const { data } = await w.stripe.invoices.list({ subscription: subscription.id })
    expect(data.map(({ created, status }) => [day(created), status])).toEqual([
      ['2020-03-31', 'draft'],
      ['2020-02-29', 'paid'],
      ['2020-01-31', 'paid'],
    ])
    expect((await w.stripe.invoices.list({ subscription: other.subscription.id })).data).toHaveLength(1)
  })

  it('is told of, and what it moves is delivered now', async () => {
    const w = world()
    const { clock } = await inThePast(w, 'pm_card_visa')
    await w.stripe.testHelpers.testClocks.advance(clock, { frozen_time: FROZEN + 30 * DAY })
    await w.delivered()
    const types = w.heard.map(({ type }) => type)
    expect(types.filter((type) => type.startsWith('test_helpers.test_clock'))).toEqual([
      'test_helpers.test_clock.created',
      'test_helpers.test_clock.advancing',
      'test_helpers.test_clock.ready',
    ])
    expect(types.filter((type) => type === 'invoice.created')).toHaveLength(2)
    const { data } = await w.stripe.events.list({ limit: 100 })
    expect(new Set(data.map(({ created }) => created))).toEqual(new Set([NOW]))
  })

  it('pays what the cardholder confirms, at its time', async () => {
    const w = world()
    const { clock, subscription } = await inThePast(w)
    await w.stripe.testHelpers.testClocks.advance(clock, { frozen_time: FROZEN + HOUR })
    const { latest_invoice } = await w.stripe.subscriptions.retrieve(subscription.id, {
      expand: ['latest_invoice.confirmation_secret'],
    })
    await w.confirm((latest_invoice as any).confirmation_secret.client_secret)
    const [invoice] = (await w.stripe.invoices.list()).data
    expect(invoice!.status_transitions.paid_at).toBe(FROZEN + HOUR)
  })

  it('stands still while the stand-in’s own clock moves', async () => {
    const w = world()
    const { subscription } = await inThePast(w, 'pm_card_visa')
    await advance(w, 400 * DAY)
    expect((await w.stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(1)
  })

  it('never goes back, and is not there unless it was made', async () => {
    const w = world()
    const { clock } = await inThePast(w, 'pm_card_visa')
    const back = w.stripe.testHelpers.testClocks.advance(clock, { frozen_time: FROZEN })
    expect(await failure(back)).toMatchObject({ statusCode: 400, param: 'frozen_time' })
    const ghost = w.stripe.customers.create({ test_clock: 'clock_none' })
    expect(await failure(ghost)).toMatchObject({ statusCode: 404, param: 'test_clock' })
  })

  it('hides its customers and subscriptions from lists that do not name it', async () => {
    const w = world()
    const { clock, customer, subscription } = await inThePast(w, 'pm_card_visa')
    expect((await w.stripe.customers.list()).data).toEqual([])
    expect((await w.stripe.customers.list({ test_clock: clock })).data).toHaveLength(1)
    expect((await w.stripe.subscriptions.list()).data).toEqual([])
    for (const filter of [{ test_clock: clock }, { customer }])
      expect((await w.stripe.subscriptions.list(filter)).data.map(({ id }) => id)).toEqual([subscription.id])
  })

  it('deleted takes its customers along', async () => {
    const w = world()
    const { clock, customer, subscription } = await inThePast(w, 'pm_card_visa')
    expect(await w.stripe.testHelpers.testClocks.del(clock)).toMatchObject({ deleted: true })
    expect(await w.stripe.customers.retrieve(customer)).toMatchObject({ deleted: true })
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'canceled' })
  })
})

describe('a customer', () => {
  it('that is deleted has no subscription any more, and what it had can be read', async () => {
    const w = world()
    const { customer, subscription } = await subscribe(w, { card: 'pm_card_visa' })
    await w.stripe.customers.del(customer)
    expect(await w.stripe.subscriptions.retrieve(subscription.id, { expand: ['customer'] })).toMatchObject({
      customer: { deleted: true },
      status: 'canceled',
    })
    await advance(w, 60 * DAY)
    expect((await w.stripe.invoices.list()).data).toHaveLength(1)
  })

  it('shows its subscriptions where that is asked for', async () => {
    const w = world()
    const { customer, subscription } = await subscribe(w, { card: 'pm_card_visa' })
    const shown = await w.stripe.customers.retrieve(customer, { expand: ['subscriptions'] })
    expect(shown).toMatchObject({ subscriptions: { data: [{ id: subscription.id }] } })
    await w.stripe.subscriptions.cancel(subscription.id)
    const gone = await w.stripe.customers.retrieve(customer, { expand: ['subscriptions'] })
    expect(gone).toMatchObject({ subscriptions: { data: [] } })
  })

  it('whose card is detached has no subscription that charges it', async () => {
    const w = world()
    const { customer, subscription } = await subscribe(w, { card: 'pm_card_visa' })
    const { id } = await w.stripe.paymentMethods.attach('pm_card_mastercard', { customer })
    await w.stripe.subscriptions.update(subscription.id, { default_payment_method: id })
    await w.stripe.paymentMethods.detach(id)
    expect(await w.stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      default_payment_method: null,
    })
    expect((await w.history()).at(-1)).toBe('customer.subscription.updated')
  })
})

describe('a list of subscriptions', () => {
  it('has those of a customer, a price, a status; the canceled ones only when they are named', async () => {
    const w = world()
    const first = await subscribe(w, { card: 'pm_card_visa' })
    const second = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    await w.stripe.subscriptions.cancel(first.subscription.id)
    const ids = async (params: object) => (await w.stripe.subscriptions.list(params)).data.map(({ id }) => id)
    const [a, b] = [first.subscription.id, second.subscription.id]
    expect(await ids({})).toEqual([b])
    expect(await ids({ status: 'all' })).toEqual([b, a])
    expect(await ids({ status: 'canceled' })).toEqual([a])
    expect(await ids({ status: 'ended' })).toEqual([a])
    expect(await ids({ status: 'incomplete' })).toEqual([b])
    expect(await ids({ status: 'all', customer: first.customer })).toEqual([a])
    expect(await ids({ status: 'all', price: second.price })).toEqual([b])
    expect(await ids({ status: 'all', created: { gt: NOW } })).toEqual([])
    expect(await ids({ status: 'all', collection_method: 'send_invoice' })).toEqual([])
  })

  it('is searched by metadata', async () => {
    const w = world()
    const { subscription } = await subscribe(w, {
      params: { ...DEFAULT_INCOMPLETE, metadata: { edge_checkout: 'chk_1' } },
    })
    const found = await w.stripe.subscriptions.search({ query: "metadata['edge_checkout']:'chk_1'" })
    expect(found.data.map(({ id }) => id)).toEqual([subscription.id])
  })
})

describe('a subscription that is sent invoices', () => {
  it('is active at once, owes in some days, and is past due after them', async () => {
    const w = world()
    const { id: price } = await club(w)
    const { id: customer } = await customerWith(w)
    const { id, status } = await w.stripe.subscriptions.create({
      customer,
      items: [{ price }],
      collection_method: 'send_invoice',
      days_until_due: 5,
    })
    expect(status).toBe('active')
    await advance(w, HOUR)
    const [invoice] = (await w.stripe.invoices.list()).data
    expect(invoice).toMatchObject({ due_date: NOW + HOUR + 5 * DAY, status: 'open' })
    await advance(w, 5 * DAY)
    expect(await w.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'past_due' })
    await w.stripe.invoices.pay(invoice!.id, { paid_out_of_band: true })
    expect(await w.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
  })
})
