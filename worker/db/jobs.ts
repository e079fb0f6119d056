/** How far the jobs have come. SQL only. */
import type { Checkout } from '../domain/checkout.ts'
import { type CheckoutRow, toCheckout } from './rows.ts'

/** Where reconciliation stands in one account's events. */
export interface Pass {
  /** Unix seconds, Stripe's: every event up to then is in D1; null until the first pass is over. */
  mark: number | null
  /** The mark once the pass under way is over; null between passes. */
  to: number | null
  /** The event after which the pass goes on, newest first; null between passes. */
  after: string | null
}

/** Every account that may have events for us, null for the operator's own: those of the sites, and those once read. */
export async function listStripeAccounts(db: D1Database): Promise<(string | null)[]> {
  const { results } = await db
    .prepare(
      `SELECT '' AS account UNION SELECT stripe_account FROM sites WHERE stripe_account IS NOT NULL
       UNION SELECT stripe_account FROM reconciliations ORDER BY account`,
    )
    .all<{ account: string }>()
  return results.map(({ account }) => account || null)
}

export async function findPass(db: D1Database, account: string | null): Promise<Pass> {
  const row = await db
    .prepare(
      'SELECT mark, pass_to AS "to", pass_after AS after FROM reconciliations WHERE stripe_account = ?1',
    )
    .bind(account ?? '')
    .first<Pass>()
  return row ?? { mark: null, to: null, after: null }
}

/** @returns false where another run has moved on from what was seen: it is at the same work. */
export async function savePass(
  db: D1Database,
  account: string | null,
  seen: Pass,
  next: Pass,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `INSERT INTO reconciliations (stripe_account, mark, pass_to, pass_after) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT DO UPDATE SET mark = ?2, pass_to = ?3, pass_after = ?4
       WHERE mark IS ?5 AND pass_to IS ?6 AND pass_after IS ?7`,
    )
    .bind(account ?? '', next.mark, next.to, next.after, seen.mark, seen.to, seen.after)
    .run()
  return meta.changes > 0
}

/** Which of these intents are those of a checkout? */
export async function knownPaymentIntents(db: D1Database, ids: readonly string[]): Promise<Set<string>> {
  const { results } = await db
    .prepare(
      `SELECT payment_intent FROM checkouts
       WHERE payment_intent IN (SELECT value FROM json_each(?1)) AND payment_intent IS NOT NULL`,
    )
    .bind(JSON.stringify(ids))
    .all<{ payment_intent: string }>()
  return new Set(results.map((row) => row.payment_intent))
}

/** A site's checkouts that cleaning has not looked at yet, oldest first. @param before unix seconds. */
export async function listUncleaned(
  db: D1Database,
  site: string,
  before: number,
  limit: number,
): Promise<Checkout[]> {
  const { results } = await db
    .prepare(
      `SELECT * FROM checkouts
       WHERE site = ?1 AND created < ?2
         AND (created, id) > (COALESCE((SELECT created FROM cleanings WHERE site = ?1), 0),
                              COALESCE((SELECT checkout FROM cleanings WHERE site = ?1), ''))
       ORDER BY created, id LIMIT ?3`,
    )
    .bind(site, before, limit)
    .all<CheckoutRow>()
  return results.map(toCheckout)
}

/** A checkout that cleaning has looked at. */
export interface Looked {
  checkout: Checkout
  /** Unix seconds: when to look at it again; null for never. */
  due: number | null
}

/** Counts a site's checkouts up to the last of these as looked at, and keeps apart what is due again. */
export async function saveCleaned(db: D1Database, looked: readonly Looked[]): Promise<void> {
  const { site, created, id } = looked.at(-1)!.checkout
  const mark = db
    .prepare(
      `INSERT INTO cleanings (site, created, checkout) VALUES (?1, ?2, ?3)
       ON CONFLICT DO UPDATE SET created = ?2, checkout = ?3`,
    )
    .bind(site, created, id)
  const unsettled = looked.filter(({ due }) => due !== null)
  await db.batch([mark, ...unsettled.map(({ checkout, due }) => postpone(db, checkout.id, due!))])
}

/** What cleaning passed by and may look at again by now. */
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

/** Puts off what is due again, and forgets what is settled. */
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
