/**
 * From what Stripe says to what D1 says: the steps that reads, webhooks and jobs share.
 * The row first, Stripe second, then one guarded write; where the row moved meanwhile, from the start.
 */
import { type EventRow, findCheckout, keepEvent, writeProjection } from '../db/checkouts.ts'
import type { Checkout } from '../domain/checkout.ts'
import { type IntentFacts, project, unchanged } from '../domain/projection.ts'
import { logError } from '../log.ts'
import type { StripeClient } from '../stripe/client.ts'
import { PAID } from '../stripe/events.ts'
import { readPaymentIntent } from '../stripe/payment-intents.ts'

const TRIES = 5

export interface Synced {
  checkout: Checkout
  intent: IntentFacts | null
  /** Whether D1 said something else before. */
  changed: boolean
}

/** Why Stripe is read: an event that rang, or that a list of Stripe's shows, or nobody's word. */
export interface Cause {
  by: 'event' | 'read'
  /** Kept only together with what it changed or confirmed. */
  event: EventRow | null
}

export const READ: Cause = { by: 'read', event: null }

/**
 * Brings one checkout up to date with one of its intents.
 * @param now Unix seconds.
 * @returns null where D1 has no such checkout.
 * @throws Stripe.errors.StripeError where Stripe cannot be read; Error where the row moves faster than we can read.
 */
export async function sync(
  db: D1Database,
  stripe: StripeClient,
  id: string,
  paymentIntent: string,
  { by, event }: Cause,
  now: number,
): Promise<Synced | null> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const seen = await findCheckout(db, id)
    if (!seen) return null
    const intent = await readPaymentIntent(stripe, paymentIntent, seen)
    const next = project(seen, intent, by)
    if (unchanged(seen, next)) {
      // The event that says "paid" is always kept, whichever read or event was faster.
      if (event?.type === PAID && seen.status === 'succeeded') await keepEvent(db, seen, event)
      return { checkout: seen, intent, changed: false }
    }
    if (await writeProjection(db, seen, next, event, now)) {
      if (next.review && next.review !== seen.review)
        logError('a payment needs review', {
          checkout: id,
          review: next.review,
          payment_intent: paymentIntent,
        })
      return {
        checkout: { ...seen, ...next, version: seen.version + 1, updated: now },
        intent,
        changed: true,
      }
    }
  }
  throw new Error(`checkout ${id} moved ${TRIES} times while it was read`)
}
