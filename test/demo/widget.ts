/** The widget's scripts, built again at every change, into a folder of the demo's own: a build or a test run beside it disturbs nothing. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createBuilder, type Rolldown } from 'vite'

const ROOT = join(import.meta.dirname, '../..')

/** The edge's headers, but that a floating script is asked for anew: who changes it wants to see it at the next reload. */
const headers = (): string =>
  readFileSync(join(ROOT, 'widget/public/_headers'), 'utf8').replaceAll(/public, max-age=300.*/g, 'no-cache')

/** Resolves after the first build of each script. @returns stops the watching. */
export async function watchWidget(outDir: string): Promise<() => Promise<void>> {
  cpSync(join(ROOT, 'widget/public'), outDir, { recursive: true }) // released versions
  writeFileSync(join(outDir, '_headers'), headers())
  const builder = await createBuilder({
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
  const watchers = await Promise.all(
    ['client', 'account'].map(async (script) => built(await builder.build(builder.environments[script]!))),
  )
  return async () => void (await Promise.all(watchers.map((watcher) => watcher.close())))
}

type Watcher = Rolldown.RolldownWatcher

async function built(
  watcher: Rolldown.RolldownOutput | Rolldown.RolldownOutput[] | Watcher,
): Promise<Watcher> {
  if (!('on' in watcher)) throw new Error('Vite did not watch the widget.')
  await new Promise<void>((resolve, reject) => {
    watcher.on('event', (event) => {
      if (event.code === 'BUNDLE_END') void event.result.close()
      if (event.code === 'END') resolve()
      if (event.code === 'ERROR') reject(event.error)
    })
  })
  return watcher
}
