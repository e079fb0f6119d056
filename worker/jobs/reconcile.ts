/**
 * Heals what lost webhooks left wrong: reads Stripe's own list of events, and for each does what its delivery would have
 * done. How far it came is kept after every page, so a run that is cut short, even killed, is gone on with by the next.
 */
import { knownEvents, listCheckoutsOf } from '../db/checkouts.ts'
import { type Feed, listPasses, type Pass, saveLeftovers, savePass } from '../db/jobs.ts'
import { listSites } from '../db/sites.ts'
import type { Checkout } from '../domain/checkout.ts'
import type { Site } from '../domain/site.ts'
import { type Bell, hear, isUnwritten, rung } from '../flow/hear.ts'
import type { Flow } from '../flow/sync.ts'
import { logError } from '../log.ts'
import { DECLINED, type EventPage, listEvents, PAID } from '../stripe/events.ts'
import { described, isLasting, isMissing, isStripeError } from '../stripe/outcome.ts'

const FEEDS: readonly Feed[] = ['payments']

/** Events show up in Stripe's list a little after they happened: what is read again costs calls, what is missed costs trust. */
const OVERLAP_SECONDS = 600
/** Small, so that even an invocation of Cloudflare's free plan, with 50 questions to D1, gets to the end of one. */
const PAGE = 20
/** An account that a run had no allowance for counts as done if a run before it was, so long ago. */
const RECENT_SECONDS = 300
const TRY_AGAIN_SECONDS = 3600

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
  const sites = new Map((await listSites(flow.db)).map((site) => [site.id, site]))
  const accounts: Reconciled[] = []
  for (const pass of await listPasses(flow.db, FEEDS)) {
    const { account, mark, after, ran } = pass
    const recent = after === null && ran !== null && flow.now - ran < RECENT_SECONDS
    const counts = { events: 0, changed: 0, unwritten: 0 }
    const report: Reconciled = { stripe_account: account, ...counts, done: recent, mark, error: null }
    accounts.push(report)
    if (!more()) continue
    // One account that cannot be read, a disconnected one, keeps no other from being reconciled.
    try {
      await reconcileAccount(flow, sites, pass, report, more)
    } catch (error) {
      if (!isStripeError(error)) throw error
      report.done = false
      report.error = error.code ?? error.type
      logError('an account could not be reconciled', { stripe_account: account, ...described(error) })
    }
  }
  return accounts
}

async function reconcileAccount(
  flow: Flow,
  sites: ReadonlyMap<string, Site>,
  found: Pass,
  report: Reconciled,
  more: () => boolean,
): Promise<void> {
  let pass = found
  report.done = false
  await savePass(flow.db, pass, pass, flow.now) // whatever comes of it, the others are next
  while (!report.done && more()) {
    const page = await readPage(flow, pass)
    if (page) await hearPage(flow, sites, page, report)
    const to = pass.to ?? page?.newest ?? null
    const next: Pass = page?.hasMore
      ? { ...pass, to, after: page.last }
      : { ...pass, mark: page ? to : null, to: null, after: null }
    if (!(await savePass(flow.db, pass, next, flow.now))) return // another run is at it
    pass = next
    report.done = page?.hasMore === false
    report.mark = pass.mark
  }
}

/**
 * The next page of a pass.
 * @returns null where Stripe's list is not the one that the mark was taken from, and everything that Stripe remembers must
 *   be read: the event at the mark is in it for 30 days, and so is the event after which a pass goes on.
 */
async function readPage({ stripe }: Flow, { account, mark, after }: Pass): Promise<EventPage | null> {
  const since = mark === null ? null : mark - OVERLAP_SECONDS
  try {
    const page = await listEvents(stripe, account, { since, after, limit: PAGE })
    const isStrange = since !== null && after === null && page.last === null
    return isStrange ? null : page
  } catch (error) {
    if (after !== null && isMissing(error)) return null
    throw error
  }
}

/** Does for a page of events what their deliveries would have done. */
async function hearPage(
  flow: Flow,
  sites: ReadonlyMap<string, Site>,
  { bells }: EventPage,
  report: Reconciled,
): Promise<void> {
  report.events += bells.length
  const intents = bells.filter((bell): bell is Bell => bell.paymentIntent !== null)
  if (intents.length === 0) return
  const rows = await listCheckoutsOf(flow.db, intents)
  const heard: { checkout: Checkout; bell: Bell }[] = []
  for (const bell of intents) {
    const checkout = rung(bell, rows)
    if (checkout?.stripeAccount === bell.account) heard.push({ checkout, bell })
    else if (!checkout && isUnwritten(bell, sites.get(bell.site ?? '') ?? null)) {
      report.unwritten++
      logError('an event names a checkout that is not in D1', { event: bell.id, checkout: bell.checkout })
    }
  }
  const written = await knownEvents(
    flow.db,
    heard.map(({ checkout, bell }) => ({ checkout: checkout.id, created: bell.created, id: bell.id })),
  )
  for (const { checkout, bell } of worthReading(heard, written)) await hearOne(flow, checkout, bell, report)
}

/** One payment that Stripe will not answer for keeps no other from being read: it is kept apart. */
async function hearOne(flow: Flow, checkout: Checkout, bell: Bell, report: Reconciled): Promise<void> {
  try {
    if (await hear(flow, checkout, bell, 'read')) report.changed++
  } catch (error) {
    if (!isLasting(error)) throw error
    logError('a payment could not be reconciled', { checkout: checkout.id, ...described(error) })
    await saveLeftovers(flow.db, [{ checkout, due: flow.now + TRY_AGAIN_SECONDS }])
  }
}

/**
 * One event for each intent: the one that says it is paid, which belongs into the history, or a decline, which counts, or
 * its newest. An event that stands in the history was read after it happened: nothing older is new. Of the same second all may
 * be, for Stripe promises no order within it.
 */
function worthReading(
  heard: readonly { checkout: Checkout; bell: Bell }[],
  written: ReadonlySet<string>,
): { checkout: Checkout; bell: Bell }[] {
  const groups = Map.groupBy(heard, ({ bell }) => bell.paymentIntent)
  return [...groups.values()].flatMap((group) => {
    const unwritten = (wanted: string) =>
      group.find(({ bell }) => bell.type === wanted && !written.has(bell.id))
    const read = group.find(({ bell }) => written.has(bell.id))?.bell.created ?? 0
    const newest = group.find(({ bell }) => !written.has(bell.id) && bell.created >= read)
    const chosen = unwritten(PAID) ?? (newest && (unwritten(DECLINED) ?? newest))
    return chosen ? [chosen] : []
  })
}
