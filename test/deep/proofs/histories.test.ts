import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { histories, tell } from './history.ts'
import { play } from './play.ts'
import { refute, sizeOf, timeoutFor } from './prove.ts'
import { setUp } from './setup.ts'

const RUNS = sizeOf(env.DEEP_HISTORIES, 200)

setUp()

describe('when Stripe is quiet and every event was delivered or reconciled', () => {
  it('each row is the projection of Stripe’s current answer, whatever happened in whatever order', {
    timeout: timeoutFor(RUNS),
  }, async (context) => {
    const counterexample = await refute(context, {
      name: 'histories',
      runs: RUNS,
      given: histories({ lossless: false, billing: false }),
      tell,
      holds: play,
    })
    expect(counterexample).toBeNull()
  })
})
