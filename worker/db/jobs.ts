/** How far the jobs have come. SQL only. */
import type { Checkout } from '../domain/checkout.ts'
import type { Feed } from '../domain/feed.ts'
import { type CheckoutRow, toCheckout } from './rows.ts'

/** Where reconciliation stands in one feed of one account's events. */
export interface Pass {
  feed: Feed
  /** `acct_…`; null for the operator's own. */
  account: string | null
  /** Unix seconds, Stripe's: every event up to then is in D1; null until the first pass is over. */
  mark: number | null
  /** The mark once the pass under way is over; null between passes. */
  to: number | null
  /** The event after which the pass goes on, newest first; null between passes. */
  after: string | null
  /** Unix seconds: when it was last read; null for never. */
  ran: number | null
}

/** Each feed of every account that may have events for us, those of the sites and those once read; who waited longest is first. */
export async function listPasses(db: D1Database, feeds: readonly Feed[]): Promise<Pass[]> {
  const { results } = await db
    .prepare(
      `WITH accounts (account) AS (
         SELECT '' UNION SELECT stripe_account FROM sites WHERE stripe_account IS NOT NULL
         UNION SELECT stripe_account FROM reconciliations
       )
       SELECT account, feeds.value AS feed, mark, pass_to AS "to", pass_after AS after, ran
       FROM accounts CROSS JOIN json_each(?1) AS feeds
       LEFT JOIN reconciliations ON stripe_account = account AND reconciliations.feed = feeds.value
       ORDER BY ran, feeds.key, account`,
    )
    .bind(JSON.stringify(feeds))
    .all<Pass>()
  return results.map((pass) => ({ ...pass, account: pass.account || null }))
}

/** @returns false where another run has moved on from what was seen: it is at the same work. */
export async function savePass(db: D1Database, seen: Pass, next: Pass, now: number): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `INSERT INTO reconciliations (stripe_account, feed, mark, pass_to, pass_after, ran) VALUES (?1, ?9, ?2, ?3, ?4, ?8)
       ON CONFLICT DO UPDATE SET mark = ?2, pass_to = ?3, pass_after = ?4, ran = ?8
       WHERE mark IS ?5 AND pass_to IS ?6 AND pass_after IS ?7`,
    )
    .bind(seen.account ?? '', next.mark, next.to, next.after, seen.mark, seen.to, seen.after, now, seen.feed)
    .run()
  return meta.changes > 0
}

/** Checkouts of all sites that cleaning has not looked at yet, oldest first. @param before unix seconds. */
export async function listUncleaned(db: D1Database, before: number, limit: number): Promise<Checkout[]> {
  const { results } = await db
    .prepare(
      `SELECT checkouts.* FROM sites LEFT JOIN cleanings ON cleanings.site = sites.id
       CROSS JOIN checkouts ON checkouts.site = sites.id AND checkouts.created < ?1
         AND (checkouts.created, checkouts.id) > (COALESCE(cleanings.created, 0), COALESCE(cleanings.checkout, ''))
       ORDER BY checkouts.created, checkouts.id LIMIT ?2`,
    )
    .bind(before, limit)
    .all<CheckoutRow>()
  return results.map(toCheckout)
}

/** A checkout that cleaning has looked at. */
export interface Looked {
  checkout: Checkout
  /** Unix seconds: when to look at it again; null for never. */
  due: number | null
}

/** Counts every site's checkouts up to these as looked at, and keeps apart what is due again. @param looked oldest first. */
export async function saveCleaned(db: D1Database, looked: readonly Looked[]): Promise<void> {
  const last = new Map(looked.map(({ checkout }) => [checkout.site, checkout]))
  const marks = [...last.values()].map(({ site, created, id }) =>
    db
      .prepare(
        `INSERT INTO cleanings (site, created, checkout) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET created = ?2, checkout = ?3`,
      )
      .bind(site, created, id),
  )
  const unsettled = looked.filter(({ due }) => due !== null)
  await db.batch([...marks, ...unsettled.map(({ checkout, due }) => postpone(db, checkout.id, due!))])
}

/** What was kept apart and may be looked at again by now. */
export async function listLeftovers(db: D1Database, now: number, limit: number): Promise<Checkout[]> {
  const { results } = await db
    .prepare(
      `SELECT checkouts.* FROM leftovers JOIN checkouts ON checkouts.id = leftovers.checkout
       WHERE leftovers.due <= ?1 ORDER BY leftovers.due LIMIT ?2`,
    )
    .bind(now, limit)
    .all<CheckoutRow>()
  return results.map(toCheckout)
}

/** Keeps apart what is due again, and forgets what is settled. */
export async function saveLeftovers(db: D1Database, looked: readonly Looked[]): Promise<void> {
  await db.batch(
    looked.map(({ checkout, due }) =>
      due === null
        ? db.prepare('DELETE FROM leftovers WHERE checkout = ?1').bind(checkout.id)
        : postpone(db, checkout.id, due),
    ),
  )
}

const postpone = (db: D1Database, checkout: string, due: number): D1PreparedStatement =>
  db
    .prepare('INSERT INTO leftovers (checkout, due) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET due = ?2')
    .bind(checkout, due)
