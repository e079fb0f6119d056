/** What of a subscription changes without a price. */
import type { Stripe } from 'stripe'
import type { UpdateParams } from '../api/subscription-params.ts'
import type { Call } from '../protocol/endpoint.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { endAt, paymentSettings } from './subscription-objects.ts'

/** Lays the parameters over a subscription; what was not sent stays. */
export function describe(call: Call, subscription: Stripe.Subscription, params: UpdateParams): void {
  const { cancel_at, cancel_at_period_end, cancellation_details: details, pause_collection } = params
  const texts = ['collection_method', 'days_until_due', 'default_payment_method', 'description'] as const
  for (const name of texts)
    if (params[name] !== undefined) Object.assign(subscription, { [name]: params[name] })
  subscription.metadata = mergeMetadata(subscription.metadata, params.metadata)
  if (params.payment_settings)
    subscription.payment_settings = paymentSettings(params.payment_settings, subscription.payment_settings!)
  const missing = params.trial_settings?.end_behavior.missing_payment_method
  if (missing) subscription.trial_settings!.end_behavior.missing_payment_method = missing
  if (pause_collection !== undefined)
    subscription.pause_collection = pause_collection && {
      behavior: pause_collection.behavior,
      resumes_at: pause_collection.resumes_at ?? null,
    }
  if (details) {
    const kept = subscription.cancellation_details!
    if (details.comment !== undefined) kept.comment = details.comment
    if (details.feedback !== undefined) kept.feedback = details.feedback
  }
  if (cancel_at !== undefined) ends(call, subscription, cancel_at)
  if (cancel_at_period_end !== undefined)
    ends(call, subscription, cancel_at_period_end ? 'max_period_end' : null)
  if (cancel_at_period_end !== undefined) subscription.cancel_at_period_end = cancel_at_period_end
}

function ends(
  call: Call,
  subscription: Stripe.Subscription,
  sent: NonNullable<UpdateParams['cancel_at']> | null,
): void {
  endAt(call, subscription, sent)
  subscription.cancel_at_period_end = false
  subscription.cancellation_details!.reason = sent === null ? null : 'cancellation_requested'
}
