/**
 * The history of a checkout: Stripe's events that changed something of it. SQL only.
 *
 * An event is kept with its effect or not at all: its row is written in the batch of that effect, and only where that changed a row.
 */
import type { Found, Page } from './lists.ts'

/** An event of Stripe's, as far as history keeps it. */
export interface EventRow {
  id: string
  type: string
  /** Unix seconds, Stripe's. */
  created: number
  /** `pi_…`, `ch_…` */
  object: string
}

/** Behind a statement of the same batch: only where that changed something. */
export const recordEvent = (db: D1Database, checkout: string, event: EventRow): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO events (checkout, created, id, type, object)
       SELECT ?1, ?2, ?3, ?4, ?5 WHERE changes() > 0 ON CONFLICT DO NOTHING`,
    )
    .bind(checkout, event.created, event.id, event.type, event.object)

/**
 * Runs a guarded write, and keeps the event with it.
 * @param event null where nobody's history needs it.
 * @returns whether the write changed a row.
 */
export async function writeWith(
  db: D1Database,
  write: D1PreparedStatement,
  checkout: string,
  event: EventRow | null,
): Promise<boolean> {
  if (!event) return (await write.run()).meta.changes > 0
  const [written] = await db.batch([write, recordEvent(db, checkout, event)])
  return written!.meta.changes > 0
}

/** Which of these events stand in the history already: what they brought is in the row. */
export async function knownEvents(
  db: D1Database,
  events: readonly { checkout: string; created: number; id: string }[],
): Promise<Set<string>> {
  const { results } = await db
    .prepare(
      `SELECT events.id FROM json_each(?1) AS given
       JOIN events ON events.checkout = given.value ->> 'checkout'
         AND events.created = given.value ->> 'created' AND events.id = given.value ->> 'id'`,
    )
    .bind(JSON.stringify(events))
    .all<{ id: string }>()
  return new Set(results.map(({ id }) => id))
}

/** Keeps an event that confirms what a row says already, once. */
export async function keepEvent(db: D1Database, checkout: string, event: EventRow): Promise<void> {
  await db
    .prepare(
      `INSERT INTO events (checkout, created, id, type, object) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING`,
    )
    .bind(checkout, event.created, event.id, event.type, event.object)
    .run()
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
