/** Where money moved: purchases, and what subscriptions charged afterwards, as one list. SQL only. */
import type { Payment, PaymentStatus } from '../domain/payment.ts'
import type { Found, Page } from './lists.ts'

interface PaymentRow {
  place: string
  id: string
  checkout: string
  invoice: string | null
  subscription: string | null
  charge: string | null
  amount: number
  amount_received: number
  amount_refunded: number
  currency: string
  status: PaymentStatus
  livemode: number
  paid_at: number | null
  created: number
}

const toPayment = (row: PaymentRow): Payment => ({
  place: row.place,
  id: row.id,
  checkout: row.checkout,
  invoice: row.invoice,
  subscription: row.subscription,
  charge: row.charge,
  amount: row.amount,
  amountReceived: row.amount_received,
  amountRefunded: row.amount_refunded,
  currency: row.currency,
  status: row.status,
  livemode: row.livemode === 1,
  paidAt: row.paid_at,
  created: row.created,
})

/** What was paid with a checkout: at once, or the first charge of its subscription. What was paid elsewhere has no charge. */
const PURCHASES = `
  SELECT id AS place, payment_intent AS id, id AS checkout, invoice, subscription, charge, amount, amount_received,
         amount_refunded, currency, status, livemode, paid_at, created
  FROM checkouts
  WHERE site = ?1 AND status IN ('processing', 'succeeded', 'needs_review') AND payment_intent IS NOT NULL
    AND (charge IS NOT NULL OR status <> 'succeeded')`

/** What was paid later: renewals, changes of plan. A first invoice is its checkout's. */
const RENEWALS = `
  SELECT invoices.id AS place, payment_intent AS id, subscriptions.checkout, invoices.id AS invoice, subscription, charge,
         amount_due AS amount, amount_paid AS amount_received, amount_refunded, invoices.currency, 'succeeded' AS status,
         invoices.livemode, paid_at, invoices.created
  FROM invoices JOIN subscriptions ON subscriptions.id = invoices.subscription
  WHERE invoices.site = ?1 AND billing_reason IS NOT 'subscription_create' AND charge IS NOT NULL
    AND (amount_paid > 0 OR amount_refunded > 0)`

export interface PaymentFilter {
  status?: PaymentStatus | undefined
  checkout?: string | undefined
  subscription?: string | undefined
}

/** Payments of a site, newest first. @param filter what is undefined does not count. */
export async function listPayments(
  db: D1Database,
  site: string,
  { status, checkout, subscription }: PaymentFilter,
  page: Page,
): Promise<Found<Payment>> {
  // Each part is cut on its own index, so that a page costs what a page holds.
  const part = (select: string) =>
    `SELECT * FROM (SELECT * FROM (${select}) WHERE (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR (created, place) < (?3, ?4))
       AND (?6 IS NULL OR checkout = ?6) AND (?7 IS NULL OR subscription = ?7)
     ORDER BY created DESC, place DESC LIMIT ?5)`
  const { results } = await db
    .prepare(
      `${part(PURCHASES)} UNION ALL ${part(RENEWALS)}
       ORDER BY created DESC, place DESC LIMIT ?5`,
    )
    .bind(
      site,
      status ?? null,
      page.after?.created ?? null,
      page.after?.id ?? null,
      page.limit + 1,
      checkout ?? null,
      subscription ?? null,
    )
    .all<PaymentRow>()
  return { data: results.slice(0, page.limit).map(toPayment), hasMore: results.length > page.limit }
}

/** The payment that an intent of a site is. */
export async function findPayment(db: D1Database, site: string, intent: string): Promise<Payment | null> {
  const row = await db
    .prepare(`SELECT * FROM (${PURCHASES} UNION ALL ${RENEWALS}) WHERE id = ?2 LIMIT 1`)
    .bind(site, intent)
    .first<PaymentRow>()
  return row && toPayment(row)
}
