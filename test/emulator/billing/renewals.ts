/** The next period: its invoice, drafted when it begins and collected an hour later. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { collect } from './collect.ts'
import { draftInvoice, subscriptionOf } from './drafts.ts'
import { cancel } from './ends.ts'
import { finalize, markUncollectible, voidInvoice } from './finalize.ts'
import { intervalOf, itemLine } from './lines.ts'
import { customerOf } from './payments.ts'
import { periodAt } from './periods.ts'

const HOUR_SECONDS = 3600

/** A draft waits so long, to be changed. Source: docs.stripe.com/billing/invoices/subscription */
const DRAFT_SECONDS = HOUR_SECONDS

/** Begins the periods that are due, of all items whose last one has ended. @returns their invoice, a draft. */
export function renew(call: Call, subscription: Stripe.Subscription): Stripe.Invoice {
  const at = now(call.state)
  const before = structuredClone(subscription)
  const items = subscription.items.data.filter((item) => item.current_period_end <= at)
  const last = { start: items[0]!.current_period_start, end: items[0]!.current_period_end }
  const lines = items.map((item) => {
    // Not counted from the last end: the 31st comes back after a short month.
    const period = periodAt(subscription.billing_cycle_anchor, intervalOf(item), at)
    item.current_period_start = period.start
    item.current_period_end = period.end
    return itemLine(call, item, period, subscription)
  })
  if (subscription.status === 'trialing') subscription.status = 'active'
  const invoice = draftInvoice(call, customerOf(call, subscription), subscription, {
    billing_reason: 'subscription_cycle',
    currency: subscription.currency,
    lines,
    takes: ({ parent }) => {
      const of = parent?.subscription_details?.subscription
      return of === undefined || of === subscription.id
    },
    period: last,
    details: {
      automatically_finalizes_at: at + DRAFT_SECONDS,
      next_payment_attempt: at + DRAFT_SECONDS,
    },
  })
  recordEvent(call, 'customer.subscription.updated', subscription, before)
  recordEvent(call, 'invoice.created', invoice)
  holdBack(call, subscription, invoice)
  return invoice
}

/** Paused collection, and what is unpaid already, collects no more. */
function holdBack(call: Call, subscription: Stripe.Subscription, invoice: Stripe.Invoice): void {
  const behavior = subscription.pause_collection?.behavior
  if (!behavior && subscription.status !== 'unpaid') return
  Object.assign(invoice, {
    auto_advance: false,
    automatically_finalizes_at: null,
    next_payment_attempt: null,
  })
  if (behavior !== 'void' && behavior !== 'mark_uncollectible') return
  finalize(call, invoice)
  if (invoice.status !== 'open') return
  if (behavior === 'void') voidInvoice(call, invoice)
  else markUncollectible(call, invoice, 'subscription_paused')
}

/** The hour is over: what was drafted is owed, and charged. */
export function advance(call: Call, invoice: Stripe.Invoice): void {
  const subscription = subscriptionOf(call, invoice)
  finalize(call, invoice, { days_until_due: subscription?.days_until_due ?? 30 })
  if (invoice.status !== 'open') return
  if (invoice.collection_method === 'send_invoice') recordEvent(call, 'invoice.sent', invoice)
  else tryToCollect(call, invoice)
}

/** Charges once more; after the last try, the subscription ends as the switch says. */
export function tryToCollect(call: Call, invoice: Stripe.Invoice): void {
  const failure = collect(call, invoice)
  if (failure && invoice.next_payment_attempt === null) giveUp(call, invoice)
}

function giveUp(call: Call, invoice: Stripe.Invoice): void {
  const subscription = subscriptionOf(call, invoice)
  if (!subscription) return
  const { after_retries } = call.state.billing
  if (after_retries === 'canceled') {
    cancel(call, subscription, { reason: 'payment_failed' })
    return
  }
  if (after_retries === 'past_due') return
  const before = structuredClone(subscription)
  subscription.status = 'unpaid'
  recordEvent(call, 'customer.subscription.updated', subscription, before)
}
