/** What a checkout is, given what Stripe says of its set-up. Pure. */
import type { Checkout, StoredStatus } from './checkout.ts'
import { EXPIRED_REASON, lastingReview, lastOf, type Projection } from './projection.ts'

export type SetupStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'succeeded'
  | 'canceled'

/** What Stripe says of a SetupIntent. */
export interface SetupFacts {
  id: string
  status: SetupStatus
  livemode: boolean
  cancellationReason: string | null
  customer: string | null
  /** The card that was set up, or is being. */
  paymentMethod: string | null
}

const STATUS: Record<SetupStatus, StoredStatus> = {
  requires_payment_method: 'open', // also after a decline: the visitor may try another card
  requires_confirmation: 'open',
  requires_action: 'open', // true for seconds: a live read says it, D1 does not
  processing: 'processing',
  succeeded: 'succeeded',
  canceled: 'canceled',
}

/** Whether it may be relied on: the set-up of this checkout, done, in the right mode and for its customer. */
export const isVerified = (seen: Checkout, setup: SetupFacts): boolean =>
  setup.id === seen.setupIntent &&
  setup.status === 'succeeded' &&
  setup.livemode === seen.livemode &&
  setup.customer === seen.customer &&
  setup.paymentMethod !== null

/** @param setup null where Stripe no longer shows it. */
export function projectSetup(seen: Checkout, setup: SetupFacts | null, by: 'event' | 'read'): Projection {
  if (!setup) return { ...lastOf(seen), unreachable: true }
  const review = lastingReview(seen)
  const status = review ? 'needs_review' : statusOf(seen, setup)
  return {
    ...lastOf(seen),
    status,
    review,
    verifiedBy: status === 'succeeded' ? (seen.verifiedBy ?? by) : null,
    unreachable: false,
  }
}

function statusOf(seen: Checkout, setup: SetupFacts): StoredStatus {
  const isOver = setup.cancellationReason === EXPIRED_REASON || seen.status === 'expired'
  if (setup.status === 'canceled' && isOver) return 'expired'
  // Of a free start the set-up is only the first half: it is done once the subscription stands.
  const isHalf = seen.terms.mode === 'subscription' || !isVerified(seen, setup)
  if (setup.status === 'succeeded' && isHalf) return seen.status
  return STATUS[setup.status]
}
