/** What a page downloads: the widget beside what it is built on, all built in one run by the same tool. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'

const VIRTUAL = 'virtual:entry'

/** Bytes of this module as a minified classic script. */
async function bytes(source: string): Promise<{ raw: number; gzip: number; brotli: number }> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === VIRTUAL ? VIRTUAL : null),
        load: (id) => (id === VIRTUAL ? source : null),
      },
    ],
    define: { WIDGET_VERSION: '"0.0.0"', 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: VIRTUAL, formats: ['iife'], name: 'X', fileName: () => 'x.js' },
    },
  })
  const [first] = (Array.isArray(output) ? output : [output]) as { output: { code?: string }[] }[]
  const code = first?.output[0]?.code ?? ''
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
  return {
    raw: Buffer.byteLength(code),
    gzip: gzipSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code, quality).length,
  }
}

export async function sizes(): Promise<{ what: string; raw: number; gzip: number; brotli: number }[]> {
  const root = new URL('../..', import.meta.url).pathname
  const entries = {
    'edge-checkout widget, everything': `import '${root}widget/index.ts'`,
    'the floor: Preact render() and @stripe/stripe-js alone': `
      import { h, render } from 'preact'
      import { loadStripe } from '@stripe/stripe-js/pure'
      loadStripe('pk').then(() => render(h('p', null, 'x'), document.body))`,
    '@stripe/stripe-js alone: a loader, no form': `
      import { loadStripe } from '@stripe/stripe-js/pure'
      loadStripe('pk')`,
  }
  const figures = []
  for (const [what, source] of Object.entries(entries)) figures.push({ what, ...(await bytes(source)) })
  return figures
}
