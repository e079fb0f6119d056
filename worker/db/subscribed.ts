/** What a checkout of a subscription or a set-up gets from Stripe: written by compare-and-set, as in `checkouts.ts`. SQL only. */
import type { Checkout } from '../domain/checkout.ts'
import type { Projection } from '../domain/projection.ts'
import type { Subscription } from '../domain/subscription.ts'
import { type EventRow, recordEvent } from './events.ts'
import { insertSubscription } from './subscriptions.ts'

/** The customer that a checkout made for itself. @returns false where the row moved meanwhile: read again. */
export async function attachCustomer(
  db: D1Database,
  seen: Checkout,
  customer: string,
  now: number,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE checkouts SET customer = ?3, updated = ?4, version = version + 1
       WHERE id = ?1 AND version = ?2`,
    )
    .bind(seen.id, seen.version, customer, now)
    .run()
  return meta.changes > 0
}

/**
 * Makes this subscription the one that the checkout began. Its own row, what the checkout is with it, and the event that let it
 * begin land together, or none of them: where nothing is due, no later event may tell that it has begun.
 * @returns false where the row moved meanwhile: this subscription is nobody's.
 */
export async function attachSubscription(
  db: D1Database,
  seen: Checkout,
  made: {
    subscription: Subscription
    invoice: string | null
    paymentIntent: string | null
    clientSecret: string | null
  },
  next: Projection,
  event: EventRow | null,
  now: number,
): Promise<boolean> {
  const [attached] = await db.batch([
    db
      .prepare(
        `UPDATE checkouts
         SET subscription = ?3, invoice = ?4, payment_intent = ?5, client_secret = ?6, updated = ?7, status = ?8, charge = ?9,
             amount_received = ?10, amount_refunded = ?11, verified_by = ?12, review = ?13, unreachable = ?14, paid_at = ?15,
             version = version + 1
         WHERE id = ?1 AND version = ?2`,
      )
      .bind(
        seen.id,
        seen.version,
        made.subscription.id,
        made.invoice,
        made.paymentIntent,
        made.clientSecret,
        now,
        next.status,
        next.charge,
        next.amountReceived,
        next.amountRefunded,
        next.verifiedBy,
        next.review,
        next.unreachable ? 1 : 0,
        next.paidAt,
      ),
    insertSubscription(db, made.subscription),
    ...(event ? [recordEvent(db, seen.id, event)] : []),
  ])
  return attached!.meta.changes > 0
}

/** The next idempotency key for the same terms and the same verified set-up, after one that is spent. */
export async function renewKey(db: D1Database, seen: Checkout, now: number): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE checkouts SET revision = revision + 1, revised = ?3, updated = ?3, version = version + 1
       WHERE id = ?1 AND version = ?2`,
    )
    .bind(seen.id, seen.version, now)
    .run()
  return meta.changes > 0
}
