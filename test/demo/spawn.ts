/** The demo as a person starts it, in a process of its own and on ports that are free. For tests and pictures. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './ports.ts'

const START = join(import.meta.dirname, '../start.ts')

export interface SpawnedDemo {
  /** Origins. */
  worker: string
  emulator: string
  shop: string
  child: ChildProcess
  /** All it printed so far, errors included. */
  output: () => string
  /** The ports it has, to start another on. */
  env: Record<string, string>
  /** @returns its exit code; null where it was killed. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>
}

export const freePorts = async (): Promise<Record<string, string>> => ({
  WORKER_PORT: String(await freePort()),
  EMULATOR_PORT: String(await freePort()),
  SHOP_PORT: String(await freePort()),
})

/** Resolves at the `ready` line. @throws Error with all it printed, where it ends before. */
export async function spawnDemo(
  settings: Record<string, string> = {},
  begun: (child: ChildProcess) => void = () => {},
): Promise<SpawnedDemo> {
  const env = { ...(await freePorts()), ...settings }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', START], {
    env: { ...process.env, DEMO_STATE: '', npm_lifecycle_event: 'start', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  begun(child)
  let printed = ''
  child.stderr.on('data', (chunk) => (printed += chunk))
  const ready = await new Promise<Record<string, string>>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      printed += `${line}\n`
      if (line.startsWith('ready ')) {
        resolve(
          Object.fromEntries(
            line
              .split(' ')
              .slice(1)
              .map((pair) => pair.split('=')),
          ),
        )
      }
    })
    child.once('close', (code) => reject(new Error(`The demo ended with ${code}:\n${printed}`)))
  })
  return {
    worker: ready.worker!,
    emulator: ready.emulator!,
    shop: ready.shop!,
    child,
    env,
    output: () => printed,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal)
        await once(child, 'exit')
      }
      return child.exitCode
    },
  }
}
