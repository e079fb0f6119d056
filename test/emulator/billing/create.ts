/** Beginning a subscription: its first periods, its first invoice, and what becomes of both when that is not paid. */
import type { Stripe } from 'stripe'
import { otherwise } from '../adversary.ts'
import { findCustomer, findSavedMethod } from '../api/find.ts'
import { checkMaximum } from '../api/money.ts'
import type { CreateParams } from '../api/subscription-params.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid, unmodelled } from '../protocol/errors.ts'
import { missingParam } from '../protocol/params.ts'
import { checkOneCurrency } from './balance.ts'
import { inTimeOf } from './changed.ts'
import { collect, noMethod } from './collect.ts'
import { checkDiscounts, redeemDiscounts } from './discounts.ts'
import { draftInvoice } from './drafts.ts'
import { finalize } from './finalize.ts'
import { checkItem, makeItem, worthOf } from './items.ts'
import { intervalOf, itemLine } from './lines.ts'
import { defaultMethod } from './payments.ts'
import { type Period, periodAt, remainder } from './periods.ts'
import { newSubscription } from './subscription-objects.ts'
import { askForMethod, trialWillEndSoon } from './trials.ts'
import { tryOut, withoutObjects } from './try-out.ts'

const DAY_SECONDS = 24 * 3600
const HOUR_SECONDS = 3600

/** @throws ApiError 400; 402 with nothing made where that was asked for. */
export function createSubscription(call: Call, params: CreateParams): Stripe.Subscription {
  const customer = findCustomer(call, params.customer, 'customer')
  return inTimeOf(call, customer, () => {
    const terms = check(call, customer, params)
    const { collection_method = 'charge_automatically', payment_behavior = 'allow_incomplete' } = params
    if (collection_method === 'send_invoice' || payment_behavior === 'default_incomplete')
      return begin(call, params, terms)
    checkPayable(call, params, terms)
    const subscription = begin(call, params, terms)
    if (subscription.status === 'incomplete') collect(call, firstInvoice(call, subscription))
    return subscription
  })
}

/** For a preview: everything but the money. @param call a trial one. @throws ApiError 400, 404 */
export function beginOnTrial(call: Call, params: CreateParams): Stripe.Subscription {
  return begin(call, params, check(call, findCustomer(call, params.customer, 'customer'), params))
}

/** What was asked for, with nothing left to refuse. */
interface Terms {
  currency: string
  /** Null without a trial. */
  trialEnd: number | null
  anchor: number
}

function check(call: Call, customer: Stripe.Customer, params: CreateParams): Terms {
  const { items, default_payment_method, discounts, payment_behavior, trial_end, trial_period_days } = params
  exclusive(params, 'trial_end', 'trial_period_days')
  exclusive(params, 'cancel_at', 'cancel_at_period_end')
  if (items.length === 0) throw missingParam('items')
  if (payment_behavior === 'pending_if_incomplete')
    throw invalid(
      '`pending_if_incomplete` cannot be used when creating a subscription, only when updating one.',
      {
        param: 'payment_behavior',
      },
    )
  if (params.collection_method === 'send_invoice' && params.days_until_due === undefined)
    throw missingParam('days_until_due')
  const at = now(call.state)
  const trialEnd =
    trial_end === 'now'
      ? null
      : (trial_end ?? (trial_period_days && at + trial_period_days * DAY_SECONDS) ?? null)
  const future = {
    trial_end: trialEnd,
    billing_cycle_anchor: params.billing_cycle_anchor,
    cancel_at: params.cancel_at,
  }
  for (const [param, time] of Object.entries(future))
    if (typeof time === 'number' && time <= at)
      throw invalid(`The \`${param}\` must be a timestamp in the future.`, { param })
  if (trialEnd !== null && params.billing_cycle_anchor !== undefined)
    throw unmodelled('a trial together with an anchor', 'billing_cycle_anchor')
  const currency = items.reduce<string | null>(
    (known, item, index) => checkItem(call, item, `items[${index}]`, known),
    params.currency?.toLowerCase() ?? null,
  )!
  const worth = worthOf(call, items)
  checkMaximum(worth.amount, currency, 'items')
  checkOneCurrency(customer, currency, 'items[0][price]')
  if (default_payment_method !== undefined)
    findSavedMethod(call, customer.id, default_payment_method, 'default_payment_method')
  checkDiscounts(call, discounts ?? null, { customer: customer.id, currency, ...worth })
  return { currency, trialEnd, anchor: trialEnd ?? params.billing_cycle_anchor ?? at }
}

function exclusive(params: CreateParams, first: keyof CreateParams, second: keyof CreateParams): void {
  if (params[first] !== undefined && params[second] !== undefined)
    throw invalid(`You may only specify one of these parameters: ${first}, ${second}.`, {
      code: 'parameters_exclusive',
      param: second,
    })
}

/** Who is charged at once needs something to be charged; and what would stay incomplete may not be wanted at all. */
function checkPayable(call: Call, params: CreateParams, terms: Terms): void {
  const failure = tryOut(call, (trial) => {
    const subscription = begin(trial, params, terms)
    if (subscription.status !== 'incomplete') return null
    const customer = findCustomer(trial, params.customer)
    if (!defaultMethod(trial, customer, null, subscription)) return noMethod()
    if (params.payment_behavior !== 'error_if_incomplete') return null
    return collect(trial, firstInvoice(trial, subscription))
  })
  if (failure) throw withoutObjects(failure)
}

const firstInvoice = ({ objects }: Call, { latest_invoice }: Stripe.Subscription): Stripe.Invoice =>
  objects.invoices[latest_invoice as string]!

/** Makes the subscription and its first invoice; of the money, only what is asked for without a card. */
function begin(call: Call, params: CreateParams, { currency, trialEnd, anchor }: Terms): Stripe.Subscription {
  const customer = findCustomer(call, params.customer, 'customer')
  const at = now(call.state)
  const id = nextId(call.state, 'sub')
  const items = params.items.map((sent) => makeItem(call, id, sent, { start: at, end: at }))
  const whole = items.map((item) => periodAt(anchor, intervalOf(item), at))
  for (const [index, item] of items.entries()) {
    item.current_period_start = at
    item.current_period_end = trialEnd ?? whole[index]!.end
  }
  const subscription = newSubscription(call, customer, { id, items, currency, trialEnd, anchor, params })
  call.objects.subscriptions[id] = subscription
  subscription.discounts = redeemDiscounts(call, customer, params.discounts ?? null, subscription)
  const invoice =
    trialEnd !== null && otherwise(call.state, 'trial_invoice')
      ? null
      : draftInvoice(call, customer, subscription, {
          billing_reason: 'subscription_create',
          currency,
          lines: items.map((item, index) => {
            const line = itemLine(call, item, periodOf(item), subscription, trialEnd !== null)
            return trialEnd === null ? partial(line, whole[index]!, at, params) : line
          }),
          // What waits for the customer is billed with the first invoice too.
          takes: (item) => item.parent === null,
          period: { start: at, end: at },
        })
  const isSent = subscription.collection_method === 'send_invoice'
  if (trialEnd !== null) subscription.status = 'trialing'
  else if (invoice?.amount_due === 0 || isSent) subscription.status = 'active'
  if (subscription.status !== 'incomplete' && !isSent) askForMethod(call, customer, subscription)
  recordEvent(call, 'customer.subscription.created', subscription)
  if (trialEnd !== null) trialWillEndSoon(call, subscription)
  if (!invoice) return subscription
  // Whoever subscribes is there to pay; nobody retries this one.
  invoice.auto_advance = isSent
  if (isSent) invoice.automatically_finalizes_at = at + HOUR_SECONDS
  recordEvent(call, 'invoice.created', invoice)
  if (!isSent || invoice.amount_due === 0) finalize(call, invoice)
  return subscription
}

const periodOf = (item: Stripe.SubscriptionItem): Period => ({
  start: item.current_period_start,
  end: item.current_period_end,
})

/** Until an anchor in the future only a part is charged, or nothing. */
function partial(
  line: Stripe.InvoiceLineItem,
  whole: Period,
  at: number,
  { proration_behavior }: CreateParams,
): Stripe.InvoiceLineItem {
  if (whole.start === at) return line
  const amount = proration_behavior === 'none' ? 0 : remainder(line.amount, whole, at)
  line.parent!.subscription_item_details!.proration = proration_behavior !== 'none'
  return { ...line, amount, subtotal: amount }
}
