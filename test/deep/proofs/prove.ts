/** Runs a property as often as it is asked to, and says of a failure all that is needed to see it again. */
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import type { TestContext } from 'vitest'

/** For `npm test`, where the same must pass for everybody. */
const SEED = 20_261_123

const HANGS_AFTER_MS = 60_000
const MS_PER_RUN = 1500

/** For all runs, and for making a failure simpler; then what was found by then is told. */
const limitFor = (runs: number): number => HANGS_AFTER_MS + runs * MS_PER_RUN
/** For a test of that many runs. */
export const timeoutFor = (runs: number): number => limitFor(runs) + 2 * HANGS_AFTER_MS

const seedOf = (asked: string | undefined): number =>
  asked === 'random' ? crypto.getRandomValues(new Int32Array(1))[0]! : Number(asked ?? SEED)

export const sizeOf = (asked: string | undefined, otherwise: number): number => Number(asked ?? otherwise)

export interface Proof<T> {
  name: string
  runs: number
  given: fc.Arbitrary<T>
  tell: (given: T) => string
  /** @throws where the property does not hold. */
  holds: (given: T) => Promise<void>
}

/** @returns the simplest that was found for which it does not hold, in words; null where it held for all. */
export async function refute<T>(
  { annotate }: Pick<TestContext, 'annotate'>,
  { name, runs, given, tell, holds }: Proof<T>,
): Promise<string | null> {
  const seed = seedOf(env.DEEP_SEED)
  const began = performance.now()
  const details = await fc.check(fc.asyncProperty(given, holds), {
    seed,
    numRuns: runs,
    timeout: HANGS_AFTER_MS,
    interruptAfterTimeLimit: limitFor(runs),
    markInterruptAsFailure: true,
    ...(env.DEEP_PATH && { path: env.DEEP_PATH }),
  })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  await annotate(`${name}: ${details.numRuns} runs, DEEP_SEED=${seed}, ${seconds} s`)
  if (!details.failed) return null
  const { counterexample, counterexamplePath, errorInstance, numShrinks } = details
  if (!counterexample) return `${name}: not over after ${seconds} s`
  return [
    `${name}: DEEP_SEED=${seed} DEEP_PATH=${counterexamplePath}, after ${numShrinks} shrinks:`,
    tell(counterexample[0]),
    `→ ${errorInstance instanceof Error ? errorInstance.message : errorInstance}`,
  ].join('\n')
}
