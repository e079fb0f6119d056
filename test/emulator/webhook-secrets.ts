/** The secrets that an endpoint's deliveries are signed with: one, or two while it is rolled, as Stripe's dashboard does it. */
import { now } from './clock.ts'
import type { State } from './state.ts'
import type { StoredEndpoint } from './webhooks.ts'

/** Stripe lets the old secret live a day at most. */
export const LONGEST_ROLL_SECONDS = 24 * 3600

/** @param seconds how long the old one signs too. */
export function rollSecret(state: State, stored: StoredEndpoint, secret: string, seconds: number): void {
  stored.rolled = { secret: stored.secret, until: now(state) + seconds }
  stored.secret = secret
}

/** The newest first. */
export const secretsOf = (state: State, { secret, rolled }: StoredEndpoint): string[] =>
  rolled && now(state) < rolled.until ? [secret, rolled.secret] : [secret]
