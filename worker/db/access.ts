/** What somebody has of an offer. SQL only. */
import type { Checkout } from '../domain/checkout.ts'
import type { Subscription } from '../domain/subscription.ts'
import { type CheckoutRow, toCheckout } from './rows.ts'
import { type SubscriptionRow, toSubscription } from './subscriptions.ts'

/** How a site owner names its customer. */
export type Naming = 'customer' | 'user' | 'email' | 'client_reference_id'

/** Of whom is it asked: `?4` is the name. A name that a visitor wrote counts only with a purchase that was verified. */
const WHO = {
  customer: 'customer = ?4',
  user: 'user IS NOT NULL AND user = ?4',
  email: 'email IS NOT NULL AND lower(email) = lower(?4)',
  client_reference_id: 'client_reference_id IS NOT NULL AND client_reference_id = ?4',
} as const satisfies Record<Naming, string>

/** Whose customers' subscriptions count, wherever they began. */
const WHOSE: Partial<Record<Naming, string>> = {
  customer: 'customer = ?4',
  user: 'customer IN (SELECT id FROM customers WHERE site = ?1 AND user IS NOT NULL AND user = ?4)',
}

/** More than anybody has of one offer; the newest count. */
const MOST = 100

export interface Question {
  site: string
  offer: string
  livemode: boolean
  by: Naming
  name: string
}

/**
 * Purchases and subscriptions of an offer, newest first. The `+` keeps SQLite from walking all of a site's subscriptions, which
 * are in this order already, for the few of one person. A subscription that was changed to another offer is of that one.
 */
export async function listGrants(
  db: D1Database,
  { site, offer, livemode, by, name }: Question,
): Promise<{ subscriptions: Subscription[]; checkouts: Checkout[] }> {
  const question = [site, offer, livemode ? 1 : 0, name, MOST]
  const mine = `SELECT id FROM checkouts WHERE site = ?1 AND ${WHO[by]} AND livemode = ?3 AND verified_by IS NOT NULL`
  const began = `checkout IN (${mine})`
  const [checkouts, subscriptions] = await db.batch([
    db
      .prepare(
        `SELECT * FROM checkouts WHERE id IN (${mine} AND offer = ?2 AND mode <> 'subscription')
         ORDER BY created DESC, id DESC LIMIT ?5`,
      )
      .bind(...question),
    db
      .prepare(
        `SELECT * FROM subscriptions
         WHERE +site = ?1 AND offer = ?2 AND livemode = ?3 AND (${WHOSE[by] ? `${WHOSE[by]} OR ` : ''}${began})
         ORDER BY created DESC, id DESC LIMIT ?5`,
      )
      .bind(...question),
  ])
  return {
    subscriptions: (subscriptions!.results as SubscriptionRow[]).map(toSubscription),
    checkouts: (checkouts!.results as CheckoutRow[]).map(toCheckout),
  }
}
