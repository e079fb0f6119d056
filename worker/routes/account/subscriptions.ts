/** A user's subscriptions: what a change would cost, the change, the end, and its taking back. */
import { Hono } from 'hono'
import * as v from 'valibot'
import type { ChangeAnswer, ToConfirm } from '../../account-contract.ts'
import { currency, interval, PlanChoice, SubscriptionEnding } from '../../contract.ts'
import { type Customer, cardOf } from '../../domain/customer.ts'
import type { Subscription } from '../../domain/subscription.ts'
import type { App } from '../../env.ts'
import { endSubscription, keepOn } from '../../flow/endings.ts'
import type { Flow } from '../../flow/flow.ts'
import { changePlan } from '../../flow/plans.ts'
import { readBody } from '../../guard/body.ts'
import { problem } from '../../problem.ts'
import { readDue } from '../../stripe/invoice-payments.ts'
import { previewOf } from '../previews.ts'
import { attempted, charging, flow, settle } from '../steps.ts'
import { ownSubscription, readAccount } from './common.ts'

const PlanChange = v.strictObject({
  ...PlanChoice.entries,
  /** What the preview said: less than nothing where it is credited. */
  shown: v.strictObject({
    amount: v.pipe(v.number(), v.integer()),
    currency,
    /** From then on. Not compared where it is left out. */
    recurring: v.optional(
      v.strictObject({
        amount: v.pipe(v.number(), v.integer()),
        interval,
        interval_count: v.pipe(v.number(), v.integer()),
      }),
    ),
  }),
  proration_date: v.pipe(v.number(), v.integer(), v.minValue(0)),
})

export const accountSubscriptions = new Hono<App>()
  .post('/:id/preview', async (c) => {
    const body = await readBody(c, PlanChoice)
    if (!body.ok) return problem(c, body.error)
    const owned = await ownSubscription(c, c.req.param('id'))
    if (!owned.ok) return problem(c, owned.error)

    const preview = await attempted(c, previewOf(flow(c), owned.value.subscription, body.value))
    return preview.ok ? c.json(preview.value) : problem(c, preview.error)
  })

  .patch('/:id', async (c) => {
    const body = await readBody(c, PlanChange)
    if (!body.ok) return problem(c, body.error)
    const owned = await ownSubscription(c, c.req.param('id'))
    if (!owned.ok) return problem(c, owned.error)

    const steps = flow(c)
    const { customer, subscription } = owned.value
    const { shown, proration_date: date, ...choice } = body.value
    const changed = await charging(c, changePlan(steps, subscription, choice, { shown, date }))
    if (!changed.ok) return problem(c, changed.error)
    const confirm = await settle(c, toConfirm(steps, customer, changed.value))
    if (!confirm.ok) return problem(c, confirm.error)
    const answer: ChangeAnswer = { object: 'change', account: await readAccount(c), confirm: confirm.value }
    return c.json(answer)
  })

  .post('/:id/cancel', async (c) => {
    const body = await readBody(c, SubscriptionEnding, 'or nothing')
    if (!body.ok) return problem(c, body.error)
    const owned = await ownSubscription(c, c.req.param('id'))
    if (!owned.ok) return problem(c, owned.error)
    const ended = await attempted(c, endSubscription(flow(c), owned.value.subscription, body.value.at))
    return ended.ok ? c.json(await readAccount(c)) : problem(c, ended.error)
  })

  .post('/:id/resume', async (c) => {
    const body = await readBody(c, v.strictObject({}), 'or nothing')
    if (!body.ok) return problem(c, body.error)
    const owned = await ownSubscription(c, c.req.param('id'))
    if (!owned.ok) return problem(c, owned.error)
    const kept = await attempted(c, keepOn(flow(c), owned.value.subscription))
    return kept.ok ? c.json(await readAccount(c)) : problem(c, kept.error)
  })

/** What is still to be paid for a change; null where it is in force. */
async function toConfirm(
  { stripe }: Flow,
  customer: Customer,
  subscription: Subscription,
): Promise<ToConfirm | null> {
  const { pendingUpdate, latestInvoice } = subscription
  if (!pendingUpdate || latestInvoice === null) return null
  const due = await readDue(stripe, latestInvoice, subscription)
  if (!due) return null
  return {
    invoice: latestInvoice,
    amount: due.amount,
    currency: due.currency,
    client_secret: due.clientSecret,
    payment_method: cardOf(subscription, customer),
  }
}
