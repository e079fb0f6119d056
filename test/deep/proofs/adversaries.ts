/** How Stripe answers where nobody here knows which of two answers is its own. */
import fc from 'fast-check'

/** A seed, `other` for none of our guesses, null for all of them. */
export type Adversary = number | 'other' | null

export const adversaries: fc.Arbitrary<Adversary> = fc.oneof(
  fc.constant(null),
  fc.constant('other' as const),
  fc.integer({ min: 1, max: 1000 }),
)

export const sayAdversary = (adversary: Adversary): string =>
  `Stripe answers ${adversary === null ? 'as we think' : `otherwise (${adversary})`}`
