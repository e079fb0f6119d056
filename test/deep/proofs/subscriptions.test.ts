import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { histories, tell } from './history.ts'
import { play } from './play.ts'
import { refute, sizeOf, timeoutFor } from './prove.ts'
import { setUp } from './setup.ts'

const RUNS = sizeOf(env.DEEP_SUBSCRIPTIONS, 60)

setUp()

describe('when Stripe is quiet, and subscriptions begin, are renewed, changed and ended', () => {
  it('checkouts, subscriptions, invoices, customers and cards are what Stripe says, and nobody was charged twice', {
    timeout: timeoutFor(RUNS),
  }, async (context) => {
    const counterexample = await refute(context, {
      name: 'subscriptions',
      runs: RUNS,
      given: histories({ lossless: false, billing: true }),
      tell,
      holds: play,
    })
    expect(counterexample).toBeNull()
  })
})
