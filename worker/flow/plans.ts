/**
 * Changes of plan: reckoned first, made only at the price that was shown, and in force only once they are paid. They are made one
 * after the other, so that none is made of a subscription that another page has changed since its price was compared.
 */
import { findOffer, listOffers } from '../db/offers.ts'
import { findOfferOfPrice, forgetPrice } from '../db/prices.ts'
import { findSubscription, nextChange } from '../db/subscriptions.ts'
import type { Money } from '../domain/money.ts'
import { matches } from '../domain/offer.ts'
import { choosePlan, type Plan, type PlanChoice, type RecurringPrice, recursAsShown } from '../domain/plan.ts'
import {
  chargedNow,
  type Named,
  type PreviewFacts,
  type PreviewLine,
  previewLines,
} from '../domain/preview.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Subscription } from '../domain/subscription.ts'
import { isBusy, isPriceRefused, isSpent } from '../stripe/outcome.ts'
import {
  changeItem,
  type ItemChange,
  imposeItem,
  type ProrationBehavior,
  previewChange,
} from '../stripe/subscription-changes.ts'
import { type Flow, waitForTwin } from './flow.ts'
import { syncInvoice, syncSubscription } from './mirror.ts'
import { providePriceOf } from './subscribe.ts'

/** How long a preview may be agreed to: shares of a period change with the second. */
const PREVIEW_SECONDS = 3600
/** For clocks that do not agree. */
const LEEWAY_SECONDS = 60
/** How often a change begins again after another one: each time is several calls to Stripe, and somebody waits. */
const TURNS = 4

/** A change that may be made, of the subscription as it is now. */
interface Planned {
  subscription: Subscription
  plan: Plan
}

/**
 * What the choice comes to, by the site's offers as they are. Stripe is asked first how the subscription stands: what D1 has not
 * heard of, the end of what was free above all, changes the price.
 * @throws Stripe.errors.StripeError
 */
async function planFor(flow: Flow, known: Subscription, choice: PlanChoice): Promise<Result<Planned>> {
  const { row: subscription } = await syncSubscription(flow, known)
  const own = await findOffer(flow.db, subscription.site, subscription.offer)
  if (!own) throw new Error(`${subscription.id} is of an offer that is gone`)
  const plan = choosePlan(subscription, own, await listOffers(flow.db, subscription.site), choice)
  return plan.ok ? ok({ subscription, plan: plan.value }) : plan
}

/** A plan, what a change to it would cost now, and for when that was reckoned, unix seconds: a change at that price names it. */
export interface Reckoned {
  plan: Plan
  /** Minor units, charged at once; negative where it is credited to the next invoices. */
  amount: number
  lines: PreviewLine[]
  /** Discounts or taxes change what is charged from then on. */
  isGross: boolean
  date: number
}

/**
 * What a change would cost now.
 * @throws Stripe.errors.StripeError
 */
export async function previewPlan(
  flow: Flow,
  known: Subscription,
  choice: PlanChoice,
): Promise<Result<Reckoned>> {
  const planned = await planFor(flow, known, choice)
  if (!planned.ok) return planned
  const { subscription, plan } = planned.value
  const date = reckoned(flow, subscription)
  // Stripe has no invoice to preview of what ends with its free days.
  if (isFree(subscription) && subscription.cancelAt !== null)
    return ok({ plan, amount: 0, lines: [], isGross: false, date })
  const facts = await askCost(flow, planned.value, date)
  const isGross = facts.isDiscounted || facts.tax !== 0
  if (isFree(subscription)) return ok({ plan, amount: 0, lines: [], isGross, date })
  const names = await namesOf(flow, subscription, facts)
  const lines = previewLines(facts, (price) => names.get(price) ?? null)
  return ok({ plan, amount: chargedNow(facts), lines, isGross, date })
}

/** While it is free a change costs nothing at once; Stripe would preview the first charge after it. */
const isFree = ({ status }: Subscription): boolean => status === 'trialing'

async function costOf(flow: Flow, planned: Planned, date: number): Promise<Money> {
  if (isFree(planned.subscription)) return { amount: 0, currency: planned.subscription.currency }
  const facts = await askCost(flow, planned, date)
  return { amount: chargedNow(facts), currency: facts.currency }
}

const askCost = (flow: Flow, planned: Planned, date: number): Promise<PreviewFacts> =>
  withItem(flow, planned, (item) => previewChange(flow.stripe, planned.subscription, item, date))

/** The offers that the prices of an invoice stand for. The subscriber's own may be at a price that is sold at no more. */
async function namesOf(
  { db }: Flow,
  { site, offer: own, price: ownPrice }: Subscription,
  { lines }: PreviewFacts,
): Promise<Map<string | null, Named>> {
  const names = new Map<string | null, Named>()
  for (const price of new Set(lines.map(({ price }) => price))) {
    if (price === null) continue
    const id = price === ownPrice ? own : await findOfferOfPrice(db, site, price)
    const offer = id === null ? null : await findOffer(db, site, id)
    if (offer) names.set(price, { offer: offer.id, name: offer.name })
  }
  return names
}

/** Shares are of the period that Stripe is in, whatever our clock says at its edge. */
const reckoned = ({ now }: Flow, { currentPeriodStart }: Subscription): number =>
  Math.max(now, currentPeriodStart)

/**
 * Makes a change that the subscriber agreed to.
 * @param agreed what was shown, and for when it was reckoned, unix seconds.
 * @returns the subscription as it is now, which may wait for its payment; `price_changed` where it would cost something else.
 * @throws Stripe.errors.StripeError
 */
export const changePlan = (
  flow: Flow,
  known: Subscription,
  choice: PlanChoice,
  { shown, date }: { shown: Money & { recurring?: RecurringPrice | undefined }; date: number },
): Promise<Result<Subscription>> =>
  inTurn(flow, known, choice, async (planned) => {
    const { subscription, plan } = planned
    // A date before the last change would give back what was paid since once more; one before a renewal Stripe refuses.
    const { updated, currentPeriodStart } = subscription
    const oldest = Math.max(flow.now - PREVIEW_SECONDS, updated, currentPeriodStart)
    if (date < oldest || date > reckoned(flow, subscription) + LEEWAY_SECONDS)
      return fail('price_changed', 'proration_date', 'This preview is too old. Ask for another one.')
    if (shown.recurring && !recursAsShown(plan, shown.recurring))
      return fail('price_changed', 'shown.recurring')
    if (!matches(await costOf(flow, planned, date), shown)) return fail('price_changed', 'shown')
    await withItem(flow, planned, (item) => changeItem(flow.stripe, subscription, item, plan.offer, date))
    return ok(true)
  })

/** Makes a change of the site owner's: in force at once. @throws Stripe.errors.StripeError */
export const imposePlan = (
  flow: Flow,
  known: Subscription,
  choice: PlanChoice,
  behavior: ProrationBehavior,
): Promise<Result<Subscription>> =>
  inTurn(flow, known, choice, async (planned) => {
    const { subscription, plan } = planned
    await withItem(flow, planned, (item) => imposeItem(flow.stripe, subscription, item, plan.offer, behavior))
    return ok(true)
  })

/**
 * Makes a change under the subscription's number. Of two that have one number Stripe makes one; the other begins again, with what
 * is true then.
 * @param make what asks Stripe for it, or refuses.
 */
async function inTurn(
  flow: Flow,
  known: Subscription,
  choice: PlanChoice,
  make: (planned: Planned) => Promise<Result<true>>,
): Promise<Result<Subscription>> {
  let seen = known
  for (let turn = 1; ; turn++) {
    const planned = await planFor(flow, seen, choice)
    if (!planned.ok) return planned
    const { subscription } = planned.value
    try {
      const made = await make(planned.value)
      if (!made.ok) return made
      await nextChange(flow.db, subscription)
      return ok(await afterChange(flow, subscription))
    } catch (error) {
      if (turn === TURNS) throw error
      if (isSpent(error)) await nextChange(flow.db, subscription)
      else if (isBusy(error)) await waitForTwin()
      else throw error
    }
    seen = (await findSubscription(flow.db, subscription.id)) ?? subscription
  }
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
