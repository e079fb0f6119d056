/** Builds the widget: a classic script for the checkout and one for the account, each floating and pinned, and their languages. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BuildEnvironmentOptions, defineConfig, type Plugin, runnerImport } from 'vite'

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

const ROOT = import.meta.dirname

/** Where each script's sentences are. */
const SENTENCES = { widget: 'widget/text', 'widget-account': 'widget/account/text' }

interface Texts {
  TEXTS: Record<string, Record<string, string>>
}

/**
 * A file for every language but English, which the scripts hold themselves. Its address has a hash of all sentences, which
 * the scripts are told: between two releases sentences change, and their version does not.
 */
function languages(): Plugin {
  let files: { name: string; source: string }[] = []
  let hash = ''
  return {
    name: 'languages',
    async buildStart() {
      const found: typeof files = []
      for (const [script, folder] of Object.entries(SENTENCES)) {
        const read = await runnerImport<Texts>(join(ROOT, folder, 'texts.ts'), { configFile: false })
        for (const path of read.dependencies) this.addWatchFile(path)
        for (const [language, text] of Object.entries(read.module.TEXTS))
          if (language !== 'en')
            found.push({ name: `${script}.${language}.json`, source: JSON.stringify(text) })
      }
      files = found
      hash = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 8)
    },
    renderChunk: (code) => code.replaceAll('WIDGET_TEXTS', JSON.stringify(hash)),
    generateBundle() {
      for (const { name, source } of files)
        this.emitFile({ type: 'asset', fileName: `widget/${version}/text/${hash}/${name}`, source })
    },
  }
}

const script = (entry: string, fileName: string): BuildEnvironmentOptions => ({
  lib: { entry, formats: ['iife'], name: 'EdgeCheckout', fileName: () => fileName },
  // Else sentences that nobody says stay in, for what spreads them might read a getter. There are none.
  rolldownOptions: { treeshake: { propertyReadSideEffects: false } },
})

export default defineConfig({
  root: 'widget',
  publicDir: 'public', // _headers: how the edge serves these files
  logLevel: 'warn',
  define: { WIDGET_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [languages(), pinned],
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
