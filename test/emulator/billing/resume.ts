/** Going on after a pause. */
import type { Stripe } from 'stripe'
import type { ResumeParams } from '../api/subscription-params.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { collect } from './collect.ts'
import { draftInvoice } from './drafts.ts'
import { finalize } from './finalize.ts'
import { itemLine } from './lines.ts'
import { customerOf } from './payments.ts'
import { beginAnew } from './update.ts'

/** Begins a period now, or goes on in the old one while it lasts. @throws ApiError 400 */
export function resume(call: Call, subscription: Stripe.Subscription, params: ResumeParams): void {
  if (subscription.status !== 'paused')
    throw invalid(`This subscription cannot be resumed because it is not paused.`)
  const at = now(call.state)
  const { billing_cycle_anchor = 'now', payment_behavior = 'resume_on_payment_attempt' } = params
  const lasts = subscription.items.data.every((item) => item.current_period_end > at)
  if (billing_cycle_anchor === 'unchanged' && lasts) {
    goOn(call, subscription)
    return
  }
  const invoice = draftInvoice(call, customerOf(call, subscription), subscription, {
    billing_reason: 'subscription_update',
    currency: subscription.currency,
    lines: beginAnew(subscription, at).map((item) =>
      itemLine(call, item, { start: item.current_period_start, end: item.current_period_end }, subscription),
    ),
    takes: ({ parent }) => parent?.subscription_details?.subscription === subscription.id,
    period: { start: at, end: at },
  })
  if (payment_behavior === 'resume_on_payment_attempt') goOn(call, subscription)
  recordEvent(call, 'invoice.created', invoice)
  finalize(call, invoice, { days_until_due: subscription.days_until_due ?? 30 })
  if (invoice.status === 'open' && invoice.collection_method !== 'send_invoice') collect(call, invoice)
}

function goOn(call: Call, subscription: Stripe.Subscription): void {
  const before = structuredClone(subscription)
  subscription.status = 'active'
  delete subscription.status_details
  recordEvent(call, 'customer.subscription.updated', subscription, before)
  recordEvent(call, 'customer.subscription.resumed', subscription)
}
