/** SetupIntents at Stripe: made, read, canceled. */
import type Stripe from 'stripe'
import type { Checkout } from '../domain/checkout.ts'
import { allowedPaymentMethodTypes } from '../domain/elements.ts'
import type { SetupFacts, SetupStatus } from '../domain/projection-setup.ts'
import { account, type Owned } from './account.ts'
import { metadataOf } from './metadata.ts'
import { isUnexpectedState, unlessMissing } from './outcome.ts'
import type { CancelReason } from './payment-intents.ts'
import { idOf } from './reference.ts'

/**
 * Creates the set-up that the widget will confirm. Asking twice for one revision gives one.
 * @returns its id, and the client secret, which the attempt's holder may see.
 * @throws Stripe.errors.StripeError
 */
export async function createSetupIntent(
  stripe: Stripe,
  checkout: Checkout & { customer: string },
): Promise<{ id: string; clientSecret: string }> {
  const setup = await stripe.setupIntents.create(
    {
      customer: checkout.customer,
      usage: 'off_session',
      allowed_payment_method_types: allowedPaymentMethodTypes(checkout.terms.form),
      description: `${checkout.site}: ${checkout.terms.offer}`,
      metadata: metadataOf(checkout),
    },
    { ...account(checkout), idempotencyKey: `${checkout.id}:${checkout.revision}` },
  )
  return { id: setup.id, clientSecret: setup.client_secret! }
}

/**
 * What Stripe says of a set-up now.
 * @returns null where Stripe no longer shows it.
 * @throws Stripe.errors.StripeError
 */
export async function readSetupIntent(stripe: Stripe, id: string, of: Owned): Promise<SetupFacts | null> {
  const setup = await unlessMissing(stripe.setupIntents.retrieve(id, {}, account(of)))
  return setup && toFacts(setup)
}

/**
 * Cancels a set-up, so that nothing can begin with it.
 * @returns false where it can no longer be canceled: read it.
 * @throws Stripe.errors.StripeError
 */
export async function cancelSetupIntent(
  stripe: Stripe,
  id: string,
  of: Owned,
  reason: CancelReason,
): Promise<boolean> {
  try {
    await stripe.setupIntents.cancel(id, { cancellation_reason: reason }, account(of))
    return true
  } catch (error) {
    if (isUnexpectedState(error)) return false
    throw error
  }
}

/** How many cards could not be saved with a set-up, as far as `most`. @throws Stripe.errors.StripeError */
export async function countFailedSetups(
  stripe: Stripe,
  id: string,
  checkout: Checkout,
  most: number,
): Promise<number> {
  const { data } = await stripe.setupAttempts.list({ setup_intent: id, limit: most }, account(checkout))
  return data.filter(({ status }) => status === 'failed').length
}

function toFacts(setup: Stripe.SetupIntent): SetupFacts {
  const { customer, payment_method: method } = setup
  return {
    id: setup.id,
    status: setup.status as SetupStatus,
    livemode: setup.livemode,
    cancellationReason: setup.cancellation_reason,
    customer: idOf(customer),
    paymentMethod: idOf(method),
  }
}

/**
 * Creates a set-up by which a customer saves one more card. It belongs to no checkout, and costs nothing where it is left lying.
 * @throws Stripe.errors.StripeError
 */
export async function createCardSetup(
  stripe: Stripe,
  customer: Owned & { id: string; site: string },
): Promise<{ id: string; clientSecret: string }> {
  const setup = await stripe.setupIntents.create(
    {
      customer: customer.id,
      usage: 'off_session',
      allowed_payment_method_types: allowedPaymentMethodTypes('card'),
      metadata: { edge_site: customer.site },
    },
    account(customer),
  )
  return { id: setup.id, clientSecret: setup.client_secret! }
}
