/** What routes share whose steps talk to Stripe. */
import { now } from '../clock.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Door } from '../env.ts'
import type { Flow } from '../flow/flow.ts'
import { stripeClient } from '../stripe/client.ts'
import { refusal } from '../stripe/outcome.ts'

/** For one request of somebody who waits. */
export const flow = (c: Door): Flow => ({
  db: c.env.DB,
  stripe: stripeClient(c.env, 'visitor'),
  now: now(),
})

/** What a step that talks to Stripe came to: its value, or what the one who asked is told of Stripe's error. */
export async function settle<T>(c: Door, step: Promise<T>): Promise<Result<T>> {
  try {
    return ok(await step)
  } catch (error) {
    return refusal(error, c.get('requestId'))
  }
}

/** The same for a step that may itself refuse. */
export async function attempted<T>(c: Door, step: Promise<Result<T>>): Promise<Result<T>> {
  const result = await settle(c, step)
  return result.ok ? result.value : result
}

/**
 * The same for a step that may charge: where Stripe's answer was lost, nobody knows whether it did. The stored answer of a repeat
 * says it, and so does the row, once Stripe has rung.
 */
export async function charging<T>(c: Door, step: Promise<Result<T>>): Promise<Result<T>> {
  const result = await attempted(c, step)
  return result.ok || result.error.code !== 'stripe_unavailable'
    ? result
    : fail(
        'stripe_unavailable',
        undefined,
        'Stripe did not answer. Look whether the change was made before you ask for it again.',
      )
}
