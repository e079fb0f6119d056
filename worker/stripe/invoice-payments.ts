/** How an open invoice is paid: by its own intent, which Stripe.js confirms. */
import type Stripe from 'stripe'
import type { Money } from '../domain/money.ts'
import { account, type Owned } from './account.ts'
import { unlessMissing } from './outcome.ts'

/** An invoice that can be paid now. */
export interface DueFacts extends Money {
  /** Of the invoice's intent. */
  clientSecret: string
  /** The card that was tried last; null where it is unknown. `id` is null where it is not saved, for then it is used up. */
  failed: { id: string | null; brand: string; last4: string } | null
}

/**
 * What is to be paid of an invoice, and with which secret.
 * @returns null where nothing is to be paid: paid, void, or not there.
 * @throws Stripe.errors.StripeError
 */
export async function readDue(stripe: Stripe, id: string, of: Owned): Promise<DueFacts | null> {
  const expand = ['confirmation_secret', 'payments.data.payment.payment_intent']
  const invoice = await unlessMissing(stripe.invoices.retrieve(id, { expand }, account(of)))
  if (!invoice) return null
  const clientSecret = invoice.confirmation_secret?.client_secret
  if (invoice.status !== 'open' || !clientSecret || invoice.amount_remaining === 0) return null
  return {
    amount: invoice.amount_remaining,
    currency: invoice.currency,
    clientSecret,
    failed: failedCard(invoice),
  }
}

function failedCard({ payments }: Stripe.Invoice): DueFacts['failed'] {
  for (const { payment } of payments?.data ?? []) {
    const intent = payment.payment_intent
    const method = typeof intent === 'object' ? intent?.last_payment_error?.payment_method : null
    if (method?.card) {
      const { id, customer, card } = method
      return { id: customer ? id : null, brand: card.brand, last4: card.last4 }
    }
  }
  return null
}
