/** A customer's cards, as the older API keeps them. */
import type { Stripe } from 'stripe'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import { lookUp } from '../state.ts'
import { cardObject, isCard } from './card-object.ts'
import { attachMethod, redeem } from './payment-method-objects.ts'

/** Saves the card of a token to a customer. The first becomes the one that is charged when none is named. */
export function addCard(call: Call, customer: Stripe.Customer, source: string): Stripe.PaymentMethod {
  const method = attachMethod(call, redeem(call, source, 'source'), customer)
  customer.default_source ??= method.id
  recordEvent(call, 'customer.source.created', cardObject(method))
  return method
}

/** @throws ApiError 404 for a card that is not this customer's. */
export function findCard(
  { objects }: Call,
  customer: string,
  id: string,
  param = 'id',
): Stripe.PaymentMethod {
  const method = lookUp(objects.payment_methods, id)
  if (!method || method.customer !== customer || !isCard(method)) throw missing('source', id, param)
  return method
}
