/** What a checkout is, given what Stripe says of the subscription that it began, and of that one's first invoice. Pure. */
import type { Checkout, Review, StoredStatus } from './checkout.ts'
import { amountDue, isTrial } from './offer.ts'
import { lastingReview, lastOf, type Projection } from './projection.ts'
import { hasEnded, type InvoiceFacts, type SubscriptionFacts } from './subscription.ts'

export interface BegunFacts {
  /** Null where Stripe no longer shows it. */
  subscription: SubscriptionFacts | null
  /** Null where it has none, or Stripe no longer shows it. */
  invoice: InvoiceFacts | null
}

/**
 * A checkout that has begun its subscription stays `succeeded`, whatever becomes of that later: the subscription has a row
 * of its own.
 */
export function projectSubscription(
  seen: Checkout,
  { subscription, invoice }: BegunFacts,
  by: 'event' | 'read',
): Projection {
  const last = lastOf(seen)
  if (!subscription || (seen.invoice !== null && !invoice)) return { ...last, unreachable: true }
  if (subscription.id !== seen.subscription) return stranger(seen, invoice)
  const review = lastingReview(seen) ?? disagreement(seen, invoice)
  const status = review ? 'needs_review' : statusOf(seen, subscription, invoice)
  return {
    ...last,
    status,
    charge: invoice?.charge ?? null,
    amountReceived: invoice?.amountPaid ?? 0,
    amountRefunded: invoice?.amountRefunded ?? 0,
    verifiedBy: status === 'succeeded' ? (seen.verifiedBy ?? by) : null,
    review,
    unreachable: false,
    paidAt: invoice?.paidAt ?? null,
  }
}

/**
 * Not the subscription whose secret we gave out. As long as nothing was paid for it, by a card or a customer's credit, it is an
 * orphan, and cleaning cancels it.
 */
function stranger(seen: Checkout, invoice: InvoiceFacts | null): Projection {
  const moved =
    invoice !== null && (invoice.amountPaid > 0 || (invoice.status === 'paid' && invoice.total > 0))
  const last = lastOf(seen)
  if (!moved) return last
  return { ...last, status: 'needs_review', verifiedBy: null, review: 'unexpected_subscription' }
}

function statusOf(seen: Checkout, { status }: SubscriptionFacts, invoice: InvoiceFacts | null): StoredStatus {
  if (seen.status === 'succeeded') return 'succeeded'
  if (isTrial(seen.terms) && !hasEnded(status) && status !== 'incomplete') return 'succeeded'
  if (invoice?.status === 'paid' && !isTrial(seen.terms)) return 'succeeded'
  if (hasEnded(status) || invoice?.status === 'void' || invoice?.status === 'uncollectible')
    return seen.status === 'expired' ? 'expired' : 'canceled'
  return invoice?.intentStatus === 'processing' ? 'processing' : 'open'
}

/** Paid means as agreed: the sum, currency and mode of the terms. A customer's own credit may pay a part of it. */
function disagreement({ terms, livemode }: Checkout, invoice: InvoiceFacts | null): Review | null {
  if (invoice?.status !== 'paid') return null
  if (invoice.livemode !== livemode) return 'livemode_differs'
  if (invoice.currency !== terms.currency) return 'currency_differs'
  if (invoice.total !== amountDue(terms)) return 'amount_differs'
  return null
}
