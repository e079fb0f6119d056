/** What every step of a history is drawn from. */
import fc from 'fast-check'

/** Who buys: two visitors of one site, and one of another, which charges its connected account. */
export const BUYERS = ['ada', 'ben', 'eve'] as const
export type Buyer = (typeof BUYERS)[number]
export const buyer = fc.constantFrom(...BUYERS)

export const kind = <T extends string>(what: T) => ({ what: fc.constant(what) })

/** What befalls the first two calls that make something, which is all that one request tries. */
const MAKING = ['nothing', 'failed', 'lost', 'refused', 'limited'] as const
export const making = fc.oneof(
  { weight: 4, arbitrary: fc.constant('nothing' as const) },
  fc.constantFrom(...MAKING),
)

type DrawnFrom<A> = A extends fc.Arbitrary<infer T> ? T : never
/** One of a table of steps. */
export type StepOf<Table> = DrawnFrom<Table[keyof Table]>
/** What is said of each. */
export type SaysOf<S extends { what: string }> = {
  [W in S['what']]: (step: Extract<S, { what: W }>) => string
}
