/** Events: what happened, with the object as it was at that moment. Recording one makes a delivery for every endpoint that asked for it. */
import type { Stripe } from 'stripe'
import { otherwise } from './adversary.ts'
import { ownTime } from './clock.ts'
import { eventCreated, storeEvent } from './event-order.ts'
import { nextId } from './ids.ts'
import type { Call } from './protocol/endpoint.ts'
import { asOf, NOTHING, previousAsOf, relatedTo, showsOthers } from './protocol/shapes.ts'
import { PLATFORM_ACCOUNT, type State, type StoredEvent } from './state.ts'
import type { StoredEndpoint } from './webhooks.ts'

/** @param before the object before the change; `previous_attributes` are what it had and the object has no longer. */
export function recordEvent(
  call: Call,
  type: Stripe.Event['type'],
  object: { object: string },
  before?: object,
): void {
  const { state, objects, account } = call
  const listening = Object.values(state.webhook_endpoints).filter((stored) => listens(stored, type, account))
  const versions = [
    state.api_version,
    ...listening.map(({ endpoint }) => endpoint.api_version ?? state.api_version),
  ]
  const event: StoredEvent = {
    id: nextId(state, 'evt'),
    object: 'event',
    ...(account !== PLATFORM_ACCOUNT && { account }),
    api_version: state.api_version,
    created: eventCreated(call),
    data: {
      object: structuredClone(object),
      ...(before && { previous_attributes: previousAttributes(before, object) }),
    },
    livemode: false,
    ...(versions.some(showsOthers) && { related: relatedTo(objects, object) }),
    request: { id: call.byClock ? null : call.requestId, idempotency_key: call.idempotencyKey },
    type,
    cause: call.requestId,
  }
  const deliveries = listening.map(({ endpoint }) => ({
    event: event.id,
    account,
    endpoint: endpoint.id,
    status: 'pending' as const,
    attempts: 0,
    due: ownTime(state),
  }))
  storeEvent(call, event, deliveries)
}

const listens = ({ endpoint, connect }: StoredEndpoint, type: string, account: string): boolean =>
  endpoint.status === 'enabled' &&
  connect === (account !== PLATFORM_ACCOUNT) &&
  (endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type))

/** What was different, as Stripe shows it: only the changed keys, and null for those that were not there. */
function previousAttributes(before: object, after: object): object {
  const old = before as Record<string, unknown>
  const current = after as Record<string, unknown>
  const changed = [...new Set([...Object.keys(old), ...Object.keys(current)])].filter(
    (key) => JSON.stringify(old[key]) !== JSON.stringify(current[key]),
  )
  return Object.fromEntries(
    changed.map((key) => {
      const [was, is] = [old[key], current[key]]
      const both = isHash(was) && isHash(is)
      return [key, both ? previousAttributes(was, is) : structuredClone(was ?? null)]
    }),
  )
}

const isHash = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The event as the API or a delivery shows it. */
export function renderEvent(
  state: State,
  { data, cause: _cause, related, ...event }: StoredEvent,
  apiVersion = event.api_version,
): Stripe.EventBase {
  const pending = state.deliveries.filter(({ event: id, status }) => id === event.id && status === 'pending')
  const request = otherwise(state, 'event_request') ? { id: null, idempotency_key: null } : event.request
  const { object, previous_attributes: previous } = structuredClone(data)
  const others = { ...NOTHING, ...related }
  const shown = {
    object: asOf(apiVersion, object, others),
    ...(previous && {
      previous_attributes: previousAsOf(apiVersion, previous, object.object, others),
    }),
  }
  return {
    ...event,
    api_version: apiVersion,
    // The recorded object is one of Stripe's: endpoints only record what they answer with.
    data: shown as unknown as Stripe.EventBase['data'],
    pending_webhooks: pending.length,
    request,
  }
}
