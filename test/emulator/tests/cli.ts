/** Stripe's own command line tool against a stand-in behind a socket, and a server that hears its webhooks. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { Stripe } from 'stripe'
import { DEMO_SECRET_KEY } from '../emulator.ts'
import { type Served, serveEmulator } from '../serve.ts'

const PLATFORM = `${process.platform}-${process.arch}`
const PATIENCE_MS = 20_000
const SECRET = 'whsec_cli'

/** Each platform's binary is a package of its own, which npm leaves out where it does not fit. */
function find(): string | null {
  const require = createRequire(import.meta.url)
  const platforms = JSON.parse(readFileSync(require.resolve('@stripe/cli/platforms.json'), 'utf8'))
  const { pkg, bin } = platforms[PLATFORM] ?? {}
  try {
    return join(require.resolve(`${pkg}/package.json`), '..', 'bin', bin)
  } catch {
    return null
  }
}

export const CLI = find()

/** Says why nothing was run. */
export const NO_CLI = `There is no Stripe CLI for ${PLATFORM}: nothing of it was run.`

export interface Run {
  code: number | null
  out: string
}

export interface Terminal {
  served: Served
  /** Runs `stripe …` to its end. */
  stripe(...args: string[]): Promise<Run>
  /** Every webhook so far, its signature checked by the SDK. */
  heard: Stripe.Event[]
  /** Waits until all that is due has been delivered. */
  delivered(): Promise<void>
  /** Types of all events so far, oldest first. */
  history(): Promise<string[]>
  /** A folder of its own, the CLI's HOME. */
  folder: string
  close(): Promise<void>
}

export async function terminal(): Promise<Terminal> {
  const heard: Stripe.Event[] = []
  const receiver = serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const signature = request.headers.get('Stripe-Signature') ?? ''
      heard.push(await Stripe.webhooks.constructEventAsync(await request.text(), signature, SECRET))
      return new Response('{}')
    },
  })
  await once(receiver, 'listening')
  const address = receiver.address() as { port: number }
  const served = await serveEmulator({
    port: 0,
    webhook: { url: `http://127.0.0.1:${address.port}/`, secret: SECRET },
  })
  const folder = mkdtempSync(join(tmpdir(), 'stripe-cli-'))
  const control = async (path: string, body?: object) =>
    (
      await fetch(`${served.url}/_emulator${path}`, body && { method: 'POST', body: JSON.stringify(body) })
    ).json()

  return {
    served,
    heard,
    folder,
    async stripe(...args) {
      const child = spawn(CLI!, [...args, '--api-base', served.url], {
        timeout: PATIENCE_MS,
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          USERPROFILE: folder,
          STRIPE_API_KEY: DEMO_SECRET_KEY,
          STRIPE_CLI_TELEMETRY_OPTOUT: '1',
        },
      })
      let out = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += text))
      const [code] = (await once(child, 'close')) as [number | null]
      return { code, out }
    },
    delivered: () => control('/clock', { advance_s: 0 }),
    history: async () => ((await control('/events')) as { type: string }[]).map(({ type }) => type),
    async close() {
      await served.close()
      receiver.close()
      rmSync(folder, { recursive: true })
    },
  }
}
