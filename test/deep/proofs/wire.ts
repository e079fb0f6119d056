/**
 * What leaves the Worker while it answers, to D1 and to Stripe alike, can fail there: before it arrives, afterwards, as a whole;
 * and the Worker can be killed there. Only the wires are wrapped: the Worker is the one that is deployed.
 */
import { env } from 'cloudflare:workers'
import worker from '../../../worker/index.ts'
import { STRIPE, stripe } from '../../worker/harness.ts'
import { inTurn } from './turns.ts'

/** What it is called → what happens. */
export const FAULTS = {
  refused: 'nothing arrives',
  lost: 'it is done, and its answer is lost',
  failed: 'Stripe answers 500 and keeps it under the idempotency key; a batch of D1’s fails as a whole',
  busy: 'Stripe answers 409; nothing arrives at D1',
  limited: 'Stripe answers 429; nothing arrives at D1',
  slow: 'Stripe takes a while',
  killed_before: 'the Worker ends before it, and nothing of it runs any more',
  killed_after: 'the Worker ends after it',
} as const
export type Fault = keyof typeof FAULTS

/** A fault at the nth call that leaves the Worker. */
export interface Planned {
  at: number
  fault: Fault
}

/** The faults that wait on the way of one caller, counted over all that its requests make the Worker send. */
export class Faults {
  readonly #planned: Map<number, Fault>
  readonly #only: string | undefined
  #sent = 0
  /** How many of them were met. */
  met = 0

  /** @param only the calls that count, such as `POST /v1/payment_intents`; all where it is left out. */
  constructor(planned: readonly Planned[] = [], only?: string) {
    this.#planned = new Map(planned.map(({ at, fault }) => [at, fault]))
    this.#only = only
  }

  next(call: string): Fault | undefined {
    if (this.#only !== undefined && this.#only !== call) return undefined
    const fault = this.#planned.get(this.#sent++)
    if (fault) this.met++
    return fault
  }
}

/** The Worker while it answers one request. */
interface Life {
  faults: Faults
  over: boolean
  end(): undefined
}

const lives = new Map<string, Life>()
/** What is awaited of a Worker that was killed. */
const never = (): Promise<never> => new Promise(() => {})
let count = 0
/** Of all endpoints at the stand-in. */
let webhookSecrets = env.STRIPE_WEBHOOK_SECRET
export const trust = (secrets: string[]): void => {
  webhookSecrets = secrets.join(',')
}

/** Asks the Worker. @returns null where it was killed before it answered. */
export async function ask(request: Request, faults: Faults): Promise<Response | null> {
  const host = `life-${++count}.stripe.test`
  let end!: () => void
  const killed = new Promise<null>((resolve) => {
    end = () => resolve(null)
  })
  const life: Life = {
    faults,
    over: false,
    end() {
      life.over = true
      end()
      return undefined
    },
  }
  lives.set(host, life)
  const bindings = {
    DB: database(life),
    STRIPE_API_BASE: `http://${host}`,
    STRIPE_WEBHOOK_SECRET: webhookSecrets,
  }
  const response = await Promise.race([worker.fetch(request, { ...env, ...bindings }), killed])
  lives.delete(host)
  return response
}

/** One call on a wire: how it goes, and how it fails where that is not by an error, before or afterwards. */
interface Call<T> {
  name: string
  run: () => Promise<T>
  fail?: Partial<Record<Fault, () => Promise<T>>>
}

async function cross<T>(life: Life, call: Call<T>): Promise<T> {
  if (life.over) return never()
  try {
    const value = await inTurn(() => suffer(life, call), call.name !== 'D1')
    return life.over ? never() : (value as T)
  } catch (error) {
    if (life.over) return never()
    throw error
  }
}

async function suffer<T>(life: Life, { name, run, fail }: Call<T>): Promise<T | undefined> {
  if (life.over) return undefined
  const fault = life.faults.next(name)
  if (fault === undefined) return run()
  if (fault === 'killed_before') return life.end()
  if (fault === 'killed_after') {
    await run()
    return life.end()
  }
  const own = fail?.[fault]
  if (own) return own()
  if (fault === 'slow') return run()
  if (fault === 'lost') await run()
  throw new Error(`the wire: ${fault}`)
}

/** What Stripe no longer shows to the Worker, for good. It stays in the stand-in’s memory, where its days go on. */
export const unreadable = new Set<string>()

/** What it is asked with that names one of them; `id` for the path. */
function unreadableIn({ pathname, searchParams }: URL, body: unknown): string | undefined {
  if (pathname.split('/').some((part) => unreadable.has(part))) return 'id'
  const sent = new URLSearchParams(typeof body === 'string' ? body : '')
  return [...searchParams, ...sent].find(([, value]) => unreadable.has(value))?.[0]
}

const missing = (param: string): Response =>
  Response.json(
    { error: { type: 'invalid_request_error', code: 'resource_missing', message: 'No such object', param } },
    { status: 404, headers: { 'Request-Id': 'req_missing' } },
  )

/** No list shows them either. */
async function shown(response: Response): Promise<Response> {
  if (unreadable.size === 0 || !response.ok) return response
  const body = await response.json<{ object?: string; data?: { id: string }[] }>()
  if (body.object === 'list') body.data = body.data!.filter(({ id }) => !unreadable.has(id))
  return new Response(JSON.stringify(body), response)
}

const toStripe = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : String(input))
  const life = lives.get(url.hostname)
  if (!life) return toStripe(input, init)
  const request = new Request(STRIPE + url.pathname + url.search, init)
  const { method } = request
  const send = async () => {
    const param = unreadableIn(url, init?.body)
    return param === undefined ? shown(await stripe.fetch(request)) : missing(param)
  }
  const fault = (how: object) => () => {
    stripe.state.faults.push({ method, path: url.pathname, times: 1, ...(how as { action: 'status' }) })
    return send()
  }
  const fail = {
    refused: fault({ action: 'refuse' }),
    lost: fault({ action: 'lose_answer' }),
    failed: fault({ action: 'status', status: 500 }),
    busy: fault({ action: 'status', status: 409 }),
    limited: fault({ action: 'status', status: 429 }),
    slow: fault({ action: 'delay', delay_ms: 800 }),
  }
  return cross(life, { name: `${method} ${url.pathname}`, run: send, fail })
}

const BROKEN = 'SELECT abs(-9223372036854775807 - 1)' // overflows, when it is run

/** D1, as far as the Worker asks it. */
function database(life: Life): D1Database {
  const real = new WeakMap<object, D1PreparedStatement>()
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      first: () => cross(life, { name: 'D1', run: () => statement.first() }),
      all: () => cross(life, { name: 'D1', run: () => statement.all() }),
      run: () => cross(life, { name: 'D1', run: () => statement.run() }),
    }
    real.set(wrapped, statement)
    return wrapped as unknown as D1PreparedStatement
  }
  return {
    prepare: (sql: string) => wrap(env.DB.prepare(sql)),
    batch(statements: D1PreparedStatement[]) {
      const own = statements.map((statement) => real.get(statement)!)
      const failed = () => env.DB.batch([...own, env.DB.prepare(BROKEN)])
      return cross(life, { name: 'D1', run: () => env.DB.batch(own), fail: { failed } })
    },
  } as unknown as D1Database
}
