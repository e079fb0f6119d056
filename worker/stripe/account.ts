/** Whose account a call is about. */
import type Stripe from 'stripe'

/** Options of a call for what belongs to this account. `stripeAccount` is `acct_…`, null for the operator's own. */
export const account = ({ stripeAccount }: { stripeAccount: string | null }): Stripe.RequestOptions =>
  stripeAccount ? { stripeAccount } : {}
