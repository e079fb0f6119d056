/**
 * `npm run test:deep`: everything that takes longer than a commit should wait for, in half an hour on two cores at most.
 * `npm run test:deep -- kill --kill 10 --seed 7` is one part, smaller, with a seed. A part that takes too long has failed.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

const ROOT = join(import.meta.dirname, '../..')

/** One process of a part. */
interface Shard {
  /** A script below the repository, and its arguments. */
  command: [script: string, ...args: string[]]
  env?: Record<string, string>
  /** Takes both cores. */
  alone?: true
}

interface Part {
  /** How many, unless `--{part}` says otherwise; in kills, runs, requests. */
  size: number
  /** Of each of its processes. */
  minutes: number
  shards: (size: number, seed: number) => Shard[]
}

const vitest = (files: string[], env: Record<string, string>): Shard => ({
  command: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'deep', ...files],
  env,
})

/** The same proof in two processes, half of it each. */
const halves =
  (file: string, name: string) =>
  (size: number, seed: number): Shard[] =>
    [0, 1].map((half) =>
      vitest([`test/deep/proofs/${file}`], {
        [name]: String(Math.ceil(size / 2)),
        DEEP_SEED: String(seed + half),
      }),
    )

const PARTS: Record<string, Part> = {
  histories: { size: 6_000, minutes: 20, shards: halves('histories.test.ts', 'DEEP_HISTORIES') },
  subscriptions: { size: 4_000, minutes: 20, shards: halves('subscriptions.test.ts', 'DEEP_SUBSCRIPTIONS') },
  purchases: { size: 2_000, minutes: 12, shards: halves('purchases.test.ts', 'DEEP_PURCHASES') },
  fuzz: {
    size: 20_000,
    minutes: 8,
    shards: (size, seed) =>
      ['fuzz.test.ts', 'fuzz-webhooks.test.ts'].map((file) =>
        vitest([`test/deep/${file}`], { DEEP_FUZZ: String(size), DEEP_SEED: String(seed) }),
      ),
  },
  kill: {
    size: 100,
    minutes: 12,
    shards: (size, seed) => [
      { command: ['test/deep/kill.ts', '--kills', String(size), '--seed', String(seed)], alone: true },
    ],
  },
  /** One run of the whole table. */
  mutants: { size: 1, minutes: 12, shards: () => [{ command: ['test/mutants/run.ts'], alone: true }] },
}

const CORES = 2
/** What a part says of what it did. */
const FIGURES = /^(kills \d|\d+ passed, |[\w ]+: \d+ runs, )/

interface Result {
  part: string
  seconds: number
  figures: string[]
  /** Null where it holds. */
  wrong: string | null
}

const { parts, seed, sizes } = asked()
const running = new Set<ChildProcess>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    for (const child of running) end(child)
    process.exit(1)
  })

console.log(`seed ${seed}`)
const queue = parts.flatMap((part) =>
  PARTS[part]!.shards(sizes[part]!, seed).map((shard) => ({ part, shard })),
)
const shared = queue.filter(({ shard }) => !shard.alone)
const results: Result[] = []
await Promise.all(Array.from({ length: CORES }, (_, core) => work(shared, core)))
await work(
  queue.filter(({ shard }) => shard.alone),
  0,
)

for (const { part, seconds, figures, wrong } of results) {
  console.log(
    `${wrong ? 'FAILED' : 'ok    '} ${part.padEnd(10)} ${String(seconds).padStart(5)} s  ${wrong ?? ''}`,
  )
  for (const line of figures) console.log(`         ${line}`)
}
const failed = results.filter(({ wrong }) => wrong).length
console.log(`${results.length - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

async function work(jobs: typeof queue, core: number): Promise<void> {
  for (let job = jobs.shift(); job; job = jobs.shift()) results.push(await run(job.part, job.shard, core))
}

async function run(part: string, { command: [script, ...args], env }: Shard, core: number): Promise<Result> {
  const began = performance.now()
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, script), ...args],
    {
      cwd: ROOT,
      env: { ...process.env, ...env, DEEP_CACHE: `node_modules/.vite-deep-${core}` },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true, // a process group of its own: what it started ends with it
    },
  )
  running.add(child)
  const figures: string[] = []
  createInterface(child.stdout).on('line', (line) => {
    console.log(`${part.padEnd(10)} ${line}`)
    if (FIGURES.test(line)) figures.push(line)
  })
  const { minutes } = PARTS[part]!
  let late = false
  const patience = setTimeout(() => {
    late = true
    end(child)
  }, minutes * 60_000)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(patience)
  running.delete(child)
  const wrong = late ? `took more than ${minutes} minutes` : code === 0 ? null : 'see above'
  return { part, seconds: Math.round((performance.now() - began) / 1000), figures, wrong }
}

function end({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL')
}

/** What the command line asks for. Ends with a sentence where that is nothing we have. */
function asked(): { parts: string[]; seed: number; sizes: Record<string, number> } {
  const names = Object.keys(PARTS)
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: Object.fromEntries([...names, 'seed'].map((name) => [name, { type: 'string' as const }])),
    })
    const unknown = positionals.find((name) => !names.includes(name))
    if (unknown) throw new Error(`There is no part ${unknown}: ${names.join(', ')}.`)
    const number = (name: string, otherwise: number): number => {
      const value = Number(values[name] ?? otherwise)
      if (!Number.isSafeInteger(value) || value < 1)
        throw new Error(`--${name} must be a whole number from 1.`)
      return value
    }
    return {
      parts: positionals.length > 0 ? positionals : names,
      seed: number('seed', 1 + Math.floor(Math.random() * 2 ** 30)),
      sizes: Object.fromEntries(names.map((name) => [name, number(name, PARTS[name]!.size)])),
    }
  } catch (error) {
    console.error((error as Error).message)
    process.exit(1)
  }
}
