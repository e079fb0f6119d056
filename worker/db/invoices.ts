/** Invoices of subscriptions, as Stripe was last seen to say. SQL only. */
import type { Invoice } from '../domain/subscription.ts'
import { type EventRow, writeWith } from './events.ts'
import { type Found, listRows, mapped, type Page } from './lists.ts'

interface InvoiceRow {
  id: string
  site: string
  subscription: string
  customer: string
  version: number
  livemode: number
  stripe_account: string | null
  status: Invoice['status']
  billing_reason: string | null
  number: string | null
  amount_due: number
  amount_paid: number
  amount_remaining: number
  amount_refunded: number
  currency: string
  payment_intent: string | null
  charge: string | null
  attempt_count: number
  next_payment_attempt: number | null
  period_start: number
  period_end: number
  hosted_invoice_url: string | null
  invoice_pdf: string | null
  paid_at: number | null
  unreachable: number
  created: number
  updated: number
}

const toInvoice = (row: InvoiceRow): Invoice => ({
  id: row.id,
  site: row.site,
  subscription: row.subscription,
  customer: row.customer,
  version: row.version,
  livemode: row.livemode === 1,
  stripeAccount: row.stripe_account,
  status: row.status,
  billingReason: row.billing_reason,
  number: row.number,
  amountDue: row.amount_due,
  amountPaid: row.amount_paid,
  amountRemaining: row.amount_remaining,
  amountRefunded: row.amount_refunded,
  currency: row.currency,
  paymentIntent: row.payment_intent,
  charge: row.charge,
  attemptCount: row.attempt_count,
  nextPaymentAttempt: row.next_payment_attempt,
  periodStart: row.period_start,
  periodEnd: row.period_end,
  hostedInvoiceUrl: row.hosted_invoice_url,
  invoicePdf: row.invoice_pdf,
  paidAt: row.paid_at,
  unreachable: row.unreachable === 1,
  created: row.created,
  updated: row.updated,
})

export async function findInvoice(db: D1Database, id: string): Promise<Invoice | null> {
  const row = await db.prepare('SELECT * FROM invoices WHERE id = ?1').bind(id).first<InvoiceRow>()
  return row && toInvoice(row)
}

/** The invoice that an intent pays. */
export async function findInvoiceByPaymentIntent(db: D1Database, id: string): Promise<Invoice | null> {
  const row = await db
    .prepare('SELECT * FROM invoices WHERE payment_intent = ?1')
    .bind(id)
    .first<InvoiceRow>()
  return row && toInvoice(row)
}

/** A customer's, newest first. */
export async function listInvoicesOfCustomer(
  db: D1Database,
  customer: string,
  limit: number,
): Promise<Invoice[]> {
  const { results } = await db
    .prepare('SELECT * FROM invoices WHERE customer = ?1 ORDER BY created DESC, id DESC LIMIT ?2')
    .bind(customer, limit)
    .all<InvoiceRow>()
  return results.map(toInvoice)
}

export interface InvoiceFilter {
  customer?: string | undefined
  subscription?: string | undefined
  status?: Invoice['status'] | undefined
}

/** Invoices of a site, newest first. */
export const listInvoices = async (
  db: D1Database,
  site: string,
  filter: InvoiceFilter,
  page: Page,
): Promise<Found<Invoice>> =>
  mapped(await listRows<InvoiceRow>(db, 'invoices', site, { ...filter }, page), toInvoice)

/** What may differ from one reading to the next, in the order of the columns below. */
const changing = (row: Invoice) => [
  row.status,
  row.billingReason,
  row.number,
  row.amountDue,
  row.amountPaid,
  row.amountRemaining,
  row.amountRefunded,
  row.currency,
  row.paymentIntent,
  row.charge,
  row.attemptCount,
  row.nextPaymentAttempt,
  row.periodStart,
  row.periodEnd,
  row.hostedInvoiceUrl,
  row.invoicePdf,
  row.paidAt,
  row.unreachable ? 1 : 0,
  row.updated,
]

/**
 * Writes what Stripe was seen to say, if nobody wrote since the row was read, or was found missing; the event lands with it or
 * not at all.
 * @param seen null where there was no row.
 * @returns false when the row moved meanwhile: read again.
 */
export async function writeInvoice(
  db: D1Database,
  seen: Invoice | null,
  next: Invoice,
  checkout: string,
  event: EventRow | null,
): Promise<boolean> {
  return writeWith(db, seen ? update(db, seen, next) : insert(db, next), checkout, event)
}

const insert = (db: D1Database, row: Invoice): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO invoices (id, site, subscription, customer, version, livemode, stripe_account, created, status,
                             billing_reason, number, amount_due, amount_paid, amount_remaining, amount_refunded, currency,
                             payment_intent, charge, attempt_count, next_payment_attempt, period_start, period_end,
                             hosted_invoice_url, invoice_pdf, paid_at, unreachable, updated)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
               ?25, ?26, ?27)
       ON CONFLICT DO NOTHING`,
    )
    .bind(
      row.id,
      row.site,
      row.subscription,
      row.customer,
      row.version,
      row.livemode ? 1 : 0,
      row.stripeAccount,
      row.created,
      ...changing(row),
    )

const update = (db: D1Database, seen: Invoice, next: Invoice): D1PreparedStatement =>
  db
    .prepare(
      `UPDATE invoices
       SET status = ?3, billing_reason = ?4, number = ?5, amount_due = ?6, amount_paid = ?7, amount_remaining = ?8,
           amount_refunded = ?9, currency = ?10, payment_intent = ?11, charge = ?12, attempt_count = ?13,
           next_payment_attempt = ?14, period_start = ?15, period_end = ?16, hosted_invoice_url = ?17, invoice_pdf = ?18,
           paid_at = ?19, unreachable = ?20, updated = ?21, version = version + 1
       WHERE id = ?1 AND version = ?2`,
    )
    .bind(seen.id, seen.version, ...changing(next))
