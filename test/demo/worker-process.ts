/**
 * The process that holds wrangler. It ends with the process that started it, however that one ends: workerd would
 * outlive a SIGKILL and hold the ports.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { unstable_startWorker as startWorker } from 'wrangler'
import { migrate } from './migrate.ts'
import type { WorkerOptions } from './worker.ts'

const ROOT = join(import.meta.dirname, '../..')
let temporary: string | null = null
let worker: Awaited<ReturnType<typeof startWorker>> | undefined

process.on('message', (message: WorkerOptions | 'stop') => {
  if (message === 'stop') void stop()
  else void serve(message)
})
process.once('disconnect', abandon)
if (!process.connected) abandon() // it went while wrangler was loading

async function serve(options: WorkerOptions): Promise<void> {
  temporary = options.temporary
  await migrate(ROOT, options.persist)
  worker = await startWorker({
    config: join(ROOT, 'wrangler.toml'),
    assets: options.assets,
    bindings: {
      ...Object.fromEntries(
        Object.entries(options.bindings).map(([name, value]) => [name, { type: 'plain_text', value }]),
      ),
      // Here everybody comes from one address.
      CREATIONS: { type: 'ratelimit', namespace_id: '1002', simple: { limit: 300, period: 60 } },
    },
    dev: {
      server: { hostname: '127.0.0.1', port: options.port },
      persist: options.persist,
      watch: true,
      inspector: false,
      logLevel: 'warn',
    },
  })
  await worker.ready
  process.send?.('ready')
}

async function stop(): Promise<void> {
  await worker?.dispose()
  process.exit(0)
}

function abandon(): void {
  if (temporary) rmSync(temporary, { recursive: true, force: true, maxRetries: 5 })
  // Minus our own id: the whole group, and so all that wrangler started. D1 loses nothing: what it answered is on disk.
  process.kill(-process.pid, 'SIGKILL')
}
