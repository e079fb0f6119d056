/** The stand-in as a server on loopback. `npm exec node test/emulator/serve.ts` runs it alone. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type HttpBindings, serve } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { createEmulator, type Emulator, type EmulatorOptions } from './emulator.ts'
import { ConnectionDropped } from './faults.ts'
import type { State } from './state.ts'
import { stripeJsPages } from './stripejs/pages.ts'

const LOOPBACK = '127.0.0.1'

export interface ServeOptions extends Omit<EmulatorOptions, 'base' | 'pages' | 'save' | 'snapshot'> {
  /** 0 for any that is free. */
  port: number
  /** Where the state is kept, and read from when it is there. */
  stateFile?: string
}

export interface Served {
  /** Origin, without a slash at the end. */
  url: string
  emulator: Emulator
  close(): Promise<void>
}

/** @throws Error naming the port when it is taken. */
export async function serveEmulator({ port, stateFile, ...options }: ServeOptions): Promise<Served> {
  const pages = await stripeJsPages()
  return new Promise((resolve, reject) => {
    let emulator: Emulator
    const server = serve(
      {
        fetch: (request, env) => answer(emulator, request, env as HttpBindings),
        port,
        hostname: LOOPBACK,
        overrideGlobalObjects: false,
      },
      ({ port: actual }) => {
        const url = `http://${LOOPBACK}:${actual}`
        // Made here, because only now is a free port known; nothing is accepted before this returns.
        emulator = createEmulator({
          ...options,
          base: url,
          pages,
          ...(stateFile !== undefined && kept(stateFile)),
        })
        resolve({ url, emulator, close: () => close(emulator, server) })
      },
    )
    server.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} of ${LOOPBACK} is taken.`, { cause: error })
          : error,
      ),
    )
  })
}

async function answer(emulator: Emulator, request: Request, { incoming }: HttpBindings): Promise<Response> {
  try {
    return await emulator.fetch(request)
  } catch (error) {
    if (!(error instanceof ConnectionDropped)) throw error
    incoming.socket.destroy()
    return RESPONSE_ALREADY_SENT
  }
}

async function close(emulator: Emulator, server: ReturnType<typeof serve>): Promise<void> {
  await emulator.close()
  await new Promise((closed) => {
    server.close(closed)
    // Browsers keep connections open; without this the port would stay taken until they leave.
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}

/** A file that is always whole: written beside its place and moved there, before the request that changed it is answered. */
function kept(stateFile: string): Pick<EmulatorOptions, 'save'> & { snapshot?: State } {
  return {
    ...(existsSync(stateFile) && { snapshot: JSON.parse(readFileSync(stateFile, 'utf8')) as State }),
    save(state) {
      writeFileSync(`${stateFile}.new`, JSON.stringify(state))
      renameSync(`${stateFile}.new`, stateFile)
    },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { EMULATOR_PORT = '12111', WORKER_PORT = '8787' } = process.env
  const { url } = await serveEmulator({
    port: Number(EMULATOR_PORT),
    demo: true,
    webhook: { url: `http://${LOOPBACK}:${WORKER_PORT}/v1/webhooks/stripe`, secret: 'whsec_demo' },
  })
  console.log(`stand-in for Stripe at ${url}, webhooks to port ${WORKER_PORT}`)
}
