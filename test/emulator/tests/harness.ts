/** A stand-in in the test's own process, the official SDK as its client, and a server that hears its webhooks. */
import { Stripe } from 'stripe'
import { createEmulator, DEMO_PUBLISHABLE_KEY, DEMO_SECRET_KEY, type EmulatorOptions } from '../emulator.ts'
import { SDK_VERSION } from '../protocol/versions.ts'

export const BASE = 'http://stripe.test'
export const WEBHOOK = { url: 'http://worker.test/v1/webhooks/stripe', secret: 'whsec_demo' }

/** 2026-11-23T00:00:00Z, where the clocks of these tests stand. */
export const NOW = 1_795_392_000

export interface Heard {
  type: string
  id: string
  body: string
  signature: string
  object: Record<string, any>
}

interface WorldOptions extends EmulatorOptions {
  /** The clock runs with the wall clock. */
  runs?: boolean
  /** False for the random seed that a run without one has. */
  seeded?: boolean
}

export function world({ runs = false, seeded = true, ...options }: WorldOptions = {}) {
  const heard: Heard[] = []
  let answers: (type: string) => number | Promise<number> = () => 200
  const emulator = createEmulator({
    base: BASE,
    ...(!runs && { now: NOW }),
    ...(seeded && { seed: 1 }),
    webhook: WEBHOOK,
    async deliver(request) {
      const body = await request.text()
      const event = JSON.parse(body)
      const signature = request.headers.get('Stripe-Signature') ?? ''
      heard.push({ type: event.type, id: event.id, body, signature, object: event.data.object })
      return new Response('{}', { status: await answers(event.type) })
    },
    ...options,
  })
  const client = (config: Stripe.StripeConfig = {}, key = DEMO_SECRET_KEY) =>
    new Stripe(key, {
      httpClient: Stripe.createFetchHttpClient((url, init) => emulator.fetch(new Request(url, init))),
      host: 'stripe.test',
      port: 80,
      protocol: 'http',
      telemetry: false,
      maxNetworkRetries: 0,
      ...config,
    })

  /** A request without the SDK. A body of pairs is sent as a form, any other as JSON. */
  async function ask(
    method: string,
    path: string,
    {
      form,
      json,
      key = DEMO_SECRET_KEY,
      headers = {},
    }: {
      form?: Record<string, string> | string
      json?: unknown
      key?: string | null
      headers?: Record<string, string>
    } = {},
  ) {
    const response = await emulator.fetch(
      new Request(BASE + path, {
        method,
        headers: {
          ...(key !== null && { Authorization: `Bearer ${key}` }),
          'Stripe-Version': SDK_VERSION,
          ...headers,
        },
        ...(form !== undefined && { body: new URLSearchParams(form) }),
        ...(json !== undefined && { body: JSON.stringify(json) }),
      }),
    )
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
  }

  return {
    emulator,
    heard,
    stripe: client(),
    client,
    ask,
    control: (method: string, path: string, json?: unknown) =>
      ask(method, `/_emulator${path}`, { json, key: null }),
    /** Waits until what is due is delivered. */
    delivered: () => ask('POST', '/_emulator/clock', { json: { advance_s: 0 }, key: null }),
    /** What the webhook's server answers from now on. */
    answer(status: number | typeof answers) {
      answers = typeof status === 'number' ? () => status : status
    },
    /** Types of all events so far, oldest first. */
    async history(): Promise<string[]> {
      const { body } = await ask('GET', '/_emulator/events', { key: null })
      return body.map(({ type }: { type: string }) => type)
    },
    /** As Stripe.js confirms: publishable key and client secret. */
    confirm: (secret: string, form: Record<string, string> = {}) =>
      ask('POST', `/v1/payment_intents/${secret.split('_secret_')[0]}/confirm`, {
        key: DEMO_PUBLISHABLE_KEY,
        form: { client_secret: secret, use_stripe_sdk: 'true', payment_method: 'pm_card_visa', ...form },
      }),
  }
}

export type World = ReturnType<typeof world>

/** What most tests begin with: $12.00 by card. */
export const MUG: Stripe.PaymentIntentCreateParams = {
  amount: 1200,
  currency: 'usd',
  allowed_payment_method_types: ['card'],
}

/** A set-up that takes cards and nothing else, so that no way back is wanted. */
export const CARD_ONLY: Stripe.SetupIntentCreateParams = { allowed_payment_method_types: ['card'] }

/** @returns the error that a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await promise
  } catch (error) {
    return error as Stripe.errors.StripeError
  }
  throw new Error('it did not fail')
}
