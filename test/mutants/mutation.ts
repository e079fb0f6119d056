/** A source with one guard taken out, in memory: no file is ever written. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

export const ROOT = join(import.meta.dirname, '../..')

export interface Mutation {
  /** The source it is taken out of, as a path of this repository. */
  file: string
  /** The guard, as it stands there, once. */
  text: string
  replacement: string
}

/** The file without its guard. @throws Error where the guard is not there, or not only there. */
export function mutate(source: string, { file, text, replacement }: Mutation): string {
  const found = source.split(text).length - 1
  if (found !== 1) throw new Error(`${file} has ${found} times, not once: ${text}`)
  return source.replace(text, () => replacement)
}

/** The variable that says which: `MUTANT='{"file":…,"text":…,"replacement":…}' npx vitest run --project domain`. */
export const MUTANT = 'MUTANT'

/** Puts the mutation that the environment names into what Vite serves; asked at every file, for it changes from run to run. */
export const mutation = (): Plugin => ({
  name: 'mutation',
  enforce: 'pre',
  transform(code, id) {
    const named = process.env[MUTANT]
    if (!named) return
    const mutant = JSON.parse(named) as Mutation
    return id.split('?')[0] === join(ROOT, mutant.file) ? mutate(code, mutant) : undefined
  },
})

export const readSource = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
