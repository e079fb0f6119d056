/**
 * The stand-in for Stripe: a Hono app with a memory. Runs in Node and inside workerd alike, so only web platform APIs are used here.
 * What it does as Stripe does, and how that is known: README.md.
 */
import { Hono } from 'hono'
import { type Adversary, otherwise } from './adversary.ts'
import { balanceTransactions } from './api/balance-transactions.ts'
import { charges } from './api/charges.ts'
import { coupons } from './api/coupons.ts'
import { customerBalanceTransactions } from './api/customer-balance-transactions.ts'
import { customerSources } from './api/customer-sources.ts'
import { customers } from './api/customers.ts'
import { events } from './api/events.ts'
import { invoiceItems } from './api/invoice-items.ts'
import { invoicePayments } from './api/invoice-payments.ts'
import { invoices } from './api/invoices.ts'
import { paymentIntents } from './api/payment-intents.ts'
import { paymentMethods } from './api/payment-methods.ts'
import { plans } from './api/plans.ts'
import { portalConfigurations } from './api/portal-configurations.ts'
import { portalSessions } from './api/portal-sessions.ts'
import { prices } from './api/prices.ts'
import { products } from './api/products.ts'
import { promotionCodes } from './api/promotion-codes.ts'
import { refunds } from './api/refunds.ts'
import { setupAttempts } from './api/setup-attempts.ts'
import { setupIntents } from './api/setup-intents.ts'
import { subscriptionItems } from './api/subscription-items.ts'
import { subscriptions } from './api/subscriptions.ts'
import { testClocks } from './api/test-clocks.ts'
import { threeDs } from './api/three-ds.ts'
import { tokens } from './api/tokens.ts'
import { registerEndpoint, webhookEndpoints } from './api/webhook-endpoints.ts'
import { schedule } from './billing/schedule.ts'
import { clockAt } from './clock.ts'
import { control } from './control.ts'
import { AUTO } from './deliveries.ts'
import { makeDemoData } from './demo-data.ts'
import { UNLIMITED } from './limits.ts'
import { consolePages } from './pages/console.ts'
import { CSS, CSS_PATH } from './pages/customer-page.ts'
import { invoicePages } from './pages/invoice.ts'
import { portalPages } from './pages/portal.ts'
import { PORTAL_PATH } from './portal-access.ts'
import { cors } from './protocol/cors.ts'
import { type Api, handle } from './protocol/handle.ts'
import { performer } from './protocol/perform.ts'
import { ACCOUNT_VERSION, SDK_VERSION } from './protocol/versions.ts'
import { emptyObjects, PLATFORM_ACCOUNT, type State } from './state.ts'
import { createWebhooks } from './webhooks.ts'

/** The doors, in the order a payment meets them. */
const ENDPOINTS = [
  ...paymentIntents,
  ...setupIntents,
  ...setupAttempts,
  ...paymentMethods,
  ...threeDs,
  ...tokens,
  ...charges,
  ...refunds,
  ...balanceTransactions,
  ...customers,
  ...customerSources,
  ...customerBalanceTransactions,
  ...products,
  ...prices,
  ...plans,
  ...coupons,
  ...promotionCodes,
  ...portalConfigurations,
  ...portalSessions,
  ...subscriptions,
  ...subscriptionItems,
  ...invoices,
  ...invoiceItems,
  ...invoicePayments,
  ...testClocks,
  ...events,
  ...webhookEndpoints,
]

export const DEMO_SECRET_KEY = 'sk_test_demo_0123456789'
export const DEMO_PUBLISHABLE_KEY = 'pk_test_demo_0123456789'

export interface EmulatorOptions {
  /** Public origin, for the pages that browsers are sent to. */
  base?: string
  /** The same seed gives the same ids. Random when absent. */
  seed?: number
  /** Unix seconds at which the clock stands still; it runs with the wall clock when absent. */
  now?: number
  /** The demo's endpoint, registered at start and after every reset. */
  webhook?: { url: string; secret: string }
  /** With the demo's coupon and promotion code, at start and after every reset: see demo-data.ts. */
  demo?: true
  /** The account's own: what requests get that name none, and events. See versions.ts. */
  apiVersion?: string
  /** What the demo's endpoint is sent; the SDK's own when absent. */
  webhookApiVersion?: string
  /** Off when absent: see adversary.ts. Taken again by a reset that names none. */
  adversary?: Adversary
  secretKeys?: string[]
  publishableKeys?: string[]
  /** Accounts that `Stripe-Account` may name. */
  connectedAccounts?: string[]
  /** How deliveries travel. */
  deliver?: (request: Request) => Promise<Response>
  /** Stripe.js and the pages it shows, mounted at the root. */
  pages?: Hono
  /** A state to go on from; changed in place. */
  snapshot?: State
  /** Called before a changing request is answered, and after deliveries: what it was given outlives a kill. */
  save?: (snapshot: State) => void
}

/** What a reset may say otherwise. */
export type ResetOptions = Pick<
  EmulatorOptions,
  'adversary' | 'apiVersion' | 'now' | 'seed' | 'webhookApiVersion'
>

export interface Emulator {
  app: Hono
  /** Rejects like fetch when a fault drops the connection. */
  fetch(request: Request): Promise<Response>
  /** The live state. Read it; change it through the API and the controls. */
  state: State
  /** Nothing runs afterwards. */
  close(): Promise<void>
}

export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const state = options.snapshot ? completed(options.snapshot, options) : emptyState(options)
  const save = () => options.save?.(state)
  const deliver = options.deliver ?? ((request: Request) => fetch(request))
  const base = options.base ?? 'http://127.0.0.1:12111'
  const billing = schedule(state, base)
  const webhooks = createWebhooks(state, deliver, save, billing)
  const api: Api = {
    state,
    base,
    keys: {
      secretKeys: options.secretKeys ?? [DEMO_SECRET_KEY],
      publishableKeys: options.publishableKeys ?? [DEMO_PUBLISHABLE_KEY],
    },
    inFlight: new Set(),
    recentCalls: new Map(),
  }
  const reset = async ({ seed, now, adversary = options.adversary, ...versions }: ResetOptions) => {
    await webhooks.settle()
    const moment = now ?? options.now
    api.recentCalls.clear()
    Object.assign(
      state,
      emptyState({
        ...options,
        ...versions,
        seed: seed ?? randomSeed(),
        ...(adversary !== undefined && { adversary }),
        ...(moment !== undefined && { now: moment }),
      }),
    )
  }

  const app = new Hono()
  // Dropped connections and our own mistakes end the request; neither is an answer of Stripe's.
  app.onError((error) => {
    throw error
  })
  app.use('/v1/*', cors)
  for (const endpoint of ENDPOINTS) app.on(endpoint.method, endpoint.path, (c) => handle(api, endpoint, c))
  app.all('/v1/*', (c) => handle(api, undefined, c))
  const controls = control({ state, webhooks, reset })
  app.route('/_emulator', consolePages(state, controls))
  app.route('/_emulator', controls)
  const customerPages = { state, base: api.base, perform: performer(ENDPOINTS) }
  app.get(CSS_PATH, (c) => c.body(CSS, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  app.route(PORTAL_PATH, portalPages(customerPages))
  app.route('/pages/invoices', invoicePages(customerPages))
  if (options.pages) app.route('/', options.pages)

  webhooks.wake()
  return {
    app,
    state,
    async fetch(request) {
      // A clock that runs may have passed what was due.
      const moved = billing.run()
      try {
        const response = await app.fetch(request)
        const isApi = new URL(request.url).pathname.startsWith('/v1/')
        if (isApi && webhooks.isDue() && otherwise(state, 'event_before_answer')) await webhooks.sendFresh()
        return response
      } finally {
        // Also when the answer is lost: the work was done.
        if (moved || request.method !== 'GET') save()
        webhooks.wake()
      }
    },
    close: () => webhooks.close(),
  }
}

function emptyState(options: EmulatorOptions): State {
  const accounts = [PLATFORM_ACCOUNT, ...(options.connectedAccounts ?? [])]
  const state: State = {
    seed: options.seed ?? randomSeed(),
    api_version: options.apiVersion ?? ACCOUNT_VERSION,
    counters: {},
    clock: clockAt(options.now),
    test_time: null,
    accounts: Object.fromEntries(accounts.map((account) => [account, emptyObjects()])),
    challenges: {},
    portal_access: {},
    idempotency: {},
    webhook_endpoints: {},
    demo_endpoint: null,
    delivery_mode: AUTO,
    deliveries: [],
    faults: [],
    limits: UNLIMITED,
    billing: { after_retries: 'canceled' },
    adversary: options.adversary ?? null,
    requests: [],
  }
  if (options.demo) makeDemoData(state)
  if (options.webhook) {
    const made = registerEndpoint(state, {
      ...options.webhook,
      enabled_events: ['*'],
      api_version: options.webhookApiVersion ?? SDK_VERSION,
    })
    state.demo_endpoint = made.endpoint.id
  }
  return state
}

/** Ids must differ from one run to the next: a database that outlived the last run would take them for its own. */
const randomSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0]!

/** A snapshot may be older than this code, and what it lacks is as it is at the start. */
function completed(snapshot: State, options: EmulatorOptions): State {
  Object.assign(snapshot, { ...emptyState(options), ...snapshot })
  snapshot.delivery_mode = { ...AUTO, ...snapshot.delivery_mode }
  for (const [account, objects] of Object.entries(snapshot.accounts))
    snapshot.accounts[account] = { ...emptyObjects(), ...objects }
  moveDemoEndpoint(snapshot, options.webhook)
  return snapshot
}

/** The Worker may listen elsewhere than when the snapshot was taken. */
function moveDemoEndpoint(state: State, webhook: EmulatorOptions['webhook']): void {
  const stored = state.demo_endpoint === null ? undefined : state.webhook_endpoints[state.demo_endpoint]
  if (!stored || !webhook) return
  stored.endpoint.url = webhook.url
  stored.secret = webhook.secret
}
