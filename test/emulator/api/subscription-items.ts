/** `/v1/subscription_items`: a subscription's items one by one. Each change is a change of the subscription. */
import type { Stripe } from 'stripe'
import { updateSubscription } from '../billing/update.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import { list } from '../protocol/lists.ts'
import { expandParam } from '../protocol/params.ts'
import { findSubscription } from './find.ts'
import {
  itemCreateParams,
  itemDeleteParams,
  itemListParams,
  itemUpdateParams,
} from './subscription-item-params.ts'

/** @throws ApiError 404 */
function findItem({ objects }: Call, id: string): Stripe.SubscriptionItem {
  const item = Object.values(objects.subscriptions)
    .flatMap(({ items }) => items.data)
    .find((candidate) => candidate.id === id)
  if (!item) throw missing('subscription_item', id, 'item')
  return item
}

export const subscriptionItems = [
  endpoint({
    method: 'POST',
    path: '/v1/subscription_items',
    keys: 'secret',
    params: itemCreateParams,
    returns: 'subscription_item',
    run(
      call,
      { expand: _, payment_behavior, proration_behavior, proration_date, subscription: id, ...item },
    ) {
      const subscription = findSubscription(call, id, 'subscription')
      updateSubscription(call, subscription.id, {
        ...sent({ payment_behavior, proration_behavior, proration_date }),
        items: [item],
      })
      return subscription.items.data.at(-1)!
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscription_items',
    keys: 'secret',
    params: itemListParams,
    returns: 'subscription_item',
    list: true,
    run: (call, { subscription, ...page }) =>
      list(findSubscription(call, subscription, 'subscription').items.data, call.path, page),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscription_items/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'subscription_item',
    run: (call, _params, { id = '' }) => findItem(call, id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/subscription_items/:id',
    keys: 'secret',
    params: itemUpdateParams,
    returns: 'subscription_item',
    run(
      call,
      { expand: _, off_session: __, payment_behavior, proration_behavior, proration_date, ...item },
      { id = '' },
    ) {
      updateSubscription(call, findItem(call, id).subscription, {
        ...sent({ payment_behavior, proration_behavior, proration_date }),
        items: [{ ...item, id }],
      })
      return findItem(call, id)
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/subscription_items/:id',
    keys: 'secret',
    params: itemDeleteParams,
    run(call, { payment_behavior, proration_behavior, proration_date }, { id = '' }) {
      updateSubscription(call, findItem(call, id).subscription, {
        ...sent({ payment_behavior, proration_behavior, proration_date }),
        items: [{ deleted: true, id }],
      })
      return { id, object: 'subscription_item', deleted: true }
    },
  }),
]

/** Without what was not sent: to be there and undefined is not the same. */
const sent = <T extends object>(params: T) =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
