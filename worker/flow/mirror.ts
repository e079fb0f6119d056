/**
 * Subscriptions and invoices as Stripe says they are. The row first, Stripe second, then one guarded write; where the row moved
 * meanwhile, from the start.
 */
import type { EventRow } from '../db/events.ts'
import { findInvoice, writeInvoice } from '../db/invoices.ts'
import { findOfferOfPrice } from '../db/prices.ts'
import { findSubscription, updateSubscription } from '../db/subscriptions.ts'
import type { Checkout } from '../domain/checkout.ts'
import { isNews, projectInvoiceRow, projectSubscriptionRow, sameRow } from '../domain/mirror.ts'
import type { Subscription } from '../domain/subscription.ts'
import { readInvoice } from '../stripe/invoices.ts'
import { readSubscription } from '../stripe/subscriptions.ts'
import { syncPaymentMethod } from './customers.ts'
import { type Flow, untilItStands } from './flow.ts'

/**
 * Brings the row of a subscription up to date.
 * @param known the row as it was read: before Stripe is.
 * @param event kept with what it changed, unless that is only the period.
 * @returns whether D1 said something else before.
 * @throws Stripe.errors.StripeError where Stripe cannot be read; Error where the row moves faster than we can read.
 */
export async function syncSubscription(
  { db, stripe, now }: Flow,
  known: Subscription,
  event: EventRow | null = null,
): Promise<{ row: Subscription; changed: boolean }> {
  let seen = known
  const changed = await untilItStands(`subscription ${known.id}`, async (isFirst) => {
    if (!isFirst) seen = (await findSubscription(db, known.id)) ?? seen
    const facts = await readSubscription(stripe, seen.id, seen)
    const offer =
      facts && facts.price !== seen.price ? await findOfferOfPrice(db, seen.site, facts.price) : null
    const next = projectSubscriptionRow(seen, facts, offer ?? seen.offer, now)
    if (sameRow(seen, next)) {
      const stands = !event || (await findSubscription(db, seen.id))?.version === seen.version
      return stands ? 'same' : 'moved'
    }
    if (!(await updateSubscription(db, seen, next, isNews(seen, next) ? event : null))) return 'moved'
    seen = { ...next, version: seen.version + 1 }
    return 'written'
  })
  return { row: seen, changed }
}

/**
 * Brings the row of an invoice up to date; makes it, once the invoice is finalized.
 * @param subscription whose invoice it is: a row of ours.
 * @returns whether D1 said something else before.
 * @throws Stripe.errors.StripeError where Stripe cannot be read; Error where the row moves faster than we can read.
 */
export async function syncInvoice(
  { db, stripe, now }: Flow,
  id: string,
  subscription: Subscription,
  event: EventRow | null = null,
): Promise<boolean> {
  return untilItStands(`invoice ${id}`, async () => {
    const seen = await findInvoice(db, id)
    const next = projectInvoiceRow(seen, await readInvoice(stripe, id, subscription), subscription, now)
    if (!next) return 'same'
    if (seen && sameRow(seen, next)) {
      const stands = !event || (await findInvoice(db, id))?.version === seen.version
      return stands ? 'same' : 'moved'
    }
    return (await writeInvoice(db, seen, next, subscription.checkout, event)) ? 'written' : 'moved'
  })
}

/**
 * Brings everything up to date that a checkout has begun: its subscription, the first invoice, the card that was kept.
 * @throws Stripe.errors.StripeError where Stripe cannot be read; Error where a row moves faster than we can read.
 */
export async function syncBegun(
  flow: Flow,
  { subscription, invoice }: Pick<Checkout, 'subscription' | 'invoice'>,
): Promise<void> {
  const known = subscription === null ? null : await findSubscription(flow.db, subscription)
  if (!known) return
  const { row } = await syncSubscription(flow, known)
  if (invoice !== null) await syncInvoice(flow, invoice, row)
  if (row.defaultPaymentMethod !== null)
    await syncPaymentMethod(flow, row.defaultPaymentMethod, row.customer, row.stripeAccount)
}
