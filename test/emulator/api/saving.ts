/** What becomes of a payment method that was used: kept for its customer, kept for a customer to come, or used up. */
import type { Stripe } from 'stripe'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'

export interface Use {
  /** The intent's. */
  customer: string | null
  /** `null`: this payment alone. */
  future: 'off_session' | 'on_session' | null
}

/** After a payment or a set-up succeeded. An attachment has an event of its own. */
export function keep(call: Call, method: Stripe.PaymentMethod, { customer, future }: Use): void {
  const { objects } = call
  // Whoever had to be asked was: otherwise it would not have succeeded.
  if (future === 'off_session') objects.set_up_payment_methods[method.id] = true
  if (method.customer !== null) return
  if (future === null) objects.spent_payment_methods[method.id] = true
  else if (customer === null) objects.unsaved_payment_methods[method.id] = true
  else {
    method.customer = customer
    recordEvent(call, 'payment_method.attached', method)
  }
}
