/** What a change in the middle of a period costs: back for what was paid and not used, and for the rest of the period anew. */
import type { Stripe } from 'stripe'
import { amountOf, onTheWire } from '../api/price-objects.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { discountOn } from './discounts.ts'
import { invoicesOf } from './drafts.ts'
import { pricingOf, productName } from './lines.ts'
import { customerOf } from './payments.ts'
import { type Period, remainder } from './periods.ts'

type Item = Stripe.SubscriptionItem

/** What was last charged for an item and a period. */
interface Debit {
  amount: number
  period: Period
  source: Stripe.InvoiceItem.ProrationDetails.CreditedItems
}

const periodOf = ({ current_period_start: start, current_period_end: end }: Item): Period => ({ start, end })

/**
 * Flexible billing gives back what was charged, discounts and all; classic billing what the price says.
 * Source: docs.stripe.com/billing/subscriptions/billing-mode
 */
function debitOf(call: Call, subscription: Stripe.Subscription, item: Item, at: number): Debit | null {
  const debits = debitsOf(call, subscription, item).filter(
    ({ period }) => period.start <= at && at < period.end,
  )
  const last = debits.at(-1)
  if (!last || subscription.billing_mode.type === 'flexible') return last ?? null
  return { ...last, amount: amountOf(item.price, item.quantity ?? 1), period: periodOf(item) }
}

/** Oldest first. What waits for the next invoice is younger than any invoice. */
function debitsOf(call: Call, subscription: Stripe.Subscription, item: Item): Debit[] {
  const invoiced = invoicesOf(call, subscription)
    .filter(({ status }) => status !== 'void' && status !== 'uncollectible')
    .flatMap((invoice) =>
      invoice.lines.data
        .filter(
          ({ amount, parent }) =>
            amount >= 0 && parent?.subscription_item_details?.subscription_item === item.id,
        )
        .map(({ id, amount, discount_amounts, period }) => ({
          amount: amount - discount_amounts!.reduce((all, { amount: off }) => all + off, 0),
          period,
          source: {
            invoice_line_item_details: { invoice: invoice.id, invoice_line_items: [id] },
            type: 'invoice_line_items' as const,
          },
        })),
    )
  const waiting = pendingOf(call, subscription)
    .filter(
      ({ amount, parent }) => amount >= 0 && parent?.subscription_details?.subscription_item === item.id,
    )
    .map(({ id, amount, period }) => ({
      amount,
      period,
      source: { invoice_item: id, type: 'invoice_item' as const },
    }))
  return [...invoiced, ...waiting]
}

const pendingOf = ({ objects }: Call, { id }: Stripe.Subscription): Stripe.InvoiceItem[] =>
  Object.values(objects.invoice_items).filter(
    ({ invoice, parent }) => invoice === null && parent?.subscription_details?.subscription === id,
  )

/** Gives back what an item was charged for the time after a moment. Nothing was charged in a trial. */
export function credit(call: Call, subscription: Stripe.Subscription, item: Item, at: number): void {
  const debit = debitOf(call, subscription, item, at)
  const amount = debit ? -remainder(debit.amount, debit.period, at) : 0
  if (amount === 0) return
  putOnNext(call, subscription, item, {
    amount,
    description: `Unused time on ${named(call, item)} after ${day(at)}`,
    period: { start: at, end: debit!.period.end },
    proration_details: { credited_items: debit!.source, discount_amounts: [] },
  })
}

/** Charges an item for the rest of its period, less the discounts that the subscription has. */
export function debit(call: Call, subscription: Stripe.Subscription, item: Item, at: number): void {
  const rest = remainder(amountOf(item.price, item.quantity ?? 1), periodOf(item), at)
  putOnNext(call, subscription, item, {
    amount: rest - discountOn(call, subscription, item.price, rest),
    description: `Remaining time on ${named(call, item)} after ${day(at)}`,
    period: { start: at, end: item.current_period_end },
    proration_details: { credited_items: null, discount_amounts: [] },
  })
}

/** Gives back what is left of every item. */
export function creditUnused(call: Call, subscription: Stripe.Subscription): void {
  for (const item of subscription.items.data) credit(call, subscription, item, now(call.state))
}

/** What was to be billed with the next invoice is not: there is none. */
export function dropPending(call: Call, subscription: Stripe.Subscription): void {
  for (const item of pendingOf(call, subscription)) {
    if (!item.proration) continue
    delete call.objects.invoice_items[item.id]
    recordEvent(call, 'invoiceitem.deleted', item)
  }
}

const named = (call: Call, { price, quantity = 1 }: Item) =>
  quantity === 1 ? productName(call, price) : `${quantity} × ${productName(call, price)}`

const DAY = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const day = (seconds: number) => DAY.format(seconds * 1000)

type Proration = Pick<Stripe.InvoiceItem, 'amount' | 'description' | 'period' | 'proration_details'>

function putOnNext(
  call: Call,
  subscription: Stripe.Subscription,
  { id: subscription_item, price, quantity = 1 }: Item,
  proration: Proration,
): void {
  const item: Stripe.InvoiceItem = {
    id: nextId(call.state, 'ii'),
    object: 'invoiceitem',
    currency: price.currency,
    customer: subscription.customer,
    customer_account: null,
    date: now(call.state),
    // Discounts are in the amount already.
    discountable: false,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: structuredClone(subscription.metadata),
    net_amount: proration.amount,
    parent: {
      subscription_details: { subscription: subscription.id, subscription_item },
      type: 'subscription_details',
    },
    pricing: pricingOf(price),
    proration: true,
    quantity,
    quantity_decimal: onTheWire(String(quantity)),
    tax_rates: [],
    test_clock: customerOf(call, subscription).test_clock,
    ...proration,
  } as Stripe.InvoiceItem
  call.objects.invoice_items[item.id] = item
  recordEvent(call, 'invoiceitem.created', item)
}
