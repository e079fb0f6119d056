/** How a subscription ends. */
import type { Stripe } from 'stripe'
import { otherwise } from '../adversary.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { inTimeOf } from './changed.ts'
import { collect } from './collect.ts'
import { draftInvoice, invoicesOf } from './drafts.ts'
import { finalize, voidInvoice } from './finalize.ts'
import { customerOf } from './payments.ts'
import { creditUnused, dropPending } from './proration.ts'
import { expire, isEnded } from './subscription-status.ts'

type Reason = 'cancellation_requested' | 'payment_failed'

interface How {
  reason?: Reason
  /** What was paid for and not used becomes a credit. */
  prorate?: boolean
  /** What is still to be billed is billed at once. */
  invoiceNow?: boolean
  comment?: string | null
  feedback?: string | null
}

/** Ends a subscription at once. Invoices that are owed stay owed, and are collected by nobody. */
export function cancel(call: Call, subscription: Stripe.Subscription, how: How): void {
  const wasIncomplete = subscription.status === 'incomplete'
  if (how.prorate && !wasIncomplete) creditUnused(call, subscription)
  const at = now(call.state)
  subscription.status =
    wasIncomplete && !otherwise(call.state, 'canceled_incomplete') ? 'incomplete_expired' : 'canceled'
  subscription.ended_at = at
  if (subscription.cancel_at === null || !subscription.cancel_at_period_end) subscription.canceled_at = at
  subscription.pause_collection = null
  subscription.pending_update = null
  delete subscription.status_details
  subscription.cancellation_details = {
    comment: how.comment ?? subscription.cancellation_details?.comment ?? null,
    feedback: how.feedback ?? subscription.cancellation_details?.feedback ?? null,
    feedback_option: null,
    reason: how.reason ?? 'cancellation_requested',
  }
  recordEvent(call, 'customer.subscription.deleted', subscription)
  for (const invoice of invoicesOf(call, subscription)) stopCollecting(call, invoice, wasIncomplete)
  if (how.invoiceNow) invoicePending(call, subscription, at)
  else if (!how.prorate) dropPending(call, subscription)
}

function stopCollecting(call: Call, invoice: Stripe.Invoice, isFirst: boolean): void {
  if (isFirst && invoice.status === 'open') voidInvoice(call, invoice)
  Object.assign(invoice, { auto_advance: false, next_payment_attempt: null })
  if (invoice.status === 'draft') invoice.automatically_finalizes_at = null
}

/** The last invoice, of what is left to bill. */
function invoicePending(call: Call, subscription: Stripe.Subscription, at: number): void {
  const invoice = draftInvoice(call, customerOf(call, subscription), subscription, {
    billing_reason: 'subscription_cycle',
    currency: subscription.currency,
    lines: [],
    takes: ({ parent }) => parent?.subscription_details?.subscription === subscription.id,
    period: { start: at, end: at },
  })
  recordEvent(call, 'invoice.created', invoice)
  finalize(call, invoice)
  if (invoice.status === 'open') collect(call, invoice)
}

/** Nobody paid within 23 hours. Source: Stripe.Subscription.status */
export function expireIncomplete(call: Call, subscription: Stripe.Subscription): void {
  // Voiding the first invoice may already be the end of it.
  for (const invoice of invoicesOf(call, subscription))
    if (invoice.status === 'open') voidInvoice(call, invoice)
  if (subscription.status === 'incomplete') expire(call, subscription)
}

/** Whoever is deleted has no subscription any more. */
export function cancelAll(call: Call, customer: Stripe.Customer): void {
  inTimeOf(call, customer, () => {
    for (const subscription of Object.values(call.objects.subscriptions))
      if (subscription.customer === customer.id && !isEnded(subscription)) cancel(call, subscription, {})
  })
}
