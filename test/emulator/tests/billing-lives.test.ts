import { array, assert, asyncProperty, constantFrom, integer, oneof, record } from 'fast-check'
import { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { advance, club, customerWith, DAY, HOUR } from './billing.ts'
import { type World, world } from './harness.ts'

/** Something that may happen to a subscription, by an owner, a visitor or time. */
interface Act {
  /** For whoever reads of a failure. */
  toString(): string
  run(w: World, life: Life): Promise<unknown>
}

interface Life {
  customer: string
  subscription: string
  prices: string[]
  cards: string[]
}

const act = (name: string, run: Act['run']): Act => ({ run, toString: () => name })

type Changes = (life: Life, item: Stripe.SubscriptionItem) => Stripe.SubscriptionUpdateParams

const update = (name: string, changes: Changes): Act =>
  act(name, async ({ stripe }, life) => {
    const { items } = await stripe.subscriptions.retrieve(life.subscription)
    return stripe.subscriptions.update(life.subscription, changes(life, items.data.at(-1)!))
  })

/** Where there is none, it is asked for by a name that nothing has. */
const newestInvoice = async ({ stripe }: World, { subscription }: Life): Promise<string> =>
  (await stripe.invoices.list({ subscription, limit: 1 })).data[0]?.id ?? 'in_none'

const behaviors = ['always_invoice', 'create_prorations', 'none'] as const
const payments = [
  'allow_incomplete',
  'default_incomplete',
  'error_if_incomplete',
  'pending_if_incomplete',
] as const

const acts = oneof(
  record({ days: integer({ min: 0, max: 40 }), hours: integer({ min: 0, max: 24 }) }).map(({ days, hours }) =>
    act(`${days} d ${hours} h`, (w) => advance(w, days * DAY + hours * HOUR)),
  ),
  record({
    price: integer({ min: 0, max: 2 }),
    quantity: integer({ min: 1, max: 5 }),
    proration_behavior: constantFrom(...behaviors),
    payment_behavior: constantFrom(...payments),
  }).map(({ price, quantity, ...how }) =>
    update(`to ${quantity} of price ${price}, ${JSON.stringify(how)}`, ({ prices }, { id }) => ({
      items: [{ id, price: prices[price]!, quantity }],
      ...how,
    })),
  ),
  constantFrom<Act[]>(
    update('add an item', ({ prices }) => ({ items: [{ price: prices[1]! }] })),
    update('remove an item', (_life, { id }) => ({ items: [{ id, deleted: true }] })),
    update('cancel later', () => ({ cancel_at_period_end: true })),
    update('do not cancel', () => ({ cancel_at_period_end: false })),
    update('anchor now', () => ({ billing_cycle_anchor: { type: 'now' } })),
    update('end the trial', () => ({ trial_end: 'now' })),
    update('void invoices', () => ({ pause_collection: { behavior: 'void' } })),
    update('collect again', () => ({ pause_collection: '' })),
    update('the good card', ({ cards }) => ({ default_payment_method: cards[0]! })),
    update('the bad card', ({ cards }) => ({ default_payment_method: cards[1]! })),
    act('pause', (w, { subscription }) => w.stripe.subscriptions.pause(subscription)),
    act('resume', (w, { subscription }) => w.stripe.subscriptions.resume(subscription)),
    act('cancel', (w, { subscription }) =>
      w.stripe.subscriptions.cancel(subscription, { prorate: true, invoice_now: true }),
    ),
    act('pay', async (w, life) => w.stripe.invoices.pay(await newestInvoice(w, life))),
    act('void', async (w, life) => w.stripe.invoices.voidInvoice(await newestInvoice(w, life))),
    act('preview', (w, { subscription }) => w.stripe.invoices.createPreview({ subscription })),
  ),
)

/** Refusals are answers; anything else is a mistake of ours. */
async function attempted(act: Promise<unknown>): Promise<void> {
  try {
    await act
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError) || (error.statusCode ?? 500) >= 500) throw error
  }
}

const sum = (amounts: number[]) => amounts.reduce((all, amount) => all + amount, 0)

/** What is true of every invoice, whatever happened. */
async function checkInvoices({ stripe }: World, { customer }: Life): Promise<void> {
  const { data } = await stripe.invoices.list({ customer, limit: 100, expand: ['data.payments'] })
  const counted = data.filter(({ status }) => status !== 'draft' && status !== 'void')
  const owner = (await stripe.customers.retrieve(customer)) as Stripe.Customer
  expect(owner.balance).toBe(sum(counted.map(({ total, amount_due }) => total - amount_due)))
  for (const invoice of data) {
    const off = sum(invoice.total_discount_amounts!.map(({ amount }) => amount))
    expect(invoice.subtotal).toBe(sum(invoice.lines.data.map(({ amount }) => amount)))
    expect(invoice.total).toBe(invoice.subtotal - off)
    expect(invoice.amount_paid + invoice.amount_remaining).toBe(invoice.amount_due)
    if (invoice.status === 'draft') continue
    expect(invoice.total + invoice.starting_balance).toBe(invoice.amount_due + invoice.ending_balance!)
    const intents = await Promise.all(
      invoice.payments!.data.map(({ payment }) =>
        stripe.paymentIntents.retrieve(payment.payment_intent as string),
      ),
    )
    const taken = sum(intents.map(({ amount_received }) => amount_received))
    expect([invoice.status, taken]).toEqual([
      invoice.status,
      invoice.status === 'paid' ? invoice.amount_due : 0,
    ])
    if (invoice.status === 'void') for (const intent of intents) expect(intent.status).toBe('canceled')
  }
}

/** What is true of every subscription, whatever happened. */
async function checkSubscription({ stripe, emulator }: World, life: Life): Promise<void> {
  const { items, status } = await stripe.subscriptions.retrieve(life.subscription)
  const { clock } = emulator.state
  for (const item of items.data) {
    expect(item.current_period_start).toBeLessThan(item.current_period_end)
    if (['active', 'past_due', 'unpaid', 'trialing'].includes(status) && !clock.runs)
      expect(item.current_period_end).toBeGreaterThan(clock.now)
  }
}

describe('whatever happens to a subscription', () => {
  it('its invoices add up, what is paid was taken once, and its periods go on', {
    timeout: 60_000,
  }, async () => {
    const beginnings = record({
      trial: constantFrom(0, 2, 10),
      coupon: constantFrom('TENTH', 'THREE', null),
      adversary: constantFrom(null, 'other' as const, 7),
      acts: array(acts, { minLength: 3, maxLength: 14 }),
    })
    await assert(
      asyncProperty(beginnings, async ({ trial, coupon, adversary, acts }) => {
        const w = world({ adversary })
        await w.control('PUT', '/webhooks', { mode: 'manual' })
        await w.stripe.coupons.create({ id: 'TENTH', percent_off: 10, duration: 'forever' })
        await w.stripe.coupons.create({ id: 'THREE', amount_off: 300, currency: 'usd' })
        const prices = [
          await club(w),
          await club(w, { unit_amount: 2500 }),
          await club(w, { unit_amount: 9000, recurring: { interval: 'year' } }),
        ].map(({ id }) => id)
        const { id: customer, invoice_settings } = await customerWith(w, 'pm_card_visa')
        const bad = await w.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
        const { id: subscription } = await w.stripe.subscriptions.create({
          customer,
          items: [{ price: prices[0]! }],
          ...(trial > 0 && { trial_period_days: trial }),
          ...(coupon && { discounts: [{ coupon }] }),
        })
        const cards = [invoice_settings.default_payment_method as string, bad.id]
        const life = { customer, subscription, prices, cards }
        for (const { run } of acts) {
          await attempted(run(w, life))
          await checkSubscription(w, life)
        }
        await checkInvoices(w, life)
      }),
      { numRuns: 60 },
    )
  })
})
