/** Every binding and secret, typed and explained once. */
import type { Context } from 'hono'
import type { TokenUser } from './domain/customer.ts'
import { type Failure, fail, ok, type Result } from './domain/result.ts'
import type { Site } from './domain/site.ts'

export interface Env {
  /** D1: the truth about every checkout. */
  DB: D1Database
  /** How often one address may begin a purchase on one site; without it, as often as it likes. */
  CREATIONS?: RateLimit
  /** `sk_test_…`, `sk_live_…` or a restricted `rk_…`: whose account is charged, and whether with real money. */
  STRIPE_SECRET_KEY: string
  /** `pk_…` of the same account and mode; handed to every page. */
  STRIPE_PUBLISHABLE_KEY: string
  /** `whsec_…` of the webhook endpoint; several, comma-separated, while one is rotated. */
  STRIPE_WEBHOOK_SECRET: string
  /** At least 12 characters. Secrets that must sign are derived from it. */
  SIGNING_SECRET: string
  /** The operator's key to /v1/admin. */
  ADMIN_TOKEN: string
  /** Only for a stand-in of Stripe, such as `http://127.0.0.1:12111`; refused with a live key. */
  STRIPE_API_BASE?: string
}

/** What every handler finds in its context. */
export interface App {
  Bindings: Env
  Variables: {
    requestId: string
    /** Whose key or token it is; only behind `bySiteKey` and `byCustomerToken`. */
    site: Site
    /** Whose token it is; only behind `byCustomerToken`. */
    user: TokenUser
  }
}
export type Door = Context<App>

const SECRETS = [
  'STRIPE_SECRET_KEY',
  'STRIPE_PUBLISHABLE_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'SIGNING_SECRET',
  'ADMIN_TOKEN',
] as const

const SIGNING_SECRET_LENGTH = 12

/** Whether the secret key moves real money. */
export const livemode = (env: Pick<Env, 'STRIPE_SECRET_KEY'>): boolean =>
  /^[rs]k_live_/.test(env.STRIPE_SECRET_KEY)

/** What is wrong with the configuration, if anything: the first missing or contradictory name. Never a value. */
export function checkConfiguration(env: Partial<Env>): Result<Env, Failure> {
  if (!env.DB) return fail('not_configured', 'DB', 'The D1 binding DB is missing.')
  const missing = SECRETS.find((name) => !env[name])
  if (missing) return fail('not_configured', missing, `${missing} is not set.`)
  const whole = env as Env
  if (whole.SIGNING_SECRET.length < SIGNING_SECRET_LENGTH)
    return fail(
      'not_configured',
      'SIGNING_SECRET',
      `SIGNING_SECRET has fewer than ${SIGNING_SECRET_LENGTH} characters.`,
    )
  if (livemode(whole) !== whole.STRIPE_PUBLISHABLE_KEY.startsWith('pk_live_'))
    return fail(
      'not_configured',
      'STRIPE_PUBLISHABLE_KEY',
      'STRIPE_PUBLISHABLE_KEY and STRIPE_SECRET_KEY are not both live or both test keys.',
    )
  if (whole.STRIPE_API_BASE && livemode(whole))
    return fail('not_configured', 'STRIPE_API_BASE', 'STRIPE_API_BASE is for test keys only.')
  return ok(whole)
}
