/**
 * `npm run test:mutants [-- --only text]`: takes one guard after another out of Worker and widget, in memory, and runs the
 * test that must go red. A guard whose test stays green is not held by it.
 */
import type { Count } from '../rooms.ts'
import { judgeInBrowser } from './browser.ts'
import { Judge, type Verdict } from './judge.ts'
import { MUTANTS, type Mutant, testOf } from './table.ts'

const BROWSER = 'browser'
/** A Vitest each. */
const JUDGES = 2

/** @param only judges those whose file, guard or test has this in it. */
async function mutants(only = ''): Promise<Count> {
  const chosen = MUTANTS.filter(({ file, text, test }) =>
    [file, text, test].some((one) => one.includes(only)),
  )
  const inBrowser = chosen.filter((mutant) => testOf(mutant).room === BROWSER)
  const others = chosen.filter((mutant) => !inBrowser.includes(mutant))
  const verdicts = await judgeAll(others)
  if (inBrowser.length > 0) {
    const seen = await judgeInBrowser(inBrowser)
    for (const [index, mutant] of inBrowser.entries()) verdicts.push(print(mutant, seen[index]!))
  }
  const failed = verdicts.filter((verdict) => verdict !== null).length
  if (chosen.length === 0) console.log(`FAILED no row has ${only}`)
  console.log(`${verdicts.length - failed} passed, ${failed} failed`)
  return { passed: verdicts.length - failed, failed: chosen.length === 0 ? 1 : failed, skipped: 0 }
}

/** File by file of tests, those with the most rows first: so all judges are done at about the same time. */
async function judgeAll(all: readonly Mutant[]): Promise<Verdict[]> {
  const files = [...Map.groupBy(all, placeOf).values()].sort((a, b) => a.length - b.length)
  const rooms = [...new Set(all.map((mutant) => testOf(mutant).room))]
  const verdicts: Verdict[] = []
  const judging = Array.from({ length: Math.min(JUDGES, files.length) }, async () => {
    const judge = new Judge(rooms)
    for (let file = files.pop(); file; file = files.pop())
      for await (const [mutant, verdict] of judge.judge(file)) verdicts.push(print(mutant, verdict))
    judge.close()
  })
  await Promise.all(judging)
  return verdicts
}

const placeOf = (mutant: Mutant): string => {
  const { path, room } = testOf(mutant)
  return `${room} ${path}`
}

function print(mutant: Mutant, verdict: Verdict): Verdict {
  const { file, text, replacement, test, why } = mutant
  const line = (code: string) => code.trim().replace(/\s+/g, ' ')
  console.log(`${verdict === null ? 'ok    ' : 'FAILED'} ${file}  ${why}`)
  if (verdict !== null)
    console.log(
      `       ${verdict}\n       ${line(text)}\n    -> ${line(replacement) || '(nothing)'}\n       ${test}`,
    )
  return verdict
}

if (import.meta.main) {
  const at = process.argv.indexOf('--only')
  const { failed } = await mutants(at < 0 ? '' : process.argv[at + 1])
  process.exit(failed === 0 ? 0 : 1)
}
