/** What a page downloads: the widget beside what it is built on, all built in one run by the same tool. */
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'

const ROOT = join(import.meta.dirname, '../..')

const ENTRIES = [
  ['edge-checkout widget, all of it', 'widget/index.ts'],
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

export const sizes = (): Promise<Size[]> => Promise.all(ENTRIES.map(([what, entry]) => measure(what, entry)))

async function measure(what: string, entry: string): Promise<Size> {
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
  const { code } = first!.output[0]
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 }
  return {
    what,
    raw: Buffer.byteLength(code),
    gzip: gzipSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code, { params }).length,
  }
}
