/** What the fuzz meets: a checkout that is open and one that is paid, a site nobody needs, and a look at everything in D1. */
import { env, exports } from 'cloudflare:workers'
import { afterAll, beforeAll, vi } from 'vitest'
import { admin, ask, confirm, deliver, intentOf, SHOP, visitor, WORKER } from '../worker/harness.ts'
import type { Answer } from './fuzz-judge.ts'

export interface World {
  /** Ids. */
  open: string
  openIntent: string
  paid: string
  paidIntent: string
  /** A checkout that has begun a subscription, and what that is at Stripe. */
  club: string
  subscription: string
  invoice: string
  customer: string
  /** The keys that open them. */
  openAttempt: string
  /** Of a user of the site's. */
  token: string
}

const NOWHERE: World = {
  ...{ open: '', openIntent: '', paid: '', paidIntent: '', openAttempt: '', token: '' },
  ...{ club: '', subscription: '', invoice: '', customer: '' },
}

/** Every line of the log since the last look. */
let lines: string[] = []

/** Sets it up before the tests of a file, and listens to the log. */
export function world(): World {
  const world = { ...NOWHERE }
  beforeAll(async () => {
    await admin('POST', '/sites', { id: 'yard', name: 'Yard', origins: ['https://yard.example'] })
    await admin('POST', '/sites/yard/offers', {
      ...{ id: 'thing', mode: 'payment', name: 'Thing', currency: 'usd', amount: 1200 },
    })
    const [open, paid] = [visitor(), visitor()]
    const [started, bought] = [(await open.start()).body, (await paid.start()).body]
    await confirm(bought.client_secret)
    const joined = (await visitor().start({ offer: 'club', shown: { amount: 900, currency: 'usd' } })).body
    await confirm(joined.client_secret)
    await deliver()
    const club = await standing(joined.id)
    const { token } = (
      await ask('POST', '/v1/customer-tokens', { key: 'sk_site_acme_demo', body: { sub: 'user-of-fuzz' } })
    ).body
    Object.assign(world, {
      ...{
        club: club.id,
        subscription: club.subscription,
        invoice: club.invoice,
        customer: club.customer,
        token,
      },
      ...{ open: started.id, openIntent: intentOf(started.client_secret), openAttempt: open.attempt },
      ...{ paid: bought.id, paidIntent: intentOf(bought.client_secret) },
    })
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, level).mockImplementation((...said) => void lines.push(said.map(String).join(' ')))
  })
  afterAll(() => void vi.restoreAllMocks())
  return world
}

export interface Sent {
  method: string
  /** With its query. */
  path: string
  headers: Record<string, string>
  body: BodyInit | null
}

/** Asks the Worker. @returns its answer, and what it wrote to its log meanwhile. */
export async function send({ method, path, headers, body }: Sent): Promise<Answer & { log: string[] }> {
  lines = []
  const response = await exports.default.fetch(new Request(WORKER + path, { method, headers, body }))
  return { status: response.status, headers: response.headers, text: await response.text(), log: lines }
}

/** Everything that D1 holds, as one text: equal where nothing was written. */
export async function fingerprint(): Promise<string> {
  const row = await env.DB.prepare(
    `SELECT (SELECT count(*) || ':' || sum(version) FROM checkouts) AS checkouts,
            (SELECT count(*) || ':' || sum(version) FROM subscriptions) AS subscriptions,
            (SELECT count(*) || ':' || sum(version) FROM invoices) AS invoices,
            (SELECT count(*) || ':' || sum(version) FROM customers) AS customers,
            (SELECT count(*) || ':' || sum(version) FROM payment_methods) AS cards,
            (SELECT count(*) FROM events) AS events,
            (SELECT count(*) FROM site_keys) AS keys,
            (SELECT json_group_array(json_array(id, name, origins, stripe_account, archived)) FROM sites) AS sites,
            (SELECT json_group_array(json_array(site, id, name, description, amount, currency, quantity_max, amount_max,
                                                email, archived)) FROM offers) AS offers`,
  ).first()
  return JSON.stringify(row)
}

/** How a checkout stands, as its site's owner is told. */
export const standing = async (id: string): Promise<any> =>
  (await ask('GET', `/v1/checkouts/${id}`, { key: 'sk_site_acme_demo', origin: SHOP })).body

/** Remembers the checkouts and their events as they are. */
export async function keep(): Promise<void> {
  for (const table of TABLES)
    await env.DB.prepare(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`).run()
}

/** Puts them back: what one case did is no matter of the next. */
export async function restore(): Promise<void> {
  await env.DB.batch(
    TABLES.flatMap((table) => [
      env.DB.prepare(`DELETE FROM ${table}`),
      env.DB.prepare(`INSERT INTO ${table} SELECT * FROM kept_${table}`),
    ]),
  )
}

const TABLES = ['checkouts', 'events', 'subscriptions', 'invoices', 'customers', 'payment_methods']
