/** The site owner reads subscriptions, and changes, pauses, ends and resumes them. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { PlanChoice, SubscriptionEnding } from '../../contract.ts'
import { findSubscription, listSubscriptions } from '../../db/subscriptions.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Subscription, SubscriptionStatus } from '../../domain/subscription.ts'
import type { App } from '../../env.ts'
import { endSubscription, keepOn, pause, resume } from '../../flow/endings.ts'
import { imposePlan } from '../../flow/plans.ts'
import { BODY_LIMIT_BYTES, limit, readBody } from '../../guard/body.ts'
import { named, readCursor, readQuery } from '../../guard/query.ts'
import { bySiteKey } from '../../keys/site.ts'
import { problem } from '../../problem.ts'
import { previewOf } from '../previews.ts'
import { attempted, charging, flow } from '../steps.ts'
import { list, own } from './common.ts'
import { toSubscriptionObject } from './views.ts'

const STATUSES = [
  'incomplete',
  'incomplete_expired',
  'trialing',
  'active',
  'past_due',
  'canceled',
  'unpaid',
  'paused',
] as const satisfies SubscriptionStatus[]

const Change = v.strictObject({
  ...PlanChoice.entries,
  proration_behavior: v.optional(
    v.picklist(['create_prorations', 'always_invoice', 'none']),
    'create_prorations',
  ),
  /** As the answer says it: it ends with the period that is paid for, or it does not. */
  cancel_at_period_end: v.optional(v.boolean()),
})
const Pause = v.strictObject({ resumes_at: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null) })

/** A change of one subscription: what it is now, or why it was refused. */
async function changed(
  c: Context<App, '/:id'>,
  make: (subscription: Subscription) => Promise<Result<Subscription>>,
): Promise<Response> {
  const subscription = await own(c, findSubscription, c.req.param('id'))
  if (!subscription) return problem(c, { code: 'not_found' })
  const made = await charging(c, make(subscription))
  return made.ok ? c.json(toSubscriptionObject(made.value)) : problem(c, made.error)
}

export const subscriptions = new Hono<App>()
  .use(bySiteKey, limit(BODY_LIMIT_BYTES))

  .get('/', async (c) => {
    const query = readQuery(c, {
      customer: named(),
      offer: named(),
      status: v.optional(v.picklist(STATUSES)),
    })
    if (!query.ok) return problem(c, query.error)
    const page = await readCursor(query.value, (id) => own(c, findSubscription, id))
    if (!page.ok) return problem(c, page.error)
    const found = await listSubscriptions(c.env.DB, c.get('site').id, query.value.filter, page.value)
    return c.json(list(found, toSubscriptionObject))
  })

  .get('/:id', async (c) => {
    const subscription = await own(c, findSubscription, c.req.param('id'))
    return subscription ? c.json(toSubscriptionObject(subscription)) : problem(c, { code: 'not_found' })
  })

  .patch('/:id', async (c) => {
    const body = await readBody(c, Change)
    if (!body.ok) return problem(c, body.error)
    const { proration_behavior: behavior, cancel_at_period_end: ends, ...choice } = body.value
    const steps = flow(c)
    return changed(c, async (subscription) => {
      const isPlan = ends === undefined || Object.keys(choice).length > 0
      const now = isPlan ? await imposePlan(steps, subscription, choice, behavior) : ok(subscription)
      if (!now.ok || ends === undefined) return now
      return ends ? endSubscription(steps, now.value, 'period_end') : keepOn(steps, now.value)
    })
  })

  .delete('/:id', (c) => changed(c, (subscription) => endSubscription(flow(c), subscription, 'now')))

  .post('/:id/preview', async (c) => {
    const body = await readBody(c, PlanChoice)
    if (!body.ok) return problem(c, body.error)
    const subscription = await own(c, findSubscription, c.req.param('id'))
    if (!subscription) return problem(c, { code: 'not_found' })
    const preview = await attempted(c, previewOf(flow(c), subscription, body.value))
    return preview.ok ? c.json(preview.value) : problem(c, preview.error)
  })

  .post('/:id/cancel', async (c) => {
    const body = await readBody(c, SubscriptionEnding, 'or nothing')
    if (!body.ok) return problem(c, body.error)
    return changed(c, (subscription) => endSubscription(flow(c), subscription, body.value.at))
  })

  .post('/:id/resume', async (c) => {
    const body = await readBody(c, v.strictObject({}), 'or nothing')
    if (!body.ok) return problem(c, body.error)
    return changed(c, (subscription) => resume(flow(c), subscription))
  })

  .post('/:id/pause', async (c) => {
    const body = await readBody(c, Pause, 'or nothing')
    if (!body.ok) return problem(c, body.error)
    const { resumes_at: until } = body.value
    const steps = flow(c)
    if (until !== null && until <= steps.now)
      return problem(c, {
        code: 'parameter_invalid',
        param: 'resumes_at',
        message: 'resumes_at is over already.',
      })
    return changed(c, (subscription) => pause(steps, subscription, until))
  })
