/**
 * One live intent per checkout, at the price of its revision: made once, replaced when the terms change, canceled when it
 * is too old. The row is always written before Stripe is asked to make anything.
 */
import { attachPaymentIntent, expire, findCheckout, revise } from '../db/checkouts.ts'
import { type Checkout, hasMoney, isClosed, isPayable, keyExpired } from '../domain/checkout.ts'
import { sameTerms, type Terms } from '../domain/offer.ts'
import { EXPIRED_REASON } from '../domain/projection.ts'
import { isBusy, isStored } from '../stripe/outcome.ts'
import {
  type CancelReason,
  cancelPaymentIntent,
  createPaymentIntent,
  searchPaymentIntents,
} from '../stripe/payment-intents.ts'
import { type Flow, READ, reread, sync } from './sync.ts'

const TRIES = 8
/** How long a twin of this request, which is making the same intent, is given before its answer is looked for. */
const BUSY_PAUSE_MS = 400

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
    if (isPayable(checkout.status) && checkout.paymentIntent) return checkout
    if (isPayable(checkout.status)) {
      const made = await makeIntent(flow, checkout)
      if (made) return made
    } else await revise(flow.db, checkout, checkout.terms, flow.now)
    checkout = await reread(flow.db, checkout.id)
  }
  throw new Error(`checkout ${known.id} moved ${TRIES} times while its intent was made`)
}

/** @returns the checkout with its intent; null where the row moved meanwhile: read again. */
async function makeIntent({ db, stripe, now }: Flow, checkout: Checkout): Promise<Checkout | null> {
  try {
    const intent = await createPaymentIntent(stripe, checkout)
    if (await attachPaymentIntent(db, checkout, intent, now))
      return {
        ...checkout,
        paymentIntent: intent.id,
        clientSecret: intent.clientSecret,
        version: checkout.version + 1,
        updated: now,
      }
    // Overtaken: another revision's intent is the one that counts, or none is any more. Nobody was given this one's secret.
    const row = await findCheckout(db, checkout.id)
    if (row && (row.revision > checkout.revision || isClosed(row.status)))
      await cancelPaymentIntent(stripe, intent.id, checkout, 'requested_by_customer').catch(() => false)
    return null
  } catch (error) {
    if (isBusy(error)) return new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS, null))
    // This key will answer the same failure for a day. The next try gets the next key; if an intent was made after all,
    // nobody holds its secret.
    if (isStored(error)) await revise(db, checkout, checkout.terms, now)
    throw error
  }
}

/**
 * Puts new terms on a checkout: the old intent is canceled at Stripe first, then the next revision begins.
 * @returns the checkout with the new terms; or, where money moved already or it is over, as it truly is.
 * @throws Stripe.errors.StripeError; Error where the row moves faster than we can read.
 */
export async function changeTerms(flow: Flow, known: Checkout, terms: Terms): Promise<Checkout> {
  let checkout = known
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (sameTerms(checkout.terms, terms)) return ensureIntent(flow, checkout)
    if (hasMoney(checkout.status) || isClosed(checkout.status)) return checkout
    if (keyExpired(checkout, flow.now)) return expireCheckout(flow, checkout)
    const { paymentIntent } = checkout
    const free = !paymentIntent || (await cancel(flow, checkout, paymentIntent, 'requested_by_customer'))
    const revised = free && (await revise(flow.db, checkout, terms, flow.now))
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
  const { paymentIntent } = checkout
  const over = !paymentIntent || (await cancel(flow, checkout, paymentIntent, EXPIRED_REASON))
  const after = await reread(flow.db, checkout.id)
  // Only what was seen to be canceled may end it: meanwhile another revision may have begun, or an intent arrived.
  const isSame = after.revision === checkout.revision && after.paymentIntent === paymentIntent
  if (!over || !orphansOver || !isSame || hasMoney(after.status) || isClosed(after.status)) return after
  await expire(flow.db, after, flow.now)
  return reread(flow.db, checkout.id)
}

/**
 * Cancels the intents of a checkout whose secret nobody was given: an answer of Stripe's was lost, or came too late.
 * Only a checkout without an intent, or of a later revision, can have any.
 * @returns whether all of them are canceled now.
 * @throws Stripe.errors.StripeError
 */
export async function cancelOrphans(flow: Flow, checkout: Checkout): Promise<boolean> {
  if (checkout.paymentIntent && checkout.revision === 1) return true
  let over = true
  for (const { id, status } of await searchPaymentIntents(flow.stripe, checkout))
    if (id !== checkout.paymentIntent && status !== 'canceled')
      over = (await cancel(flow, checkout, id, EXPIRED_REASON)) && over
  return over
}

/** Cancels the intent of a checkout for good: once Stripe has confirmed it, the checkout is `expired`. */
export async function abandon(flow: Flow, checkout: Checkout, paymentIntent: string): Promise<void> {
  if (await cancel(flow, checkout, paymentIntent, EXPIRED_REASON))
    await sync(flow, checkout, paymentIntent, READ)
}

/**
 * Cancels an intent of a checkout at Stripe.
 * @returns false where Stripe does not confirm that it is canceled: its secret may still be paid, and the row has learned
 *   what is known of it.
 */
async function cancel(
  flow: Flow,
  checkout: Checkout,
  paymentIntent: string,
  reason: CancelReason,
): Promise<boolean> {
  if (await cancelPaymentIntent(flow.stripe, paymentIntent, checkout, reason)) return true
  const { intent } = await sync(flow, checkout, paymentIntent, READ)
  return intent?.status === 'canceled'
}
