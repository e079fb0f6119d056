/** A checkout's row as the oracle sees it, and what of it is the same for every mode. */
import type { Books } from './books.ts'

/** A checkout as the site owner's key sees it. */
export interface SeenCheckout {
  id: string
  mode: 'payment' | 'subscription' | 'setup'
  revision: number
  status: string
  verified: boolean
  verified_by: 'event' | 'read' | null
  review: string | null
  unreachable: boolean
  payment_intent: string | null
  setup_intent: string | null
  subscription: string | null
  /** The first of the subscription. */
  invoice: string | null
  recurring: { trial_period_days: number | null; payment_method_collection: string } | null
  amount: number
  currency: string
  amount_received: number
  amount_refunded: number
  livemode: boolean
  paid_at: number | null
}

/** What of a row only Stripe decides. */
export type Expected = Pick<
  SeenCheckout,
  | 'status'
  | 'verified'
  | 'verified_by'
  | 'review'
  | 'unreachable'
  | 'amount_received'
  | 'amount_refunded'
  | 'paid_at'
>

/** What a row must say; in words, why nothing could make it right. */
export type Expectation = (row: SeenCheckout, books: Books) => Expected | string

/** Nothing was ever seen to happen. */
export const NOTHING: Omit<Expected, 'status'> = {
  verified: false,
  verified_by: null,
  review: null,
  unreachable: false,
  amount_received: 0,
  amount_refunded: 0,
  paid_at: null,
}

/** Of a checkout for which Stripe holds nothing: it waits for that, or it ended. */
export const unbegun = ({ status }: SeenCheckout): string => (status === 'expired' ? 'expired' : 'open')

/** `expired` is ours, and for good: Stripe only confirms that it is canceled. */
export const canceled = ({ status }: SeenCheckout, reason: string | null): string =>
  reason === 'abandoned' || status === 'expired' ? 'expired' : 'canceled'

/** By which of the two it was known first is the network's doing. */
export const verifiedAs = (
  status: string,
  row: SeenCheckout,
): Pick<Expected, 'verified' | 'verified_by'> => ({
  verified: status === 'succeeded',
  verified_by: status === 'succeeded' ? (row.verified_by ?? 'event') : null,
})
