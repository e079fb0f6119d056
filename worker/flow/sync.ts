/**
 * From what Stripe says to what D1 says: the steps that reads, webhooks and jobs share.
 * The row first, Stripe second, then one guarded write; where the row moved meanwhile, from the start.
 */
import { type EventRow, findCheckout, isCurrent, keepEvent, writeProjection } from '../db/checkouts.ts'
import type { Checkout } from '../domain/checkout.ts'
import { type IntentFacts, project, unchanged } from '../domain/projection.ts'
import { logError } from '../log.ts'
import type { StripeClient } from '../stripe/client.ts'
import { PAID } from '../stripe/events.ts'
import { readPaymentIntent } from '../stripe/payment-intents.ts'

/** What every step needs. */
export interface Flow {
  db: D1Database
  stripe: StripeClient
  /** Unix seconds. */
  now: number
}

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
 * @param known the row as it was read: before Stripe is.
 * @throws Stripe.errors.StripeError where Stripe cannot be read; Error where the row moves faster than we can read.
 */
export async function sync(
  { db, stripe, now }: Flow,
  known: Checkout,
  paymentIntent: string,
  { by, event }: Cause,
): Promise<Synced> {
  let seen = known
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) seen = await reread(db, known.id)
    const intent = await readPaymentIntent(stripe, paymentIntent, seen)
    // That an intent other than the row's own is gone says nothing about the row.
    const next = intent || paymentIntent === seen.paymentIntent ? project(seen, intent, by) : null
    if (!next || unchanged(seen, next)) {
      // An event is heard only if the row that agrees with Stripe still stands: a slower read may have landed meanwhile.
      if (event && !(await isCurrent(db, seen))) continue
      // The event that says "paid" is always kept, whichever read or event was faster.
      if (event?.type === PAID && seen.status === 'succeeded') await keepEvent(db, seen, event)
      return { checkout: seen, intent, changed: false }
    }
    if (await writeProjection(db, seen, next, event, now)) {
      if (next.review && next.review !== seen.review)
        logError('a payment needs review', {
          checkout: seen.id,
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
  throw new Error(`checkout ${known.id} moved ${TRIES} times while it was read`)
}

/** A row that was there a moment ago, as it is now. @throws Error where it is gone. */
export async function reread(db: D1Database, id: string): Promise<Checkout> {
  const row = await findCheckout(db, id)
  if (!row) throw new Error(`checkout ${id} is gone`)
  return row
}
