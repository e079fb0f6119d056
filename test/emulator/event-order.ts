/** Where a new event stands among those that the same request caused before it. */
import { otherwise } from './adversary.ts'
import { ownTime } from './clock.ts'
import type { Delivery } from './deliveries.ts'
import type { Call } from './protocol/endpoint.ts'
import type { StoredEvent } from './state.ts'

/** The earlier events of a request, or of a step of the clock, in the order in which they stand. */
const earlier = ({ objects, requestId }: Call): StoredEvent[] =>
  Object.values(objects.events).filter(({ cause }) => cause === requestId)

/** @returns unix seconds. */
export const eventCreated = (call: Call): number =>
  ownTime(call.state) + (otherwise(call.state, 'event_created') && earlier(call).length > 0 ? 1 : 0)

/** Stores an event and what is to be delivered of it: after the earlier ones, or before them. */
export function storeEvent(call: Call, event: StoredEvent, deliveries: Delivery[]): void {
  const { state, objects } = call
  const [first] = state.adversary === null ? [] : earlier(call)
  if (!first || !otherwise(state, 'event_order')) {
    objects.events[event.id] = event
    state.deliveries.push(...deliveries)
    return
  }
  const events = Object.values(objects.events)
  events.splice(events.indexOf(first), 0, event)
  objects.events = Object.fromEntries(events.map((one) => [one.id, one]))
  const at = state.deliveries.findIndex((delivery) => delivery.event === first.id)
  state.deliveries.splice(at < 0 ? state.deliveries.length : at, 0, ...deliveries)
}
