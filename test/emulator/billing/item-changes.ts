/** Changing what a subscription is for, and what that costs in the middle of a period. */
import type { Stripe } from 'stripe'
import { checkMaximum } from '../api/money.ts'
import { amountOf } from '../api/price-objects.ts'
import type { ChangedItem } from '../api/subscription-item-params.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { checkItem, makeItem, priced, priceFor } from './items.ts'
import { intervalOf } from './lines.ts'
import { periodAt } from './periods.ts'
import { credit, debit } from './proration.ts'

type Item = Stripe.SubscriptionItem

const isPriced = ({ plan, price, price_data }: ChangedItem): boolean =>
  price !== undefined || plan !== undefined || price_data !== undefined

const itemOf = ({ items }: Stripe.Subscription, { id }: ChangedItem): Item | undefined =>
  items.data.find((item) => item.id === id)

/** @throws ApiError 400, 404 before anything is changed. */
export function checkItems(call: Call, subscription: Stripe.Subscription, sent: ChangedItem[]): void {
  for (const [index, change] of sent.entries()) {
    const at = `items[${index}]`
    if (change.id !== undefined && !itemOf(subscription, change))
      throw invalid(`No such subscription item: '${change.id}'`, {
        code: 'resource_missing',
        param: `${at}[id]`,
      })
    if (change.deleted && change.id === undefined)
      throw invalid('You must name the item that is to be deleted.', { param: `${at}[id]` })
    if (change.id !== undefined && sent.findIndex(({ id }) => id === change.id) < index)
      throw invalid(`The subscription item ${change.id} is named twice.`, { param: `${at}[id]` })
    const item = itemOf(subscription, change)
    if (!change.deleted && (!item || isPriced(change))) checkItem(call, change, at, subscription.currency)
    else if (item && change.quantity !== undefined)
      checkMaximum(amountOf(item.price, change.quantity), subscription.currency, `${at}[quantity]`)
  }
  const gone = sent.filter(({ deleted }) => deleted).length
  const added = sent.filter(({ id }) => id === undefined).length
  if (subscription.items.data.length + added === gone)
    throw invalid(
      'A subscription must have at least one active plan. If you want to cancel the subscription, delete it.',
      { param: 'items' },
    )
}

interface How {
  /** The moment from which it counts; null where nothing is credited and nothing charged for it. */
  prorateAt: number | null
  at: number
}

/** @returns the items whose period begins anew now, and is to be charged in full. */
export function changeItems(
  call: Call,
  subscription: Stripe.Subscription,
  sent: ChangedItem[],
  how: How,
): Item[] {
  return sent.flatMap((change) => {
    const item = itemOf(subscription, change)
    if (!item) return [...add(call, subscription, change, how)]
    return change.deleted
      ? remove(call, subscription, item, how)
      : alter(call, subscription, item, change, how)
  })
}

function add(
  call: Call,
  subscription: Stripe.Subscription,
  sent: ChangedItem,
  { at, prorateAt }: How,
): Item[] {
  const item = makeItem(call, subscription.id, sent, { start: at, end: at })
  // It joins the period that the others are in: from its beginning, of which only the rest is charged.
  const period = periodAt(subscription.billing_cycle_anchor, intervalOf(item), at)
  const isTrial = subscription.status === 'trialing'
  item.current_period_start = isTrial ? subscription.trial_start! : period.start
  item.current_period_end = isTrial ? subscription.trial_end! : period.end
  subscription.items.data.push(item)
  if (prorateAt !== null) debit(call, subscription, item, prorateAt)
  return []
}

function remove(call: Call, subscription: Stripe.Subscription, item: Item, { prorateAt }: How): Item[] {
  if (prorateAt !== null) credit(call, subscription, item, prorateAt)
  subscription.items.data = subscription.items.data.filter((other) => other !== item)
  return []
}

function alter(
  call: Call,
  subscription: Stripe.Subscription,
  item: Item,
  sent: ChangedItem,
  { at, prorateAt }: How,
): Item[] {
  const before = structuredClone(item)
  item.metadata = mergeMetadata(item.metadata, sent.metadata)
  if (!isPriced(sent) && (sent.quantity === undefined || sent.quantity === item.quantity)) return []
  if (isPriced(sent)) Object.assign(item, priced(priceFor(call, sent)))
  item.quantity = sent.quantity ?? item.quantity ?? 1
  if (prorateAt !== null) credit(call, subscription, before, prorateAt)
  if (subscription.status !== 'trialing' && beginsAnew(before, item)) {
    subscription.billing_cycle_anchor = at
    restart(subscription, item, at)
    return [item]
  }
  if (prorateAt !== null) debit(call, subscription, item, prorateAt)
  return []
}

/** Another rhythm, or the first price above nothing. Source: docs.stripe.com/billing/subscriptions/prorations */
const beginsAnew = (before: Item, item: Item): boolean => {
  const [old, next] = [intervalOf(before), intervalOf(item)]
  if (old.interval !== next.interval || old.interval_count !== next.interval_count) return true
  return amountOf(before.price, before.quantity ?? 1) === 0 && amountOf(item.price, item.quantity ?? 1) > 0
}

export function restart(subscription: Stripe.Subscription, item: Item, at: number): void {
  item.current_period_start = at
  item.current_period_end = periodAt(subscription.billing_cycle_anchor, intervalOf(item), at).end
}
