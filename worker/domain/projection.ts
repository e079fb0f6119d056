/** What a payment's checkout is, given what Stripe says of its intent. Pure: the one function that events, reads and jobs share. */
import type { Checkout, Review, StoredStatus } from './checkout.ts'

/** What Stripe says of a PaymentIntent, as far as a checkout depends on it. */
export interface IntentFacts {
  id: string
  status: IntentStatus
  /** Minor units. */
  amountReceived: number
  currency: string
  livemode: boolean
  cancellationReason: string | null
  receiptEmail: string | null
  /** Its latest charge, if there was one. */
  charge: { id: string; created: number; amountRefunded: number; email: string | null } | null
}

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled'

/** The part of a checkout that only Stripe decides. */
export type Projection = Pick<
  Checkout,
  | 'status'
  | 'charge'
  | 'amountReceived'
  | 'amountRefunded'
  | 'verifiedBy'
  | 'review'
  | 'unreachable'
  | 'paidAt'
  | 'email'
>

const STATUS: Record<IntentStatus, StoredStatus> = {
  requires_payment_method: 'open', // also after a decline: the visitor may try another card
  requires_confirmation: 'open',
  requires_action: 'open', // true for seconds: a live read says it, D1 does not
  processing: 'processing',
  requires_capture: 'needs_review', // we never ask for manual capture, so somebody else did
  succeeded: 'succeeded',
  canceled: 'canceled',
}

/** The reason we give Stripe when we cancel what a visitor left lying; it is what makes a canceled one `expired`. */
export const EXPIRED_REASON = 'abandoned'

/** What the row says now. */
export const lastOf = (seen: Checkout): Projection => ({
  status: seen.status,
  charge: seen.charge,
  amountReceived: seen.amountReceived,
  amountRefunded: seen.amountRefunded,
  verifiedBy: seen.verifiedBy,
  review: seen.review,
  unreachable: seen.unreachable,
  paidAt: seen.paidAt,
  email: seen.email,
})

const UNEXPECTED: readonly (Review | null)[] = ['unexpected_payment_intent', 'unexpected_subscription']

/** Money that moved beside a checkout's own is not forgotten when its own is read next. */
export const lastingReview = ({ review }: Checkout): Review | null =>
  UNEXPECTED.includes(review) ? review : null

/**
 * @param intent null where Stripe no longer shows it.
 * @returns what the row must say; equal to what it says now where nothing changed.
 */
export function project(seen: Checkout, intent: IntentFacts | null, by: 'event' | 'read'): Projection {
  const { status, verifiedBy, email } = seen
  const last = lastOf(seen)
  if (!intent) return { ...last, unreachable: true }
  if (intent.id !== seen.paymentIntent) {
    // Not the intent whose secret we gave out. As long as no money moved it is an orphan, and cleaning cancels it.
    const moved = STATUS[intent.status] !== 'open' && intent.status !== 'canceled'
    return moved
      ? {
          ...last,
          status: 'needs_review',
          verifiedBy: null,
          review: 'unexpected_payment_intent',
          unreachable: false,
        }
      : last
  }
  const reason = lastingReview(seen) ?? disagreement(seen, intent)
  const next = reason ? 'needs_review' : statusOf(intent, status)
  return {
    status: next,
    charge: intent.charge?.id ?? null,
    amountReceived: intent.amountReceived,
    amountRefunded: intent.charge?.amountRefunded ?? 0,
    verifiedBy: next === 'succeeded' ? (verifiedBy ?? by) : null,
    review: reason,
    unreachable: false,
    paidAt: intent.status === 'succeeded' ? (intent.charge?.created ?? null) : null,
    email: intent.receiptEmail ?? intent.charge?.email ?? email,
  }
}

/** @param last what stands there: `expired` is for good, whoever it was that had canceled the intent before. */
const statusOf = ({ status, cancellationReason }: IntentFacts, last: StoredStatus): StoredStatus =>
  status === 'canceled' && (cancellationReason === EXPIRED_REASON || last === 'expired')
    ? 'expired'
    : STATUS[status]

/** Paid means as agreed: amount, currency and mode of the revision's terms. Anything else is for a person to look at. */
function disagreement({ terms, livemode }: Checkout, intent: IntentFacts): Review | null {
  if (intent.status === 'requires_capture') return 'capture_pending'
  if (intent.status !== 'succeeded') return null
  if (intent.livemode !== livemode) return 'livemode_differs'
  if (intent.currency !== terms.currency) return 'currency_differs'
  if (intent.amountReceived !== terms.amount) return 'amount_differs'
  return null
}

/** Whether writing it would change nothing. */
export function unchanged(seen: Checkout, next: Projection): boolean {
  return (Object.keys(next) as (keyof Projection)[]).every((field) => seen[field] === next[field])
}
