import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { histories, tell } from './history.ts'
import { NaiveMerge, RULES } from './naive.ts'
import { play } from './play.ts'
import { refute, sizeOf, timeoutFor } from './prove.ts'
import { setUp } from './setup.ts'

const RUNS = sizeOf(env.DEEP_HISTORIES, 200)

setUp()

describe('a merge that believes the payload', () => {
  it.for(RULES)('does not converge: %s', { timeout: timeoutFor(RUNS) }, async (rule, context) => {
    const counterexample = await refute(context, {
      name: `naive: ${rule}`,
      runs: RUNS,
      given: histories({ lossless: true, billing: false }), // of what is never delivered nobody could know
      tell,
      async holds(history) {
        const merge = new NaiveMerge(rule)
        await play(history, (event) => merge.hear(event))
        merge.compare()
      },
    })
    await context.annotate(counterexample ?? `naive: ${rule}: holds`)
    expect(counterexample).toContain('believed')
  })
})
