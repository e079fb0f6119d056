/** Builds the widget: a classic script for the checkout and one for the account, each floating and pinned. */
import { existsSync, readFileSync } from 'node:fs'
import { type BuildEnvironmentOptions, defineConfig, type Plugin } from 'vite'

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
    for (const script of Object.values(bundle)) {
      const fileName = `widget/${version}/${script.fileName}`
      if (script.type !== 'chunk' || existsSync(new URL(`widget/public/${fileName}`, import.meta.url)))
        continue
      this.emitFile({ type: 'asset', fileName, source: script.code })
    }
  },
}

const script = (entry: string, fileName: string): BuildEnvironmentOptions => ({
  lib: { entry, formats: ['iife'], name: 'EdgeCheckout', fileName: () => fileName },
})

export default defineConfig({
  root: 'widget',
  publicDir: 'public', // _headers: how the edge serves these files
  logLevel: 'warn',
  define: { WIDGET_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [pinned],
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2022', ...script('index.ts', 'widget.js') },
  // One script is one build: a classic script has no parts that two could share.
  environments: {
    account: {
      consumer: 'client',
      build: { ...script('account/index.ts', 'widget-account.js'), emptyOutDir: false, copyPublicDir: false },
    },
  },
  builder: {
    buildApp: async (builder) => {
      for (const name of ['client', 'account']) await builder.build(builder.environments[name]!)
    },
  },
})
