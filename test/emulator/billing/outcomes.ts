/** What becomes of an invoice when its payment intent succeeds, fails or waits for the cardholder, whoever confirmed it. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { changed, idOf, inTimeOf } from './changed.ts'
import { subscriptionOf } from './drafts.ts'
import { markPaid } from './paid.ts'
import { invoiceOf } from './payments.ts'
import { invoiceFailed } from './subscription-status.ts'

/** Calls back with the invoice of an intent that has one, at the time of its customer. */
function withInvoice(call: Call, intent: Stripe.PaymentIntent, run: (invoice: Stripe.Invoice) => void): void {
  const invoice = invoiceOf(call, intent)
  if (!invoice) return
  const customer = call.objects.customers[idOf(invoice.customer!)]!
  if (customer.deleted) run(invoice)
  else inTimeOf(call, customer, () => run(invoice))
}

export function intentSucceeded(call: Call, intent: Stripe.PaymentIntent): void {
  withInvoice(call, intent, (invoice) => {
    invoice.attempt_count++
    saveMethod(call, invoice, intent)
    markPaid(call, invoice)
  })
}

const savesMethod = ({ payment_settings }: Stripe.Subscription): boolean =>
  payment_settings?.save_default_payment_method === 'on_subscription'

function saveMethod(call: Call, invoice: Stripe.Invoice, { payment_method }: Stripe.PaymentIntent): void {
  const subscription = subscriptionOf(call, invoice)
  if (!subscription || !savesMethod(subscription)) return
  if (subscription.default_payment_method === payment_method) return
  changed(call, 'customer.subscription.updated', subscription, () => {
    subscription.default_payment_method = payment_method
  })
}

export function intentFailed(call: Call, intent: Stripe.PaymentIntent): void {
  withInvoice(call, intent, (invoice) => attemptFailed(call, invoice))
}

/** When a failed payment is tried again. Ours: Stripe's own days depend on what it has learnt. */
const RETRY_AFTER_DAYS = [3, 5, 7]
const DAY_SECONDS = 24 * 3600

/** Only what Stripe collects by itself is tried again: not a first invoice, for which the visitor is there. */
export function attemptFailed(call: Call, invoice: Stripe.Invoice): void {
  changed(call, 'invoice.updated', invoice, () => {
    invoice.attempted = true
    invoice.attempt_count++
    const days = RETRY_AFTER_DAYS[invoice.attempt_count - 1]
    invoice.next_payment_attempt =
      invoice.auto_advance && days !== undefined ? now(call.state) + days * DAY_SECONDS : null
  })
  recordEvent(call, 'invoice.payment_failed', invoice)
  invoiceFailed(call, invoice)
}

export function intentWaits(call: Call, intent: Stripe.PaymentIntent): void {
  withInvoice(call, intent, (invoice) => recordEvent(call, 'invoice.payment_action_required', invoice))
}

/** A method was set up for the subscription that asked for one. */
export function setupSucceeded(call: Call, { id, payment_method }: Stripe.SetupIntent): void {
  const subscription = Object.values(call.objects.subscriptions).find(
    ({ pending_setup_intent }) => pending_setup_intent === id,
  )
  if (!subscription) return
  changed(call, 'customer.subscription.updated', subscription, () => {
    subscription.pending_setup_intent = null
    if (savesMethod(subscription)) subscription.default_payment_method = payment_method
  })
}
