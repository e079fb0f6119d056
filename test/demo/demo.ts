/** Everything the demo runs, in the order one part needs another. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { serveEmulator } from '../emulator/serve.ts'
import { serveShop } from '../shop/serve.ts'
import { type Account, findCli, forwardWebhooks, readAccount, webhookSecret } from './account.ts'
import { KEYS } from './data.ts'
import { claimPorts, type Ports } from './ports.ts'
import { Refusal } from './refusal.ts'
import { seed } from './seed.ts'
import { watchWidget } from './widget.ts'
import { prepareWorker } from './worker.ts'

const DEV_VARS = join(import.meta.dirname, '../../.dev.vars')

/** Origins. */
export interface Demo {
  worker: string
  /** null with a real account. */
  emulator: string | null
  shop: string
  /** Resolves when the Worker's process ended, asked or not. */
  ended: Promise<unknown>
}

type End = () => unknown
/** Takes what has to be ended later; at once, where the demo is being stopped while it still starts. */
type AtEnd = (end: End) => void

export function startDemo(): { ready: Promise<Demo>; stop: () => Promise<void> } {
  const state = stateFolder(process.env.DEMO_STATE)
  const ends: End[] = []
  const ending: Promise<unknown>[] = []
  let stopping = false
  const atEnd: AtEnd = (end) => (stopping ? void ending.push(Promise.resolve(end())) : void ends.push(end))
  const ready = run(state, atEnd)
  return {
    ready,
    stop: async () => {
      stopping = true
      for (const end of ends) atEnd(end)
      await ready.catch(() => {}) // what was half started comes to its end
      await Promise.allSettled(ending)
      if (state.temporary) rmSync(state.folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function run({ folder, temporary }: State, atEnd: AtEnd): Promise<Demo> {
  requireCertificates()
  const vars = process.env.DEMO_VARS ?? (existsSync(DEV_VARS) ? readFileSync(DEV_VARS, 'utf8') : '')
  const account = readAccount(vars)
  const cli = account && !account.webhookSecret ? findCli(process.env.PATH ?? '') : null
  const ports = await claimPorts(process.env)

  const workerProcess = prepareWorker(folder)
  atEnd(workerProcess.stop)
  const assets = join(folder, 'widget')
  const [bindings] = await Promise.all([
    account ? realBindings(account, cli) : standIn(ports, folder, atEnd),
    watchWidget(assets).then(atEnd),
  ])
  await workerProcess.serve({
    port: ports.WORKER_PORT,
    bindings,
    assets,
    persist: join(folder, 'worker'),
    temporary: temporary ? folder : null,
  })

  const demo: Demo = {
    worker: `http://localhost:${ports.WORKER_PORT}`,
    emulator: account ? null : `http://127.0.0.1:${ports.EMULATOR_PORT}`,
    shop: `http://localhost:${ports.SHOP_PORT}`,
    ended: workerProcess.ended,
  }
  await seed(demo.worker, KEYS.ADMIN_TOKEN, ports.SHOP_PORT)
  if (account && cli) atEnd(forwardWebhooks(cli, account, demo.worker))
  atEnd((await serveShop({ ...demo, port: ports.SHOP_PORT })).close)
  return demo
}

/** The stand-in, and a Worker that talks to it. */
async function standIn(ports: Ports, folder: string, atEnd: AtEnd): Promise<Record<string, string>> {
  const { url, close } = await serveEmulator({
    port: ports.EMULATOR_PORT,
    demo: true,
    webhook: {
      url: `http://127.0.0.1:${ports.WORKER_PORT}/v1/webhooks/stripe`,
      secret: KEYS.STRIPE_WEBHOOK_SECRET,
    },
    stateFile: join(folder, 'stripe.json'),
  })
  atEnd(close)
  return { ...KEYS, STRIPE_API_BASE: url }
}

/** Stripe itself. @param cli Null where somebody else brings the webhooks. */
async function realBindings(account: Account, cli: string | null): Promise<Record<string, string>> {
  return {
    ...KEYS,
    STRIPE_SECRET_KEY: account.secretKey,
    STRIPE_PUBLISHABLE_KEY: account.publishableKey,
    STRIPE_WEBHOOK_SECRET: cli ? await webhookSecret(cli, account) : account.webhookSecret!,
  }
}

interface State {
  folder: string
  /** Goes when we go. */
  temporary: boolean
}

/** A kept folder where one is named, else one that goes when we go. */
function stateFolder(named: string | undefined): State {
  if (!named) return { folder: mkdtempSync(join(tmpdir(), 'edge-checkout-')), temporary: true }
  const folder = resolve(named)
  mkdirSync(folder, { recursive: true })
  return { folder, temporary: false }
}

/** workerd dies at its first fetch where the system has no certificates, in words that name no cure. */
function requireCertificates(): void {
  if (process.platform !== 'linux') return
  const bundle = process.env.SSL_CERT_FILE || '/etc/ssl/certs/ca-certificates.crt'
  if (!existsSync(bundle)) {
    throw new Refusal(
      `The Worker's runtime needs the system's CA certificates, and ${bundle} is missing: install the package ca-certificates.`,
    )
  }
}
