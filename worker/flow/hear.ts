/** What an event of Stripe's comes to: the same steps whether it was delivered, or found in Stripe's list. */
import { findCheckout, listCheckoutsOf } from '../db/checkouts.ts'
import { keepEvent } from '../db/events.ts'
import { findInvoice, findInvoiceByPaymentIntent } from '../db/invoices.ts'
import { findSite } from '../db/sites.ts'
import { findSubscription } from '../db/subscriptions.ts'
import { type Checkout, isClosed, mayMove } from '../domain/checkout.ts'
import type { Site } from '../domain/site.ts'
import type { Subscription } from '../domain/subscription.ts'
import { type Doorbell, isToldByName, type Subject, TRIAL_WILL_END } from '../stripe/events.ts'
import { readInvoice } from '../stripe/invoices.ts'
import { readSubscription } from '../stripe/subscriptions.ts'
import { syncCustomer, syncPaymentMethod } from './customers.ts'
import { endTriedOut } from './declines.ts'
import type { Cause, Flow } from './flow.ts'
import { syncInvoice, syncSubscription } from './mirror.ts'
import { sync } from './sync.ts'

/**
 * `unknown`: neither D1 nor our metadata knows what it is about. `unwritten`: our metadata names a row that is on its way, or
 * lost: Stripe must ring again. `account`: it is said by another account than the row's.
 */
export type Heard = 'changed' | 'unchanged' | 'unknown' | 'unwritten' | 'account'

/**
 * Reads what the event is about, and writes what it read.
 * @throws Stripe.errors.StripeError where Stripe cannot be read; Error where a row moves faster than we can read.
 */
export const hear = (flow: Flow, bell: Doorbell, by: Cause['by']): Promise<Heard> =>
  bell.subject ? HEAR[bell.subject](flow, bell, by) : Promise.resolve('unknown')

const HEAR: Record<Subject, (flow: Flow, bell: Doorbell, by: Cause['by']) => Promise<Heard>> = {
  async payment_intent(flow, bell, by) {
    const checkout = rung(bell, await listCheckoutsOf(flow.db, [bell]))
    if (checkout) return hearOf(flow, checkout, bell, by)
    const invoice = bell.paymentIntent ? await findInvoiceByPaymentIntent(flow.db, bell.paymentIntent) : null
    const subscription = invoice && (await findSubscription(flow.db, invoice.subscription))
    if (!invoice || !subscription) return stranger(flow, bell)
    return hearInvoice(flow, invoice.id, subscription, bell)
  },

  async setup_intent(flow, bell, by) {
    const checkout = bell.checkout === null ? null : await findCheckout(flow.db, bell.checkout)
    return checkout ? hearOf(flow, checkout, bell, by) : stranger(flow, bell)
  },

  async subscription(flow, bell, by) {
    const row = await findOwn(flow, bell)
    if (!row) return hearStray(flow, bell, by)
    if (row.stripeAccount !== bell.account) return 'account'
    const { changed } = await syncSubscription(flow, row, toRow(bell))
    if (!changed && bell.type === TRIAL_WILL_END) await keepEvent(flow.db, row.checkout, toRow(bell))
    const begun = await hearBegun(flow, row, bell, by)
    return changed || begun ? 'changed' : 'unchanged'
  },

  async invoice(flow, bell, by) {
    const row = await findOwn(flow, bell)
    if (!row) return hearStray(flow, bell, by)
    const heard = await hearInvoice(flow, bell.object, row, bell)
    if (heard === 'account') return heard
    return (await hearBegun(flow, row, bell, by)) ? 'changed' : heard
  },

  async customer(flow, bell) {
    const site = bell.site === null ? null : await findSite(flow.db, bell.site)
    return mirrored(await syncCustomer(flow, bell.object, bell.account, site))
  },

  async payment_method(flow, bell) {
    if (bell.customer === null) return 'unknown'
    return mirrored(await syncPaymentMethod(flow, bell.object, bell.customer, bell.account))
  },
}

const mirrored = (changed: boolean | null): Heard =>
  changed === null ? 'unknown' : changed ? 'changed' : 'unchanged'

const toRow = ({ id, type, created, object }: Doorbell) => ({ id, type, created, object })

/** The checkout that an event is about: the one our metadata names, or the one whose intent it is. */
export const rung = (
  bell: Pick<Doorbell, 'checkout' | 'paymentIntent'>,
  rows: readonly Checkout[],
): Checkout | null =>
  rows.find(({ id }) => id === bell.checkout) ??
  rows.find(({ paymentIntent }) => paymentIntent !== null && paymentIntent === bell.paymentIntent) ??
  null

/** What an event about a checkout's intent or set-up comes to. @param checkout its row, as it was read. */
export async function hearOf(
  flow: Flow,
  checkout: Checkout,
  bell: Doorbell,
  by: Cause['by'],
): Promise<Heard> {
  if (checkout.stripeAccount !== bell.account) return 'account'
  const object = bell.paymentIntent ?? bell.object
  const synced = await sync(flow, checkout, { by, event: toRow(bell) }, object)
  await endTriedOut(flow, synced.checkout, bell.type, object)
  // A refund of the first payment is one of the first invoice.
  const first =
    checkout.subscription !== null && checkout.invoice !== null && object === checkout.paymentIntent
  const invoice = first ? await findInvoice(flow.db, checkout.invoice!) : null
  const subscription = invoice && (await findSubscription(flow.db, invoice.subscription))
  const mirrored = subscription ? await syncInvoice(flow, invoice.id, subscription) : false
  return synced.changed || mirrored ? 'changed' : 'unchanged'
}

const findOwn = ({ db }: Flow, { subscription }: Doorbell): Promise<Subscription | null> =>
  subscription === null ? Promise.resolve(null) : findSubscription(db, subscription)

async function hearInvoice(flow: Flow, id: string, row: Subscription, bell: Doorbell): Promise<Heard> {
  if (row.stripeAccount !== bell.account) return 'account'
  // What its intent tells of, too, another event of the invoice tells by name.
  const isTold = !isToldByName(bell.type) && !bell.type.startsWith('payment_intent.')
  const changed = await syncInvoice(flow, id, row, isTold ? toRow(bell) : null)
  // An update may have been faster: history has the event that says what it was.
  if (!changed && isTold && bell.subject === 'invoice') await keepEvent(flow.db, row.checkout, toRow(bell))
  return changed ? 'changed' : 'unchanged'
}

/** The checkout that began a subscription, where Stripe may know more of it, or its first invoice is what rang. */
async function hearBegun(flow: Flow, row: Subscription, bell: Doorbell, by: Cause['by']): Promise<boolean> {
  const checkout = await findCheckout(flow.db, row.checkout)
  if (!checkout || !(mayMove(checkout) || checkout.invoice === bell.object)) return false
  return (await sync(flow, checkout, { by, event: toRow(bell) })).changed
}

/** Whether a subscription of it may be on its way into D1. */
const awaits = ({ terms, subscription, status }: Checkout): boolean =>
  terms.mode === 'subscription' && subscription === null && !isClosed(status) && status !== 'needs_review'

/** Whether a card has paid for it: none can before a row names it, for nobody else holds the secret. Credit can. */
async function isCharged({ stripe }: Flow, id: string, of: Checkout): Promise<boolean> {
  const facts = await readSubscription(stripe, id, of)
  const invoice = facts?.latestInvoice ? await readInvoice(stripe, facts.latestInvoice, of) : null
  return invoice !== null && invoice.amountPaid > 0
}

/** A subscription that no row has: it is just being made, or an orphan, or none of ours. */
async function hearStray(flow: Flow, bell: Doorbell, by: Cause['by']): Promise<Heard> {
  const checkout = bell.checkout === null ? null : await findCheckout(flow.db, bell.checkout)
  if (!checkout) return stranger(flow, bell)
  if (checkout.stripeAccount !== bell.account) return 'account'
  if (bell.subscription !== null && awaits(checkout) && !(await isCharged(flow, bell.subscription, checkout)))
    return 'unwritten'
  const { changed } = await sync(flow, checkout, { by, event: toRow(bell) }, bell.subscription)
  return changed ? 'changed' : 'unchanged'
}

/** Nothing of it is in D1. Our metadata may name a checkout of a site of ours: then its row is on its way, or lost. */
const stranger = async ({ db }: Flow, bell: Doorbell): Promise<Heard> =>
  isUnwritten(bell, bell.site === null ? null : await findSite(db, bell.site)) ? 'unwritten' : 'unknown'

/** Whether our metadata names a checkout that D1 does not have. @param site the one it names. */
export const isUnwritten = (bell: Doorbell, site: Site | null): boolean =>
  bell.checkout?.startsWith('chk_') === true && site !== null && site.stripeAccount === bell.account
