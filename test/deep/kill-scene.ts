/**
 * A stand-in for Stripe, and a Worker in front of it in processes of its own, which can be killed and comes back on the same
 * D1. What the Worker acknowledged to Stripe is written down here, at the stand-in's end of the wire.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KEYS } from '../demo/data.ts'
import { freePort } from '../demo/ports.ts'
import { seed } from '../demo/seed.ts'
import { prepareWorker, type RunningWorker } from '../demo/worker.ts'
import { type Served, serveEmulator } from '../emulator/serve.ts'
import type { State } from '../emulator/state.ts'

/** The shop's page needs an origin, and nobody ever opens it. */
const SHOP_PORT = 3000

/** The Worker has answered a visitor, or an event of Stripe's, with 2xx; Stripe is about to answer the Worker. */
export type Instant = 'visitor answered' | 'event answered' | 'Stripe answers'

export interface Scene {
  /** Origins. */
  worker: string
  stripe: string
  origin: string
  /** What the stand-in knows; only read. */
  state: State
  /** Ids of events that the Worker answered with 2xx. */
  acknowledged: string[]
  /** Called in the instant. */
  on: (instant: Instant) => void
  /** The Worker, with all of its processes, by SIGKILL. */
  kill: () => Promise<void>
  /** Brings it back, and loads the one after it meanwhile. */
  restart: () => Promise<void>
  /** The stand-in's switches. */
  control: (method: string, path: string, body?: object) => Promise<any>
  /** No event is on its way, and none is sent until `ring`. */
  hush: () => Promise<void>
  /** Events are sent as they happen, twice at times. @param drop the share that is lost for good. */
  ring: (drop: number) => Promise<void>
  close: () => Promise<void>
}

export async function openScene(): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'edge-checkout-kill-'))
  mkdirSync(join(folder, 'widget'))
  const port = await freePort()
  const acknowledged: string[] = []
  const served = await serveEmulator({
    port: 0,
    webhook: {
      url: `http://127.0.0.1:${port}/v1/webhooks/stripe`,
      secret: KEYS.STRIPE_WEBHOOK_SECRET,
    },
    deliver: async (request) => {
      const { id } = (await request.clone().json()) as { id: string }
      const response = await fetch(request)
      if (response.ok) {
        acknowledged.push(id)
        scene.on('event answered')
      }
      return response
    },
  })
  const { emulator } = served
  const answer = emulator.fetch
  emulator.fetch = async (request) => {
    const response = await answer(request)
    if (request.headers.get('Authorization') === `Bearer ${KEYS.STRIPE_SECRET_KEY}`)
      scene.on('Stripe answers')
    return response
  }
  const workers = workersOn(folder, port, served)
  const control = controls(served.url)
  const scene: Scene = {
    worker: `http://127.0.0.1:${port}`,
    stripe: served.url,
    origin: `http://localhost:${SHOP_PORT}`,
    state: emulator.state,
    acknowledged,
    on: () => {},
    ...workers,
    control,
    hush: async () => {
      await control('PUT', 'webhooks', { mode: 'manual' })
      await control('POST', 'clock', { advance_s: 0 }) // answers when what was on its way has arrived
    },
    ring: async (drop) => {
      await control('PUT', 'webhooks', { mode: 'auto', copies: 2, order: 'shuffle', drop })
    },
    close: async () => {
      await workers.end()
      await served.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  try {
    await scene.restart()
    await seed(scene.worker, KEYS.ADMIN_TOKEN, SHOP_PORT)
  } catch (error) {
    await scene.close()
    throw error
  }
  return scene
}

/** One Worker at a time on one D1, and a spare that has wrangler loaded: half of what a start takes. */
function workersOn(folder: string, port: number, { url }: Served) {
  let count = 0
  const prepare = (): RunningWorker => {
    const own = join(folder, String(count++))
    mkdirSync(own)
    return prepareWorker(own)
  }
  let spare = prepare()
  let running: RunningWorker | undefined
  return {
    kill: async () => running?.kill(),
    restart: async () => {
      running = spare
      await running.serve({
        port,
        bindings: { ...KEYS, STRIPE_API_BASE: url },
        assets: join(folder, 'widget'),
        persist: join(folder, 'worker'),
        temporary: null,
      })
      spare = prepare()
    },
    end: async () => void (await Promise.all([running?.kill(), spare.kill()])),
  }
}

const controls =
  (stripe: string) =>
  async (method: string, path: string, body?: object): Promise<any> => {
    const response = await fetch(`${stripe}/_emulator/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return response.json()
  }
