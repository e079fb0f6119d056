/** Customers as Stripe was last seen to describe them, and which of them a site's user is. SQL only. */
import type { Customer } from '../domain/customer.ts'
import { type Found, listRows, mapped, type Page } from './lists.ts'

export interface CustomerRow {
  id: string
  site: string
  user: string | null
  version: number
  livemode: number
  stripe_account: string | null
  email: string | null
  name: string | null
  phone: string | null
  address: string | null
  metadata: string
  default_payment_method: string | null
  deleted_at: number | null
  unreachable: number
  created: number
  updated: number
}

const toCustomer = (row: CustomerRow): Customer => ({
  id: row.id,
  site: row.site,
  user: row.user,
  version: row.version,
  livemode: row.livemode === 1,
  stripeAccount: row.stripe_account,
  email: row.email,
  name: row.name,
  phone: row.phone,
  address: row.address === null ? null : JSON.parse(row.address),
  metadata: JSON.parse(row.metadata),
  defaultPaymentMethod: row.default_payment_method,
  deletedAt: row.deleted_at,
  unreachable: row.unreachable === 1,
  created: row.created,
  updated: row.updated,
})

export async function findCustomer(db: D1Database, id: string): Promise<Customer | null> {
  const row = await db.prepare('SELECT * FROM customers WHERE id = ?1').bind(id).first<CustomerRow>()
  return row && toCustomer(row)
}

export interface CustomerFilter {
  email?: string | undefined
  user?: string | undefined
}

/** Customers of a site, newest first, those that were deleted too. */
export const listCustomers = async (
  db: D1Database,
  site: string,
  filter: CustomerFilter,
  page: Page,
): Promise<Found<Customer>> =>
  mapped(await listRows<CustomerRow>(db, 'customers', site, { ...filter }, page), toCustomer)

const values = (customer: Customer, now: number) => [
  customer.id,
  customer.version,
  customer.email,
  customer.name,
  customer.phone,
  customer.address && JSON.stringify(customer.address),
  JSON.stringify(customer.metadata),
  customer.defaultPaymentMethod,
  customer.deletedAt,
  customer.unreachable ? 1 : 0,
  now,
]

/** @returns false where somebody was faster: the row that stands is no older. */
export async function insertCustomer(db: D1Database, customer: Customer, now: number): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `INSERT INTO customers (id, version, email, name, phone, address, metadata, default_payment_method, deleted_at,
                              unreachable, updated, site, user, livemode, stripe_account, created)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
       ON CONFLICT DO NOTHING`,
    )
    .bind(
      ...values(customer, now),
      customer.site,
      customer.user,
      customer.livemode ? 1 : 0,
      customer.stripeAccount,
      customer.created,
    )
    .run()
  return meta.changes > 0
}

/**
 * Writes what Stripe was seen to say, if nobody wrote since the row was read. The cards of a customer that is deleted go with it:
 * Stripe parts them without a word.
 * @param next with the version that was read.
 * @returns false where the row moved meanwhile: read again.
 */
export async function updateCustomerRow(db: D1Database, next: Customer, now: number): Promise<boolean> {
  const update = db
    .prepare(
      `UPDATE customers
       SET email = ?3, name = ?4, phone = ?5, address = ?6, metadata = ?7, default_payment_method = ?8, deleted_at = ?9,
           unreachable = ?10, updated = ?11, version = version + 1
       WHERE id = ?1 AND version = ?2`,
    )
    .bind(...values(next, now))
  if (next.deletedAt === null) return (await update.run()).meta.changes > 0
  const cards = db
    .prepare(
      `UPDATE payment_methods SET deleted_at = ?2, updated = ?3, version = version + 1
       WHERE customer = ?1 AND deleted_at IS NULL AND changes() > 0`,
    )
    .bind(next.id, next.deletedAt, now)
  const [written] = await db.batch([update, cards])
  return written!.meta.changes > 0
}

/** Whose user, in which mode and account. */
export interface UserKey {
  site: string
  livemode: boolean
  stripeAccount: string | null
  user: string
}

/** Which customer a user is. */
export interface UserRow {
  /** Goes up when the customer was deleted at Stripe, or could not be made: part of the idempotency key. */
  generation: number
  /** `cus_…`; null until Stripe made it. */
  customer: string | null
}

const named = ({ site, livemode, stripeAccount, user }: UserKey) => [
  site,
  livemode ? 1 : 0,
  stripeAccount ?? '',
  user,
]

export const findUser = (db: D1Database, key: UserKey): Promise<UserRow | null> =>
  db
    .prepare(
      `SELECT generation, customer FROM users
       WHERE site = ?1 AND livemode = ?2 AND stripe_account = ?3 AND user = ?4`,
    )
    .bind(...named(key))
    .first<UserRow>()

/** Writes the user before Stripe is asked for a customer. Nothing where it is known already. */
export async function insertUser(db: D1Database, key: UserKey): Promise<void> {
  await db
    .prepare(
      `INSERT INTO users (site, livemode, stripe_account, user, generation, customer) VALUES (?1, ?2, ?3, ?4, 1, NULL)
       ON CONFLICT DO NOTHING`,
    )
    .bind(...named(key))
    .run()
}

/** Gives a user of this generation its customer. @returns false where the user has one by now, or is a generation further. */
export async function attachCustomer(
  db: D1Database,
  key: UserKey,
  generation: number,
  customer: string,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE users SET customer = ?6
       WHERE site = ?1 AND livemode = ?2 AND stripe_account = ?3 AND user = ?4 AND generation = ?5 AND customer IS NULL`,
    )
    .bind(...named(key), generation, customer)
    .run()
  return meta.changes > 0
}

/** The user's next customer is another one than was seen here. Nothing where somebody went on already. */
export async function nextGeneration(db: D1Database, key: UserKey, seen: UserRow): Promise<void> {
  await db
    .prepare(
      `UPDATE users SET generation = generation + 1, customer = NULL
       WHERE site = ?1 AND livemode = ?2 AND stripe_account = ?3 AND user = ?4 AND generation = ?5 AND customer IS ?6`,
    )
    .bind(...named(key), seen.generation, seen.customer)
    .run()
}
