/** Which payment belongs to which invoice. Finds, and changes nothing. */
import type { Stripe } from 'stripe'
import type { Call } from '../protocol/endpoint.ts'
import type { Objects } from '../state.ts'
import { idOf } from './changed.ts'

/** The payment that Stripe makes with an invoice that is owed; none where nothing was due. */
export const paymentOf = (
  { objects }: { objects: Pick<Objects, 'invoice_payments'> },
  { id }: { id: string },
) => Object.values(objects.invoice_payments).find(({ invoice }) => invoice === id)

export function intentOf(call: Call, invoice: Stripe.Invoice): Stripe.PaymentIntent | null {
  const intent = paymentOf(call, invoice)?.payment.payment_intent
  return intent === undefined ? null : call.objects.payment_intents[idOf(intent)]!
}

/** The invoice that an intent is for; most intents are for none. */
export function invoiceOf({ objects }: Call, { id }: { id: string }): Stripe.Invoice | null {
  const found = Object.values(objects.invoice_payments).find(({ payment }) => payment.payment_intent === id)
  return found ? objects.invoices[idOf(found.invoice)]! : null
}

/** Whose it is. Who was deleted has no subscription that still lives, and no invoice that is collected. */
export const customerOf = ({ objects }: Call, { customer }: Stripe.Invoice | Stripe.Subscription) =>
  objects.customers[idOf(customer!)] as Stripe.Customer

/** What pays an invoice when nobody names anything. Source: Stripe.Subscription.default_payment_method */
export function defaultMethod(
  { objects }: Call,
  customer: Stripe.Customer,
  invoice: Pick<Stripe.Invoice, 'default_payment_method'> | null,
  subscription: Stripe.Subscription | null,
): Stripe.PaymentMethod | null {
  const [first] = [
    invoice?.default_payment_method,
    subscription?.default_payment_method,
    customer.invoice_settings.default_payment_method,
    customer.default_source,
  ].filter((method) => typeof method === 'string')
  return first === undefined ? null : objects.payment_methods[first]!
}
