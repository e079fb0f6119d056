/** Changes of plan: reckoned first, made only at the price that was shown, and in force only once they are paid. */
import { findOffer, listOffers } from '../db/offers.ts'
import { forgetPrice } from '../db/prices.ts'
import type { Money } from '../domain/money.ts'
import { matches } from '../domain/offer.ts'
import { choosePlan, type Plan, type PlanChoice, type RecurringPrice, recursAsShown } from '../domain/plan.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Subscription } from '../domain/subscription.ts'
import { isPriceRefused } from '../stripe/outcome.ts'
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

/** A change that may be made, of the subscription as it is now. */
export interface Planned {
  subscription: Subscription
  plan: Plan
}

/**
 * What the choice comes to, by the site's offers as they are. Stripe is asked first how the subscription stands: what D1 has not
 * heard of, the end of what was free above all, changes the price.
 * @throws Stripe.errors.StripeError
 */
export async function planFor(flow: Flow, known: Subscription, choice: PlanChoice): Promise<Result<Planned>> {
  const { row: subscription } = await syncSubscription(flow, known)
  const own = await findOffer(flow.db, subscription.site, subscription.offer)
  if (!own) throw new Error(`${subscription.id} is of an offer that is gone`)
  const plan = choosePlan(subscription, own, await listOffers(flow.db, subscription.site), choice)
  return plan.ok ? ok({ subscription, plan: plan.value }) : plan
}

/**
 * What a change would cost now.
 * @returns the price, and for when it was reckoned, unix seconds: what a change at that price must name.
 * @throws Stripe.errors.StripeError
 */
export async function previewPlan(flow: Flow, planned: Planned): Promise<{ preview: Preview; date: number }> {
  const date = reckoned(flow, planned.subscription)
  return { preview: await costOf(flow, planned, date), date }
}

/** While it is free a change costs nothing at once; Stripe would preview the first charge after it. */
const costOf = async (flow: Flow, planned: Planned, date: number): Promise<Preview> =>
  planned.subscription.status === 'trialing'
    ? { amount: 0, currency: planned.subscription.currency, lines: [] }
    : withItem(flow, planned, (item) => previewChange(flow.stripe, planned.subscription, item, date))

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
  planned: Planned,
  agreed: { shown: Money & { recurring?: RecurringPrice | undefined }; date: number },
): Promise<Result<Subscription>> {
  const { subscription, plan } = planned
  const { shown, date } = agreed
  // A date before the last change would give back what was paid since once more; and one key twice changes nothing twice.
  const oldest = Math.max(flow.now - PREVIEW_SECONDS, subscription.updated)
  if (date < oldest || date > reckoned(flow, subscription) + LEEWAY_SECONDS)
    return fail('price_changed', 'proration_date', 'This preview is too old. Ask for another one.')
  if (shown.recurring && !recursAsShown(plan, shown.recurring))
    return fail('price_changed', 'shown.recurring')
  if (!matches(await costOf(flow, planned, date), shown)) return fail('price_changed', 'shown')
  await withItem(flow, planned, (item) => changeItem(flow.stripe, subscription, item, plan.offer, date))
  return ok(await afterChange(flow, subscription))
}

/** Makes a change of the site owner's: in force at once. @throws Stripe.errors.StripeError */
export async function imposePlan(
  flow: Flow,
  planned: Planned,
  behavior: ProrationBehavior,
): Promise<Subscription> {
  const { subscription, plan } = planned
  await withItem(flow, planned, (item) => imposeItem(flow.stripe, subscription, item, plan.offer, behavior))
  return afterChange(flow, subscription)
}

/** Mirrors the subscription and what was charged for it. */
export async function afterChange(flow: Flow, subscription: Subscription): Promise<Subscription> {
  const { row } = await syncSubscription(flow, subscription)
  if (row.latestInvoice && row.latestInvoice !== subscription.latestInvoice)
    await syncInvoice(flow, row.latestInvoice, row)
  return row
}

/** Asks with what the item becomes: once more where Stripe refuses a price that was archived in its dashboard. */
async function withItem<T>(
  flow: Flow,
  { subscription, plan }: Planned,
  ask: (item: ItemChange) => Promise<T>,
): Promise<T> {
  const { quantity } = plan
  // The subscriber keeps the price that was agreed, though nobody else may have it any more: Stripe takes no archived one by name.
  if (plan.isSame) return ask({ quantity })
  const price = await priceOf(flow, subscription, plan)
  try {
    return await ask({ price, quantity })
  } catch (error) {
    if (!isPriceRefused(error)) throw error
    await forgetPrice(flow.db, subscription, price)
    return ask({ price: await priceOf(flow, subscription, plan), quantity })
  }
}

const priceOf = (
  flow: Flow,
  { site, stripeAccount, livemode }: Subscription,
  { offer, unitAmount, currency, interval, intervalCount: interval_count }: Plan,
): Promise<string> =>
  providePriceOf(flow, {
    site,
    terms: { offer, unitAmount, currency, recurring: { interval, interval_count } },
    stripeAccount,
    livemode,
  })
