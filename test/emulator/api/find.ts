/** Objects by id, or Stripe's 404. */
import type { Stripe } from 'stripe'
import type { Call } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import { lookUp } from '../state.ts'

/** @throws ApiError 404, also for one that was deleted: it can be read, and not used. */
export function findCustomer({ objects }: Call, id: string, param = 'id'): Stripe.Customer {
  const customer = lookUp(objects.customers, id)
  if (!customer || customer.deleted) throw missing('customer', id, param)
  return customer
}

export function findPaymentIntent({ objects }: Call, id: string, param = 'intent'): Stripe.PaymentIntent {
  const intent = lookUp(objects.payment_intents, id)
  if (!intent) throw missing('payment_intent', id, param)
  return intent
}

export function findSetupIntent({ objects }: Call, id: string, param = 'intent'): Stripe.SetupIntent {
  const intent = lookUp(objects.setup_intents, id)
  // One word, unlike a payment intent's, where it is the path that names it.
  if (!intent) throw missing('setupintent', id, param)
  return intent
}

export function findCharge({ objects }: Call, id: string, param = 'id'): Stripe.Charge {
  const charge = lookUp(objects.charges, id)
  if (!charge) throw missing('charge', id, param)
  return charge
}

export function findRefund({ objects }: Call, id: string): Stripe.Refund {
  const refund = lookUp(objects.refunds, id)
  if (!refund) throw missing('refund', id)
  return refund
}
