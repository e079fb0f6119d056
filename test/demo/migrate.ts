/** Brings the demo's D1 up to date, with wrangler's own book of what was applied. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { D1Database } from '@cloudflare/workers-types'
import { getPlatformProxy, unstable_splitSqlQuery as splitSql } from 'wrangler'

const BOOK = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

/** In this process, because `wrangler d1 migrations apply` takes two seconds more. */
export async function migrate(root: string, persist: string): Promise<void> {
  const folder = join(root, 'worker/migrations')
  const { env, dispose } = await getPlatformProxy<{ DB: D1Database }>({
    configPath: join(root, 'wrangler.toml'),
    persist: { path: join(persist, 'v3') }, // where `wrangler dev` looks below its own folder
  })
  await env.DB.prepare(BOOK).run()
  const { results } = await env.DB.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
  const applied = new Set(results.map((row) => row.name))
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    if (applied.has(name)) continue
    await env.DB.batch([
      ...splitSql(readFileSync(join(folder, name), 'utf8')).map((statement) => env.DB.prepare(statement)),
      env.DB.prepare('INSERT INTO d1_migrations (name) VALUES (?1)').bind(name),
    ])
  }
  await dispose()
}
