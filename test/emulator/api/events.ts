/** `/v1/events`: what happened, at the account's own version. */
import type { Stripe } from 'stripe'
import { otherwise } from '../adversary.ts'
import { renderEvent } from '../events.ts'
import { endpoint } from '../protocol/endpoint.ts'
import { invalid, missing } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { array, boolean, expandParam, id, pagination, type Rule, range } from '../protocol/params.ts'
import { lookUp, type StoredEvent } from '../state.ts'

const listParams = {
  ...pagination,
  created: range,
  delivery_success: boolean,
  type: id,
  types: array(id),
} satisfies Record<keyof Stripe.EventListParams, Rule<unknown>>

/** `charge.*` stands for every type that begins so. */
const isOf = (type: string, wanted: string) =>
  wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted

/** The order within a second is nobody's promise. */
const sameSecondReversed = (found: StoredEvent[]): StoredEvent[] =>
  found.toReversed().sort((a, b) => a.created - b.created)

export const events = [
  endpoint({
    method: 'GET',
    path: '/v1/events',
    keys: 'secret',
    params: listParams,
    returns: 'event',
    list: true,
    run({ state, objects, path }, { created, delivery_success, type, types, ...page }) {
      if (type !== undefined && types)
        throw invalid('You may only specify one of these parameters: type, types.', {
          code: 'parameters_exclusive',
          param: 'type',
        })
      const wanted = types ?? (type === undefined ? ['*'] : [type])
      const arrived = (eventId: string) =>
        state.deliveries.every(({ event, status }) => event !== eventId || status === 'delivered')
      const found = Object.values(objects.events).filter(
        (event) =>
          within(event.created, created) &&
          wanted.some((pattern) => isOf(event.type, pattern)) &&
          (delivery_success === undefined || arrived(event.id) === delivery_success),
      )
      const sorted = otherwise(state, 'event_list_order') ? sameSecondReversed(found) : found
      const { data, ...rest } = list(sorted, path, page)
      return { ...rest, data: data.map((event) => renderEvent(state, event)) }
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/events/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'event',
    run({ state, objects }, _params, { id: eventId = '' }) {
      const event = lookUp(objects.events, eventId)
      if (!event) throw missing('event', eventId)
      return renderEvent(state, event)
    },
  }),
]
