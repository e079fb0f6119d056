/** What of a subscription may be changed in which state, and to what. */
import type { Stripe } from 'stripe'
import { findSavedMethod } from '../api/find.ts'
import type { UpdateParams } from '../api/subscription-params.ts'
import { now } from '../clock.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { checkDiscounts } from './discounts.ts'
import { checkItems } from './item-changes.ts'
import { worthOf } from './items.ts'
import { isEnded } from './subscription-status.ts'

type Name = keyof UpdateParams

/** Source: Stripe.Subscription.status, for the first; memory, for what else stays possible */
const WHILE_INCOMPLETE: readonly Name[] = ['default_payment_method', 'description', 'expand', 'metadata']
const ONCE_ENDED: readonly Name[] = ['cancellation_details', 'expand', 'metadata']

/** Source: docs.stripe.com/billing/subscriptions/pending-updates-reference; metadata, docs changelog/dahlia/2026-05-27 */
const MAY_PEND: readonly Name[] = [
  'billing_cycle_anchor',
  'expand',
  'items',
  'metadata',
  'off_session',
  'payment_behavior',
  'proration_behavior',
  'proration_date',
  'trial_end',
]

const METADATA_MAY_PEND = '2026-05-27.dahlia'

/** @throws ApiError 400, 404 with nothing changed. */
export function checkUpdate(
  call: Call,
  customer: Stripe.Customer,
  subscription: Stripe.Subscription,
  params: UpdateParams,
): void {
  const sent = Object.keys(params) as Name[]
  const beyond = (allowed: readonly Name[]) => sent.find((name) => !allowed.includes(name))
  const ended = isEnded(subscription) ? beyond(ONCE_ENDED) : undefined
  if (ended)
    throw invalid('A canceled subscription can only update its cancellation_details and metadata.', {
      code: 'invalid_canceled_subscription_fields',
      param: ended,
    })
  const early = subscription.status === 'incomplete' ? beyond(WHILE_INCOMPLETE) : undefined
  if (early)
    throw invalid(
      `You cannot update \`${early}\` of a subscription in \`incomplete\` status: only ${WHILE_INCOMPLETE.join(', ')}.`,
      { param: early },
    )
  const mayPend = MAY_PEND.filter((name) => name !== 'metadata' || call.version >= METADATA_MAY_PEND)
  const unpendable = params.payment_behavior === 'pending_if_incomplete' ? beyond(mayPend) : undefined
  if (unpendable)
    throw invalid(
      `When \`payment_behavior\` is \`pending_if_incomplete\`, you cannot pass \`${unpendable}\`. Pass it in another request.`,
      { param: unpendable },
    )
  const { cancel_at, cancel_at_period_end, default_payment_method, discounts, items, trial_end } = params
  if (cancel_at !== undefined && cancel_at_period_end !== undefined)
    throw invalid('You may only specify one of these parameters: cancel_at, cancel_at_period_end.', {
      code: 'parameters_exclusive',
      param: 'cancel_at_period_end',
    })
  for (const [param, time] of Object.entries({ cancel_at, trial_end }))
    if (typeof time === 'number' && time <= now(call.state))
      throw invalid(`The \`${param}\` must be a timestamp in the future.`, { param })
  if (params.billing_cycle_anchor === 'now' && subscription.status === 'trialing' && trial_end !== 'now')
    throw invalid('The billing cycle of a trial begins when the trial ends: end the trial instead.', {
      param: 'billing_cycle_anchor',
    })
  checkProrationDate(subscription, params)
  if (default_payment_method !== undefined)
    findSavedMethod(call, customer.id, default_payment_method, 'default_payment_method')
  checkDiscounts(call, discounts ?? null, {
    customer: customer.id,
    currency: subscription.currency,
    ...worthOf(call, subscription.items.data.map(sold)),
  })
  checkItems(call, subscription, items ?? [])
}

function checkProrationDate({ items }: Stripe.Subscription, { proration_date: date }: UpdateParams): void {
  if (date === undefined) return
  const isInside = items.data.every(
    (item) => item.current_period_start <= date && date <= item.current_period_end,
  )
  if (!isInside)
    throw invalid('Cannot specify proration_date outside of current subscription period.', {
      param: 'proration_date',
    })
}

const sold = ({ price, quantity = 1 }: Stripe.SubscriptionItem) => ({ price: price.id, quantity })
