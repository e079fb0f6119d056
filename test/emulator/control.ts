/** `/_emulator`: what tests and demos turn and read. Not Stripe's; JSON in and out. */
import { Hono } from 'hono'
import { type Adversary, setAdversary } from './adversary.ts'
import { now } from './clock.ts'
import { BadControl, type Body, optional, read } from './control-body.ts'
import { AUTO, type Delivery, ORDERS } from './deliveries.ts'
import type { ResetOptions } from './emulator.ts'
import { renderEvent } from './events.ts'
import { FAULT_ACTIONS, type Fault } from './faults.ts'
import { isVersion } from './protocol/versions.ts'
import { AFTER_RETRIES, lookUp, type State } from './state.ts'
import { LONGEST_ROLL_SECONDS, rollSecret } from './webhook-secrets.ts'
import type { Webhooks } from './webhooks.ts'

interface Controlled {
  state: State
  webhooks: Webhooks
  reset(options: ResetOptions): Promise<void>
}

export function control({ state, webhooks, reset }: Controlled): Hono {
  return new Hono()
    .post('/reset', async (c) => {
      const body = await read(c)
      await reset({
        ...optional('seed', body.integer('seed')),
        ...optional('now', body.integer('now')),
        ...optional('adversary', adversaryOf(body, 'adversary')),
        ...optional('apiVersion', versionOf(body, 'api_version')),
        ...optional('webhookApiVersion', versionOf(body, 'webhook_api_version')),
      })
      return c.json({ seed: state.seed, now: now(state) })
    })
    .put('/webhooks', async (c) => {
      const body = await read(c)
      state.delivery_mode = {
        mode: body.required(body.oneOf('mode', ['auto', 'manual']), 'mode'),
        delay_ms: body.integer('delay_ms') ?? AUTO.delay_ms,
        copies: body.integer('copies', 1) ?? AUTO.copies,
        order: body.oneOf('order', ORDERS) ?? AUTO.order,
        concurrency: body.integer('concurrency', 1) ?? AUTO.concurrency,
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
        ...optional('concurrency', body.integer('concurrency', 1)),
      })
      return c.json(attempts)
    })
    .post('/webhooks/roll', async (c) => {
      const body = await read(c)
      const id = body.text('endpoint') ?? state.demo_endpoint ?? ''
      const stored = lookUp(state.webhook_endpoints, id)
      if (!stored) throw new BadControl('endpoint', `must be a webhook endpoint: there is no ${id}`)
      const secret = body.required(body.text('secret'), 'secret')
      const seconds = body.integer('expires_in_s') ?? LONGEST_ROLL_SECONDS
      if (seconds > LONGEST_ROLL_SECONDS)
        throw new BadControl('expires_in_s', `must be at most ${LONGEST_ROLL_SECONDS}`)
      rollSecret(state, stored, secret, seconds)
      return c.json({ endpoint: id, secret, expires_in_s: seconds })
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
    .put('/limits', async (c) => {
      const body = await read(c)
      const perSecond = body.required(body.integerOr('per_second', [null], 1), 'per_second')
      state.limits = { per_second: perSecond }
      return c.json(state.limits)
    })
    .put('/billing', async (c) => {
      const body = await read(c)
      state.billing = {
        after_retries: body.required(body.oneOf('after_retries', AFTER_RETRIES), 'after_retries'),
      }
      return c.json(state.billing)
    })
    .put('/adversary', async (c) => {
      const body = await read(c)
      setAdversary(state, body.required(adversaryOf(body, 'seed'), 'seed'))
      return c.json({ seed: state.adversary })
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
      c.json(
        Object.values(state.accounts).flatMap(({ events }) =>
          Object.values(events).map((event) => renderEvent(state, event)),
        ),
      ),
    )
    .all('*', (c) => c.json({ error: { message: `No control ${c.req.method} ${c.req.path}.` } }, 404))
    .onError((error, c) => {
      if (!(error instanceof BadControl)) throw error
      return c.json({ error: { message: error.message, param: error.param } }, 400)
    })
}

const adversaryOf = (body: Body, name: string): Adversary | undefined =>
  body.integerOr(name, ['other', null] as const)

function versionOf(body: Body, name: string): string | undefined {
  const version = body.text(name)
  if (version === undefined || isVersion(version)) return version
  throw new BadControl(name, `must be an API version of Stripe's: there is no ${version}`)
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
