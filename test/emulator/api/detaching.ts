/** Parting a payment method from its customer, for good. */
import type { Stripe } from 'stripe'
import { forgetMethod } from '../billing/changed.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { findCustomer } from './find.ts'

/** Of a customer who stays: nothing that is gone remains a default, and the customer's change has an event of its own. */
export function detach(call: Call, method: Stripe.PaymentMethod): void {
  // References are ids here: what is stored is never expanded.
  const customer = findCustomer(call, method.customer as string)
  const before = { method: structuredClone(method), customer: structuredClone(customer) }
  part(call, method)
  recordEvent(call, 'payment_method.detached', method, before.method)
  if (forgetDefault(customer, method)) recordEvent(call, 'customer.updated', customer, before.customer)
  forgetMethod(call, method)
}

/** Without a word: a customer that is deleted, a card that the older API deletes. */
export function part({ objects }: Call, method: Stripe.PaymentMethod): void {
  method.customer = null
  objects.spent_payment_methods[method.id] = true
}

/** @returns whether it was a default of the customer. */
export function forgetDefault(customer: Stripe.Customer, { id }: Stripe.PaymentMethod): boolean {
  const { invoice_settings: settings } = customer
  const was = [customer.default_source, settings.default_payment_method].includes(id)
  if (customer.default_source === id) customer.default_source = null
  if (settings.default_payment_method === id) settings.default_payment_method = null
  return was
}
