/** Subscriptions as Stripe was last seen to say. SQL only. */
import type { Subscription, SubscriptionStatus } from '../domain/subscription.ts'
import { type EventRow, writeWith } from './events.ts'
import { type Found, listRows, mapped, type Page } from './lists.ts'

export interface SubscriptionRow {
  id: string
  site: string
  checkout: string
  offer: string
  customer: string
  version: number
  changes: number
  livemode: number
  stripe_account: string | null
  status: SubscriptionStatus
  item: string
  price: string
  quantity: number
  unit_amount: number
  currency: string
  interval: Subscription['interval']
  interval_count: number
  current_period_start: number
  current_period_end: number
  trial_end: number | null
  cancel_at: number | null
  cancel_at_period_end: number
  canceled_at: number | null
  ended_at: number | null
  pause_resumes_at: number | null
  paused: number
  default_payment_method: string | null
  latest_invoice: string | null
  pending_update: number
  unreachable: number
  created: number
  updated: number
}

export const toSubscription = (row: SubscriptionRow): Subscription => ({
  id: row.id,
  site: row.site,
  checkout: row.checkout,
  offer: row.offer,
  customer: row.customer,
  version: row.version,
  changes: row.changes,
  livemode: row.livemode === 1,
  stripeAccount: row.stripe_account,
  status: row.status,
  item: row.item,
  price: row.price,
  quantity: row.quantity,
  unitAmount: row.unit_amount,
  currency: row.currency,
  interval: row.interval,
  intervalCount: row.interval_count,
  currentPeriodStart: row.current_period_start,
  currentPeriodEnd: row.current_period_end,
  trialEnd: row.trial_end,
  cancelAt: row.cancel_at,
  cancelAtPeriodEnd: row.cancel_at_period_end === 1,
  canceledAt: row.canceled_at,
  endedAt: row.ended_at,
  pauseResumesAt: row.pause_resumes_at,
  paused: row.paused === 1,
  defaultPaymentMethod: row.default_payment_method,
  latestInvoice: row.latest_invoice,
  pendingUpdate: row.pending_update === 1,
  unreachable: row.unreachable === 1,
  created: row.created,
  updated: row.updated,
})

export async function findSubscription(db: D1Database, id: string): Promise<Subscription | null> {
  const row = await db.prepare('SELECT * FROM subscriptions WHERE id = ?1').bind(id).first<SubscriptionRow>()
  return row && toSubscription(row)
}

/** All that a customer has, newest first, those that ended too. */
export async function listSubscriptionsOfCustomer(db: D1Database, customer: string): Promise<Subscription[]> {
  const { results } = await db
    .prepare('SELECT * FROM subscriptions WHERE customer = ?1 ORDER BY created DESC, id DESC')
    .bind(customer)
    .all<SubscriptionRow>()
  return results.map(toSubscription)
}

export interface SubscriptionFilter {
  customer?: string | undefined
  status?: SubscriptionStatus | undefined
  offer?: string | undefined
}

/** Subscriptions of a site, newest first. */
export const listSubscriptions = async (
  db: D1Database,
  site: string,
  filter: SubscriptionFilter,
  page: Page,
): Promise<Found<Subscription>> =>
  mapped(await listRows<SubscriptionRow>(db, 'subscriptions', site, { ...filter }, page), toSubscription)

/** What may differ from one reading to the next, in the order of the columns below. */
const changing = (row: Subscription) => [
  row.offer,
  row.status,
  row.item,
  row.price,
  row.quantity,
  row.unitAmount,
  row.currency,
  row.interval,
  row.intervalCount,
  row.currentPeriodStart,
  row.currentPeriodEnd,
  row.trialEnd,
  row.cancelAt,
  row.cancelAtPeriodEnd ? 1 : 0,
  row.canceledAt,
  row.endedAt,
  row.pauseResumesAt,
  row.paused ? 1 : 0,
  row.defaultPaymentMethod,
  row.latestInvoice,
  row.pendingUpdate ? 1 : 0,
  row.unreachable ? 1 : 0,
  row.updated,
]

/** To be run in the batch that makes it a checkout's, behind the statement whose change it depends on. */
export const insertSubscription = (db: D1Database, row: Subscription): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO subscriptions (id, site, checkout, customer, version, livemode, stripe_account, created, offer, status,
                                  item, price, quantity, unit_amount, currency, interval, interval_count,
                                  current_period_start, current_period_end, trial_end, cancel_at, cancel_at_period_end,
                                  canceled_at, ended_at, pause_resumes_at, paused, default_payment_method, latest_invoice,
                                  pending_update, unreachable, updated)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
              ?25, ?26, ?27, ?28, ?29, ?30, ?31
       WHERE changes() > 0 ON CONFLICT DO NOTHING`,
    )
    .bind(
      row.id,
      row.site,
      row.checkout,
      row.customer,
      row.version,
      row.livemode ? 1 : 0,
      row.stripeAccount,
      row.created,
      ...changing(row),
    )

/**
 * Writes what Stripe was seen to say, if nobody wrote since the row was read; the event lands with it or not at all.
 * @param event null where nobody's history needs it.
 * @returns false when the row moved meanwhile: read again.
 */
export async function updateSubscription(
  db: D1Database,
  seen: Subscription,
  next: Subscription,
  event: EventRow | null,
): Promise<boolean> {
  const update = db
    .prepare(
      `UPDATE subscriptions
       SET offer = ?3, status = ?4, item = ?5, price = ?6, quantity = ?7, unit_amount = ?8, currency = ?9, interval = ?10,
           interval_count = ?11, current_period_start = ?12, current_period_end = ?13, trial_end = ?14, cancel_at = ?15,
           cancel_at_period_end = ?16, canceled_at = ?17, ended_at = ?18, pause_resumes_at = ?19, paused = ?20,
           default_payment_method = ?21, latest_invoice = ?22, pending_update = ?23, unreachable = ?24, updated = ?25,
           version = version + 1
       WHERE id = ?1 AND version = ?2`,
    )
    .bind(seen.id, seen.version, ...changing(next))
  return writeWith(db, update, seen.checkout, event)
}

/**
 * The number that was seen here is spent: the next change of plan has the next one. Nothing where somebody went on already. It is no
 * part of what Stripe says, so that no reading of that is disturbed.
 */
export async function nextChange(db: D1Database, { id, changes }: Subscription): Promise<void> {
  await db
    .prepare('UPDATE subscriptions SET changes = changes + 1 WHERE id = ?1 AND changes = ?2')
    .bind(id, changes)
    .run()
}
