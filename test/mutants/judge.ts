/** Says of a mutant whether its test notices: red with it, green without it, and the red one is the named one. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type Mutant, testOf } from './table.ts'
import type { Order, Ran } from './vitest.ts'

/** Null where the guard holds; else what is wrong: `survived`, or `broken mutant` with its reason. */
export type Verdict = string | null

export const SURVIVED = 'survived'
export const broken = (reason: string): Verdict => `broken mutant: ${reason}`

export const NO_TEST = 'no test has that name'

/** Longer than any test may take. A mutant that never ends proves nothing. */
const PATIENCE_MS = 60_000

/** A name as a regular expression that finds it and nothing else. */
export const literally = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** One Vitest for some rooms, which judges one mutant at a time. */
export class Judge {
  readonly #rooms: readonly string[]
  #child: ChildProcess | null = null

  constructor(rooms: readonly string[]) {
    this.#rooms = rooms
  }

  /** @param mutants whose tests are in one file and room: what is red without them is found in one run. */
  async *judge(mutants: readonly Mutant[]): AsyncGenerator<[Mutant, Verdict]> {
    const bare = await this.#run(mutants, null)
    for (const mutant of mutants) {
      const { name } = testOf(mutant)
      const flaw = flawOf(bare, name)
      yield [
        mutant,
        flaw === null ? verdict(await this.#run([mutant], mutant)) : broken(`without it ${flaw}`),
      ]
    }
  }

  async #run(mutants: readonly Mutant[], mutation: Mutant | null): Promise<Ran> {
    const tests = mutants.map(testOf)
    const { path, room } = tests[0]!
    const name = tests.map((test) => literally(test.name)).join('|')
    const order: Order = { room, path, name, mutation }
    this.#child ??= await start(this.#rooms)
    const child = this.#child
    child.send(order)
    const patience = setTimeout(() => child.kill(), PATIENCE_MS)
    const answer = await answerOf(child)
    clearTimeout(patience)
    if (answer) return answer
    this.#child = null
    return { red: [], green: [], errors: ['it did not end'] }
  }

  close(): void {
    this.#child?.disconnect()
  }
}

/** Why a test proves nothing; null where it is green as things are. */
function flawOf({ red, green, errors }: Ran, name: string): string | null {
  const isNamed = (test: string) => test.includes(name)
  const wrong = red.find(isNamed)
  if (wrong) return `it is red: ${wrong}`
  return errors[0] ?? (green.some(isNamed) ? null : NO_TEST)
}

/** What its test says of a mutant. Errors: why a file could not be read, or what nobody caught. */
function verdict({ red, green, errors }: Ran): Verdict {
  if (red.length > 0) return null
  return green.length > 0 && errors.length === 0 ? SURVIVED : broken(errors[0] ?? NO_TEST)
}

async function start(rooms: readonly string[]): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'vitest.ts'), [...rooms], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Miniflare asks the internet for request.cf unless it is told not to.
    env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', FORCE_COLOR: '0' },
  })
  await answerOf(child)
  return child
}

/** @returns null where it ended instead. */
async function answerOf(child: ChildProcess): Promise<Ran | null> {
  const heard = new AbortController()
  const answer = await Promise.race([
    once(child, 'message', heard).then(([message]) => message as Ran),
    once(child, 'exit', heard).then(() => null),
  ])
  heard.abort()
  return answer
}
