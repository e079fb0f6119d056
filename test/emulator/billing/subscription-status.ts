/** The life of a subscription, as far as its invoices decide it. What time decides is in due.ts. */
import type { Stripe } from 'stripe'
import { otherwise } from '../adversary.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { changed } from './changed.ts'
import { subscriptionOf } from './drafts.ts'

type Status = Extract<Stripe.Subscription.Status, string>

/** Nothing happens to them any more. */
const ENDED: readonly Status[] = ['canceled', 'incomplete_expired']
export const isEnded = ({ status }: Stripe.Subscription): boolean => ENDED.includes(status)

/** A paid invoice, the newest one of its subscription. */
const ONCE_PAID: Record<string, Status> = {
  incomplete: 'active',
  past_due: 'active',
  unpaid: 'active',
  paused: 'active', // resumed, on condition that this is paid
}

/** An invoice that could not be paid. What was incomplete stays so, until its 23 hours are over. */
const ONCE_FAILED: Record<string, Status> = { active: 'past_due', trialing: 'past_due' }

/** An invoice that nobody has to pay any more. */
const ONCE_FORGIVEN: Record<string, Status> = { past_due: 'active', unpaid: 'active' }

/** The subscription whose newest invoice this is: the others no longer decide anything. */
function decidedBy(call: Call, invoice: Stripe.Invoice): Stripe.Subscription | null {
  const subscription = subscriptionOf(call, invoice)
  return subscription?.latest_invoice === invoice.id && !isEnded(subscription) ? subscription : null
}

function become(call: Call, subscription: Stripe.Subscription, status: Status | undefined): void {
  if (status === undefined) return
  const resumes = subscription.status === 'paused'
  changed(call, 'customer.subscription.updated', subscription, () => {
    subscription.status = status
    delete subscription.status_details
  })
  if (resumes) recordEvent(call, 'customer.subscription.resumed', subscription)
}

export function invoicePaid(call: Call, invoice: Stripe.Invoice): void {
  const subscription = decidedBy(call, invoice)
  if (!subscription) return
  if (subscription.pending_update) applyPending(call, subscription)
  if (subscription.status !== 'paused' || resumes(subscription, invoice))
    become(call, subscription, ONCE_PAID[subscription.status])
}

/** An invoice from before the pause resumes nothing. */
const resumes = ({ status_details }: Stripe.Subscription, { billing_reason, created }: Stripe.Invoice) =>
  billing_reason === 'subscription_update' && created >= status_details!.paused.transitioned_at

export function invoiceFailed(call: Call, invoice: Stripe.Invoice): void {
  const subscription = decidedBy(call, invoice)
  // What is only applied once it is paid for leaves everything as it was.
  if (subscription && !subscription.pending_update)
    become(call, subscription, ONCE_FAILED[subscription.status])
}

/** It was voided or written off. */
export function invoiceEnded(call: Call, invoice: Stripe.Invoice): void {
  const subscription = decidedBy(call, invoice)
  if (!subscription) return
  if (subscription.pending_update) expirePending(call, subscription)
  else if (subscription.status !== 'incomplete') {
    if (!otherwise(call.state, 'forgiven_invoice'))
      become(call, subscription, ONCE_FORGIVEN[subscription.status])
  } else if (invoice.status === 'void' && !otherwise(call.state, 'voided_first_invoice'))
    expire(call, subscription)
}

/** The first invoice was never paid. */
export function expire(call: Call, subscription: Stripe.Subscription): void {
  changed(call, 'customer.subscription.updated', subscription, () => {
    subscription.status = 'incomplete_expired'
    subscription.ended_at = now(call.state)
  })
}

/** What was asked for on condition that it is paid holds now. */
function applyPending(call: Call, subscription: Stripe.Subscription): void {
  const { billing_cycle_anchor, metadata, subscription_items, trial_end } = subscription.pending_update!
  changed(call, 'customer.subscription.updated', subscription, () => {
    if (subscription_items) subscription.items.data = subscription_items
    if (billing_cycle_anchor !== null) subscription.billing_cycle_anchor = billing_cycle_anchor
    if (trial_end !== null) {
      subscription.trial_end = trial_end
      subscription.status = trial_end > now(call.state) ? 'trialing' : 'active'
    }
    if (metadata) subscription.metadata = mergeMetadata(subscription.metadata, metadata)
    subscription.pending_update = null
  })
  recordEvent(call, 'customer.subscription.pending_update_applied', subscription)
}

export function expirePending(call: Call, subscription: Stripe.Subscription): void {
  changed(call, 'customer.subscription.updated', subscription, () => {
    subscription.pending_update = null
  })
  recordEvent(call, 'customer.subscription.pending_update_expired', subscription)
}
