/**
 * Heals what lost webhooks left wrong: reads Stripe's own list of events, and for each does what its delivery would have
 * done. How far it came is kept after every page, so a run that is cut short, even killed, is gone on with by the next.
 */
import { findPass, knownPaymentIntents, listStripeAccounts, type Pass, savePass } from '../db/jobs.ts'
import { type Heard, hear } from '../flow/hear.ts'
import type { Flow } from '../flow/intents.ts'
import { logError } from '../log.ts'
import { type Doorbell, type EventPage, listEvents, PAID } from '../stripe/events.ts'
import { described, isMissing, isStripeError } from '../stripe/outcome.ts'

/** Events show up in Stripe's list a little after they happened: what is read again costs calls, what is missed costs trust. */
const OVERLAP_SECONDS = 600
/** Small, so that even an invocation of Cloudflare's free plan, with 50 calls, gets to the end of one. */
const PAGE = 20

/** What a run did in one account. */
export interface Reconciled {
  stripe_account: string | null
  /** Events that were looked at. */
  events: number
  /** Rows that were wrong. */
  changed: number
  /** Events that name a checkout of ours that D1 does not have. */
  unwritten: number
  /** Whether everything up to the mark is in D1; if not, the next run goes on. */
  done: boolean
  /** Unix seconds, Stripe's; null until the first pass is over. */
  mark: number | null
  /** Why it went no further, where something failed. */
  error: string | null
}

/** @param more whether there is allowance left for another page. */
export async function reconcile(flow: Flow, more: () => boolean): Promise<Reconciled[]> {
  const accounts: Reconciled[] = []
  for (const account of await listStripeAccounts(flow.db)) {
    const report: Reconciled = {
      stripe_account: account,
      events: 0,
      changed: 0,
      unwritten: 0,
      done: false,
      mark: null,
      error: null,
    }
    // One account that cannot be read, a disconnected one, keeps no other from being reconciled.
    try {
      await reconcileAccount(flow, account, report, more)
    } catch (error) {
      if (!isStripeError(error)) throw error
      report.error = error.code ?? error.type
      logError('an account could not be reconciled', { stripe_account: account, ...described(error) })
    }
    accounts.push(report)
  }
  return accounts
}

async function reconcileAccount(
  flow: Flow,
  account: string | null,
  report: Reconciled,
  more: () => boolean,
): Promise<void> {
  let pass = await findPass(flow.db, account)
  while (!report.done && more()) {
    const page = await readPage(flow, account, pass)
    if (!page) pass = await restart(flow, account, pass)
    else {
      for (const bell of await worthReading(flow, page.bells))
        tally(report, bell, await hear(flow, bell, 'read'))
      report.events += page.bells.length
      const to = pass.to ?? page.newest
      const next: Pass = page.hasMore
        ? { mark: pass.mark, to, after: page.last }
        : { mark: to, to: null, after: null }
      if (!samePass(pass, next) && !(await savePass(flow.db, account, pass, next))) return // another run is at it
      pass = next
      report.done = !page.hasMore
    }
    report.mark = pass.mark
  }
}

function tally(report: Reconciled, bell: Bell, heard: Heard): void {
  if (heard === 'changed') report.changed++
  if (heard !== 'unwritten') return
  report.unwritten++
  logError('an event names a checkout that is not in D1', { event: bell.id, checkout: bell.checkout })
}

const samePass = (a: Pass, b: Pass): boolean => a.mark === b.mark && a.to === b.to && a.after === b.after

/**
 * The next page of a pass.
 * @returns null where Stripe's list is not the one that the mark was taken from: the event at the mark is in it for 30
 *   days, and so is the event after which a pass goes on.
 */
async function readPage({ stripe }: Flow, account: string | null, pass: Pass): Promise<EventPage | null> {
  const since = pass.mark === null ? null : pass.mark - OVERLAP_SECONDS
  try {
    const page = await listEvents(stripe, account, { since, after: pass.after, limit: PAGE })
    const isStrange = since !== null && pass.after === null && page.last === null
    return isStrange ? null : page
  } catch (error) {
    if (pass.after !== null && isMissing(error)) return null
    throw error
  }
}

/** Begins again from everything that Stripe remembers. */
async function restart(flow: Flow, account: string | null, seen: Pass): Promise<Pass> {
  const fresh: Pass = { mark: null, to: null, after: null }
  await savePass(flow.db, account, seen, fresh)
  return fresh
}

type Bell = Doorbell & { paymentIntent: string }

/**
 * One event for each intent that may be ours: its newest, or the one that says it is paid, which belongs into the
 * history. An account may have many events of others: one question sorts out a page of them.
 */
async function worthReading({ db }: Flow, bells: readonly Doorbell[]): Promise<Bell[]> {
  const chosen = new Map<string, Bell>()
  for (const bell of bells) {
    const { paymentIntent } = bell
    if (paymentIntent && (bell.type === PAID || !chosen.has(paymentIntent)))
      chosen.set(paymentIntent, { ...bell, paymentIntent })
  }
  const known = await knownPaymentIntents(db, [...chosen.keys()])
  return [...chosen.values()].filter(({ checkout, paymentIntent }) => checkout || known.has(paymentIntent))
}
