/** `/v1/subscriptions`. */
import type { Stripe } from 'stripe'
import { changed, idOf, inTimeOf } from '../billing/changed.ts'
import { createSubscription } from '../billing/create.ts'
import { cancel } from '../billing/ends.ts'
import { customerOf } from '../billing/payments.ts'
import { resume } from '../billing/resume.ts'
import { isEnded } from '../billing/subscription-status.ts'
import { pause } from '../billing/trials.ts'
import { updateSubscription } from '../billing/update.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { invalid, missing } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { expandParam, type Params } from '../protocol/params.ts'
import { indexed, search, searchParams } from '../protocol/search.ts'
import { findSubscription } from './find.ts'
import {
  cancelParams,
  createParams,
  listParams,
  pauseParams,
  resumeParams,
  updateParams,
} from './subscription-params.ts'

type Filter = Params<typeof listParams>

function isListed(subscription: Stripe.Subscription, filter: Filter): boolean {
  const { collection_method, created, current_period_end, current_period_start, customer } = filter
  const items = subscription.items.data
  const price = filter.price ?? filter.plan
  return (
    hasStatus(subscription, filter.status) &&
    within(subscription.created, created) &&
    items.some((item) => within(item.current_period_end, current_period_end)) &&
    items.some((item) => within(item.current_period_start, current_period_start)) &&
    (collection_method === undefined || subscription.collection_method === collection_method) &&
    (customer === undefined || subscription.customer === customer) &&
    (price === undefined || items.some((item) => item.price.id === price)) &&
    hasClock(subscription, filter)
  )
}

/** Without one, those that were canceled are left out. */
function hasStatus(subscription: Stripe.Subscription, wanted: Filter['status']): boolean {
  if (wanted === 'all') return true
  if (wanted === 'ended') return isEnded(subscription)
  return wanted === undefined ? subscription.status !== 'canceled' : subscription.status === wanted
}

/** Those of test clocks are only listed for that clock, or for their customer. */
const hasClock = ({ test_clock }: Stripe.Subscription, filter: Filter): boolean =>
  filter.test_clock === undefined
    ? test_clock === null || filter.customer !== undefined
    : test_clock === filter.test_clock

/** Does something to a subscription, at the time of its customer. */
function inItsTime(call: Call, id: string, run: (subscription: Stripe.Subscription) => void) {
  const subscription = findSubscription(call, id)
  inTimeOf(call, customerOf(call, subscription), () => run(subscription))
  return subscription
}

export const subscriptions = [
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions',
    keys: 'secret',
    params: createParams,
    returns: 'subscription',
    run: createSubscription,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscriptions',
    keys: 'secret',
    params: listParams,
    returns: 'subscription',
    list: true,
    run: ({ objects, path }, filter) =>
      list(
        Object.values(objects.subscriptions).filter((subscription) => isListed(subscription, filter)),
        path,
        filter,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscriptions/search',
    keys: 'secret',
    params: searchParams,
    returns: 'subscription',
    list: true,
    run: ({ objects, path, state }, params) =>
      search(indexed(state, Object.values(objects.subscriptions)), path, params, {
        status: ({ status }) => status,
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/subscriptions/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'subscription',
    run: (call, _params, { id = '' }) => findSubscription(call, id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'subscription',
    run: (call, params, { id = '' }) => updateSubscription(call, findSubscription(call, id).id, params),
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/subscriptions/:id',
    keys: 'secret',
    params: cancelParams,
    returns: 'subscription',
    run: (call, { cancellation_details: details, invoice_now = false, prorate = false }, { id = '' }) =>
      inItsTime(call, id, (subscription) => {
        // What has ended can be read, and is not there to be canceled.
        if (isEnded(subscription)) throw missing('subscription', id)
        cancel(call, subscription, { ...details, invoiceNow: invoice_now, prorate })
      }),
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/subscriptions/:id/discount',
    keys: 'secret',
    params: {},
    run(call, _params, { id = '' }) {
      const subscription = findSubscription(call, id)
      const [first] = subscription.discounts
      if (first === undefined) throw missing('discount', id)
      changed(call, 'customer.subscription.updated', subscription, () => {
        subscription.discounts = []
      })
      const { end: _end, ...discount } = call.objects.discounts[idOf(first)]!
      return { ...discount, deleted: true }
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions/:id/pause',
    keys: 'secret',
    params: pauseParams,
    returns: 'subscription',
    run: (call, _params, { id = '' }) =>
      inItsTime(call, id, (subscription) => {
        if (subscription.status !== 'active' && subscription.status !== 'trialing')
          throw invalid(`A subscription cannot be paused while it is ${subscription.status}.`)
        pause(call, subscription, 'pause_requested')
      }),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions/:id/resume',
    keys: 'secret',
    params: resumeParams,
    returns: 'subscription',
    run: (call, params, { id = '' }) =>
      inItsTime(call, id, (subscription) => resume(call, subscription, params)),
  }),
]
