/** The widget, built again at every change, into a folder of the demo's own: a build or a test run beside it disturbs nothing. */
import { join } from 'node:path'
import { build } from 'vite'

const ROOT = join(import.meta.dirname, '../..')

/** Resolves after the first build. @returns stops the watching. */
export async function watchWidget(outDir: string): Promise<() => Promise<void>> {
  const watcher = await build({
    configFile: join(ROOT, 'vite.config.ts'),
    root: join(ROOT, 'widget'),
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
