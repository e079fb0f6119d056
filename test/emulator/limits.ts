/** Stripe's rate limiter, off until it is switched on: what one account may ask in a second, by the wall clock as at a real edge. */
import { ApiError } from './protocol/errors.ts'

export interface Limits {
  /** Calls of an account with secret keys, reads and writes alike; null for any number. Stripe's sandboxes have 25. */
  per_second: number | null
}

export const UNLIMITED: Limits = { per_second: null }

/** Account → when its calls of the last second came, in milliseconds. Not part of the state: a second later it is worth nothing. */
export type RecentCalls = Map<string, number[]>

const WINDOW_MS = 1000

/** Counts a call that is let through. @throws ApiError 429, not executed. Source: docs.stripe.com/rate-limits */
export function limitRate({ per_second }: Limits, recent: RecentCalls, account: string): void {
  if (per_second === null) return
  const now = Date.now()
  const calls = (recent.get(account) ?? []).filter((at) => now - at < WINDOW_MS)
  if (calls.length >= per_second) throw rateLimited()
  recent.set(account, [...calls, now])
}

export function rateLimited(): ApiError {
  const error = new ApiError(
    429,
    {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message:
        'Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits.',
    },
    false,
  )
  error.headers['Stripe-Rate-Limited-Reason'] = 'global-rate'
  return error
}
