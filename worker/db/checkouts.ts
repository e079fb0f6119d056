/**
 * The life of a checkout in D1. SQL only.
 *
 * There is one way to write: read the row and its version, read Stripe, then one batch that changes the row only where
 * the version still stands. Row first and Stripe second: then an older answer can never land on a newer one.
 */
import type { Checkout } from '../domain/checkout.ts'
import type { Terms } from '../domain/offer.ts'
import type { Projection } from '../domain/projection.ts'
import { type EventRow, writeWith } from './events.ts'
import { type CheckoutRow, toCheckout } from './rows.ts'

export async function findCheckout(db: D1Database, id: string): Promise<Checkout | null> {
  const row = await db.prepare('SELECT * FROM checkouts WHERE id = ?1').bind(id).first<CheckoutRow>()
  return row && toCheckout(row)
}

/** The rows that these names are about: a checkout's own, or that of its intent. */
export async function listCheckoutsOf(
  db: D1Database,
  names: readonly { checkout: string | null; paymentIntent: string | null }[],
): Promise<Checkout[]> {
  const { results } = await db
    .prepare(
      `SELECT * FROM checkouts WHERE id IN (SELECT value FROM json_each(?1))
       UNION
       SELECT * FROM checkouts
       WHERE payment_intent IS NOT NULL AND payment_intent IN (SELECT value FROM json_each(?2))`,
    )
    .bind(
      JSON.stringify(names.map(({ checkout }) => checkout)),
      JSON.stringify(names.map(({ paymentIntent }) => paymentIntent)),
    )
    .all<CheckoutRow>()
  return results.map(toCheckout)
}

/** Whether nobody has written since this was read. */
export async function isCurrent(db: D1Database, { id, version }: Checkout): Promise<boolean> {
  const row = await db
    .prepare('SELECT 1 FROM checkouts WHERE id = ?1 AND version = ?2')
    .bind(id, version)
    .first()
  return row !== null
}

const json = (value: object | null): string | null => value && JSON.stringify(value)

/** Writes the row before Stripe is asked for anything. @returns false where the attempt is known already. */
export async function insertCheckout(db: D1Database, checkout: Checkout): Promise<boolean> {
  const { terms } = checkout
  const { meta } = await db
    .prepare(
      `INSERT INTO checkouts (id, site, offer, form, quantity, amount, currency, revision, revised, version, livemode,
                              stripe_account, status, amount_received, amount_refunded, unreachable, email, name,
                              client_reference_id, metadata, created, updated, mode, unit_amount, recurring, discount, user,
                              customer)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0, 0, 0, ?14, ?15, ?16, ?17, ?18, ?18,
               ?19, ?20, ?21, ?22, ?23, ?24)
       ON CONFLICT DO NOTHING`,
    )
    .bind(
      checkout.id,
      checkout.site,
      terms.offer,
      terms.form,
      terms.quantity,
      terms.amount,
      terms.currency,
      checkout.revision,
      checkout.revised,
      checkout.version,
      checkout.livemode ? 1 : 0,
      checkout.stripeAccount,
      checkout.status,
      checkout.email,
      checkout.name,
      checkout.clientReferenceId,
      JSON.stringify(checkout.metadata),
      checkout.created,
      terms.mode,
      terms.unitAmount,
      json(terms.recurring),
      json(terms.discount),
      terms.user,
      checkout.customer,
    )
    .run()
  return meta.changes > 0
}

/** Where a checkout names what its secret is of. */
export type IntentColumn = 'payment_intent' | 'setup_intent'

/**
 * Makes this intent the one whose secret is handed out.
 * @returns false where another intent was faster: its secret counts, and this one's is held by nobody.
 */
export async function attachIntent(
  db: D1Database,
  seen: Checkout,
  column: IntentColumn,
  intent: { id: string; clientSecret: string },
  now: number,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE checkouts SET ${column} = ?3, client_secret = ?4, updated = ?5, version = version + 1
       WHERE id = ?1 AND version = ?2`,
    )
    .bind(seen.id, seen.version, intent.id, intent.clientSecret, now)
    .run()
  return meta.changes > 0
}

/** Writes what goes with a purchase beside its terms. @returns false where the row moved meanwhile: read again. */
export async function writeParticulars(db: D1Database, next: Checkout, now: number): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE checkouts
       SET email = ?3, name = ?4, client_reference_id = ?5, metadata = ?6, updated = ?7, version = version + 1
       WHERE id = ?1 AND version = ?2`,
    )
    .bind(
      next.id,
      next.version,
      next.email,
      next.name,
      next.clientReferenceId,
      JSON.stringify(next.metadata),
      now,
    )
    .run()
  return meta.changes > 0
}

/**
 * Begins the next revision, with these terms and nothing at Stripe yet. What the old one stood for must be over there by now.
 * An address that somebody typed is not that of another user who buys now; a payment's goes with its confirmation.
 * @param customer null where one is still to be made.
 * @returns false where the row moved meanwhile: read again.
 */
export async function revise(
  db: D1Database,
  seen: Checkout,
  terms: Terms,
  customer: string | null,
  now: number,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE checkouts
       SET offer = ?3, form = ?4, quantity = ?5, amount = ?6, currency = ?7, revision = revision + 1, revised = ?8,
           status = 'open', unreachable = 0, payment_intent = NULL, client_secret = NULL, charge = NULL, amount_received = 0,
           amount_refunded = 0, setup_intent = NULL, subscription = NULL, invoice = NULL, mode = ?9, unit_amount = ?10,
           recurring = ?11, discount = ?12, user = ?13,
           email = COALESCE(?14, CASE WHEN ?9 = 'payment' OR user IS ?13 THEN email END), customer = ?15, updated = ?8,
           version = version + 1
       WHERE id = ?1 AND version = ?2`,
    )
    .bind(
      seen.id,
      seen.version,
      terms.offer,
      terms.form,
      terms.quantity,
      terms.amount,
      terms.currency,
      now,
      terms.mode,
      terms.unitAmount,
      json(terms.recurring),
      json(terms.discount),
      terms.user,
      terms.email,
      customer,
    )
    .run()
  return meta.changes > 0
}

/**
 * Writes what Stripe was seen to say, if nobody wrote since the row was read; the event lands with it or not at all.
 * @returns false when the row moved meanwhile: read again.
 */
export async function writeProjection(
  db: D1Database,
  seen: Checkout,
  next: Projection,
  event: EventRow | null,
  now: number,
): Promise<boolean> {
  const update = db
    .prepare(
      `UPDATE checkouts
       SET status = ?3, charge = ?4, amount_received = ?5, amount_refunded = ?6, verified_by = ?7, review = ?8,
           unreachable = ?9, paid_at = ?10, email = ?11, updated = ?12, version = version + 1
       WHERE id = ?1 AND version = ?2`,
    )
    .bind(
      seen.id,
      seen.version,
      next.status,
      next.charge,
      next.amountReceived,
      next.amountRefunded,
      next.verifiedBy,
      next.review,
      next.unreachable ? 1 : 0,
      next.paidAt,
      next.email,
      now,
    )
  return writeWith(db, update, seen.id, event)
}

/** Ends a checkout that never got an intent, or whose intent Stripe has canceled. */
export async function expire(db: D1Database, seen: Checkout, now: number): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE checkouts SET status = 'expired', updated = ?3, version = version + 1 WHERE id = ?1 AND version = ?2`,
    )
    .bind(seen.id, seen.version, now)
    .run()
  return meta.changes > 0
}
