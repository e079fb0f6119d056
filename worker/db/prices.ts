/** Which price at Stripe stands for which offer at which amount. SQL only. */

/** Whose prices: an account's, in one mode. */
export interface Shelf {
  stripeAccount: string | null
  livemode: boolean
}

export async function findPrice(
  db: D1Database,
  { stripeAccount, livemode }: Shelf,
  lookupKey: string,
): Promise<string | null> {
  const row = await db
    .prepare('SELECT price FROM prices WHERE stripe_account = ?1 AND livemode = ?2 AND lookup_key = ?3')
    .bind(stripeAccount ?? '', livemode ? 1 : 0, lookupKey)
    .first<{ price: string }>()
  return row?.price ?? null
}

export async function savePrice(
  db: D1Database,
  { stripeAccount, livemode }: Shelf,
  price: { id: string; lookupKey: string; site: string; offer: string },
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO prices (stripe_account, livemode, lookup_key, site, offer, price) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
       ON CONFLICT DO UPDATE SET price = ?6`,
    )
    .bind(stripeAccount ?? '', livemode ? 1 : 0, price.lookupKey, price.site, price.offer, price.id)
    .run()
}

/** A price that Stripe takes no longer: another one is found, or made, for its key. */
export async function forgetPrice(
  db: D1Database,
  { stripeAccount, livemode }: Shelf,
  price: string,
): Promise<void> {
  await db
    .prepare('DELETE FROM prices WHERE stripe_account = ?1 AND livemode = ?2 AND price = ?3')
    .bind(stripeAccount ?? '', livemode ? 1 : 0, price)
    .run()
}

/** Which offer of a site is sold at this price? Null for a price that is not ours. There are as many rows as prices were ever named. */
export async function findOfferOfPrice(db: D1Database, site: string, price: string): Promise<string | null> {
  const row = await db
    .prepare('SELECT offer FROM prices WHERE price = ?1 AND site = ?2')
    .bind(price, site)
    .first<{ offer: string }>()
  return row?.offer ?? null
}
