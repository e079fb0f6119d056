/** Invoices at Stripe: read, voided. */
import type Stripe from 'stripe'
import type { InvoiceFacts, InvoiceStatus } from '../domain/subscription.ts'
import { account, type Owned } from './account.ts'
import { isNotEditable, unlessMissing } from './outcome.ts'
import { readPaymentIntent } from './payment-intents.ts'
import { idOf } from './reference.ts'

/**
 * What Stripe says of an invoice now, of its payment and of that one's charge.
 * @returns null where Stripe no longer shows it.
 * @throws Stripe.errors.StripeError
 */
export async function readInvoice(stripe: Stripe, id: string, of: Owned): Promise<InvoiceFacts | null> {
  const invoice = await unlessMissing(stripe.invoices.retrieve(id, { expand: ['payments'] }, account(of)))
  if (!invoice) return null
  const paymentIntent = intentOf(invoice)
  const intent = paymentIntent === null ? null : await readPaymentIntent(stripe, paymentIntent, of)
  // What was paid outside of Stripe no charge has paid: the last one was declined.
  const isElsewhere = invoice.status === 'paid' && intent?.status !== 'succeeded'
  const charge = isElsewhere ? null : (intent?.charge ?? null)
  return {
    ...toFacts(invoice),
    paymentIntent,
    intentStatus: intent?.status ?? null,
    charge: charge?.id ?? null,
    amountRefunded: charge?.amountRefunded ?? 0,
  }
}

/**
 * Voids an open invoice, so that its secret can never settle.
 * @returns false where it is no longer open: read it.
 * @throws Stripe.errors.StripeError
 */
export async function voidInvoice(stripe: Stripe, id: string, of: Owned): Promise<boolean> {
  try {
    await stripe.invoices.voidInvoice(id, {}, account(of))
    return true
  } catch (error) {
    if (isNotEditable(error)) return false
    throw error
  }
}

/** The intent that pays an invoice: the default one of its payments. Needs `payments` expanded. */
export function intentOf({ payments }: Stripe.Invoice): string | null {
  const intents = (payments?.data ?? []).filter(({ payment }) => payment.type === 'payment_intent')
  const chosen = intents.find(({ is_default }) => is_default) ?? intents[0]
  return idOf(chosen?.payment.payment_intent)
}

/** The subscription that made an invoice. */
const subscriptionOf = ({ parent }: Stripe.Invoice): string | null =>
  idOf(parent?.subscription_details?.subscription)

const toFacts = (
  invoice: Stripe.Invoice,
): Omit<InvoiceFacts, 'paymentIntent' | 'intentStatus' | 'charge' | 'amountRefunded'> => {
  // A renewal's own period is the one that ended; what is paid for is the period of its lines.
  const line = invoice.lines.data.at(-1)?.period
  return {
    id: invoice.id,
    subscription: subscriptionOf(invoice),
    customer: idOf(invoice.customer) ?? '',
    livemode: invoice.livemode,
    status: invoice.status as InvoiceStatus,
    billingReason: invoice.billing_reason,
    number: invoice.number,
    total: invoice.total,
    amountDue: invoice.amount_due,
    amountPaid: invoice.amount_paid,
    amountRemaining: invoice.amount_remaining,
    currency: invoice.currency,
    attemptCount: invoice.attempt_count,
    nextPaymentAttempt: invoice.next_payment_attempt,
    periodStart: line?.start ?? invoice.period_start,
    periodEnd: line?.end ?? invoice.period_end,
    hostedInvoiceUrl: invoice.hosted_invoice_url ?? null,
    invoicePdf: invoice.invoice_pdf ?? null,
    paidAt: invoice.status_transitions.paid_at,
    created: invoice.created,
  }
}
