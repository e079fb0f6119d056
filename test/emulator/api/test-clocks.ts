/** `/v1/test_helpers/test_clocks`: time of their own for some customers. */
import type { Stripe } from 'stripe'
import { cancelAll } from '../billing/ends.ts'
import { after, type Interval } from '../billing/periods.ts'
import { advanceTestClock } from '../billing/schedule.ts'
import { isEnded } from '../billing/subscription-status.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../ids.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { list } from '../protocol/lists.ts'
import { expandParam, integer, notModelled, pagination, required, string } from '../protocol/params.ts'
import { findTestClock } from './find.ts'
import type { Rules } from './subscription-item-params.ts'

const createParams = {
  customer: notModelled,
  expand: expandParam,
  frozen_time: required(integer()),
  name: string(300),
} satisfies Rules<Stripe.TestHelpers.TestClockCreateParams>

const advanceParams = {
  expand: expandParam,
  frozen_time: required(integer()),
} satisfies Rules<Stripe.TestHelpers.TestClockAdvanceParams>

const listParams = { ...pagination } satisfies Rules<Stripe.TestHelpers.TestClockListParams>

const MONTH_SECONDS = 30 * 24 * 3600
/** How far a clock without subscriptions is advanced at most: two of these. */
const YEAR: Interval = { interval: 'year', interval_count: 1 }

/** How far a clock may be advanced at once: two intervals of its shortest subscription. Source: the types. */
function farthest({ objects }: Call, { id, frozen_time }: Stripe.TestHelpers.TestClock): number {
  const intervals = Object.values(objects.subscriptions)
    .filter((subscription) => subscription.test_clock === id && !isEnded(subscription))
    .flatMap(({ items }) => items.data.map(({ price }) => price.recurring ?? YEAR))
  return Math.min(...(intervals.length > 0 ? intervals : [YEAR]).map((each) => after(frozen_time, each, 2)))
}

/** With a clock go the customers that lived by it. */
function deleteCustomers(call: Call, clock: string): void {
  for (const customer of Object.values(call.objects.customers)) {
    if (customer.deleted || customer.test_clock !== clock) continue
    cancelAll(call, customer)
    call.objects.customers[customer.id] = { id: customer.id, object: 'customer', deleted: true }
    recordEvent(call, 'customer.deleted', customer)
  }
}

export const testClocks = [
  endpoint({
    method: 'POST',
    path: '/v1/test_helpers/test_clocks',
    keys: 'secret',
    params: createParams,
    returns: 'test_helpers.test_clock',
    run(call, { frozen_time, name }) {
      const clock: Stripe.TestHelpers.TestClock = {
        id: nextId(call.state, 'clock'),
        object: 'test_helpers.test_clock',
        created: now(call.state),
        deletes_after: now(call.state) + MONTH_SECONDS,
        frozen_time,
        livemode: false,
        name: name ?? null,
        status: 'ready',
        status_details: {},
      }
      call.objects.test_clocks[clock.id] = clock
      recordEvent(call, 'test_helpers.test_clock.created', clock)
      return clock
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/test_helpers/test_clocks',
    keys: 'secret',
    params: listParams,
    returns: 'test_helpers.test_clock',
    list: true,
    run: ({ objects, path }, page) => list(Object.values(objects.test_clocks), path, page),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/test_helpers/test_clocks/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'test_helpers.test_clock',
    run: (call, _params, { id: clock = '' }) => findTestClock(call, clock),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/test_helpers/test_clocks/:id/advance',
    keys: 'secret',
    params: advanceParams,
    returns: 'test_helpers.test_clock',
    // Stripe answers before it is done; here it is done by then, and the answer is the same.
    run(call, { frozen_time }, { id: clockId = '' }) {
      const clock = findTestClock(call, clockId)
      if (frozen_time <= clock.frozen_time)
        throw invalid('The frozen_time must be after the current frozen_time of the test clock.', {
          param: 'frozen_time',
        })
      if (frozen_time > farthest(call, clock))
        throw invalid(
          'The frozen_time must be at most two intervals of the shortest subscription of this test clock ahead, or two years without one.',
          { param: 'frozen_time' },
        )
      clock.status = 'advancing'
      clock.status_details = { advancing: { target_frozen_time: frozen_time } }
      recordEvent(call, 'test_helpers.test_clock.advancing', clock)
      const answer = structuredClone(clock)
      advanceTestClock(call, clock, frozen_time)
      clock.status = 'ready'
      clock.status_details = {}
      recordEvent(call, 'test_helpers.test_clock.ready', clock)
      return answer
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/test_helpers/test_clocks/:id',
    keys: 'secret',
    params: {},
    run(call, _params, { id: clockId = '' }) {
      const clock = findTestClock(call, clockId)
      deleteCustomers(call, clock.id)
      delete call.objects.test_clocks[clock.id]
      recordEvent(call, 'test_helpers.test_clock.deleted', clock)
      return { id: clock.id, object: clock.object, deleted: true }
    },
  }),
]
