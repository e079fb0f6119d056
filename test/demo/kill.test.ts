/** A sample of what `npm run test:deep -- kill` does at length. */
import { expect, it } from 'vitest'
import { killUnderLoad } from '../deep/kill-under-load.ts'

it('what the Worker acknowledged outlives a SIGKILL under load, whole and once', {
  timeout: 120_000,
}, async () => {
  const { purchases, acknowledged, findings } = await killUnderLoad(2, 20_261_123)
  expect(findings).toEqual({ lost: [], halfApplied: [], doubleCharges: [], differences: [] })
  expect(purchases).toBeGreaterThan(0)
  expect(acknowledged).toBeGreaterThan(purchases)
})
