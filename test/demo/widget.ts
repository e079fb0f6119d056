/** The widget, built again at every change, into a folder of the demo's own: a build or a test run beside it disturbs nothing. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const ROOT = join(import.meta.dirname, '../..')

/** The edge's headers, but that the floating widget is asked for anew: who changes it wants to see it at the next reload. */
const headers = (): string =>
  readFileSync(join(ROOT, 'widget/public/_headers'), 'utf8').replace(/public, max-age=300.*/, 'no-cache')

/** Resolves after the first build. @returns stops the watching. */
export async function watchWidget(outDir: string): Promise<() => Promise<void>> {
  cpSync(join(ROOT, 'widget/public'), outDir, { recursive: true }) // released versions
  writeFileSync(join(outDir, '_headers'), headers())
  const watcher = await build({
    configFile: join(ROOT, 'vite.config.ts'),
    root: join(ROOT, 'widget'),
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: false, // else the page that is being looked at has no script while this builds
      watch: {},
    },
  })
  if (!('on' in watcher)) throw new Error('Vite did not watch the widget.')
  await new Promise<void>((resolve, reject) => {
    watcher.on('event', (event) => {
      if (event.code === 'BUNDLE_END') void event.result.close()
      if (event.code === 'END') resolve()
      if (event.code === 'ERROR') reject(event.error)
    })
  })
  return () => watcher.close()
}
