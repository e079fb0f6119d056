/** What a page downloads: the widget beside what it is built on, all built in one run by the same tool. */
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { TEXTS as ACCOUNT } from '../../widget/account/text/texts.ts'
import { TEXTS as CHECKOUT } from '../../widget/text/texts.ts'

const ROOT = join(import.meta.dirname, '../..')

/** English is in the scripts; another language comes beside them. */
const ENTRIES = [
  ['edge-checkout widget, all of it, in English', 'widget/index.ts'],
  ['the floor: Preact’s render() and Stripe’s loader', 'test/bench/entries/floor.ts'],
  ['Stripe’s loader alone, without a form', 'test/bench/entries/loader.ts'],
  ['edge-checkout account: a script of its own', 'widget/account/index.ts'],
] as const

export interface Size {
  what: string
  /** Bytes, minified. */
  raw: number
  gzip: number
  brotli: number
}

export async function sizes(): Promise<Size[]> {
  const built = await Promise.all(ENTRIES.map(async ([what, entry]) => sized(what, await script(entry))))
  const [checkout, , , account] = built as [Size, Size, Size, Size]
  return [
    ...built,
    sum('the widget in German', checkout, sized('', JSON.stringify(CHECKOUT.de))),
    sum('the account in German', account, sized('', JSON.stringify(ACCOUNT.de))),
  ]
}

async function script(entry: string): Promise<string> {
  // Else JSX is compiled for development: the server that ran the Worker before has left that in the environment.
  process.env.NODE_ENV = 'production'
  const output = await build({
    configFile: join(ROOT, 'vite.config.ts'),
    root: ROOT,
    publicDir: false,
    logLevel: 'silent',
    plugins: [],
    build: {
      write: false,
      lib: { entry: join(ROOT, entry), formats: ['iife'], name: 'X', fileName: () => 'widget.js' },
    },
  })
  const [first] = [output].flat() as Rolldown.RolldownOutput[]
  return first!.output[0].code
}

function sized(what: string, code: string): Size {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 }
  return {
    what,
    raw: Buffer.byteLength(code),
    gzip: gzipSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code, { params }).length,
  }
}

/** Two files, each compressed by itself. */
const sum = (what: string, one: Size, other: Size): Size => ({
  what,
  raw: one.raw + other.raw,
  gzip: one.gzip + other.gzip,
  brotli: one.brotli + other.brotli,
})
