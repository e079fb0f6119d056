/** What a checkout must say whose card is set up first: all of mode `setup`, and a free start as long as nothing has begun. */
import type { Stripe } from 'stripe'
import type { Books } from './books.ts'
import { canceled, type Expected, NOTHING, type SeenCheckout, unbegun, verifiedAs } from './row.ts'
import { unexpected } from './strays.ts'

const STATUS: Partial<Record<Stripe.SetupIntent.Status, string>> = {
  requires_payment_method: 'open',
  requires_confirmation: 'open',
  requires_action: 'open',
  processing: 'processing',
  succeeded: 'succeeded',
}

export function savedCard(row: SeenCheckout, books: Books): Expected | string {
  const own = books.setups.find(({ id }) => id === row.setup_intent)
  if (row.setup_intent !== null && !own) return `Stripe holds no ${row.setup_intent}`
  const review = unexpected(row, books)
  const status = review ? 'needs_review' : own ? statusOf(own, row) : unbegun(row)
  return { ...NOTHING, status, review, ...verifiedAs(status, row) }
}

function statusOf({ status, cancellation_reason }: Stripe.SetupIntent, row: SeenCheckout): string {
  if (status === 'canceled') return canceled(row, cancellation_reason)
  // A free start that nobody asked after in time is over, and one with a verified card is only half of it.
  if (status === 'succeeded' && row.mode === 'subscription') return unbegun(row)
  return STATUS[status] ?? `(${status})`
}
