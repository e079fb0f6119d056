/**
 * Ends what visitors left lying: 23 hours after a checkout was made, every intent of it that can still be paid is canceled
 * at Stripe, and only what Stripe confirmed is `expired`. Each checkout is looked at once; what was not settled by then is
 * kept apart, and read from Stripe again later.
 */
import { type Looked, listLeftovers, listUncleaned, saveCleaned, saveLeftovers } from '../db/jobs.ts'
import { type Checkout, hasMoney, isClosed, KEY_LIFETIME_SECONDS, keyExpired } from '../domain/checkout.ts'
import { type Flow, READ, reread } from '../flow/flow.ts'
import { expireCheckout } from '../flow/intents.ts'
import { cancelOrphans } from '../flow/orphans.ts'
import { sync } from '../flow/sync.ts'
import { logError } from '../log.ts'
import { described, isStripeError } from '../stripe/outcome.ts'

const PAGE = 50
const CHECKOUTS_PER_RUN = 500
/** What is not settled is tried again after an hour, then ever more rarely, then given up. */
const TRY_AGAIN_SECONDS = 3600
const GIVEN_UP_SECONDS = 30 * 24 * 3600

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

/** @param more whether there is allowance left for another call to Stripe, by how much of it is to be left. */
export async function clean(flow: Flow, more: (left: number) => boolean): Promise<Cleaned> {
  const report: Cleaned = { checkouts: 0, expired: 0, postponed: 0, done: true }
  // What was kept apart has half of the allowance: a crowd of new ones must not keep it waiting for ever.
  await walk(flow, report, () => more(0.5), {
    list: () => listLeftovers(flow.db, flow.now, PAGE),
    look: (checkout) => lookAgain(flow, checkout),
    save: (looked) => saveLeftovers(flow.db, looked),
  })
  await walk(flow, report, () => more(0), {
    list: () => listUncleaned(flow.db, flow.now - KEY_LIFETIME_SECONDS, PAGE),
    look: (checkout) => look(flow, checkout),
    save: (looked) => saveCleaned(flow.db, looked),
  })
  return report
}

interface Queue {
  list: () => Promise<Checkout[]>
  /** @returns the checkout as it is then, and whether it is settled. */
  look: (checkout: Checkout) => Promise<{ checkout: Checkout; settled: boolean }>
  save: (looked: Looked[]) => Promise<void>
}

async function walk(flow: Flow, report: Cleaned, more: () => boolean, queue: Queue): Promise<void> {
  let page: Checkout[]
  let goOn = true
  do {
    page = await queue.list()
    const looked: Looked[] = []
    for (const checkout of page) {
      goOn = more() && report.checkouts < CHECKOUTS_PER_RUN
      if (!goOn) break
      looked.push(await lookOnce(flow, report, checkout, queue.look))
    }
    if (looked.length > 0) await queue.save(looked)
  } while (goOn && page.length === PAGE)
  report.done &&= goOn
}

/** One checkout that Stripe will not answer for keeps no other from being looked at. */
async function lookOnce(flow: Flow, report: Cleaned, known: Checkout, look: Queue['look']): Promise<Looked> {
  let [checkout, settled] = [known, false]
  try {
    ;({ checkout, settled } = await look(known))
  } catch (error) {
    if (!isStripeError(error)) throw error
    logError('a checkout could not be cleaned', { checkout: known.id, ...described(error) })
  }
  const due = settled ? null : dueAgain(checkout, flow.now)
  report.checkouts++
  if (checkout.status === 'expired' && known.status !== 'expired') report.expired++
  if (due !== null) report.postponed++
  return { checkout, due }
}

async function look(flow: Flow, listed: Checkout): Promise<{ checkout: Checkout; settled: boolean }> {
  if (!mayStillBePaid(listed)) {
    const free = listed.status !== 'processing' && !listed.unreachable
    return { checkout: listed, settled: (await cancelOrphans(flow, listed)) && free }
  }
  const known = await reread(flow.db, listed.id) // the page may be old by now
  if (!mayStillBePaid(known) || !keyExpired(known, flow.now)) return { checkout: known, settled: false }
  const checkout = await expireCheckout(flow, known)
  return { checkout, settled: isClosed(checkout.status) }
}

async function lookAgain(flow: Flow, known: Checkout): Promise<{ checkout: Checkout; settled: boolean }> {
  const { checkout } = await sync(flow, known, READ)
  // What Stripe no longer shows can neither be paid nor canceled: the row says so, and is left as it is.
  return checkout.unreachable ? { checkout, settled: false } : look(flow, checkout)
}

/** Where a secret may be paid, or the visitor may go on with the next revision. */
const mayStillBePaid = ({ status }: Checkout): boolean => !hasMoney(status) && !isClosed(status)

/** @returns unix seconds; null where it was tried for long enough. */
function dueAgain(checkout: Checkout, now: number): number | null {
  if (mayStillBePaid(checkout) && !keyExpired(checkout, now))
    return checkout.revised + KEY_LIFETIME_SECONDS + 1
  const waited = now - checkout.created - KEY_LIFETIME_SECONDS
  return waited < GIVEN_UP_SECONDS ? now + Math.max(TRY_AGAIN_SECONDS, Math.floor(waited / 2)) : null
}
