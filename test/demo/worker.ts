/** The Worker of the demo, as wrangler runs it. It lives in a process of its own: see worker-process.ts. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What that process is told. */
export interface WorkerOptions {
  port: number
  bindings: Record<string, string>
  /** The folder with the built widget. */
  assets: string
  /** Where D1 is kept. */
  persist: string
  /** Removed when this process dies without a word; null keeps everything. */
  temporary: string | null
}

export interface RunningWorker {
  /** Resolves once the Worker answers. */
  serve: (options: WorkerOptions) => Promise<void>
  stop: () => Promise<void>
  /** Ends it by SIGKILL, with all that wrangler started: what a crash of the machine leaves is what was on disk. */
  kill: () => Promise<void>
  /** Resolves when its process ended, asked or not. */
  ended: Promise<unknown>
}

// Wrangler asks the internet for request.cf, prints a banner and writes logs unless told not to.
const QUIET = {
  CI: '1',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG: 'warn',
  WRANGLER_WRITE_LOGS: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
}

/** How long wrangler may take to end tidily. */
const STOP_PATIENCE_MS = 2000

/**
 * Starts loading wrangler; `serve` follows once there is something to serve.
 * @param folder Where the demo keeps its things.
 */
export function prepareWorker(folder: string): RunningWorker {
  // Below our own folder, so that what wrangler leaves when it is killed goes with it.
  const TMPDIR = join(folder, 'tmp')
  rmSync(TMPDIR, { recursive: true, force: true })
  mkdirSync(TMPDIR)
  const child = fork(join(import.meta.dirname, 'worker-process.ts'), {
    // Its own process group, so that wrangler and both its workerd children end together, and Ctrl-C reaches only us.
    detached: true,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, ...QUIET, TMPDIR },
  })
  const ended = once(child, 'exit')
  const kill = () =>
    child.pid && child.exitCode === null && child.signalCode === null && process.kill(-child.pid, 'SIGKILL')
  let serving = false
  return {
    ended,
    kill: async () => {
      kill()
      await ended
    },
    serve: (options) =>
      new Promise((resolve, reject) => {
        const fail = () => reject(new Error('The Worker did not start.'))
        if (!child.connected) return fail()
        child.once('exit', fail)
        child.once('message', () => {
          serving = true
          resolve()
        })
        child.send(options)
      }),
    stop: async () => {
      const impatience = setTimeout(kill, serving ? STOP_PATIENCE_MS : 0)
      if (serving && child.connected) child.send('stop')
      await ended
      clearTimeout(impatience)
    },
  }
}
