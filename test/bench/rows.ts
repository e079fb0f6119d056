/**
 * D1 rows that one paid checkout writes, and one renewal, counted from D1's own `meta`. D1 bills rows, so this is what a sale costs.
 * The Worker's app runs here as it is; its D1 is a real local one, and the binding counts what passes through it.
 */
import { readD1Migrations } from '@cloudflare/vitest-plugin'
import { createServer } from 'vite'
import { getPlatformProxy } from 'wrangler'
import type worker from '../../worker/index.ts'
import { createEmulator } from '../emulator/emulator.ts'

const STRIPE = 'http://127.0.0.1:12111'
const WORKER = 'http://127.0.0.1:8787'
const SHOP = 'https://acme.example'

const PURCHASES = [
  { order: 'webhooks first, then polls', pollsFirst: false, more: {} },
  { order: 'polls first, then webhooks', pollsFirst: true, more: {} },
  // Found by its reference for ever after: an index more.
  { order: 'with a client_reference_id', pollsFirst: true, more: { client_reference_id: 'order-1' } },
]

/** In which order Stripe tells of a renewal. */
const RENEWALS = ['given', 'reverse', 'shuffle'] as const
/** The longest month; its invoice is collected within the hour. */
const MONTH_SECONDS = 31 * 24 * 3600 + 2 * 3600

interface Counter {
  rows: number
}

/** The binding, with every row that it writes counted. */
function counting(db: D1Database, counter: Counter): D1Database {
  const add = <T extends { meta: { rows_written?: number } }>(result: T): T => {
    counter.rows += result.meta.rows_written ?? 0
    return result
  }
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === 'inner') return target
        if (name === 'bind') return (...values: unknown[]) => wrap(target.bind(...values))
        if (name === 'run' || name === 'all') return async () => add(await target[name]())
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  return new Proxy(db, {
    get(target, name) {
      if (name === 'prepare') return (sql: string) => wrap(target.prepare(sql))
      if (name === 'batch')
        return async (statements: (D1PreparedStatement & { inner: D1PreparedStatement })[]) =>
          (await target.batch(statements.map(({ inner }) => inner))).map(add)
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

export interface Figure {
  order: string
  rows: number
}

/**
 * Rows written by a checkout that is made, paid, told by three webhooks and polled three times, in both usual orders; and by the
 * renewal of a subscription, told by all of its webhooks.
 */
export async function rowsWritten(): Promise<{ sales: Figure[]; renewals: Figure[] }> {
  const platform = await getPlatformProxy<{ DB: D1Database }>({ configPath: 'wrangler.toml', persist: false })
  const vite = await createServer({
    ...{ configFile: false, appType: 'custom', logLevel: 'error' },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  })
  const outside = globalThis.fetch
  try {
    // Node itself reads no .tsx.
    const app = (await vite.ssrLoadModule('/worker/index.ts')).default as typeof worker
    for (const { queries } of await readD1Migrations('worker/migrations'))
      for (const query of queries) await platform.env.DB.prepare(query).run()
    const counter: Counter = { rows: 0 }
    const env = {
      DB: counting(platform.env.DB, counter),
      STRIPE_SECRET_KEY: 'sk_test_demo_0123456789',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_demo_0123456789',
      STRIPE_WEBHOOK_SECRET: 'whsec_demo',
      SIGNING_SECRET: 'signing_demo',
      ADMIN_TOKEN: 'admin_demo',
      STRIPE_API_BASE: STRIPE,
    }
    const ask = async (method: string, path: string, key: string, body?: object) => {
      const headers = { Authorization: `Bearer ${key}`, Origin: SHOP, 'Content-Type': 'application/json' }
      const request = new Request(WORKER + path, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      })
      const response = await app.fetch(request, env)
      return (await response.json()) as any
    }
    const emulator = createEmulator({
      base: STRIPE,
      webhook: { url: `${WORKER}/v1/webhooks/stripe`, secret: 'whsec_demo' },
      deliver: async (request) => app.fetch(request, env),
    })
    const stripe = async (method: string, path: string, body: BodyInit) => {
      const headers = { Authorization: 'Bearer pk_test_demo_0123456789' }
      const type = typeof body === 'string' ? { 'Content-Type': 'application/json' } : {}
      return emulator.fetch(new Request(STRIPE + path, { method, headers: { ...headers, ...type }, body }))
    }
    globalThis.fetch = async (input, init) => emulator.fetch(new Request(input as RequestInfo, init))

    await stripe('PUT', '/_emulator/webhooks', '{"mode":"manual"}')
    await ask('POST', '/v1/admin/sites', 'admin_demo', { id: 'acme', name: 'Acme', origins: [SHOP] })
    const mug = { id: 'mug', mode: 'payment', name: 'Mug', currency: 'usd', amount: 1200 }
    await ask('POST', '/v1/admin/sites/acme/offers', 'admin_demo', mug)
    const club = { ...mug, id: 'club', mode: 'subscription', amount: 900, recurring: { interval: 'month' } }
    await ask('POST', '/v1/admin/sites/acme/offers', 'admin_demo', club)

    const pay = (secret: string) =>
      stripe(
        'POST',
        `/v1/payment_intents/${secret.split('_secret_')[0]}/confirm`,
        new URLSearchParams({
          ...{ client_secret: secret, payment_method: 'pm_card_visa', use_stripe_sdk: 'true' },
        }),
      )
    const ring = (order = 'given') =>
      stripe('POST', '/_emulator/webhooks/deliver', JSON.stringify({ events: 'pending', order }))

    const figures = []
    for (const { order, pollsFirst, more } of PURCHASES) {
      const attempt = `attempt-of-bench-${figures.length}`
      counter.rows = 0
      const { id, client_secret } = await ask('POST', '/v1/checkouts', attempt, {
        site: 'acme',
        offer: 'mug',
        form: 'card',
        shown: { amount: 1200, currency: 'usd' },
        ...more,
      })
      await pay(client_secret)
      const poll = async () => {
        for (let i = 0; i < 3; i++) await ask('GET', `/v1/checkouts/${id}`, attempt)
      }
      if (pollsFirst) await poll().then(() => ring())
      else await ring().then(poll)
      const last = await ask('GET', `/v1/checkouts/${id}`, attempt)
      if (last.status !== 'succeeded') throw new Error(`the checkout is ${last.status}, not paid`)
      figures.push({ order, rows: counter.rows })
    }

    const { client_secret } = await ask('POST', '/v1/checkouts', 'attempt-of-bench-club', {
      ...{ site: 'acme', offer: 'club', form: 'card', shown: { amount: 900, currency: 'usd' } },
    })
    await pay(client_secret)
    await ring()
    const renewals = []
    for (const order of RENEWALS) {
      await stripe('POST', '/_emulator/clock', JSON.stringify({ advance_s: MONTH_SECONDS }))
      counter.rows = 0
      await ring(order)
      renewals.push({ order: `events ${order}`, rows: counter.rows })
    }
    return { sales: figures, renewals }
  } finally {
    globalThis.fetch = outside
    await vite.close()
    await platform.dispose()
  }
}
