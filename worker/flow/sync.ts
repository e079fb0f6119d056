/**
 * From what Stripe says to what D1 says: the steps that reads, webhooks and jobs share.
 * The row first, Stripe second, then one guarded write; where the row moved meanwhile, from the start.
 */
import { isCurrent, writeProjection } from '../db/checkouts.ts'
import { keepEvent } from '../db/events.ts'
import { type Checkout, isPayable, keyExpired, objectOf } from '../domain/checkout.ts'
import type { IntentStatus } from '../domain/projection.ts'
import { unchanged } from '../domain/projection.ts'
import { logError } from '../log.ts'
import { PAID } from '../stripe/events.ts'
import { type Cause, type Flow, isLate, reread, TRIES } from './flow.ts'
import { syncBegun } from './mirror.ts'
import { read } from './read.ts'
import { subscribe } from './subscribe.ts'

export interface Synced {
  checkout: Checkout
  /** Whether Stripe shows what was read. */
  found: boolean
  /** Of the intent behind it, as it was read; null where there is none. */
  status: IntentStatus | null
  /** Whether D1 said something else before. */
  changed: boolean
}

/**
 * Brings one checkout up to date with what it stands for at Stripe.
 * @param known the row as it was read: before Stripe is.
 * @param object what rang, where it may be another than the checkout's own: an orphan names its checkout too.
 * @throws Stripe.errors.StripeError where Stripe cannot be read; Error where the row moves faster than we can read.
 */
export async function sync(
  flow: Flow,
  known: Checkout,
  cause: Cause,
  object: string | null = null,
): Promise<Synced> {
  const { db, now } = flow
  const { by, event } = cause
  let seen = known
  let changed = false
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const asked = Date.now()
    if (attempt > 0) seen = await reread(db, known.id)
    const { next, found, status, verified } = await read(flow.stripe, seen, object, by)
    if (verified !== null && isPayable(seen.status) && !keyExpired(seen, now)) {
      const begun = await subscribe(flow, seen, verified, cause)
      if (begun) return { checkout: begun, found, status: null, changed: true }
      continue
    }
    if (!next || unchanged(seen, next)) {
      // An event is heard only if the row that agrees with Stripe still stands: a slower read may have landed meanwhile.
      if (event && !(await isCurrent(db, seen))) continue
      // The event that says "paid" is always kept, whichever read or event was faster.
      if (event?.type === PAID && seen.status === 'succeeded') await keepEvent(db, seen.id, event)
      return { checkout: seen, found, status, changed }
    }
    // Whoever is told that it has begun may ask at once what it opens: its own rows are right first.
    if (next.status === 'succeeded' && seen.status !== 'succeeded') await syncBegun(flow, seen)
    if (await writeProjection(db, seen, next, event, now)) {
      if (next.review && next.review !== seen.review)
        logError('a payment needs review', {
          checkout: seen.id,
          review: next.review,
          object: object ?? objectOf(seen),
        })
      changed = true
      const checkout = { ...seen, ...next, version: seen.version + 1, updated: now }
      if (!isLate(asked)) return { checkout, found, status, changed }
    }
  }
  throw new Error(`checkout ${known.id} moved ${TRIES} times while it was read`)
}
