/** Changing a subscription: what it is for, how it goes on, and who pays for the difference. */
import type { Stripe } from 'stripe'
import type { UpdateParams } from '../api/subscription-params.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { inTimeOf } from './changed.ts'
import { collect, type Failure } from './collect.ts'
import { redeemDiscounts } from './discounts.ts'
import { draftInvoice } from './drafts.ts'
import { finalize } from './finalize.ts'
import { changeItems, restart } from './item-changes.ts'
import { itemLine } from './lines.ts'
import { customerOf, defaultMethod } from './payments.ts'
import { credit } from './proration.ts'
import { describe } from './settings.ts'
import { pause, trialWillEndSoon } from './trials.ts'
import { tryOut, withoutObjects } from './try-out.ts'
import { checkUpdate } from './update-checks.ts'

const INCOMPLETE_SECONDS = 23 * 3600

/** @throws ApiError 400; 402 with nothing changed where that was asked for. */
export function updateSubscription(call: Call, id: string, params: UpdateParams): Stripe.Subscription {
  const subscription = call.objects.subscriptions[id]!
  const customer = customerOf(call, subscription)
  inTimeOf(call, customer, () => {
    checkUpdate(call, customer, subscription, params)
    const { payment_behavior: behavior } = params
    const failure =
      behavior === 'error_if_incomplete' || behavior === 'pending_if_incomplete'
        ? tryOut(call, (trial) => applyAndCollect(trial, trial.objects.subscriptions[id]!, params))
        : null
    if (failure && behavior === 'pending_if_incomplete') applyLater(call, subscription, params)
    else if (failure) throw withoutObjects(failure)
    else applyAndCollect(call, subscription, params)
  })
  return subscription
}

function applyAndCollect(call: Call, subscription: Stripe.Subscription, params: UpdateParams): Failure {
  const before = structuredClone(subscription)
  const invoice = apply(call, subscription, params)
  recordEvent(call, 'customer.subscription.updated', subscription, before)
  if (subscription.status === 'trialing') trialWillEndSoon(call, subscription)
  if (!invoice) return null
  recordEvent(call, 'invoice.created', invoice)
  return bill(call, subscription, invoice, params)
}

function bill(
  call: Call,
  subscription: Stripe.Subscription,
  invoice: Stripe.Invoice,
  { payment_behavior }: UpdateParams,
): Failure {
  const waits = payment_behavior === 'default_incomplete'
  if (waits) invoice.auto_advance = false
  finalize(call, invoice, { days_until_due: subscription.days_until_due ?? 30 })
  if (invoice.status !== 'open' || invoice.collection_method === 'send_invoice') return null
  if (!waits) return collect(call, invoice)
  const before = structuredClone(subscription)
  subscription.status = 'past_due'
  recordEvent(call, 'customer.subscription.updated', subscription, before)
  return null
}

/** What would not be paid is kept as a wish until it is, or for 23 hours. Source: docs.stripe.com/billing/subscriptions/pending-updates */
function applyLater(call: Call, subscription: Stripe.Subscription, params: UpdateParams): void {
  const before = structuredClone(subscription)
  const invoice = apply(call, subscription, params)!
  const { billing_cycle_anchor, items, trial_end } = structuredClone(subscription)
  const differs = <T>(next: T, old: T): T | null => (next === old ? null : next)
  Object.assign(subscription, before, {
    latest_invoice: invoice.id,
    pending_update: {
      billing_cycle_anchor: differs(billing_cycle_anchor, before.billing_cycle_anchor),
      cancel_at_period_end: null,
      discount: null,
      discounts: null,
      expires_at: now(call.state) + INCOMPLETE_SECONDS,
      // Merged when it is applied; an empty value takes a key away then.
      metadata: (params.metadata ?? null) as Stripe.Metadata | null,
      subscription_items: items.data,
      trial_end: differs(trial_end, before.trial_end),
      trial_from_plan: null,
    } satisfies Stripe.Subscription.PendingUpdate,
  })
  recordEvent(call, 'customer.subscription.updated', subscription, before)
  invoice.auto_advance = false
  recordEvent(call, 'invoice.created', invoice)
  finalize(call, invoice)
  if (invoice.status === 'open') collect(call, invoice)
}

/** Changes the subscription. @returns what is to be paid for it now: a draft of which nothing was told yet. */
export function apply(
  call: Call,
  subscription: Stripe.Subscription,
  params: UpdateParams,
): Stripe.Invoice | null {
  const at = now(call.state)
  const wasTrialing = subscription.status === 'trialing'
  const { proration_behavior = 'create_prorations', proration_date = at } = params
  const prorates = proration_behavior !== 'none' && !wasTrialing
  const how = { at, prorateAt: prorates ? proration_date : null }
  const customer = customerOf(call, subscription)
  if (params.discounts !== undefined)
    subscription.discounts = redeemDiscounts(call, customer, params.discounts, subscription)
  const changed = changeItems(call, subscription, params.items ?? [], how)
  const restarted =
    changeTrial(call, subscription, params, how) ?? changeAnchor(call, subscription, params, how)
  describe(call, subscription, params)
  if (subscription.status === 'paused' || subscription.status === 'trialing') return null
  const anew = restarted ?? takeAlong(call, subscription, changed, how)
  const waiting = Object.values(call.objects.invoice_items).some(takes)
  if (anew.length === 0 && !(proration_behavior === 'always_invoice' && waiting)) return null
  return draftInvoice(call, customer, subscription, {
    billing_reason: 'subscription_update',
    currency: subscription.currency,
    lines: anew.map((item) => itemLine(call, item, periodOf(item), subscription)),
    takes,
    period: { start: at, end: at },
  })

  function takes({ invoice, parent, proration }: Stripe.InvoiceItem): boolean {
    return invoice === null && proration && parent?.subscription_details?.subscription === subscription.id
  }
}

/** All items are counted from one anchor: one that begins anew takes the others along, what they have left given back. */
function takeAlong(
  call: Call,
  subscription: Stripe.Subscription,
  changed: Stripe.SubscriptionItem[],
  { at, prorateAt }: How,
): Stripe.SubscriptionItem[] {
  if (changed.length === 0) return []
  for (const item of subscription.items.data) {
    if (changed.includes(item)) continue
    if (prorateAt !== null) credit(call, subscription, item, prorateAt)
    restart(subscription, item, at)
  }
  return subscription.items.data
}

const periodOf = ({ current_period_start: start, current_period_end: end }: Stripe.SubscriptionItem) => ({
  start,
  end,
})

interface How {
  at: number
  prorateAt: number | null
}

/** @returns the items that are charged from now on, because a trial is over; null where none is. */
function changeTrial(
  call: Call,
  subscription: Stripe.Subscription,
  { trial_end }: UpdateParams,
  { at, prorateAt }: How,
): Stripe.SubscriptionItem[] | null {
  if (trial_end === undefined) return null
  if (trial_end === 'now') {
    if (subscription.status !== 'trialing') return null
    subscription.trial_end = at
    return endNow(call, subscription, at)
  }
  for (const item of subscription.items.data) {
    if (prorateAt !== null) credit(call, subscription, item, prorateAt)
    item.current_period_end = trial_end
    if (subscription.status !== 'trialing') item.current_period_start = at
  }
  if (subscription.status !== 'trialing') subscription.trial_start = at
  Object.assign(subscription, { billing_cycle_anchor: trial_end, status: 'trialing', trial_end })
  return []
}

function endNow(call: Call, subscription: Stripe.Subscription, at: number): Stripe.SubscriptionItem[] {
  const { missing_payment_method } = subscription.trial_settings!.end_behavior
  const method = defaultMethod(call, customerOf(call, subscription), null, subscription)
  if (!method && missing_payment_method === 'pause') {
    pause(call, subscription, 'trial_end_without_payment_method')
    return []
  }
  subscription.status = 'active'
  return beginAnew(subscription, at)
}

function changeAnchor(
  call: Call,
  subscription: Stripe.Subscription,
  { billing_cycle_anchor }: UpdateParams,
  { at, prorateAt }: How,
): Stripe.SubscriptionItem[] | null {
  if (billing_cycle_anchor !== 'now') return null
  if (prorateAt !== null)
    for (const item of subscription.items.data) credit(call, subscription, item, prorateAt)
  return beginAnew(subscription, at)
}

export function beginAnew(subscription: Stripe.Subscription, at: number): Stripe.SubscriptionItem[] {
  subscription.billing_cycle_anchor = at
  for (const item of subscription.items.data) restart(subscription, item, at)
  return subscription.items.data
}
