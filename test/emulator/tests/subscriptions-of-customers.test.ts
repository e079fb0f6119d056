import { describe, expect, it } from 'vitest'
import { advance, club, customerWith, DAY, DEFAULT_INCOMPLETE, HOUR, subscribe } from './billing.ts'
import { NOW, world } from './harness.ts'

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
