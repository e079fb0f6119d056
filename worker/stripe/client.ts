/** The Stripe client, with a budget of time for each kind of caller. */
import Stripe from 'stripe'
import type { Env } from '../env.ts'

/**
 * The SDK's own budget is 80 s and two retries: too long for a visitor and for a webhook. A webhook that gives up is
 * delivered again; a visitor who waits longer has left.
 */
const BUDGETS = {
  visitor: { timeout: 10_000, maxNetworkRetries: 1 },
  webhook: { timeout: 5_000, maxNetworkRetries: 0 },
  job: { timeout: 30_000, maxNetworkRetries: 2 },
} as const satisfies Record<string, { timeout: number; maxNetworkRetries: number }>

export type StripeClient = Stripe
export type Budget = keyof typeof BUDGETS

/**
 * A client of the operator's account. `STRIPE_API_BASE` points it at a stand-in; with a live key it never arrives here.
 * @param send what carries its calls: `fetch`, or something more patient.
 */
export function stripeClient(env: Env, budget: Budget, send: typeof fetch = fetch): Stripe {
  return new Stripe(env.STRIPE_SECRET_KEY, {
    ...BUDGETS[budget],
    // Said aloud although it is this build's default: with Node's client a Worker hangs.
    httpClient: Stripe.createFetchHttpClient(send),
    telemetry: false,
    appInfo: { name: 'edge-checkout' },
    ...(env.STRIPE_API_BASE ? address(env.STRIPE_API_BASE) : {}),
  })
}

function address(base: string): { protocol: 'http' | 'https'; host: string; port: string } {
  const { protocol, hostname, port } = new URL(base)
  return protocol === 'http:'
    ? { protocol: 'http', host: hostname, port: port || '80' }
    : { protocol: 'https', host: hostname, port: port || '443' }
}
