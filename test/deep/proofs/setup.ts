/** What every file of proofs stands on while it runs, and leaves behind as it found it. */
import { afterAll, beforeAll } from 'vitest'
import { post } from '../../worker/harness.ts'
import { startClock, stopClock } from './clock.ts'
import { openWorld } from './world.ts'

const LEVELS = ['log', 'info', 'warn', 'error'] as const

export function setUp(): void {
  const { carry } = post
  const spoken = LEVELS.map((level) => [level, console[level]] as const)

  beforeAll(async () => {
    await openWorld()
    stopClock()
    // The Worker's log of thousands of runs is no news, and carrying it out of workerd costs more than the runs.
    for (const level of LEVELS) console[level] = () => {}
  })

  afterAll(() => {
    startClock()
    post.carry = carry
    for (const [level, speak] of spoken) console[level] = speak
  })
}
