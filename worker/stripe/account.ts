/** Whose account a call is about. */
import type Stripe from 'stripe'

/** What belongs to an account. */
export interface Owned {
  /** `acct_…`; null for the operator's own. */
  stripeAccount: string | null
}

/** Options of a call for what belongs to this account. */
export const account = ({ stripeAccount }: Owned): Stripe.RequestOptions =>
  stripeAccount ? { stripeAccount } : {}
