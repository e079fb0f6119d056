/** Stripe's own page of a customer: cards, invoices, subscriptions. */
import type Stripe from 'stripe'
import { account, type Owned } from './account.ts'
import { isLasting, isMissing } from './outcome.ts'

/**
 * A page for one customer, for a few minutes.
 * @param returnUrl where its link back leads.
 * @returns null where Stripe refuses: the portal is not set up in its dashboard.
 * @throws Stripe.errors.StripeError
 */
export async function openPortal(
  stripe: Stripe,
  customer: Owned & { id: string },
  returnUrl: string,
): Promise<string | null> {
  try {
    const session = await stripe.billingPortal.sessions.create(
      { customer: customer.id, return_url: returnUrl },
      account(customer),
    )
    return session.url
  } catch (error) {
    if (isLasting(error) && !isMissing(error)) return null
    throw error
  }
}
