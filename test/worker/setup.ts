/** Before each file: an empty, migrated D1, an empty stand-in, and the two sites that the tests know. */
import { applyD1Migrations, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll } from 'vitest'
import { control } from './harness.ts'
import { seed } from './seed.ts'

beforeAll(async () => {
  await reset()
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
  await control('POST', 'reset', { seed: 1 })
  await control('PUT', 'webhooks', { mode: 'manual' })
  await seed()
})
