/** `npm run test:live`: the browser tests that need no fault control, against Stripe itself. Only ever with keys of a test account. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { findCli, readAccount } from './demo/account.ts'
import { Refusal } from './demo/refusal.ts'

const ROOT = join(import.meta.dirname, '..')
const DEV_VARS = join(ROOT, '.dev.vars')

/** What Stripe's dashboard calls them, with what they look like. */
const WANTED = {
  STRIPE_SECRET_KEY: 'sk_test_… or rk_test_…',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_…',
} as const

/** Cannot be run here: not a failure of a test. */
const NOT_POSSIBLE = 2

try {
  process.exit(await run(keys()))
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  console.error(error.message)
  process.exit(NOT_POSSIBLE)
}

/** From the environment, else from `.dev.vars`. @returns the text of a `.dev.vars` for the demo. @throws Refusal */
function keys(): string {
  const text = process.env.DEMO_VARS ?? (existsSync(DEV_VARS) ? readFileSync(DEV_VARS, 'utf8') : '')
  const found = { ...parseEnv(text), ...process.env }
  const names = [...Object.keys(WANTED), 'STRIPE_WEBHOOK_SECRET'].filter((name) => found[name])
  const vars = names.map((name) => `${name}=${found[name]}`).join('\n')
  const missing = Object.entries(WANTED).filter(([name]) => !names.includes(name))
  const account = readAccount(vars) // refuses a live key even where its partner is missing
  if (!account)
    throw new Refusal(
      `test:live talks to Stripe and needs the keys of a test account. Missing: ${(missing.length > 0 ? missing : Object.entries(WANTED)).map(([name, kind]) => `${name} (${kind})`).join(', ')}. Set them in the environment or in .dev.vars.`,
    )
  if (!account.webhookSecret) findCli(process.env.PATH ?? '')
  return vars
}

/** @returns Playwright's exit code. */
async function run(vars: string): Promise<number> {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test', '--project=browser', '--grep=@live'],
    { cwd: ROOT, env: { ...process.env, DEMO_VARS: vars }, stdio: 'inherit' },
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}
