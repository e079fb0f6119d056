/** What a site owner asks for, newest first. SQL only. */
import type { Checkout, StoredStatus } from '../domain/checkout.ts'
import type { EventRow } from './checkouts.ts'
import { type CheckoutRow, toCheckout } from './rows.ts'

export interface Page {
  /** 1 to 100. */
  limit: number
  /** The item after which to go on. */
  after: { created: number; id: string } | null
}

export interface Found<T> {
  data: T[]
  hasMore: boolean
}

export interface CheckoutFilter {
  status?: StoredStatus | undefined
  paymentIntent?: string | undefined
  clientReferenceId?: string | undefined
}

/** Checkouts of a site. */
export async function listCheckouts(
  db: D1Database,
  site: string,
  filter: CheckoutFilter,
  page: Page,
): Promise<Found<Checkout>> {
  const where: [clause: string, ...values: (string | number)[]][] = [['site = ?', site]]
  if (filter.status) where.push(['status = ?', filter.status])
  if (filter.paymentIntent) where.push(['payment_intent = ?', filter.paymentIntent])
  if (filter.clientReferenceId) where.push(['client_reference_id = ?', filter.clientReferenceId])
  if (page.after) where.push(['(created, id) < (?, ?)', page.after.created, page.after.id])
  const { results } = await db
    .prepare(
      `SELECT * FROM checkouts WHERE ${where.map(([clause]) => clause).join(' AND ')}
       ORDER BY created DESC, id DESC LIMIT ?`,
    )
    .bind(...where.flatMap(([, ...values]) => values), page.limit + 1)
    .all<CheckoutRow>()
  return { data: results.slice(0, page.limit).map(toCheckout), hasMore: results.length > page.limit }
}

/** The history of a checkout, newest first. */
export async function listEvents(db: D1Database, checkout: string, page: Page): Promise<Found<EventRow>> {
  const { results } = await db
    .prepare(
      `SELECT id, type, created, object FROM events
       WHERE checkout = ?1 AND (?2 IS NULL OR (created, id) < (?2, ?3))
       ORDER BY created DESC, id DESC LIMIT ?4`,
    )
    .bind(checkout, page.after?.created ?? null, page.after?.id ?? null, page.limit + 1)
    .all<EventRow>()
  return { data: results.slice(0, page.limit), hasMore: results.length > page.limit }
}

/** When did this event of a checkout's history happen? For a cursor. */
export async function findEvent(db: D1Database, checkout: string, id: string): Promise<EventRow | null> {
  return db
    .prepare('SELECT id, type, created, object FROM events WHERE checkout = ?1 AND id = ?2')
    .bind(checkout, id)
    .first<EventRow>()
}
