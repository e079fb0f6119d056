/** Judges mutants that show in a browser: each is built into a widget of its own, and Playwright runs its test with that. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { spawnDemo } from '../demo/spawn.ts'
import { broken, literally, NO_TEST, SURVIVED, type Verdict } from './judge.ts'
import { mutate, ROOT } from './mutation.ts'
import { type Mutant, testOf } from './table.ts'

/** A test to run, with the file of a widget, or with the widget as it is. */
export interface Trial {
  name: string
  path: string
  grep: string
  widget: string | null
}

/** Browsers at a time. Each has a demo. */
const WORKERS = 2

/** @returns a verdict for each, in their order. */
export async function judgeInBrowser(mutants: readonly Mutant[]): Promise<Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), 'edge-checkout-mutants-'))
  try {
    const widgets = await buildAll(mutants, folder)
    const tests = [...new Set(mutants.map(({ test }) => test))]
    // Playwright looks for a test's name in the name of its project too.
    const bareOf = (test: string) => `bare-${tests.indexOf(test)}`
    const seen = await run(
      [
        ...tests.map((test) => trial(bareOf(test), test, null)),
        ...mutants.flatMap(({ test }, index) => {
          const { file } = widgets[index]!
          return file ? [trial(`mutant-${index}`, test, file)] : []
        }),
      ],
      folder,
    )
    return mutants.map(({ test }, index) => {
      const { error } = widgets[index]!
      if (error) return broken(error)
      const bare = seen.get(bareOf(test))
      if (bare !== 'green') return broken(`without it ${bare ? 'it is red' : NO_TEST}`)
      return seen.get(`mutant-${index}`) === 'red' ? null : SURVIVED
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function trial(name: string, test: string, widget: string | null): Trial {
  const { path, name: grep } = testOf({ test })
  return { name, path, grep: literally(grep), widget }
}

interface Built {
  file: string | null
  error: string | null
}

/** One after another: a build uses every core. */
async function buildAll(mutants: readonly Mutant[], folder: string): Promise<Built[]> {
  const built: Built[] = []
  for (const [index, mutant] of mutants.entries()) {
    const outDir = join(folder, String(index))
    try {
      await build({
        configFile: join(ROOT, 'vite.config.ts'),
        root: join(ROOT, 'widget'),
        publicDir: false,
        logLevel: 'silent',
        plugins: [
          {
            name: 'mutation',
            enforce: 'pre',
            transform: (code, id) => (id === join(ROOT, mutant.file) ? mutate(code, mutant) : undefined),
          },
        ],
        build: { outDir, emptyOutDir: false },
      })
      built.push({ file: join(outDir, 'widget.js'), error: null })
    } catch (error) {
      built.push({ file: null, error: (error as Error).message })
    }
  }
  return built
}

interface Suite {
  specs?: { tests: { projectName: string; status: string }[] }[]
  suites?: Suite[]
}

/** @returns what became of each trial, by its name; nothing where no test ran. */
async function run(trials: readonly Trial[], folder: string): Promise<Map<string, 'red' | 'green'>> {
  const demos = await Promise.all(Array.from({ length: WORKERS }, () => spawnDemo()))
  try {
    const file = join(folder, 'report.json')
    const child = spawn(
      process.execPath,
      [
        join(ROOT, 'node_modules/@playwright/test/cli.js'),
        'test',
        '--reporter=json',
        '-c',
        join(import.meta.dirname, 'playwright.config.ts'),
      ],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          TRIALS: JSON.stringify(trials),
          DEMOS: JSON.stringify(demos.map(({ worker, emulator, shop }) => ({ worker, emulator, shop }))),
          PLAYWRIGHT_JSON_OUTPUT_FILE: file,
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
    await once(child, 'exit')
    return outcomes(JSON.parse(readFileSync(file, 'utf8')) as Suite)
  } finally {
    await Promise.all(demos.map((demo) => demo.stop()))
  }
}

function outcomes(suite: Suite, seen = new Map<string, 'red' | 'green'>()): Map<string, 'red' | 'green'> {
  for (const { projectName, status } of (suite.specs ?? []).flatMap(({ tests }) => tests))
    if (status === 'unexpected') seen.set(projectName, 'red')
    else if (status === 'expected' && !seen.has(projectName)) seen.set(projectName, 'green')
  for (const inner of suite.suites ?? []) outcomes(inner, seen)
  return seen
}
