/** The rooms of the tests. Each runs in a process of its own, speaks while it runs, and is counted from its report. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { chromium } from './chromium.ts'
import { judgeRepository } from './rules/judge.ts'

const ROOT = join(import.meta.dirname, '..')

export interface Count {
  passed: number
  failed: number
  skipped: number
}

const NONE: Count = { passed: 0, failed: 0, skipped: 0 }

export const sum = (counts: readonly Count[]): Count =>
  counts.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    NONE,
  )

/** Types, format and lint, and the rules of the layout: three checks. */
export async function checks(): Promise<Count> {
  const broken = judgeRepository(ROOT)
  for (const sentence of broken) console.log(sentence)
  const results = [
    ['types', await run('typescript/bin/tsc', ['-b', '--noEmit'])],
    ['format and lint', await run('@biomejs/biome/bin/biome', ['check', '--error-on-warnings'])],
    ['layout', broken.length === 0 ? 0 : 1],
  ] as const
  for (const [name, code] of results) console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`)
  const failed = results.filter(([, code]) => code !== 0).length
  return { passed: results.length - failed, failed, skipped: 0 }
}

/** The widget as sites get it. Not counted, unless it cannot be built. */
export const widgetBuild = async (): Promise<Count> => ({
  ...NONE,
  failed: (await run('vite/bin/vite.js', ['build'])) === 0 ? 0 : 1,
})

const VITEST_ROOMS = ['domain', 'widget', 'emulator', 'rules', 'demo', 'mutants', 'worker', 'deep']

const REPORTERS = ['default', './test/annotations.ts', 'json'].map((reporter) => `--reporter=${reporter}`)

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numTotalTests: number
  testResults: { name: string; status: string; assertionResults: unknown[] }[]
}

/** Everything that needs no browser. */
export const vitest = (): Promise<Count> =>
  reported<VitestReport>(
    (file) => run('vitest/vitest.mjs', ['run', ...REPORTERS, `--outputFile.json=${file}`]),
    ({ numPassedTests, numFailedTests, numTotalTests, testResults }) => {
      // A file that does not even load has no test to fail.
      const unread = testResults.filter(
        (file) => file.status === 'failed' && file.assertionResults.length === 0,
      )
      const files = testResults.map((file) => relative(join(ROOT, 'test'), file.name))
      return {
        passed: numPassedTests,
        failed: numFailedTests + unread.length + empty(VITEST_ROOMS, files.map(roomOf)) + unopposed(files),
        skipped: numTotalTests - numPassedTests - numFailedTests,
      }
    },
  )

const roomOf = (file: string): string => file.split(/[/\\]/)[0]!

/** The Worker's files run twice, the second time against the stand-in's adversary. @returns how many did not. */
function unopposed(files: readonly string[]): number {
  const missed = files.filter(
    (file) => roomOf(file) === 'worker' && files.indexOf(file) === files.lastIndexOf(file),
  )
  for (const file of missed) console.log(`FAILED ${file} did not run against the adversary`)
  return missed.length
}

const BROWSER_ROOMS = ['browser', 'stripejs']

interface PlaywrightSuite {
  specs?: { tests: { projectName: string }[] }[]
  suites?: PlaywrightSuite[]
}

interface PlaywrightReport extends PlaywrightSuite {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

/** Everything in a real browser. */
export async function playwright(): Promise<Count> {
  await chromium() // unpacked once, for all workers
  return reported<PlaywrightReport>(
    (file) =>
      run('@playwright/test/cli.js', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
    (report) => ({
      passed: report.stats.expected,
      failed:
        report.stats.unexpected +
        report.stats.flaky +
        report.errors.length +
        empty(BROWSER_ROOMS, projects(report)),
      skipped: report.stats.skipped,
    }),
  )
}

const projects = (suite: PlaywrightSuite): string[] => [
  ...(suite.specs ?? []).flatMap((spec) => spec.tests.map((test) => test.projectName)),
  ...(suite.suites ?? []).flatMap(projects),
]

/** A room where nothing ran proves nothing. @returns how many there are. */
function empty(rooms: readonly string[], used: readonly string[]): number {
  const idle = rooms.filter((room) => !used.includes(room))
  for (const room of idle) console.log(`FAILED no test ran in the room ${room}`)
  return idle.length
}

/** Runs a room and counts from the report it leaves; a room that leaves none, or ends ill for no reason given, has failed. */
async function reported<Report>(
  room: (file: string) => Promise<number>,
  count: (report: Report) => Count,
): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'edge-checkout-report-'))
  const file = join(folder, 'report.json')
  const code = await room(file)
  const counted = existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : NONE
  rmSync(folder, { recursive: true })
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
}

/** @param tool A script below node_modules. @returns its exit code. */
async function run(tool: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(process.execPath, [join(ROOT, 'node_modules', tool), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}
