/**
 * Ends what visitors left lying: 23 hours after a checkout was made, every intent of it that can still be paid is canceled
 * at Stripe, and only what Stripe confirmed is `expired`. Each checkout is looked at once; what could not be ended is kept apart.
 */
import { type Looked, listLeftovers, listUncleaned, saveCleaned, saveLeftovers } from '../db/jobs.ts'
import { listSites } from '../db/sites.ts'
import { type Checkout, isPayable, KEY_LIFETIME_SECONDS, keyExpired } from '../domain/checkout.ts'
import { cancelOrphans, expireCheckout, type Flow } from '../flow/intents.ts'
import { READ, sync } from '../flow/sync.ts'
import { logError } from '../log.ts'
import { described, isMissing, isStripeError } from '../stripe/outcome.ts'

const TRY_AGAIN_SECONDS = 3600
const PAGE = 50
const CHECKOUTS_PER_RUN = 500

/** What a run did. */
export interface Cleaned {
  /** Checkouts that were looked at. */
  checkouts: number
  /** Those that are `expired` now. */
  expired: number
  /** Those that are looked at again later. */
  postponed: number
  /** Whether everything that is old enough was looked at; if not, the next run goes on. */
  done: boolean
}

/** @param more whether there is allowance left for another call to Stripe. */
export async function clean(flow: Flow, more: () => boolean): Promise<Cleaned> {
  const report: Cleaned = { checkouts: 0, expired: 0, postponed: 0, done: true }
  const before = flow.now - KEY_LIFETIME_SECONDS
  for (const { id } of await listSites(flow.db))
    await walk(flow, report, more, {
      list: () => listUncleaned(flow.db, id, before, PAGE),
      save: (looked) => saveCleaned(flow.db, looked),
    })
  await walk(flow, report, more, {
    list: () => listLeftovers(flow.db, flow.now, PAGE),
    save: (looked) => saveLeftovers(flow.db, looked),
  })
  return report
}

interface Aisle {
  list: () => Promise<Checkout[]>
  save: (looked: Looked[]) => Promise<void>
}

async function walk(flow: Flow, report: Cleaned, more: () => boolean, { list, save }: Aisle): Promise<void> {
  let page: Checkout[]
  do {
    page = await list()
    const looked: Looked[] = []
    for (const checkout of page) {
      if (!more() || report.checkouts === CHECKOUTS_PER_RUN) {
        report.done = false
        break
      }
      const { expired, due } = await end(flow, checkout)
      looked.push({ checkout, due })
      report.checkouts++
      if (expired) report.expired++
      if (due !== null) report.postponed++
    }
    if (looked.length > 0) await save(looked)
  } while (report.done && page.length === PAGE)
}

/** @returns when to look at it again; null where nothing of it can be paid any more. */
async function end(flow: Flow, checkout: Checkout): Promise<{ expired: boolean; due: number | null }> {
  if (checkout.unreachable) return { expired: false, due: null }
  if (isPayable(checkout.status) && !keyExpired(checkout, flow.now))
    return { expired: false, due: checkout.revised + KEY_LIFETIME_SECONDS + 1 }
  try {
    if (isPayable(checkout.status)) {
      const { status } = await expireCheckout(flow, checkout)
      return { expired: status === 'expired', due: isPayable(status) ? later(flow) : null }
    }
    return { expired: false, due: (await cancelOrphans(flow, checkout)) ? null : later(flow) }
  } catch (error) {
    if (!isStripeError(error)) throw error
    logError('a checkout could not be cleaned', { checkout: checkout.id, ...described(error) })
    // What Stripe no longer shows cannot be canceled, nor paid: the row says so, and is left as it is.
    if (isMissing(error) && checkout.paymentIntent)
      await sync(flow.db, flow.stripe, checkout.id, checkout.paymentIntent, READ, flow.now)
    return { expired: false, due: later(flow) }
  }
}

const later = ({ now }: Flow): number => now + TRY_AGAIN_SECONDS
