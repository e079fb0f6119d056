/** Offers. SQL only. */
import type { Interval, Offer, Recurring } from '../domain/offer.ts'

interface OfferRow {
  site: string
  id: string
  mode: Offer['mode']
  name: string
  description: string | null
  amount: number | null
  currency: string
  interval: Interval | null
  interval_count: number | null
  trial_period_days: number | null
  payment_method_collection: Recurring['payment_method_collection'] | null
  allow_promotion_codes: number
  plan_group: string | null
  grace_days: number
  quantity_min: number
  quantity_max: number
  amount_min: number | null
  amount_max: number | null
  presets: string | null
  email: Offer['email']
  archived: number | null
  created: number
  updated: number
}

const toOffer = (row: OfferRow): Offer => ({
  site: row.site,
  id: row.id,
  mode: row.mode,
  name: row.name,
  description: row.description,
  amount: row.amount,
  currency: row.currency,
  recurring: row.interval && {
    interval: row.interval,
    interval_count: row.interval_count ?? 1,
    trial_period_days: row.trial_period_days,
    payment_method_collection: row.payment_method_collection ?? 'always',
  },
  allowPromotionCodes: row.allow_promotion_codes === 1,
  planGroup: row.plan_group,
  graceDays: row.grace_days,
  quantity: { min: row.quantity_min, max: row.quantity_max },
  range:
    row.amount_min === null || row.amount_max === null
      ? null
      : { min: row.amount_min, max: row.amount_max, presets: JSON.parse(row.presets ?? '[]') },
  email: row.email,
  archived: row.archived,
  created: row.created,
  updated: row.updated,
})

/** What is this offer? Archived ones too. */
export async function findOffer(db: D1Database, site: string, id: string): Promise<Offer | null> {
  const row = await db
    .prepare('SELECT * FROM offers WHERE site = ?1 AND id = ?2')
    .bind(site, id)
    .first<OfferRow>()
  return row && toOffer(row)
}

export async function listOffers(db: D1Database, site: string): Promise<Offer[]> {
  const { results } = await db
    .prepare('SELECT * FROM offers WHERE site = ?1 ORDER BY id')
    .bind(site)
    .all<OfferRow>()
  return results.map(toOffer)
}

const values = (offer: Offer) => [
  offer.site,
  offer.id,
  offer.mode,
  offer.name,
  offer.description,
  offer.amount,
  offer.currency,
  offer.quantity.min,
  offer.quantity.max,
  offer.range?.min ?? null,
  offer.range?.max ?? null,
  offer.range ? JSON.stringify(offer.range.presets) : null,
  offer.email,
  offer.archived,
  offer.created,
  offer.updated,
  offer.recurring?.interval ?? null,
  offer.recurring?.interval_count ?? null,
  offer.recurring?.trial_period_days ?? null,
  offer.recurring?.payment_method_collection ?? null,
  offer.allowPromotionCodes ? 1 : 0,
  offer.planGroup,
  offer.graceDays,
]

/** @returns false where the site has an offer of that id already. */
export async function insertOffer(db: D1Database, offer: Offer): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `INSERT INTO offers (site, id, mode, name, description, amount, currency, quantity_min, quantity_max,
                           amount_min, amount_max, presets, email, archived, created, updated, interval, interval_count,
                           trial_period_days, payment_method_collection, allow_promotion_codes, plan_group, grace_days)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)
       ON CONFLICT DO NOTHING`,
    )
    .bind(...values(offer))
    .run()
  return meta.changes > 0
}

export async function updateOffer(db: D1Database, offer: Offer): Promise<void> {
  await db
    .prepare(
      `UPDATE offers
       SET mode = ?3, name = ?4, description = ?5, amount = ?6, currency = ?7, quantity_min = ?8, quantity_max = ?9,
           amount_min = ?10, amount_max = ?11, presets = ?12, email = ?13, updated = ?16, interval = ?17,
           interval_count = ?18, trial_period_days = ?19, payment_method_collection = ?20, allow_promotion_codes = ?21,
           plan_group = ?22, grace_days = ?23
       WHERE site = ?1 AND id = ?2`,
    )
    .bind(...values(offer))
    .run()
}

/** Takes an offer out of sale, or (null) back. On its own, so that a change under way does not undo it. */
export async function archiveOffer(
  db: D1Database,
  { site, id }: Pick<Offer, 'site' | 'id'>,
  archived: number | null,
  now: number,
): Promise<void> {
  await db
    .prepare('UPDATE offers SET archived = ?3, updated = ?4 WHERE site = ?1 AND id = ?2')
    .bind(site, id, archived, now)
    .run()
}
