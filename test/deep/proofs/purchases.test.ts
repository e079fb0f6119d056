import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { refute, sizeOf, timeoutFor } from './prove.ts'
import { purchases, tell } from './purchase.ts'
import { setUp } from './setup.ts'
import { shop } from './shopping.ts'

const RUNS = sizeOf(env.DEEP_PURCHASES, 100)

setUp()

describe('whatever fails at Stripe, in D1 or in the Worker itself', () => {
  it('a purchase is charged once at most, as shown, and is in the end what Stripe says', {
    timeout: timeoutFor(RUNS),
  }, async (context) => {
    expect(
      await refute(context, { name: 'purchases', runs: RUNS, given: purchases, tell, holds: shop }),
    ).toBeNull()
  })
})
