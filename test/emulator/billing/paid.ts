/** An invoice is paid: by its intent, because nothing was due, or elsewhere. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { changed } from './changed.ts'
import { paymentOf } from './payments.ts'
import { invoicePaid } from './subscription-status.ts'

export function markPaid(call: Call, invoice: Stripe.Invoice, { elsewhere = false } = {}): void {
  const at = now(call.state)
  changed(call, 'invoice.updated', invoice, () => {
    Object.assign(invoice, {
      amount_paid: invoice.amount_due,
      ...(elsewhere && { amount_paid_off_stripe: invoice.amount_due }),
      amount_remaining: 0,
      attempted: true,
      auto_advance: false,
      next_payment_attempt: null,
      status: 'paid',
    } satisfies Partial<Stripe.Invoice>)
    invoice.status_transitions.paid_at = at
  })
  recordEvent(call, 'invoice.paid', invoice)
  if (!elsewhere) recordEvent(call, 'invoice.payment_succeeded', invoice)
  const payment = paymentOf(call, invoice)
  if (payment && !elsewhere) {
    payment.status = 'paid'
    payment.amount_paid = invoice.amount_due
    payment.status_transitions.paid_at = at
    recordEvent(call, 'invoice_payment.paid', payment)
  }
  invoicePaid(call, invoice)
}
