/**
 * One live intent per checkout, at the price of its revision: made once, replaced when the terms change, canceled when it
 * is too old. The row is always written before Stripe is asked to make anything.
 */
import { attachIntent, expire, findCheckout, type IntentColumn, revise } from '../db/checkouts.ts'
import { findCustomer } from '../db/customers.ts'
import {
  type Checkout,
  hasMoney,
  isClosed,
  isPayable,
  keyExpired,
  objectOf,
  type Stage,
  stageOf,
} from '../domain/checkout.ts'
import { isGone } from '../domain/customer.ts'
import { sameTerms, type Terms } from '../domain/offer.ts'
import { EXPIRED_REASON } from '../domain/projection.ts'
import { isBusy, isCustomerMissing, isMismatched, isPriceRefused, isStored } from '../stripe/outcome.ts'
import { type CancelReason, cancelPaymentIntent, createPaymentIntent } from '../stripe/payment-intents.ts'
import { cancelSetupIntent, createSetupIntent } from '../stripe/setup-intents.ts'
import { retireSubscription } from '../stripe/subscriptions.ts'
import { syncCustomer } from './customers.ts'
import { type Flow, READ, reread, TRIES, waitForTwin } from './flow.ts'
import { cancelOrphans } from './orphans.ts'
import { provideCustomer, subscribe } from './subscribe.ts'
import { sync } from './sync.ts'

/**
 * Gives a checkout its intent. Asking again, or twice at once, gives the same one. A canceled one goes on with its next
 * revision: nothing was paid, and the visitor is here again.
 * @throws Stripe.errors.StripeError where Stripe made none; Error where the row moves faster than we can read.
 */
export async function ensureIntent(flow: Flow, known: Checkout): Promise<Checkout> {
  let checkout = known
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (hasMoney(checkout.status) || isClosed(checkout.status)) return checkout
    if (keyExpired(checkout, flow.now)) return expireCheckout(flow, checkout)
    if (isPayable(checkout.status) && objectOf(checkout)) return checkout
    if (isPayable(checkout.status)) {
      const made = await make(flow, checkout)
      if (made) return made
    } else await revise(flow.db, checkout, checkout.terms, checkout.customer, flow.now)
    checkout = await reread(flow.db, checkout.id)
  }
  throw new Error(`checkout ${known.id} moved ${TRIES} times while its intent was made`)
}

/** @returns the checkout with what it stands for; null where the row moved meanwhile: read again. */
async function make(flow: Flow, checkout: Checkout): Promise<Checkout | null> {
  try {
    return await MAKE[stageOf(checkout)](flow, checkout)
  } catch (error) {
    if (isBusy(error)) return waitForTwin()
    if (isCustomerMissing(error) && (await replaceCustomer(flow, checkout))) return null
    // This key will answer the same failure for a day. The next try gets the next key; if something was made after all,
    // nobody holds its secret.
    if (isStored(error)) await renew(flow, checkout, ({ customer }) => customer)
    // Another page has said something else of the same purchase meanwhile: what was said last goes with the next key.
    if (isMismatched(error)) return null
    // It was archived in the dashboard, and is forgotten by now: the offer is sold at another one of the same amount.
    if (isPriceRefused(error)) return null
    throw error
  }
}

/**
 * The next revision without a customer whom Stripe has no longer, before D1 heard of it: whoever pays gets another one.
 * @returns false where Stripe still shows it.
 */
async function replaceCustomer(flow: Flow, checkout: Checkout): Promise<boolean> {
  const { customer, stripeAccount } = checkout
  if (customer === null) return false
  await syncCustomer(flow, customer, stripeAccount)
  const known = await findCustomer(flow.db, customer)
  if (!known || !isGone(known)) return false
  await renew(flow, checkout, () => null)
  return true
}

/**
 * The next key for the same terms, unless somebody has moved on meanwhile.
 * @param customerOf whose it is then: the row may have got its customer on the way.
 */
async function renew(
  { db, now }: Flow,
  { id, revision }: Checkout,
  customerOf: (row: Checkout) => string | null,
): Promise<void> {
  const row = await reread(db, id)
  if (row.revision === revision && objectOf(row) === null)
    await revise(db, row, row.terms, customerOf(row), now)
}

const MAKE: Record<Stage, (flow: Flow, checkout: Checkout) => Promise<Checkout | null>> = {
  async payment(flow, known) {
    const checkout = known.terms.user === null ? known : await provideCustomer(flow, known)
    if (!checkout) return null
    const intent = await createPaymentIntent(flow.stripe, checkout)
    return attach(flow, checkout, intent, 'payment_intent', { paymentIntent: intent.id })
  },

  async setup(flow, known) {
    const checkout = await provideCustomer(flow, known)
    if (!checkout) return null
    const setup = await createSetupIntent(flow.stripe, checkout)
    return attach(flow, checkout, setup, 'setup_intent', { setupIntent: setup.id })
  },

  subscription: (flow, checkout) => subscribe(flow, checkout, null, READ),
}

/** @returns the checkout with its intent; null where the row moved meanwhile: nobody was given this one's secret. */
async function attach(
  flow: Flow,
  checkout: Checkout,
  intent: { id: string; clientSecret: string },
  column: IntentColumn,
  made: Partial<Checkout>,
): Promise<Checkout | null> {
  const { db, now } = flow
  const { clientSecret } = intent
  if (await attachIntent(db, checkout, column, intent, now))
    return { ...checkout, ...made, clientSecret, version: checkout.version + 1, updated: now }
  // Where it cannot be canceled now, cleaning finds it; a set-up that stays costs nothing.
  if (await isOvertaken(db, checkout))
    await CANCEL[stageOf(checkout)](flow, intent.id, checkout, 'requested_by_customer').catch(() => false)
  return null
}

/** Another revision's intent is the one that counts, or none is any more. */
async function isOvertaken(db: D1Database, checkout: Checkout): Promise<boolean> {
  const row = await findCheckout(db, checkout.id)
  return row !== null && (row.revision > checkout.revision || isClosed(row.status))
}

/**
 * Puts new terms on a checkout: what the old ones stand for is canceled at Stripe first, then the next revision begins.
 * @param customer of the user who agrees to the new terms; null where one is made for the checkout.
 * @returns the checkout with the new terms; or, where money moved already or it is over, as it truly is.
 * @throws Stripe.errors.StripeError; Error where the row moves faster than we can read.
 */
export async function changeTerms(
  flow: Flow,
  known: Checkout,
  terms: Terms,
  customer: string | null,
): Promise<Checkout> {
  let checkout = known
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (sameTerms(checkout.terms, terms)) return ensureIntent(flow, checkout)
    if (hasMoney(checkout.status) || isClosed(checkout.status)) return checkout
    if (keyExpired(checkout, flow.now)) return expireCheckout(flow, checkout)
    const free = await retire(flow, checkout, 'requested_by_customer')
    const revised = free && (await revise(flow.db, checkout, terms, customer, flow.now))
    checkout = await reread(flow.db, checkout.id)
    if (revised) return ensureIntent(flow, checkout)
  }
  throw new Error(`checkout ${known.id} moved ${TRIES} times while its terms were changed`)
}

/**
 * Ends a checkout whose key is too old to be sent again. Stripe is read, never asked to make: every intent that it holds
 * for this checkout is canceled first, and one that cannot be says what is true.
 * @throws Stripe.errors.StripeError
 */
export async function expireCheckout(flow: Flow, checkout: Checkout): Promise<Checkout> {
  const orphansOver = await cancelOrphans(flow, checkout)
  const over = await retire(flow, checkout, EXPIRED_REASON)
  const after = await reread(flow.db, checkout.id)
  // Only what was seen to be canceled may end it: meanwhile another revision may have begun, or an intent arrived.
  const isSame = after.revision === checkout.revision && objectOf(after) === objectOf(checkout)
  if (!over || !orphansOver || !isSame || hasMoney(after.status) || isClosed(after.status)) return after
  await expire(flow.db, after, flow.now)
  return reread(flow.db, checkout.id)
}

/** Cancels what a checkout stands for, for good: once Stripe has confirmed it, the checkout is `expired`. */
export async function abandon(flow: Flow, checkout: Checkout): Promise<void> {
  if (!(await retire(flow, checkout, EXPIRED_REASON))) return
  const { checkout: after } = await sync(flow, checkout, READ)
  // Of a subscription Stripe keeps no reason.
  if (after.status === 'canceled') await expire(flow.db, after, flow.now)
}

const CANCEL: Record<
  Stage,
  (flow: Flow, id: string, checkout: Checkout, reason: CancelReason) => Promise<boolean>
> = {
  payment: ({ stripe }, id, checkout, reason) => cancelPaymentIntent(stripe, id, checkout, reason),
  setup: ({ stripe }, id, checkout, reason) => cancelSetupIntent(stripe, id, checkout, reason),
  subscription: ({ stripe }, id, checkout) => retireSubscription(stripe, id, checkout),
}

/**
 * Ends at Stripe what this revision of a checkout stands for.
 * @returns false where Stripe does not confirm that it is over: its secret may still be paid, and the row has learned what
 *   is known of it.
 */
async function retire(flow: Flow, checkout: Checkout, reason: CancelReason): Promise<boolean> {
  const object = objectOf(checkout)
  if (object === null || (await CANCEL[stageOf(checkout)](flow, object, checkout, reason))) return true
  const { checkout: after, status } = await sync(flow, checkout, READ)
  // A verified set-up charges nobody: once its key is too old, nothing begins with it any more.
  const isSpent = stageOf(after) === 'setup' && status === 'succeeded' && keyExpired(after, flow.now)
  return status === 'canceled' || isSpent
}
