/** Builds the browser code once: the script for the page, and the code of the frames. */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'

export interface Built {
  code: string
  /** Of the code, short, for names that change with it. */
  hash: string
}

async function bundle(entry: string): Promise<Built> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    root: fileURLToPath(new URL('.', import.meta.url)),
    build: {
      write: false,
      target: 'es2022',
      // Read in a debugger more often than it is downloaded.
      minify: false,
      lib: { entry, formats: ['iife'], name: 'endive', fileName: () => 'endive.js' },
    },
  })
  const [{ output: chunks }] = output as [Rolldown.RolldownOutput]
  const { code } = chunks[0]
  return { code, hash: createHash('sha256').update(code).digest('hex').slice(0, 16) }
}

export interface Scripts {
  script: Built
  frames: Built
}

async function bundleAll(): Promise<Scripts> {
  const [script, frames] = await Promise.all([bundle('script/index.ts'), bundle('frames/index.ts')])
  return { script, frames }
}

let built: Promise<Scripts> | undefined

/** Once in a process, however many stand-ins it runs. */
export const buildScripts = (): Promise<Scripts> => {
  built ??= bundleAll()
  return built
}
