/**
 * Real Stripe instead of the stand-in: with test keys in `.dev.vars` the Worker talks to Stripe, and the official CLI
 * brings the webhooks. Never with live keys.
 */
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { parseEnv, promisify } from 'node:util'
import { KEYS } from './data.ts'
import { Refusal } from './refusal.ts'

/** Stripe's keys of a test account. */
export interface Account {
  secretKey: string
  publishableKey: string
  /** `whsec_…` where somebody else brings the webhooks; else the official CLI does. */
  webhookSecret: string | null
}

/**
 * @param vars The text of `.dev.vars`.
 * @returns null for the stand-in: no key there, or the demo's own.
 * @throws Refusal for a live key, and for a key without its partner.
 */
export function readAccount(vars: string): Account | null {
  const {
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_PUBLISHABLE_KEY: publishableKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
  } = parseEnv(vars)
  if ([secretKey, publishableKey].some((key) => key && /^[a-z]+_live_/.test(key))) {
    throw new Refusal(
      'This is a live key of Stripe: only test keys (sk_test_…) are used here, from .dev.vars or the environment.',
    )
  }
  if (!secretKey || secretKey === KEYS.STRIPE_SECRET_KEY) return null
  if (!/^(sk|rk)_test_/.test(secretKey)) {
    throw new Refusal('STRIPE_SECRET_KEY is no test key of Stripe: it should start with sk_test_.')
  }
  if (!publishableKey?.startsWith('pk_test_')) {
    throw new Refusal(
      'STRIPE_PUBLISHABLE_KEY is missing: add the pk_test_… of the same account to .dev.vars.',
    )
  }
  return { secretKey, publishableKey, webhookSecret: webhookSecret || null }
}

/** @throws Refusal saying how to install it. */
export function findCli(path: string): string {
  const names = process.platform === 'win32' ? ['stripe.exe', 'stripe.cmd'] : ['stripe']
  for (const folder of path.split(delimiter)) {
    const found = names.map((name) => join(folder, name)).find(existsSync)
    if (found) return found
  }
  throw new Refusal(
    'With real test keys the Stripe CLI brings the webhooks, and it is not there: npm ci installs it, where Stripe has one for this platform.',
  )
}

/** Every event, as snapshots; newer CLIs want the choice made, older ones know it too. */
const LISTEN = ['listen', '--skip-update', '--events', '*']

/** The key travels in the environment: arguments are visible to everyone on this machine. */
const environment = (account: Account): NodeJS.ProcessEnv => ({
  ...process.env,
  STRIPE_API_KEY: account.secretKey,
  STRIPE_CLI_TELEMETRY_OPTOUT: '1',
})

export const forwardArguments = (worker: string): string[] => [
  ...LISTEN,
  '--forward-to',
  `${worker}/v1/webhooks/stripe`,
]

/** @returns the secret with which the CLI signs what it forwards: `whsec_…`. */
export async function webhookSecret(cli: string, account: Account): Promise<string> {
  const { stdout } = await promisify(execFile)(cli, [...LISTEN, '--print-secret'], {
    env: environment(account),
  })
  const secret = /whsec_\w+/.exec(stdout)?.[0]
  if (!secret) throw new Refusal('The Stripe CLI gave no webhook secret: check the key in .dev.vars.')
  return secret
}

/** Forwards webhooks to the Worker until told to stop. */
export function forwardWebhooks(cli: string, account: Account, worker: string): () => void {
  const child = spawn(cli, forwardArguments(worker), {
    env: environment(account),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return () => void child.kill()
}
