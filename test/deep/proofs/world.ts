/**
 * D1 and Stripe as they are before a history, and what both say after it. Reads D1 and the stand-in's memory directly, beside every
 * wire, so that looking changes nothing.
 */
import { env } from 'cloudflare:workers'
import type { Stripe } from 'stripe'
import { admin, api, control, post, STRIPE, stripe, WORKER } from '../../worker/harness.ts'
import { type Books, booksIn, type RecordedEvent } from '../oracle/books.ts'
import { canonical, type MirrorRow, type Mirrors } from '../oracle/mirrors.ts'
import type { SeenCheckout } from '../oracle/row.ts'
import type { SeenEvent } from '../oracle.ts'
import type { Adversary } from './adversaries.ts'
import { rewindClock } from './clock.ts'
import { disperse, inTurn } from './turns.ts'
import { WARES } from './wares.ts'
import { ask, Faults, trust, unreadable } from './wire.ts'

/** A site's connected account, and the operator's own. */
export const ACCOUNTS = { acme: undefined, other: 'acct_books' } as const
export type Site = keyof typeof ACCOUNTS

export const ORIGINS: Record<Site, string> = { acme: 'https://acme.example', other: 'https://other.example' }

/** A checkout's row, whole. */
export interface Row extends SeenCheckout {
  site: Site
  offer: string
  version: number
  charge: string | null
  customer: string | null
  /** The site’s own name of its user. */
  user: string | null
  email: string | null
  client_secret: string | null
}

const KEPT = ['sites', 'site_keys', 'offers', 'd1_migrations']
let emptied: string[] = []

/**
 * Once, before all histories: the other site charges its connected account, a free start may be for several, and one offer is
 * patient with a renewal that fails.
 */
export async function openWorld(): Promise<void> {
  await admin('PATCH', '/sites/other', { stripe_account: ACCOUNTS.other })
  await admin('PATCH', '/sites/acme/offers/club-trial', { limits: { quantity: { min: 1, max: 5 } } })
  await admin('PATCH', '/sites/acme/offers/club', { access: { grace_days: 3 } })
  const { results } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\'`,
  ).all<{ name: string }>()
  emptied = results.map(({ name }) => name).filter((name) => !KEPT.includes(name))
}

/** Before each history: no checkout, no event, nothing at Stripe, the same moment. */
export async function newWorld(adversary: Adversary): Promise<void> {
  rewindClock()
  disperse()
  unreadable.clear()
  await env.DB.batch([
    ...emptied.map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
    ...Object.entries(WARES).map(([id, { unit }]) =>
      env.DB.prepare('UPDATE offers SET amount = ?1 WHERE id = ?2 AND amount IS NOT NULL').bind(unit, id),
    ),
  ])
  await control('POST', 'reset', { seed: 1, adversary })
  await control('PUT', 'webhooks', { mode: 'manual' })
  const { body } = await api('POST', 'webhook_endpoints', undefined, {
    url: `${WORKER}/v1/webhooks/stripe`,
    connect: 'true',
    'enabled_events[0]': '*',
    api_version: '2026-10-28.endive',
  })
  trust([env.STRIPE_WEBHOOK_SECRET, body.secret])
}

/** Stripe's API as a browser or the owner's dashboard uses it. What crosses this wire takes its turn like all else. */
export const atStripe = (
  method: string,
  path: string,
  form: Record<string, string> = {},
  account?: string,
  key?: string,
) => inTurn(() => api(method, path, key, form, account))

/** Asks the Worker as a page, an owner or an operator does. @returns null where the answer never came. */
export async function askWorker(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: object,
  faults = new Faults(),
): Promise<{ status: number; body: any } | null> {
  const request = new Request(WORKER + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const response = await ask(request, faults)
  return response && { status: response.status, body: await response.json() }
}

/** One run of the jobs. @returns whether nothing is left to do; null where the answer never came. */
export async function runJobs(faults?: Faults): Promise<boolean | null> {
  const headers = { Authorization: `Bearer ${env.ADMIN_TOKEN}` }
  const answer = await askWorker('POST', '/v1/admin/reconcile', headers, undefined, faults)
  return answer && answer.status === 200 && answer.body.done
}

/** What became due at Stripe by now is done. */
export const fallDue = (): Promise<unknown> => control('POST', 'clock', { advance_s: 0 })

/** Rings with these events. @returns how each was answered; null where nobody answered. */
export const ring = (
  events: string[],
  how: object = {},
): Promise<{ event: string; status: number | null }[]> =>
  control('POST', 'webhooks/deliver', { events, ...how })

/** Has every webhook carried by this. */
export function carryBy(carry: (request: Request) => Promise<Response>): void {
  post.carry = carry
}

export async function rows(): Promise<Row[]> {
  const { results } = await env.DB.prepare('SELECT * FROM checkouts ORDER BY id').all<
    Record<string, unknown>
  >()
  return results.map(
    (row) =>
      ({
        ...row,
        verified: row.verified_by !== null,
        unreachable: row.unreachable === 1,
        livemode: row.livemode === 1,
        recurring: JSON.parse(String(row.recurring)),
      }) as unknown as Row,
  )
}

const MIRRORS = ['subscriptions', 'invoices', 'customers', 'payment_methods', 'prices'] as const

/** What D1 says of subscriptions, invoices, customers and cards, by account. */
export async function mirrors(): Promise<Record<Site, Mirrors>> {
  const tables = await env.DB.batch<MirrorRow>([
    ...MIRRORS.slice(0, 3).map((table) => env.DB.prepare(`SELECT * FROM ${table} ORDER BY id`)),
    env.DB.prepare(
      `SELECT payment_methods.*, site FROM payment_methods JOIN customers ON customers.id = customer ORDER BY 1, 2`,
    ),
    env.DB.prepare('SELECT * FROM prices ORDER BY price'),
  ])
  const of = (site: Site): Mirrors =>
    Object.fromEntries(
      MIRRORS.map((table, at) => [
        table,
        tables[at]!.results.filter((row) => row.site === site).map(canonical),
      ]),
    ) as unknown as Mirrors
  return { acme: of('acme'), other: of('other') }
}

export async function keptEvents(): Promise<(SeenEvent & { checkout: string })[]> {
  const { results } = await env.DB.prepare('SELECT checkout, id, type, object AS object_id FROM events').all<
    SeenEvent & { checkout: string }
  >()
  return results
}

/** The stand-in's memory of a site's account. */
export const objectsOf = (site: Site) => stripe.state.accounts[ACCOUNTS[site] ?? operator()]!
const operator = (): string => Object.keys(stripe.state.accounts).find((id) => id !== ACCOUNTS.other)!

/** All that Stripe holds for a checkout, in the account of its site. */
export const booksOf = (row: Row): Books => booksIn(objectsOf(row.site), row)

/** All that it holds for a checkout that may have no row. */
export const booksAt = (site: Site, id: string): Books =>
  booksIn(objectsOf(site), { id, payment_intent: null, setup_intent: null, subscription: null })

export const isSetup = (id: string): boolean => id.startsWith('seti_')
/** Of an intent or a set-up, at Stripe. */
export const pathOf = (id: string): string => `${isSetup(id) ? 'setup' : 'payment'}_intents/${id}`

export const intentAt = (site: Site, id: string): Stripe.PaymentIntent | undefined =>
  objectsOf(site).payment_intents[id]

/** Every event of every account, oldest first. */
export const recorded = (): Map<string, RecordedEvent> =>
  new Map(
    Object.values(stripe.state.accounts)
      .flatMap(({ events }) => Object.values(events))
      .map((event) => [event.id, event as RecordedEvent]),
  )

/** Whether the events of a listed id were for an endpoint of ours. */
export const rung = (): string[] => [...new Set(stripe.state.deliveries.map(({ event }) => event))]

/** The bank's page of a challenge that is open. */
export const answerChallenge = (source: string, outcome: 'authorize' | 'fail' | 'close') =>
  inTurn(() =>
    stripe
      .fetch(
        new Request(`${STRIPE}/v1/3ds2/challenge/${source}`, {
          method: 'POST',
          body: new URLSearchParams({ outcome }),
        }),
      )
      .then((response) => response.json()),
  )
