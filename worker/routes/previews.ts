/** What a change of plan would cost, before it is made: the same answer to a subscriber and to the site owner. */
import type { PreviewAnswer } from '../account-contract.ts'
import { type PlanChoice, perPeriodOf } from '../domain/plan.ts'
import { ok, type Result } from '../domain/result.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { Flow } from '../flow/flow.ts'
import { planFor, previewPlan } from '../flow/plans.ts'

/** @throws Stripe.errors.StripeError */
export async function previewOf(
  steps: Flow,
  subscription: Subscription,
  choice: PlanChoice,
): Promise<Result<PreviewAnswer>> {
  const plan = await planFor(steps, subscription, choice)
  if (!plan.ok) return plan
  const { preview, date } = await previewPlan(steps, subscription, plan.value)
  const { offer, quantity, interval, intervalCount } = plan.value
  return ok({
    object: 'preview',
    offer,
    quantity,
    ...preview,
    proration_date: date,
    recurring: { amount: perPeriodOf(plan.value), interval, interval_count: intervalCount },
  })
}
