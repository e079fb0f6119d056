/**
 * Heals what lost webhooks left wrong: reads Stripe's own list of events, and for each does what its delivery would have
 * done. How far it came is kept after every page, so a run that is cut short, even killed, is gone on with by the next.
 */
import { listCheckoutsOf } from '../db/checkouts.ts'
import { knownEvents } from '../db/events.ts'
import { listPasses, type Pass, saveLeftovers, savePass } from '../db/jobs.ts'
import { listSites } from '../db/sites.ts'
import type { Checkout } from '../domain/checkout.ts'
import type { Feed } from '../domain/feed.ts'
import type { Site } from '../domain/site.ts'
import type { Flow } from '../flow/flow.ts'
import { type Heard, hear, hearOf, isUnwritten, rung } from '../flow/hear.ts'
import { NotAsAgreed } from '../flow/subscribe.ts'
import { logError } from '../log.ts'
import { DECLINED, type Doorbell, type EventPage, FEED_NAMES, listEvents, PAID } from '../stripe/events.ts'
import { described, isLasting, isMissing, isStripeError } from '../stripe/outcome.ts'

/** Events show up in Stripe's list a little after they happened: what is read again costs calls, what is missed costs trust. */
const OVERLAP_SECONDS = 600
/** Small, so that even an invocation of Cloudflare's free plan, with 50 questions to D1, gets to the end of one. */
const PAGE: Record<Feed, number> = { payments: 20, billing: 8 }
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
  for (const pass of await listPasses(flow.db, FEED_NAMES)) {
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
  return [...Map.groupBy(accounts, (report) => report.stripe_account).values()].map(together)
}

/** An account's feeds as one: it is as far as the one that is furthest behind. One that never had an event has no mark. */
const together = (feeds: Reconciled[]): Reconciled =>
  feeds.reduce((all, one) => ({
    stripe_account: all.stripe_account,
    events: all.events + one.events,
    changed: all.changed + one.changed,
    unwritten: all.unwritten + one.unwritten,
    done: all.done && one.done,
    mark: all.mark === null || one.mark === null ? (all.mark ?? one.mark) : Math.min(all.mark, one.mark),
    error: all.error ?? one.error,
  }))

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
async function readPage({ stripe }: Flow, { account, feed, mark, after }: Pass): Promise<EventPage | null> {
  const since = mark === null ? null : mark - OVERLAP_SECONDS
  try {
    const page = await listEvents(stripe, account, feed, { since, after, limit: PAGE[feed] })
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
  const ours = bells.filter(({ subject }) => subject !== null)
  const intents = ours.filter(({ subject }) => subject === 'payment_intent')
  const rows = intents.length === 0 ? [] : await listCheckoutsOf(flow.db, intents)
  const heard: { checkout: Checkout; bell: Doorbell }[] = []
  const others: Doorbell[] = ours.filter(({ subject }) => subject !== 'payment_intent')
  for (const bell of intents) {
    const checkout = rung(bell, rows)
    if (checkout?.stripeAccount === bell.account) heard.push({ checkout, bell })
    else if (!checkout && isUnwritten(bell, sites.get(bell.site ?? '') ?? null)) unwritten(bell, report)
    else if (!checkout && bell.type.startsWith('charge.')) others.push(bell) // a renewal's refund names no checkout
  }
  const written =
    heard.length === 0
      ? new Set<string>()
      : await knownEvents(
          flow.db,
          heard.map(({ checkout, bell }) => ({ checkout: checkout.id, created: bell.created, id: bell.id })),
        )
  for (const { checkout, bell } of worthReading(heard, written))
    await hearOne(flow, bell, report, checkout, () => hearOf(flow, checkout, bell, 'read'))
  for (const bell of newest(others)) await hearOne(flow, bell, report, null, () => hear(flow, bell, 'read'))
}

function unwritten({ id, checkout }: Doorbell, report: Reconciled): void {
  report.unwritten++
  logError('an event names a checkout that is not in D1', { event: id, checkout })
}

/** Of each object the newest event: what it brings is all that the older ones brought. */
const newest = (bells: readonly Doorbell[]): Doorbell[] => [
  ...new Map(bells.toReversed().map((bell) => [bell.object, bell])).values(),
]

/** One object that Stripe will not answer for keeps no other from being read: its checkout is kept apart. */
async function hearOne(
  flow: Flow,
  bell: Doorbell,
  report: Reconciled,
  checkout: Checkout | null,
  ask: () => Promise<Heard>,
): Promise<void> {
  try {
    const heard = await ask()
    if (heard === 'changed') report.changed++
    if (heard === 'unwritten') unwritten(bell, report)
  } catch (error) {
    if (!isLasting(error) && !(error instanceof NotAsAgreed)) throw error
    logError('a payment could not be reconciled', { object: bell.object, ...reason(error) })
    if (checkout) await saveLeftovers(flow.db, [{ checkout, due: flow.now + TRY_AGAIN_SECONDS }])
  }
}

const reason = (error: Parameters<typeof described>[0] | NotAsAgreed) =>
  error instanceof NotAsAgreed ? { error: error.message } : described(error)

/**
 * One event for each intent: the one that says it is paid, which belongs into the history, or a decline, which counts, or
 * its newest. An event that stands in the history was read after it happened: nothing older is new. Of the same second all may
 * be, for Stripe promises no order within it.
 */
function worthReading(
  heard: readonly { checkout: Checkout; bell: Doorbell }[],
  written: ReadonlySet<string>,
): { checkout: Checkout; bell: Doorbell }[] {
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
