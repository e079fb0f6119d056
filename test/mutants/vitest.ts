/**
 * Judges mutants whose test runs in Vitest, one after another in one Vitest that stays: starting one costs more than most
 * tests. A process of its own: see judge.ts.
 */
import { join } from 'node:path'
import { createVitest, type TestModule } from 'vitest/node'
import { MUTANT, type Mutation, ROOT } from './mutation.ts'

/** What the process is told: one test, and the mutation to run it with. */
export interface Order {
  room: string
  path: string
  /** A regular expression. */
  name: string
  mutation: Mutation | null
}

/** What it answers: the tests that ran, or why none did. */
export interface Ran {
  red: string[]
  green: string[]
  errors: string[]
}

// No watching: what others write meanwhile is not seen, so that all mutants are judged against the same sources.
const vitest = await createVitest('test', { watch: false, project: process.argv.slice(2), reporters: [{}] })
process.on('message', async (order: Order) => process.send!(await run(order)))
process.once('disconnect', () => process.exit())
process.send!('ready')

async function run({ room, path, name, mutation }: Order): Promise<Ran> {
  const file = mutation && join(ROOT, mutation.file)
  try {
    if (mutation) process.env[MUTANT] = JSON.stringify(mutation)
    if (file) vitest.invalidateFile(file)
    const project = vitest.projects.find((one) => one.name === room)
    if (!project) throw new Error(`there is no room ${room}`)
    const spec = project.createSpecification(join(ROOT, path), { testNamePattern: new RegExp(name) })
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications([spec])
    // Vitest remembers what ran before.
    return report(
      testModules.filter((one) => one.moduleId === spec.moduleId && one.project === project),
      unhandledErrors,
    )
  } catch (error) {
    return { red: [], green: [], errors: [String(error)] }
  } finally {
    delete process.env[MUTANT]
    if (file) vitest.invalidateFile(file)
  }
}

function report(modules: readonly TestModule[], unhandled: readonly unknown[]): Ran {
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const named = (state: string) =>
    tests.filter((test) => test.result().state === state).map((t) => t.fullName)
  const errors = [...modules.flatMap((module) => module.errors()), ...unhandled]
  return {
    red: named('failed'),
    green: named('passed'),
    errors: errors.map((error) => (error as Error).message ?? String(error)),
  }
}
