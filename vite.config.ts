/** Builds the widget: one classic script, floating and pinned. */
import { existsSync, readFileSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vite'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string
}

/**
 * The same bytes a second time under their version, for snippets that pin one. What was released under a version is kept in
 * widget/public by `npm version`, and never built again: pages may have its hash.
 */
const pinned: Plugin = {
  name: 'pinned-copy',
  generateBundle(_options, bundle) {
    const script = bundle['widget.js']
    if (existsSync(new URL(`widget/public/widget/${version}/widget.js`, import.meta.url))) return
    if (script?.type !== 'chunk') throw new Error('the build made no widget.js')
    this.emitFile({ type: 'asset', fileName: `widget/${version}/widget.js`, source: script.code })
  },
}

export default defineConfig({
  root: 'widget',
  publicDir: 'public', // _headers: how the edge serves these files
  logLevel: 'warn',
  define: { WIDGET_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [pinned],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    lib: { entry: 'index.ts', formats: ['iife'], name: 'EdgeCheckout', fileName: () => 'widget.js' },
  },
})
