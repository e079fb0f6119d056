/** Sites, their keys and their allowed origins. SQL only. */
import type { Site } from '../domain/site.ts'

interface SiteRow {
  id: string
  name: string
  origins: string
  stripe_account: string | null
  archived: number | null
  created: number
  updated: number
}

const toSite = (row: SiteRow): Site => ({
  id: row.id,
  name: row.name,
  origins: JSON.parse(row.origins),
  stripeAccount: row.stripe_account,
  archived: row.archived,
  created: row.created,
  updated: row.updated,
})

/** Which site is this? Archived ones too. */
export async function findSite(db: D1Database, id: string): Promise<Site | null> {
  const row = await db.prepare('SELECT * FROM sites WHERE id = ?1').bind(id).first<SiteRow>()
  return row && toSite(row)
}

/** Which site does this key open? */
export async function findSiteByKey(db: D1Database, hash: string): Promise<Site | null> {
  const row = await db
    .prepare(
      `SELECT sites.* FROM site_keys JOIN sites ON sites.id = site_keys.site
       WHERE site_keys.hash = ?1 AND sites.archived IS NULL`,
    )
    .bind(hash)
    .first<SiteRow>()
  return row && toSite(row)
}

/** Is this an origin of any site, an archived one too? A preflight does not say which; and who has just paid may still ask. */
export async function isKnownOrigin(db: D1Database, origin: string): Promise<boolean> {
  const row = await db
    .prepare(`SELECT 1 FROM sites, json_each(sites.origins) AS allowed WHERE allowed.value = ?1 LIMIT 1`)
    .bind(origin)
    .first()
  return row !== null
}

export async function listSites(db: D1Database): Promise<Site[]> {
  const { results } = await db.prepare('SELECT * FROM sites ORDER BY id').all<SiteRow>()
  return results.map(toSite)
}

/** Creates a site with its first key. @returns false where the id or the key is taken: nothing is written then. */
export async function insertSite(db: D1Database, site: Site, keyHash: string): Promise<boolean> {
  const [created] = await db.batch([
    db
      .prepare(
        `INSERT INTO sites (id, name, origins, stripe_account, archived, created, updated)
         SELECT ?1, ?2, ?3, ?4, NULL, ?5, ?5 WHERE NOT EXISTS (SELECT 1 FROM site_keys WHERE hash = ?6)
         ON CONFLICT DO NOTHING`,
      )
      .bind(site.id, site.name, JSON.stringify(site.origins), site.stripeAccount, site.created, keyHash),
    db
      .prepare('INSERT INTO site_keys (hash, site, created) SELECT ?1, ?2, ?3 WHERE changes() > 0')
      .bind(keyHash, site.id, site.created),
  ])
  return created!.meta.changes > 0
}

export async function updateSite(db: D1Database, site: Site): Promise<void> {
  await db
    .prepare(`UPDATE sites SET name = ?2, origins = ?3, stripe_account = ?4, updated = ?5 WHERE id = ?1`)
    .bind(site.id, site.name, JSON.stringify(site.origins), site.stripeAccount, site.updated)
    .run()
}

/** Takes a site out of sale, or (null) back. On its own, so that a change under way does not undo it. */
export async function archiveSite(
  db: D1Database,
  id: string,
  archived: number | null,
  now: number,
): Promise<void> {
  await db.prepare('UPDATE sites SET archived = ?2, updated = ?3 WHERE id = ?1').bind(id, archived, now).run()
}

/** Gives a site one more key; the older ones go on working until they are removed. */
export async function insertSiteKey(db: D1Database, site: string, hash: string, now: number): Promise<void> {
  await db
    .prepare('INSERT INTO site_keys (hash, site, created) VALUES (?1, ?2, ?3)')
    .bind(hash, site, now)
    .run()
}

/** Takes every key of a site but this one away. */
export async function deleteOtherSiteKeys(db: D1Database, site: string, hash: string): Promise<void> {
  await db.prepare('DELETE FROM site_keys WHERE site = ?1 AND hash <> ?2').bind(site, hash).run()
}
