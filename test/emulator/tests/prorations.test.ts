import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { advance, club, DAY, HOUR, halfway, invoiceOf, subscribe } from './billing.ts'
import { failure, NOW, type World, world } from './harness.ts'

const pending = async ({ stripe }: World): Promise<[number, string | null, boolean][]> =>
  (await stripe.invoiceItems.list({ pending: true })).data
    .reverse()
    .map(({ amount, description, proration }) => [amount, description, proration])

const amounts = (invoice: Stripe.Invoice) => invoice.lines.data.map(({ amount }) => amount)

describe('a change in the middle of a period', () => {
  it('gives back what was not used and charges the rest anew, with the next invoice', async () => {
    const w = world()
    const { subscription, item } = await halfway(w)
    const { id: dear } = await club(w, { unit_amount: 2000, product_data: { name: 'Gold' } })
    const changed = await w.stripe.subscriptions.update(subscription.id, {
      items: [{ id: item.id, price: dear }],
    })
    expect(changed.items.data).toMatchObject([
      { id: item.id, price: { id: dear }, current_period_start: NOW },
    ])
    expect(await pending(w)).toEqual([
      [-450, 'Unused time on Club after 08 Dec 2026', true],
      [1000, 'Remaining time on Gold after 08 Dec 2026', true],
    ])
    await advance(w, 15 * DAY + HOUR)
    const renewed = await w.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] })
    expect(amounts(invoiceOf(renewed))).toEqual([-450, 1000, 2000])
    expect(invoiceOf(renewed)).toMatchObject({ amount_paid: 2550, status: 'paid' })
    expect(await pending(w)).toEqual([])
    const [credit] = invoiceOf(renewed).lines.data
    expect(credit!.parent).toMatchObject({
      type: 'subscription_item_details',
      subscription_item_details: {
        proration: true,
        proration_details: { credited_items: { invoice: subscription.latest_invoice } },
        subscription_item: item.id,
      },
    })
  })

  it('is billed at once where that is asked for', async () => {
    const w = world()
    const { subscription, item } = await halfway(w)
    const changed = await w.stripe.subscriptions.update(subscription.id, {
      items: [{ id: item.id, quantity: 3 }],
      proration_behavior: 'always_invoice',
      expand: ['latest_invoice'],
    })
    expect(changed).toMatchObject({ status: 'active', items: { data: [{ quantity: 3 }] } })
    expect(amounts(invoiceOf(changed))).toEqual([-450, 1350])
    expect(invoiceOf(changed)).toMatchObject({
      amount_paid: 900,
      billing_reason: 'subscription_update',
      status: 'paid',
    })
  })

  it('costs nothing where that is asked for', async () => {
    const w = world()
    const { subscription, item } = await halfway(w)
    await w.stripe.subscriptions.update(subscription.id, {
      items: [{ id: item.id, quantity: 3 }],
      proration_behavior: 'none',
    })
    expect(await pending(w)).toEqual([])
    await advance(w, 15 * DAY)
    const renewed = await w.stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] })
    expect(amounts(invoiceOf(renewed))).toEqual([2700])
  })

  it('counts from a date that was shown before, but not from outside the period', async () => {
    const w = world()
    const { subscription, item } = await halfway(w)
    const change = { items: [{ id: item.id, quantity: 2 }] }
    const outside = { ...change, proration_date: NOW - 1 }
    expect(await failure(w.stripe.subscriptions.update(subscription.id, outside))).toMatchObject({
      param: 'proration_date',
    })
    await w.stripe.subscriptions.update(subscription.id, { ...change, proration_date: NOW + 10 * DAY })
    expect((await pending(w)).map(([amount]) => amount)).toEqual([-600, 1200])
  })

  it('gives back, twice changed, what the first change charged', async () => {
    const w = world()
    const { subscription, item } = await halfway(w)
    const to = (quantity: number) =>
      w.stripe.subscriptions.update(subscription.id, { items: [{ id: item.id, quantity }] })
    await to(3)
    await advance(w, 5 * DAY)
    await to(1)
    expect((await pending(w)).map(([amount]) => amount)).toEqual([-450, 1350, -900, 300])
  })

  it('gives back what was paid, not what the price says, where there was a discount', async () => {
    const w = world()
    await w.stripe.coupons.create({ id: 'HALF', percent_off: 50, duration: 'forever' })
    const { subscription, item } = await halfway(w, { params: { discounts: [{ coupon: 'HALF' }] } })
    await w.stripe.subscriptions.update(subscription.id, { items: [{ id: item.id, quantity: 2 }] })
    expect((await pending(w)).map(([amount]) => amount)).toEqual([-225, 450])
  })

  it('gives back what the price says, in classic billing', async () => {
    const w = world()
    await w.stripe.coupons.create({ id: 'HALF', percent_off: 50, duration: 'once' })
    const { subscription, item } = await halfway(w, {
      params: { discounts: [{ coupon: 'HALF' }], billing_mode: { type: 'classic' } },
    })
    await w.stripe.subscriptions.update(subscription.id, { items: [{ id: item.id, quantity: 2 }] })
    expect((await pending(w)).map(([amount]) => amount)).toEqual([-450, 900])
  })

  it('to a longer period begins that period, and is billed at once', async () => {
    const w = world()
    const { subscription, item } = await halfway(w)
    const { id: year } = await club(w, { unit_amount: 9000, recurring: { interval: 'year' } })
    const changed = await w.stripe.subscriptions.update(subscription.id, {
      items: [{ id: item.id, price: year }],
      expand: ['latest_invoice'],
    })
    expect(changed).toMatchObject({
      billing_cycle_anchor: NOW + 15 * DAY,
      items: { data: [{ current_period_start: NOW + 15 * DAY, current_period_end: NOW + 380 * DAY }] },
    })
    expect(amounts(invoiceOf(changed))).toEqual([-450, 9000])
    expect(invoiceOf(changed)).toMatchObject({ amount_paid: 8550, status: 'paid' })
  })

  it('… and takes the other items along, so that no day is charged twice', async () => {
    const w = world()
    const { subscription, item } = await halfway(w)
    const { id: extra } = await club(w, { unit_amount: 300, product_data: { name: 'Extra' } })
    await w.stripe.subscriptions.update(subscription.id, { items: [{ price: extra }] })
    const { id: year } = await club(w, { unit_amount: 9000, recurring: { interval: 'year' } })
    const changed = await w.stripe.subscriptions.update(subscription.id, {
      items: [{ id: item.id, price: year }],
      expand: ['latest_invoice'],
    })
    const starts = changed.items.data.map(({ current_period_start }) => current_period_start)
    expect(starts).toEqual([NOW + 15 * DAY, NOW + 15 * DAY])
    expect(amounts(invoiceOf(changed))).toEqual([150, -450, -150, 9000, 300])
    await advance(w, 31 * DAY)
    expect((await w.stripe.invoices.list({ limit: 1 })).data[0]).toMatchObject({
      lines: { data: [{ amount: 300, period: { start: NOW + 46 * DAY } }] },
    })
  })

  it('becomes credit where more is given back than charged, which pays the next invoices', async () => {
    const w = world()
    const { subscription, item, customer } = await halfway(w, { price: { unit_amount: 6000 } })
    const { id: cheap } = await club(w, { unit_amount: 600 })
    const changed = await w.stripe.subscriptions.update(subscription.id, {
      items: [{ id: item.id, price: cheap }],
      proration_behavior: 'always_invoice',
      expand: ['latest_invoice'],
    })
    expect(invoiceOf(changed)).toMatchObject({
      amount_due: 0,
      ending_balance: -2700,
      starting_balance: 0,
      status: 'paid',
      total: -2700,
    })
    expect(await w.stripe.customers.retrieve(customer)).toMatchObject({ balance: -2700 })
    await advance(w, 15 * DAY + HOUR)
    expect((await w.stripe.invoices.list({ limit: 1 })).data[0]).toMatchObject({
      amount_due: 0,
      ending_balance: -2100,
      starting_balance: -2700,
      status: 'paid',
      total: 600,
    })
    const moves = await w.stripe.customers.listBalanceTransactions(customer)
    expect(moves.data.map(({ amount, type }) => [amount, type])).toEqual([
      [600, 'applied_to_invoice'],
      [-2700, 'applied_to_invoice'],
    ])
  })

  it('adds items, and removes all but the last', async () => {
    const w = world()
    const { subscription, item } = await halfway(w)
    const { id: extra } = await club(w, { unit_amount: 300, product_data: { name: 'Extra' } })
    const more = await w.stripe.subscriptions.update(subscription.id, { items: [{ price: extra }] })
    expect(more.items.data.map(({ price }) => price.unit_amount)).toEqual([900, 300])
    expect(await pending(w)).toEqual([[150, 'Remaining time on Extra after 08 Dec 2026', true]])
    const added = more.items.data[1]!
    const fewer = await w.stripe.subscriptions.update(subscription.id, {
      items: [{ id: item.id, deleted: true }],
    })
    expect(fewer.items.data.map(({ id }) => id)).toEqual([added.id])
    const last = w.stripe.subscriptions.update(subscription.id, { items: [{ id: added.id, deleted: true }] })
    expect(await failure(last)).toMatchObject({ statusCode: 400, param: 'items' })
  })

  it.each([
    [(id: string) => [{ id, quantity: 999_999 }], 'items[0][quantity]'],
    [
      (id: string) => [
        { id, deleted: true },
        { id, deleted: true },
      ],
      'items[1][id]',
    ],
    [() => [{ id: 'si_none', quantity: 2 }], 'items[0][id]'],
    [() => [{ deleted: true }], 'items[0][id]'],
    [(id: string) => [{ id, price: 'price_none' }], 'items[0][price]'],
  ])('that cannot be made is refused, naming the field: %#', async (items, param) => {
    const w = world()
    const { subscription, item } = await halfway(w)
    const refused = w.stripe.subscriptions.update(subscription.id, { items: items(item.id) })
    expect(await failure(refused)).toMatchObject({ param })
    expect(await pending(w)).toEqual([])
  })

  it('in a trial costs nothing', async () => {
    const w = world()
    const { subscription, item } = await subscribe(w, {
      card: 'pm_card_visa',
      params: { trial_period_days: 7 },
    })
    await w.stripe.subscriptions.update(subscription.id, { items: [{ id: item.id, quantity: 5 }] })
    expect(await pending(w)).toEqual([])
  })

  it('of one item alone is a change of its subscription', async () => {
    const w = world()
    const { subscription, item } = await halfway(w)
    const changed = await w.stripe.subscriptionItems.update(item.id, { quantity: 2 })
    expect(changed).toMatchObject({ id: item.id, quantity: 2 })
    expect((await pending(w)).map(([amount]) => amount)).toEqual([-450, 900])
    expect((await w.stripe.subscriptionItems.list({ subscription: subscription.id })).data).toEqual([changed])
    expect(await w.stripe.subscriptionItems.retrieve(item.id)).toEqual(changed)
  })
})
