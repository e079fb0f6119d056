/** What a site owner asks for, newest first. SQL only. */
import type { Checkout, StoredStatus } from '../domain/checkout.ts'
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

/** Tables whose rows belong to a site, and are listed by when they were made. */
type Listed = 'checkouts' | 'customers' | 'invoices' | 'subscriptions'

/**
 * A page of a site's rows.
 * @param filter by column; what is undefined does not count.
 */
export async function listRows<Row>(
  db: D1Database,
  table: Listed,
  site: string,
  filter: Record<string, string | undefined>,
  page: Page,
): Promise<Found<Row>> {
  const wanted = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const where = ['site = ?', ...wanted.map(([column]) => `${column} = ?`)]
  if (page.after) where.push('(created, id) < (?, ?)')
  const { results } = await db
    .prepare(`SELECT * FROM ${table} WHERE ${where.join(' AND ')} ORDER BY created DESC, id DESC LIMIT ?`)
    .bind(
      site,
      ...wanted.map(([, value]) => value),
      ...(page.after ? [page.after.created, page.after.id] : []),
      page.limit + 1,
    )
    .all<Row>()
  return { data: results.slice(0, page.limit), hasMore: results.length > page.limit }
}

/** The same rows as the domain has them. */
export const mapped = <Row, T>({ data, hasMore }: Found<Row>, to: (row: Row) => T): Found<T> => ({
  data: data.map(to),
  hasMore,
})

/** Checkouts of a site. */
export const listCheckouts = async (
  db: D1Database,
  site: string,
  { status, paymentIntent, clientReferenceId }: CheckoutFilter,
  page: Page,
): Promise<Found<Checkout>> => {
  const filter = { status, payment_intent: paymentIntent, client_reference_id: clientReferenceId }
  return mapped(await listRows<CheckoutRow>(db, 'checkouts', site, filter, page), toCheckout)
}
