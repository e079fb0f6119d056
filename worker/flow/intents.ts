/**
 * One live intent per checkout, at the price of its revision: made once, replaced when the terms change, canceled when it
 * is too old. The row is always written before Stripe is asked to make anything.
 */
import { attachPaymentIntent, expire, findCheckout, revise } from '../db/checkouts.ts'
import { type Checkout, hasMoney, isClosed, isPayable, keyExpired } from '../domain/checkout.ts'
import { sameTerms, type Terms } from '../domain/offer.ts'
import { EXPIRED_REASON } from '../domain/projection.ts'
import type { StripeClient } from '../stripe/client.ts'
import { isStored } from '../stripe/outcome.ts'
import { cancelPaymentIntent, createPaymentIntent, searchPaymentIntents } from '../stripe/payment-intents.ts'
import { sync } from './sync.ts'

/** What every step needs. */
export interface Flow {
  db: D1Database
  stripe: StripeClient
  /** Unix seconds. */
  now: number
}

const TRIES = 5

/**
 * Gives an open checkout its intent. Asking again, or twice at once, gives the same one.
 * @throws Stripe.errors.StripeError where Stripe made none.
 */
export async function ensureIntent(flow: Flow, checkout: Checkout): Promise<Checkout> {
  const { db, stripe, now } = flow
  if (!isPayable(checkout.status)) return checkout
  if (keyExpired(checkout, now)) return expireCheckout(flow, checkout)
  if (checkout.paymentIntent) return checkout
  const intent = await createPaymentIntent(stripe, checkout).catch(async (error) => {
    // This key will answer the same failure for a day. The next try gets the next key; if an intent was made after all,
    // nobody holds its secret.
    if (isStored(error)) await revise(db, checkout, checkout.terms, now)
    throw error
  })
  if (await attachPaymentIntent(db, checkout, intent, now))
    return {
      ...checkout,
      paymentIntent: intent.id,
      clientSecret: intent.clientSecret,
      version: checkout.version + 1,
    }
  return reread(flow, checkout)
}

/**
 * Puts new terms on a checkout: the old intent is canceled at Stripe first, then the next revision begins.
 * @returns the checkout with the new terms; or, where money moved already or it is over, as it truly is.
 * @throws Stripe.errors.StripeError
 */
export async function changeTerms(flow: Flow, known: Checkout, terms: Terms): Promise<Checkout> {
  let checkout = known
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (sameTerms(checkout.terms, terms)) return ensureIntent(flow, checkout)
    if (hasMoney(checkout.status) || isClosed(checkout.status)) return checkout
    if (checkout.paymentIntent && isPayable(checkout.status)) {
      const { paymentIntent } = checkout
      // Where it can no longer be canceled, the row learns why, and the revision below finds that it moved.
      if (!(await cancelPaymentIntent(flow.stripe, paymentIntent, checkout, 'requested_by_customer')))
        await sync(flow.db, flow.stripe, checkout.id, paymentIntent, null, flow.now)
    }
    const revised = await revise(flow.db, checkout, terms, flow.now)
    checkout = await reread(flow, checkout)
    if (revised) return ensureIntent(flow, checkout)
  }
  throw new Error(`checkout ${known.id} moved ${TRIES} times while its terms were changed`)
}

/**
 * Ends a checkout whose key is too old to be sent again. Stripe is read, never asked to make: every intent that it holds
 * for this checkout is canceled first, and one that cannot be says what is true.
 * @throws Stripe.errors.StripeError
 */
async function expireCheckout(flow: Flow, checkout: Checkout): Promise<Checkout> {
  const { db, stripe, now } = flow
  const ids = checkout.paymentIntent
    ? [checkout.paymentIntent]
    : (await searchPaymentIntents(stripe, checkout)).map((intent) => intent.id)
  for (const id of ids) {
    await cancelPaymentIntent(stripe, id, checkout, EXPIRED_REASON)
    await sync(db, stripe, checkout.id, id, null, now)
  }
  const after = await reread(flow, checkout)
  if (isPayable(after.status)) await expire(db, after, now)
  return reread(flow, checkout)
}

async function reread({ db }: Flow, checkout: Checkout): Promise<Checkout> {
  const row = await findCheckout(db, checkout.id)
  if (!row) throw new Error(`checkout ${checkout.id} is gone`)
  return row
}
