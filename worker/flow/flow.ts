/** What every step needs, and what every step may have to do again. */
import { findCheckout } from '../db/checkouts.ts'
import type { EventRow } from '../db/events.ts'
import type { Checkout } from '../domain/checkout.ts'
import type { StripeClient } from '../stripe/client.ts'

export interface Flow {
  db: D1Database
  stripe: StripeClient
  /** Unix seconds. */
  now: number
}

/** Why Stripe is read: an event that rang, or that a list of Stripe's shows, or nobody's word. */
export interface Cause {
  by: 'event' | 'read'
  /** Kept only together with what it changed or confirmed. */
  event: EventRow | null
}

/** How often a row may move while it is worked on: then whoever asked is answered 5xx, and asks again. */
export const TRIES = 8

/** How long a twin of this request, which is making the same object, is given before its answer is looked for. */
const BUSY_PAUSE_MS = 400

export const waitForTwin = (): Promise<null> =>
  new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS, null))

/** Sooner than Stripe tells of a change: nobody has heard of a later one meanwhile. */
const LATE_MS = 1000

/**
 * Whether an answer of Stripe's took so long to land that a later change may have been heard, and undone what the answer says: whoever
 * heard it found the row right, and has left no mark on it. So what landed late is read once more.
 * @param since milliseconds: when it was asked for.
 */
export const isLate = (since: number): boolean => Date.now() - since > LATE_MS

/** What came of comparing a row with Stripe: they say the same, the row was written, or it moved meanwhile. */
export type Landing = 'same' | 'written' | 'moved'

/**
 * Compares a row with Stripe, and writes what differs, until it stands: again where somebody else has written meanwhile, and once more
 * where the answer landed late.
 * @param what names the row, for the error.
 * @param compare is told whether it is the first time: then what is known of the row may do.
 * @returns whether D1 said something else before.
 * @throws Error where the row moves faster than we can read; what `compare` throws.
 */
export async function untilItStands(
  what: string,
  compare: (isFirst: boolean) => Promise<Landing>,
): Promise<boolean> {
  let changed = false
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const asked = Date.now()
    const landing = await compare(attempt === 0)
    if (landing === 'same') return changed
    changed ||= landing === 'written'
    if (landing === 'written' && !isLate(asked)) return changed
  }
  throw new Error(`${what} moved ${TRIES} times while it was read`)
}

export const READ: Cause = { by: 'read', event: null }

/** A row that was there a moment ago, as it is now. @throws Error where it is gone. */
export async function reread(db: D1Database, id: string): Promise<Checkout> {
  const row = await findCheckout(db, id)
  if (!row) throw new Error(`checkout ${id} is gone`)
  return row
}
