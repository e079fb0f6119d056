/** Changes of plan: reckoned first, made only at the price that was shown, and in force only once they are paid. */
import { findOffer, listOffers } from '../db/offers.ts'
import type { Money } from '../domain/money.ts'
import { matches } from '../domain/offer.ts'
import { choosePlan, type Plan, type PlanChoice } from '../domain/plan.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Subscription } from '../domain/subscription.ts'
import {
  changeItem,
  type ItemChange,
  imposeItem,
  type Preview,
  type ProrationBehavior,
  previewChange,
} from '../stripe/subscription-changes.ts'
import type { Flow } from './flow.ts'
import { syncInvoice, syncSubscription } from './mirror.ts'
import { providePriceOf } from './subscribe.ts'

/** How long a preview may be agreed to: shares of a period change with the second. */
const PREVIEW_SECONDS = 3600
/** For clocks that do not agree. */
const LEEWAY_SECONDS = 60

/** What the choice comes to for this subscription, by the site's offers as they are. */
export async function planFor(
  { db }: Flow,
  subscription: Subscription,
  choice: PlanChoice,
): Promise<Result<Plan>> {
  const own = await findOffer(db, subscription.site, subscription.offer)
  if (!own) throw new Error(`${subscription.id} is of an offer that is gone`)
  return choosePlan(subscription, own, await listOffers(db, subscription.site), choice)
}

/**
 * What a change would cost now.
 * @returns the price, and for when it was reckoned, unix seconds: what a change at that price must name.
 * @throws Stripe.errors.StripeError
 */
export async function previewPlan(
  flow: Flow,
  subscription: Subscription,
  plan: Plan,
): Promise<{ preview: Preview; date: number }> {
  const date = reckoned(flow, subscription)
  const item = await itemOf(flow, subscription, plan)
  return { preview: await costOf(flow, subscription, item, date), date }
}

/** While it is free a change costs nothing at once; Stripe would preview the first charge after it. */
const costOf = async (
  { stripe }: Flow,
  subscription: Subscription,
  item: ItemChange,
  date: number,
): Promise<Preview> =>
  subscription.status === 'trialing'
    ? { amount: 0, currency: subscription.currency, lines: [] }
    : previewChange(stripe, subscription, item, date)

/** Shares are of the period that Stripe is in, whatever our clock says at its edge. */
const reckoned = ({ now }: Flow, { currentPeriodStart }: Subscription): number =>
  Math.max(now, currentPeriodStart)

/**
 * Makes a change that the subscriber agreed to.
 * @param agreed what was shown, and for when it was reckoned, unix seconds.
 * @returns the subscription as it is now, which may wait for its payment; `price_changed` where it would cost something else.
 * @throws Stripe.errors.StripeError
 */
export async function changePlan(
  flow: Flow,
  subscription: Subscription,
  plan: Plan,
  agreed: { shown: Money; date: number },
): Promise<Result<Subscription>> {
  const { shown, date } = agreed
  if (date < flow.now - PREVIEW_SECONDS || date > reckoned(flow, subscription) + LEEWAY_SECONDS)
    return fail('price_changed', 'proration_date', 'This preview is too old. Ask for another one.')
  const item = await itemOf(flow, subscription, plan)
  if (!matches(await costOf(flow, subscription, item, date), shown)) return fail('price_changed', 'shown')
  await changeItem(flow.stripe, subscription, item, plan.offer, date)
  return ok(await afterChange(flow, subscription))
}

/** Makes a change of the site owner's: in force at once. @throws Stripe.errors.StripeError */
export async function imposePlan(
  flow: Flow,
  subscription: Subscription,
  plan: Plan,
  behavior: ProrationBehavior,
): Promise<Subscription> {
  await imposeItem(flow.stripe, subscription, await itemOf(flow, subscription, plan), plan.offer, behavior)
  return afterChange(flow, subscription)
}

/** Mirrors the subscription and what was charged for it. */
export async function afterChange(flow: Flow, subscription: Subscription): Promise<Subscription> {
  const { row } = await syncSubscription(flow, subscription)
  if (row.latestInvoice && row.latestInvoice !== subscription.latestInvoice)
    await syncInvoice(flow, row.latestInvoice, row)
  return row
}

async function itemOf(
  flow: Flow,
  { site, stripeAccount, livemode }: Subscription,
  plan: Plan,
): Promise<ItemChange> {
  const { offer, unitAmount, currency, interval, intervalCount: interval_count, quantity } = plan
  const recurring = { interval, interval_count }
  const terms = { offer, unitAmount, currency, recurring }
  const price = plan.price ?? (await providePriceOf(flow, { site, terms, stripeAccount, livemode }))
  return { price, quantity }
}
