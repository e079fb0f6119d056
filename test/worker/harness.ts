/**
 * The people who meet at a Worker, as tests speak of them: the visitor and the bank, Stripe who rings, the site owner, the
 * operator. The Worker runs as it is deployed; the only stand-in is Stripe, behind `fetch`.
 */
import { env, exports } from 'cloudflare:workers'
import { vi } from 'vitest'
import { createEmulator } from '../emulator/emulator.ts'

export const STRIPE = 'http://stripe.test'
export const WORKER = 'http://worker.test'
export const SHOP = 'https://acme.example'

/** What takes Stripe's webhooks to the Worker. Proofs put a worse one in its place. */
export const post = { carry: (request: Request): Promise<Response> => exports.default.fetch(request) }

/** `other`, a seed, or nothing for the stand-in's best guesses of what Stripe does. */
const { TEST_ADVERSARY: adversary = '' } = env

export const stripe = createEmulator({
  base: STRIPE,
  connectedAccounts: ['acct_books'],
  adversary: adversary === '' ? null : adversary === 'other' ? adversary : Number(adversary),
  webhook: { url: `${WORKER}/v1/webhooks/stripe`, secret: env.STRIPE_WEBHOOK_SECRET },
  deliver: (request) => post.carry(request),
})

interface Held {
  call: string
  where: 'before' | 'after'
  arrived: boolean
  released: boolean
}
let held: Held | null = null

/**
 * Keeps the next such call on the wire.
 * @param call `GET /v1/payment_intents/pi_…`
 * @param where `after`: Stripe has answered, the Worker has not heard. `before`: Stripe has not heard.
 */
export function hold(
  call: string,
  where: Held['where'] = 'after',
): { arrived: () => Promise<void>; release: () => void } {
  const mine: Held = { call, where, arrived: false, released: false }
  held = mine
  return {
    arrived: async () => void (await vi.waitUntil(() => mine.arrived)),
    release: () => {
      mine.released = true
    },
  }
}

/** What leaves the Worker reaches the stand-in or nothing. */
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  const { origin, pathname } = new URL(request.url)
  if (origin !== STRIPE) throw new TypeError(`no way to ${request.url}`)
  const mine = held?.call === `${request.method} ${pathname}` ? held : null
  if (mine) held = null
  if (mine?.where === 'before') await stay(mine)
  const response = await stripe.fetch(request)
  if (mine?.where === 'after') await stay(mine)
  return response
}

async function stay(held: Held): Promise<void> {
  held.arrived = true
  while (!held.released) await new Promise((resolve) => setTimeout(resolve, 5))
}

export interface Answer<T = any> {
  status: number
  headers: Headers
  body: T
}

export async function ask<T = any>(
  method: string,
  path: string,
  {
    body,
    key,
    origin,
    headers,
  }: { body?: unknown; key?: string; origin?: string | null; headers?: object } = {},
): Promise<Answer<T>> {
  const response = await exports.default.fetch(
    new Request(WORKER + path, {
      method,
      headers: {
        ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
        ...(origin == null ? {} : { Origin: origin }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  )
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith('{') ? JSON.parse(text) : text,
  }
}

let attempts = 0
/** One purchase of a visitor's, from the shop's page. */
export function visitor(site = 'acme', origin: string | null = SHOP) {
  const attempt = `attempt-${String(++attempts).padStart(24, '0')}`
  const address = `2001:db8:${attempts.toString(16)}::1`
  const door = { key: attempt, origin, headers: { 'CF-Connecting-IP': address } }
  return {
    attempt,
    address,
    start: (body: object = {}) =>
      ask('POST', '/v1/checkouts', {
        ...door,
        body: { site, offer: 'mug', form: 'card', shown: { amount: 1200, currency: 'usd' }, ...body },
      }),
    change: (id: string, body: object) => ask('PATCH', `/v1/checkouts/${id}`, { ...door, body }),
    read: (id: string) => ask('GET', `/v1/checkouts/${id}`, door),
  }
}

/** `pi_…` of a client secret. */
export const intentOf = (clientSecret: string): string => clientSecret.split('_secret_')[0]!

/** All that Stripe holds for a checkout, canceled ones too. */
export async function intentsOf(checkout: string): Promise<any[]> {
  const { body } = await api('GET', 'payment_intents?limit=100')
  return body.data.filter((intent: any) => intent.metadata.edge_checkout === checkout)
}

/** The visitor's browser confirms with the secret it was given. @returns Stripe's answer, a decline's too. */
export async function confirm(
  clientSecret: string,
  card = 'pm_card_visa',
  more: Record<string, string> = {},
  account?: string,
) {
  const id = intentOf(clientSecret)
  const form = { client_secret: clientSecret, payment_method: card, use_stripe_sdk: 'true', ...more }
  return api('POST', `payment_intents/${id}/confirm`, 'pk_test_demo_0123456789', form, account)
}

/** The same for a secret that saves a card. */
export async function confirmSetup(clientSecret: string, card = 'pm_card_visa') {
  const id = intentOf(clientSecret)
  const form = { client_secret: clientSecret, payment_method: card, use_stripe_sdk: 'true' }
  return api('POST', `setup_intents/${id}/confirm`, 'pk_test_demo_0123456789', form)
}

/** The cardholder answers the bank, which asks because of this intent or set-up. */
export async function answerChallenge(intent: { id: string }, outcome: 'authorize' | 'fail'): Promise<void> {
  const open = Object.values(stripe.state.challenges).find(
    ({ payment_intent, setup_intent, spent }) => [payment_intent, setup_intent].includes(intent.id) && !spent,
  )
  if (!open) throw new Error(`no bank asks for ${intent.id}`)
  const body = new URLSearchParams({ outcome })
  await stripe.fetch(new Request(`${STRIPE}/v1/3ds2/challenge/${open.id}`, { method: 'POST', body }))
}

/** Stripe's API, as the operator's own scripts and dashboard would use it. */
export async function api(
  method: string,
  path: string,
  key = 'sk_test_demo_0123456789',
  form: Record<string, string> = {},
  account?: string,
) {
  const body = new URLSearchParams(form)
  const response = await stripe.fetch(
    new Request(`${STRIPE}/v1/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        'Stripe-Version': '2026-10-28.endive',
        ...(account && { 'Stripe-Account': account }),
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      ...(method === 'GET' ? {} : { body: body.toString() }),
    }),
  )
  return { status: response.status, body: (await response.json()) as any }
}

/** The stand-in's switches. */
export async function control<T = any>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await stripe.fetch(
    new Request(`${STRIPE}/_emulator/${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
  return (await response.json()) as T
}

/** A Stripe where nothing happened yet, with ids that no row knows; nothing rings unless it is told to. */
export async function emptyStripe(now?: number): Promise<void> {
  await control('POST', 'reset', now === undefined ? {} : { now })
  await control('PUT', 'webhooks', { mode: 'manual' })
}

/** Does something while Stripe's API fails in this way; `path` and `action` as the stand-in's faults have them. */
export async function failing<T>(fault: object, run: () => Promise<T>): Promise<T> {
  await control('POST', 'faults', fault)
  try {
    return await run()
  } finally {
    await control('DELETE', 'faults')
  }
}

/** Does something while Stripe says something else than it does: for states that the stand-in never comes to. */
export async function rewriting<T>(from: string, to: string, run: () => Promise<T>): Promise<T> {
  const outside = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const response = await outside(input, init)
    return new Response(JSON.stringify(await response.json()).replaceAll(from, to), response)
  }
  try {
    return await run()
  } finally {
    globalThis.fetch = outside
  }
}

/** Stripe rings for everything that happened, or for these. */
export const deliver = (
  events: string[] | 'pending' = 'pending',
  how: { copies?: number; order?: string } = {},
): Promise<{ event: string; status: number }[]> => control('POST', 'webhooks/deliver', { events, ...how })

/** Ids of Stripe's events about an intent and its charges, oldest first. */
export async function eventsOf(paymentIntent: string, type?: string): Promise<string[]> {
  const { body } = await api('GET', 'events?limit=100')
  return body.data
    .filter(
      ({ data: { object } }: any) => object.id === paymentIntent || object.payment_intent === paymentIntent,
    )
    .filter((event: any) => type === undefined || event.type === type)
    .map((event: any) => event.id)
    .reverse()
}

/** How often Stripe was asked to make an intent for this checkout. */
export const intentsMade = async (id: string) => {
  const requests = await control('GET', 'requests')
  return requests.filter(
    (request: any) =>
      request.method === 'POST' &&
      request.path === '/v1/payment_intents' &&
      request.idempotency_key?.startsWith(`${id}:`),
  )
}

export const owner = {
  checkout: async (id: string) =>
    (await ask('GET', `/v1/checkouts/${id}`, { key: 'sk_site_acme_demo' })).body,
  events: async (id: string) =>
    (await ask('GET', `/v1/checkouts/${id}/events`, { key: 'sk_site_acme_demo' })).body.data,
  list: (query = '') => ask('GET', `/v1/checkouts${query}`, { key: 'sk_site_acme_demo' }),
  payments: (query = '') => ask('GET', `/v1/payments${query}`, { key: 'sk_site_acme_demo' }),
  /** Anything else that the site's key opens. */
  get: async (path: string) => (await ask('GET', path, { key: 'sk_site_acme_demo' })).body,
}

export const admin = (method: string, path: string, body?: object) =>
  ask(method, `/v1/admin${path}`, {
    key: 'admin_demo',
    ...(body ? { body } : {}),
  })
