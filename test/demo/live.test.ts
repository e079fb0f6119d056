/** `npm run test:live` before it reaches Stripe: which keys it wants, and which it refuses. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KEYS } from './data.ts'

const LIVE = join(import.meta.dirname, '../live.ts')

/** @param env All that it finds; no `.dev.vars` of this folder, and no keys of whoever runs this. */
function live(env: Record<string, string>): { status: number | null; says: string } {
  const { status, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', LIVE], {
    env: { DEMO_VARS: '', PATH: '', ...env },
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { status, says: stderr }
}

const SECRET = { STRIPE_SECRET_KEY: 'sk_test_abc' }
const PUBLISHABLE = { STRIPE_PUBLISHABLE_KEY: 'pk_test_abc' }

describe('npm run test:live', () => {
  it.each([
    ['no key', {}, ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY']],
    ['a publishable key alone', PUBLISHABLE, ['STRIPE_SECRET_KEY']],
    ['a secret key alone', SECRET, ['STRIPE_PUBLISHABLE_KEY']],
    ['the demo’s own keys', { ...KEYS }, ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY']],
    ['keys but nobody to bring webhooks', { ...SECRET, ...PUBLISHABLE }, ['Stripe CLI']],
  ])('exits with 2 for %s, and says what is missing', (_case, env, names) => {
    const { status, says } = live(env)
    expect(status).toBe(2)
    for (const name of names) expect(says).toContain(name)
    for (const name of ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'Stripe CLI'])
      if (!names.includes(name)) expect(says).not.toContain(name)
  })

  it.each([
    ['a live secret key', { STRIPE_SECRET_KEY: 'sk_live_abc', ...PUBLISHABLE }],
    ['a live restricted key', { STRIPE_SECRET_KEY: 'rk_live_abc' }],
    ['a live publishable key', { ...SECRET, STRIPE_PUBLISHABLE_KEY: 'pk_live_abc' }],
  ])('refuses %s, and repeats none of it', (_case, env) => {
    const { status, says } = live(env)
    expect(status).toBe(2)
    expect(says).toMatch(/live key/)
    expect(says).not.toContain('abc')
  })
})
