import { describe, expect, it } from 'vitest'
import { advance, DAY, DEFAULT_INCOMPLETE, HOUR, subscribe } from './billing.ts'
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
    const to = FROZEN + 60 * DAY
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
    expect(await failure(ghost)).toMatchObject({ statusCode: 400, param: 'test_clock' })
  })

  it('is advanced at most two intervals of its shortest subscription at once, or two years without one', async () => {
    const w = world()
    const { clock, subscription } = await inThePast(w, 'pm_card_visa')
    const to = (days: number) =>
      w.stripe.testHelpers.testClocks.advance(clock, { frozen_time: FROZEN + days * DAY })
    expect(await failure(to(61))).toMatchObject({ statusCode: 400, param: 'frozen_time' }) // 31 March is the second month's end
    await to(60)
    await w.stripe.subscriptions.cancel(subscription.id)
    expect(await failure(to(60 + 731))).toMatchObject({ statusCode: 400, param: 'frozen_time' })
    await to(60 + 730)
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
