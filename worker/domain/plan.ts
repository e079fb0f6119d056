/** What a subscription may be changed to: another offer of its group, another quantity. Pure. */
import type { Interval, Offer } from './offer.ts'
import { fail, ok, type Result } from './result.ts'
import { hasEnded, perPeriod, type Subscription } from './subscription.ts'

/** What it is to be. */
export interface Plan {
  /** Slug. */
  offer: string
  quantity: number
  /** Minor units, of one, a period. */
  unitAmount: number
  currency: string
  interval: Interval
  intervalCount: number
  /** Whether the offer stays, and with it the price that was agreed; another offer's is as it is sold now. */
  isSame: boolean
}

export interface PlanChoice {
  offer?: string | undefined
  quantity?: number | undefined
}

/** The offers that a subscriber may choose from, its own included: of one group, in one currency. */
export const plansOf = (own: Offer, offers: readonly Offer[]): Offer[] =>
  offers.filter(
    ({ id, mode, planGroup, currency, archived }) =>
      id === own.id ||
      (own.planGroup !== null &&
        planGroup === own.planGroup &&
        currency === own.currency &&
        mode === 'subscription' &&
        archived === null),
  )

/**
 * What a subscription becomes. Who keeps the offer keeps the price that was agreed, whatever it costs others by now.
 * @param own what it is now, sold or not.
 * @param offers of the site.
 */
export function choosePlan(
  subscription: Subscription,
  own: Offer,
  offers: readonly Offer[],
  choice: PlanChoice,
): Result<Plan> {
  const state = mayChange(subscription)
  if (!state.ok) return state

  const offer = plansOf(own, offers).find(({ id }) => id === (choice.offer ?? own.id))
  if (!offer) return fail('parameter_invalid', 'offer', 'This subscription cannot be changed to this offer.')

  const { min, max } = offer.quantity
  const quantity = choice.quantity ?? Math.min(Math.max(subscription.quantity, min), max)
  if (quantity < min || quantity > max) return fail('parameter_invalid', 'quantity', `From ${min} to ${max}.`)

  const isSame = offer.id === own.id
  if (isSame && quantity === subscription.quantity)
    return fail('parameter_invalid', 'offer', 'This is what the subscription is already.')
  const kept = {
    unitAmount: subscription.unitAmount,
    currency: subscription.currency,
    interval: subscription.interval,
    intervalCount: subscription.intervalCount,
  }
  if (isSame) return ok({ offer: offer.id, quantity, ...kept, isSame })
  if (!offer.recurring || offer.amount === null)
    throw new Error(`offer ${offer.id} has no price to change to`)
  return ok({
    offer: offer.id,
    quantity,
    unitAmount: offer.amount,
    currency: offer.currency,
    interval: offer.recurring.interval,
    intervalCount: offer.recurring.interval_count,
    isSame,
  })
}

/** What is owed is paid first, and what waits for its payment is not changed again. */
function mayChange({ status, paused, pendingUpdate }: Subscription): Result<true> {
  const refuse = (why: string) => fail('subscription_unexpected_state', undefined, why)
  if (hasEnded(status)) return refuse('This subscription has ended.')
  if (paused) return refuse('This subscription is paused.')
  if (pendingUpdate) return refuse('A change of this subscription waits for its payment.')
  if (status !== 'active' && status !== 'trialing') return refuse('Something is to be paid first.')
  return ok(true)
}

/** What is charged from a change on: the amount in minor units, before discounts. */
export interface RecurringPrice {
  amount: number
  interval: Interval
  interval_count: number
}

export const recurringOf = (plan: Plan): RecurringPrice => ({
  amount: perPeriod(plan),
  interval: plan.interval,
  interval_count: plan.intervalCount,
})

/** Whether the offer still recurs as it was shown: while a change costs nothing at once, nothing else tells that its price is another. */
export function recursAsShown(plan: Plan, shown: RecurringPrice): boolean {
  const { amount, interval, interval_count } = recurringOf(plan)
  return amount === shown.amount && interval === shown.interval && interval_count === shown.interval_count
}
