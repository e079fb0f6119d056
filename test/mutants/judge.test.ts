/** The judge itself, on the fast rows of the table: `npm run test:mutants` has them all. */
import { afterAll, describe, expect, it, vi } from 'vitest'
import { Judge, NO_TEST, SURVIVED, type Verdict } from './judge.ts'
import { MUTANTS, type Mutant, testOf } from './table.ts'

const judge = new Judge(['domain'])
afterAll(() => judge.close())

async function judged(mutant: Mutant): Promise<Verdict | undefined> {
  for await (const [, verdict] of judge.judge([mutant])) return verdict
}

// Starting a Vitest is the slow part.
vi.setConfig({ testTimeout: 60_000 })

const SAMPLE = MUTANTS.filter((mutant) => testOf(mutant).room === 'domain').slice(0, 5)
const LIMIT: Mutant = {
  file: 'worker/domain/offer.ts',
  text: 'if (full > AMOUNT_LIMIT)',
  replacement: 'if (false)',
  test: 'test/domain/offer.test.ts > refuses a total of more digits than Stripe takes',
  why: 'Stripe takes eight digits',
}

describe('a mutant', () => {
  it.each(SAMPLE)('turns its test red: $file, $why', async (mutant) => {
    expect(await judged(mutant)).toBeNull()
  })

  it('has survived where its test stays green', async () => {
    const other = 'test/domain/offer.test.ts > match what was shown only in amount and currency'
    expect(await judged({ ...LIMIT, test: other })).toBe(SURVIVED)
  })

  it('is broken where it does not compile', async () => {
    expect(await judged({ ...LIMIT, replacement: 'if (' })).toMatch(/^broken mutant: (?!without it)/)
  })

  it('is broken where its guard is not there', async () => {
    expect(await judged({ ...LIMIT, text: 'if (amount > NO_LIMIT)' })).toContain('0 times, not once')
  })

  it('is broken where no test has that name', async () => {
    const other = 'test/domain/offer.test.ts > refuses nothing'
    expect(await judged({ ...LIMIT, test: other })).toBe(`broken mutant: without it ${NO_TEST}`)
  })

  it('is taken out again: the same test is green without it', async () => {
    expect(await judged(LIMIT)).toBeNull()
    expect(await judged({ ...LIMIT, replacement: LIMIT.text })).toBe(SURVIVED)
  })
})
