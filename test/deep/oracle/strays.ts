/** Money that moved in a checkout's name and not as its own: an orphan that was paid after all, or what somebody made by hand. */
import type { Stripe } from 'stripe'
import { type Books, subscriptionOf } from './books.ts'
import type { SeenCheckout } from './row.ts'

/** Where money moved, or is on its way. */
const MOVED = ['processing', 'requires_capture', 'succeeded']

type Stray = 'unexpected_payment_intent' | 'unexpected_subscription'

/** Which of them a person must look at: where there are both, what was seen first. */
export function unexpected(row: SeenCheckout, books: Books): Stray | null {
  const found = (['unexpected_payment_intent', 'unexpected_subscription'] as const).filter((kind) =>
    STRAYS[kind](row, books),
  )
  return found.find((kind) => kind === row.review) ?? found[0] ?? null
}

const STRAYS: Record<Stray, (row: SeenCheckout, books: Books) => boolean> = {
  unexpected_payment_intent(row, { intents, payments }) {
    const owed = new Set(payments.map(({ payment }) => payment.payment_intent))
    return intents.some(
      ({ id, status }) => id !== row.payment_intent && !owed.has(id) && MOVED.includes(status),
    )
  },
  unexpected_subscription: (row, books) =>
    books.subscriptions.some((one) => one.id !== row.subscription && isPaid(books, one)),
}

const isPaid = ({ invoices }: Books, { id }: Stripe.Subscription): boolean =>
  invoices.some((invoice) => subscriptionOf(invoice) === id && invoice.amount_paid > 0)

/**
 * Subscriptions that will be charged, and for which neither a row nor a person answers. Of a quiet Stripe, once all is cleaned.
 * @param unreadable what Stripe shows nobody any more, so that nobody can end it.
 */
export const unowned = (
  row: SeenCheckout,
  { subscriptions }: Books,
  unreadable: ReadonlySet<string> = new Set(),
): string[] =>
  row.status === 'needs_review'
    ? []
    : subscriptions
        .filter((one) => one.id !== row.subscription && willBeCharged(one) && !unreadable.has(one.id))
        .map(({ id, status }) => `${row.id}: ${id} is ${status}, and is not its own`)

const willBeCharged = ({ status, default_payment_method }: Stripe.Subscription): boolean =>
  ['active', 'past_due', 'unpaid'].includes(status) ||
  (status === 'trialing' && default_payment_method !== null)

/** Subscriptions that have begun: alive, or paid for once. A checkout begins one at most. */
export const begunOf = (books: Books): Stripe.Subscription[] =>
  books.subscriptions.filter(
    (one) =>
      ['trialing', 'active', 'past_due', 'unpaid', 'paused'].includes(one.status) || isPaid(books, one),
  )

/** A free start that wants a card has one, whose set-up Stripe has verified. In words, where it has not. */
export function unverified({ id, recurring }: SeenCheckout, { subscriptions, setups }: Books): string[] {
  if (recurring?.payment_method_collection !== 'always' || recurring.trial_period_days === null) return []
  const cards = setups.filter(({ status }) => status === 'succeeded').map((setup) => setup.payment_method)
  return subscriptions
    .filter(({ trial_start }) => trial_start !== null)
    .filter(({ default_payment_method: card }) => card === null || !cards.includes(card))
    .map((one) => `${id}: ${one.id} began without a card that was verified`)
}
