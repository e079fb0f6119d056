/** A failed renewal, read from Stripe for whoever has the link to it. */
import { findInvoice } from '../db/invoices.ts'
import { findPaymentMethod } from '../db/payment-methods.ts'
import { findSubscription } from '../db/subscriptions.ts'
import { hasEnded, type Invoice, type Subscription } from '../domain/subscription.ts'
import { type DueFacts, readDue } from '../stripe/invoice-payments.ts'
import type { Flow } from './flow.ts'
import { syncInvoice } from './mirror.ts'
import { afterChange } from './plans.ts'

export interface Recovery {
  invoice: Invoice
  subscription: Subscription
  /** `over`: void, written off, or of a subscription that has ended: paying it would bring nothing back. */
  status: 'due' | 'paid' | 'over'
  /** What is to be paid; null unless it is due. */
  due: DueFacts | null
  /** The card that failed, or that the subscription is paid with; null where there is none. `id` where it can be tried again. */
  card: { id: string | null; brand: string; last4: string } | null
}

/**
 * How an invoice stands.
 * @param site whose link it is.
 * @returns null where the site has no such invoice.
 * @throws Stripe.errors.StripeError
 */
export async function recover(flow: Flow, site: string, id: string): Promise<Recovery | null> {
  const known = await findInvoice(flow.db, id)
  const subscription = known?.site === site ? await findSubscription(flow.db, known.subscription) : null
  if (!known || !subscription) return null
  if (known.status === 'paid') return { invoice: known, subscription, status: 'paid', due: null, card: null }

  await syncInvoice(flow, id, subscription)
  const invoice = (await findInvoice(flow.db, id)) ?? known
  const row = await afterChange(flow, subscription)
  const due = hasEnded(row.status) ? null : await readDue(flow.stripe, id, invoice)
  return {
    invoice,
    subscription: row,
    status: due ? 'due' : invoice.status === 'paid' ? 'paid' : 'over',
    due,
    card: due ? (due.failed ?? (await cardOfSubscription(flow, row))) : null,
  }
}

async function cardOfSubscription({ db }: Flow, of: Subscription): Promise<Recovery['card']> {
  const card = of.defaultPaymentMethod
    ? await findPaymentMethod(db, of.customer, of.defaultPaymentMethod)
    : null
  return card?.brand && card.last4 ? { id: card.id, brand: card.brand, last4: card.last4 } : null
}
