/** Saved cards at Stripe. */
import type Stripe from 'stripe'
import type { PaymentMethodFacts } from '../domain/customer.ts'
import { account, type Owned } from './account.ts'
import { unlessMissing } from './outcome.ts'
import { idOf } from './reference.ts'

/**
 * What Stripe says of a card now.
 * @returns null where Stripe does not show it.
 * @throws Stripe.errors.StripeError
 */
export async function readPaymentMethod(
  stripe: Stripe,
  id: string,
  of: Owned,
): Promise<PaymentMethodFacts | null> {
  const card = await unlessMissing(stripe.paymentMethods.retrieve(id, {}, account(of)))
  return card && toFacts(card)
}

/** Takes a card from its customer, for good. @throws Stripe.errors.StripeError */
export async function detachPaymentMethod(stripe: Stripe, id: string, of: Owned): Promise<void> {
  await stripe.paymentMethods.detach(id, {}, account(of))
}

const toFacts = ({ id, customer, type, card, created }: Stripe.PaymentMethod): PaymentMethodFacts => ({
  id,
  customer: idOf(customer),
  type,
  brand: card?.brand ?? null,
  last4: card?.last4 ?? null,
  expMonth: card?.exp_month ?? null,
  expYear: card?.exp_year ?? null,
  created,
})
