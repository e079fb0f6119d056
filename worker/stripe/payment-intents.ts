/** PaymentIntents at Stripe: made, read, canceled. */
import type Stripe from 'stripe'
import type { Checkout } from '../domain/checkout.ts'
import { allowedPaymentMethodTypes } from '../domain/elements.ts'
import type { EXPIRED_REASON, IntentFacts, IntentStatus } from '../domain/projection.ts'
import { account, type Owned } from './account.ts'
import { metadataOf } from './metadata.ts'
import { isUnexpectedState, unlessMissing } from './outcome.ts'

/**
 * Creates the intent that the widget will confirm. Asking twice for one revision gives one PaymentIntent, so everything
 * that is sent comes from the stored row: an offer may change meanwhile.
 * @returns its id, and the client secret, which the attempt's holder may see.
 * @throws Stripe.errors.StripeError
 */
export async function createPaymentIntent(
  stripe: Stripe,
  checkout: Checkout,
): Promise<{ id: string; clientSecret: string }> {
  const { terms } = checkout
  const intent = await stripe.paymentIntents.create(
    {
      amount: terms.amount,
      currency: terms.currency,
      allowed_payment_method_types: allowedPaymentMethodTypes(terms.form),
      ...(checkout.customer && { customer: checkout.customer }),
      description: `${checkout.site}: ${terms.quantity} × ${terms.offer}`,
      metadata: metadataOf(checkout),
    },
    { ...account(checkout), idempotencyKey: `${checkout.id}:${checkout.revision}` },
  )
  return { id: intent.id, clientSecret: intent.client_secret! }
}

/**
 * What Stripe says of an intent now.
 * @returns null where Stripe no longer shows it.
 * @throws Stripe.errors.StripeError
 */
export async function readPaymentIntent(stripe: Stripe, id: string, of: Owned): Promise<IntentFacts | null> {
  const expand = ['latest_charge']
  const intent = await unlessMissing(stripe.paymentIntents.retrieve(id, { expand }, account(of)))
  return intent && toFacts(intent)
}

/** `abandoned` for what a visitor left lying, `requested_by_customer` for terms that were replaced. */
export type CancelReason = typeof EXPIRED_REASON | 'requested_by_customer'

/**
 * Cancels an intent, so that its secret can never settle.
 * @returns false where it can no longer be canceled: read it.
 * @throws Stripe.errors.StripeError
 */
export async function cancelPaymentIntent(
  stripe: Stripe,
  id: string,
  checkout: Checkout,
  reason: CancelReason,
): Promise<boolean> {
  try {
    await stripe.paymentIntents.cancel(id, { cancellation_reason: reason }, account(checkout))
    return true
  } catch (error) {
    if (isUnexpectedState(error)) return false
    throw error
  }
}

/**
 * The intents that Stripe holds for a checkout, the ones we never heard back about included.
 * Stripe's search lags by up to a minute: not for a checkout that was just made.
 * @throws Stripe.errors.StripeError
 */
export async function searchPaymentIntents(stripe: Stripe, checkout: Checkout): Promise<IntentFacts[]> {
  const query = `metadata['edge_checkout']:'${checkout.id}'`
  const { data } = await stripe.paymentIntents.search(
    { query, limit: 100, expand: ['data.latest_charge'] },
    account(checkout),
  )
  return data.map(toFacts)
}

/** How many cards were declined on an intent, as far as `most`. @throws Stripe.errors.StripeError */
export async function countDeclines(
  stripe: Stripe,
  id: string,
  checkout: Checkout,
  most: number,
): Promise<number> {
  const { data } = await stripe.charges.list({ payment_intent: id, limit: most }, account(checkout))
  return data.filter(({ status }) => status === 'failed').length
}

function toFacts(intent: Stripe.PaymentIntent): IntentFacts {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null
  return {
    id: intent.id,
    status: intent.status as IntentStatus,
    amountReceived: intent.amount_received,
    currency: intent.currency,
    livemode: intent.livemode,
    cancellationReason: intent.cancellation_reason,
    receiptEmail: intent.receipt_email,
    charge: charge && {
      id: charge.id,
      created: charge.created,
      amountRefunded: charge.amount_refunded,
      email: charge.billing_details.email,
    },
  }
}
