/** Whether D1 answers, with the tables in it. SQL only. */

export async function isMigrated(db: D1Database): Promise<boolean> {
  const row = await db
    .prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'checkouts'`)
    .first()
  return row !== null
}
