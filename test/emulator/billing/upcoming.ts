/** The notice that a renewal comes. */
import type { Stripe } from 'stripe'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { previewRenewal } from './preview.ts'

/** Ours of Stripe's choices, 3 to 45 days. Periods that are not longer have no notice. */
const NOTICE_SECONDS = 7 * 24 * 3600

const key = ({ id }: Stripe.Subscription) => `upcoming:${id}`

const nextOf = ({ items }: Stripe.Subscription): Stripe.SubscriptionItem =>
  items.data.reduce((first, item) => (item.current_period_end < first.current_period_end ? item : first))

/** When the notice is due; null once it was given, and where there will be no renewal. */
export function upcomingTold(
  { objects }: Pick<Call, 'objects'>,
  subscription: Stripe.Subscription,
): number | null {
  const { current_period_start: start, current_period_end: end } = nextOf(subscription)
  const { cancel_at } = subscription
  if (objects.told[key(subscription)] === end || end - start <= NOTICE_SECONDS) return null
  return cancel_at !== null && cancel_at <= end ? null : end - NOTICE_SECONDS
}

export function tellUpcoming(call: Call, subscription: Stripe.Subscription): void {
  call.objects.told[key(subscription)] = nextOf(subscription).current_period_end
  recordEvent(call, 'invoice.upcoming', previewRenewal(call, subscription.id))
}
