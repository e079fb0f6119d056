/** What a checkout of mode `payment` must say. */
import type { Stripe } from 'stripe'
import { type Books, chargeOf } from './books.ts'
import { canceled, type Expected, NOTHING, type SeenCheckout, unbegun, verifiedAs } from './row.ts'
import { unexpected } from './strays.ts'

const STATUS: Partial<Record<Stripe.PaymentIntent.Status, string>> = {
  requires_payment_method: 'open',
  requires_confirmation: 'open',
  requires_action: 'open',
  processing: 'processing',
  requires_capture: 'needs_review',
  succeeded: 'succeeded',
}

export function paid(row: SeenCheckout, books: Books): Expected | string {
  const { intents } = books
  const own = intents.find(({ id }) => id === row.payment_intent)
  if (row.payment_intent !== null && !own) return `Stripe holds no ${row.payment_intent}`
  const review = unexpected(row, books) ?? (own ? disagreement(row, own) : null)
  if (!own) return { ...NOTHING, review, status: review ? 'needs_review' : unbegun(row) }
  const charge = chargeOf(books, own)
  const status = review ? 'needs_review' : statusOf(own, row)
  return {
    status,
    review,
    unreachable: false,
    ...verifiedAs(status, row),
    amount_received: own.amount_received,
    amount_refunded: charge?.amount_refunded ?? 0,
    paid_at: own.status === 'succeeded' ? (charge?.created ?? null) : null,
  }
}

const statusOf = ({ status, cancellation_reason }: Stripe.PaymentIntent, row: SeenCheckout): string =>
  status === 'canceled' ? canceled(row, cancellation_reason) : (STATUS[status] ?? `(${status})`)

/** Paid means as agreed: in mode, currency and amount. */
function disagreement(row: SeenCheckout, intent: Stripe.PaymentIntent): string | null {
  if (intent.status === 'requires_capture') return 'capture_pending'
  if (intent.status !== 'succeeded') return null
  if (intent.livemode !== row.livemode) return 'livemode_differs'
  if (intent.currency !== row.currency) return 'currency_differs'
  return intent.amount_received === row.amount ? null : 'amount_differs'
}
