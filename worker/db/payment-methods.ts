/** Saved cards as Stripe was last seen to describe them. SQL only. */
import type { PaymentMethod } from '../domain/customer.ts'

interface PaymentMethodRow {
  customer: string
  id: string
  version: number
  type: string
  brand: string | null
  last4: string | null
  exp_month: number | null
  exp_year: number | null
  deleted_at: number | null
  created: number
  updated: number
}

const toPaymentMethod = (row: PaymentMethodRow): PaymentMethod => ({
  customer: row.customer,
  id: row.id,
  version: row.version,
  type: row.type,
  brand: row.brand,
  last4: row.last4,
  expMonth: row.exp_month,
  expYear: row.exp_year,
  deletedAt: row.deleted_at,
  created: row.created,
  updated: row.updated,
})

export async function findPaymentMethod(
  db: D1Database,
  customer: string,
  id: string,
): Promise<PaymentMethod | null> {
  const row = await db
    .prepare('SELECT * FROM payment_methods WHERE customer = ?1 AND id = ?2')
    .bind(customer, id)
    .first<PaymentMethodRow>()
  return row && toPaymentMethod(row)
}

/** The cards of a customer that can be used, newest first. */
export async function listPaymentMethods(db: D1Database, customer: string): Promise<PaymentMethod[]> {
  const { results } = await db
    .prepare(
      `SELECT * FROM payment_methods WHERE customer = ?1 AND deleted_at IS NULL AND type = 'card'
       ORDER BY created DESC, id DESC`,
    )
    .bind(customer)
    .all<PaymentMethodRow>()
  return results.map(toPaymentMethod)
}

const values = (card: PaymentMethod, now: number) => [
  card.customer,
  card.id,
  card.version,
  card.type,
  card.brand,
  card.last4,
  card.expMonth,
  card.expYear,
  card.deletedAt,
  now,
]

/** @returns false where somebody was faster, or the customer is deleted by now: read again. */
export async function insertPaymentMethod(
  db: D1Database,
  card: PaymentMethod,
  now: number,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `INSERT INTO payment_methods (customer, id, version, type, brand, last4, exp_month, exp_year, deleted_at, updated, created)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
       WHERE EXISTS (SELECT 1 FROM customers WHERE id = ?1 AND deleted_at IS NULL)
       ON CONFLICT DO NOTHING`,
    )
    .bind(...values(card, now), card.created)
    .run()
  return meta.changes > 0
}

/**
 * Writes what Stripe was seen to say, if nobody wrote since the row was read.
 * @param next with the version that was read.
 * @returns false where the row moved meanwhile: read again.
 */
export async function updatePaymentMethod(
  db: D1Database,
  next: PaymentMethod,
  now: number,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE payment_methods
       SET type = ?4, brand = ?5, last4 = ?6, exp_month = ?7, exp_year = ?8, deleted_at = ?9, updated = ?10,
           version = version + 1
       WHERE customer = ?1 AND id = ?2 AND version = ?3`,
    )
    .bind(...values(next, now))
    .run()
  return meta.changes > 0
}
