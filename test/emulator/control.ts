/** `/_emulator`: what tests and demos turn and read. Not Stripe's; JSON in and out. */
import { type Context, Hono } from 'hono'
import { now } from './clock.ts'
import { FAULT_ACTIONS, type Fault } from './faults.ts'
import type { State } from './state.ts'
import { AUTO, type Delivery, ORDERS, type Webhooks } from './webhooks.ts'

interface Controlled {
  state: State
  webhooks: Webhooks
  reset(options: { seed?: number; now?: number }): Promise<void>
}

export function control({ state, webhooks, reset }: Controlled): Hono {
  return new Hono()
    .post('/reset', async (c) => {
      const body = await read(c)
      await reset({ ...optional('seed', body.integer('seed')), ...optional('now', body.integer('now')) })
      return c.json({ seed: state.seed, now: now(state) })
    })
    .put('/webhooks', async (c) => {
      const body = await read(c)
      state.delivery_mode = {
        mode: body.required(body.oneOf('mode', ['auto', 'manual']), 'mode'),
        delay_ms: body.integer('delay_ms') ?? AUTO.delay_ms,
        copies: body.integer('copies', 1) ?? AUTO.copies,
        order: body.oneOf('order', ORDERS) ?? AUTO.order,
        drop: body.share('drop') ?? AUTO.drop,
      }
      webhooks.wake()
      return c.json(state.delivery_mode)
    })
    .post('/webhooks/deliver', async (c) => {
      const body = await read(c)
      const deliveries = chosen(state, body)
      const attempts = await webhooks.send(deliveries, {
        ...optional('copies', body.integer('copies', 1)),
        ...optional('order', body.oneOf('order', ORDERS)),
      })
      return c.json(attempts)
    })
    .post('/faults', async (c) => {
      const body = await read(c)
      const fault: Fault = {
        path: body.required(body.text('path'), 'path'),
        times: body.required(body.integer('times', 1), 'times'),
        action: body.required(body.oneOf('action', FAULT_ACTIONS), 'action'),
        ...optional('method', body.text('method')),
        ...optional('status', body.integer('status', 400)),
        ...optional('code', body.text('code')),
        ...optional('should_retry', body.boolean('should_retry')),
        ...optional('delay_ms', body.integer('delay_ms')),
      }
      if (!fault.path.startsWith('/v1/'))
        throw new BadControl('path', 'must begin with /v1/: only API calls have faults')
      if (fault.action === 'status') body.required(fault.status, 'status')
      if (fault.action === 'delay') body.required(fault.delay_ms, 'delay_ms')
      state.faults.push(fault)
      return c.json(state.faults)
    })
    .delete('/faults', (c) => {
      state.faults = []
      return c.json(state.faults)
    })
    .post('/clock', async (c) => {
      const body = await read(c)
      const [by, to] = [body.integer('advance_s'), body.integer('now')]
      if ((by === undefined) === (to === undefined))
        throw new BadControl('advance_s', 'or now: give one of them')
      const time = to ?? now(state) + by!
      // Ids, events and retries are ordered by time.
      if (time < now(state)) throw new BadControl('now', `must not be before the clock, ${now(state)}`)
      await webhooks.advanceTo(time)
      return c.json({ now: now(state) })
    })
    .get('/requests', (c) => c.json(state.requests))
    .get('/events', (c) =>
      c.json(Object.values(state.accounts).flatMap(({ events }) => Object.values(events))),
    )
    .all('*', (c) => c.json({ error: { message: `No control ${c.req.method} ${c.req.path}.` } }, 404))
    .onError((error, c) => {
      if (!(error instanceof BadControl)) throw error
      return c.json({ error: { message: error.message, param: error.param } }, 400)
    })
}

class BadControl extends Error {
  readonly param: string

  constructor(param: string, rule: string) {
    super(`${param} ${rule}.`)
    this.param = param
  }
}

/** @throws BadControl for an event that never was. */
function chosen(state: State, body: Body): Delivery[] {
  const events = body.required(body.value('events'), 'events')
  if (events === 'pending') return state.deliveries.filter(({ status }) => status === 'pending')
  if (!Array.isArray(events)) throw new BadControl('events', 'must be a list of ids, or "pending"')
  return events.flatMap((id, index) => {
    const known = Object.values(state.accounts).some((objects) => Object.hasOwn(objects.events, id))
    if (!known) throw new BadControl(`events[${index}]`, `must be an event: there is no ${id}`)
    return state.deliveries.filter(({ event }) => event === id)
  })
}

/** The fields of a request, read by kind. Undefined when a field is not there. */
interface Body {
  value(name: string): unknown
  text(name: string): string | undefined
  boolean(name: string): boolean | undefined
  integer(name: string, min?: number): number | undefined
  share(name: string): number | undefined
  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined
  required<T>(value: T | undefined, name: string): T
}

const optional = <K extends string, T>(name: K, value: T | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [P in K]?: T }

async function read(c: Context): Promise<Body> {
  const text = await c.req.text()
  const fields = parse(text)
  const field = <T>(name: string, is: (value: unknown) => value is T, rule: string): T | undefined => {
    const value = fields[name]
    if (value === undefined || is(value)) return value
    throw new BadControl(name, rule)
  }
  return {
    value: (name) => fields[name],
    text: (name) => field(name, (value) => typeof value === 'string', 'must be text'),
    boolean: (name) => field(name, (value) => typeof value === 'boolean', 'must be true or false'),
    integer: (name, min = 0) =>
      field(
        name,
        (value): value is number => Number.isInteger(value) && (value as number) >= min,
        `must be a whole number, at least ${min}`,
      ),
    share: (name) =>
      field(
        name,
        (value): value is number => typeof value === 'number' && value >= 0 && value <= 1,
        'must be a number from 0 to 1',
      ),
    oneOf: <T extends string>(name: string, words: readonly T[]) =>
      field(
        name,
        (value): value is T => words.some((word) => word === value),
        `must be one of ${words.join(', ')}`,
      ),
    required(value, name) {
      if (value === undefined) throw new BadControl(name, 'is required')
      return value
    },
  }
}

function parse(text: string): Record<string, unknown> {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    // falls through to the same answer: it is not a JSON object
  }
  throw new BadControl('body', 'must be a JSON object')
}
