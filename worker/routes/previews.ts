/** What a change of plan would cost, before it is made: the same answer to a subscriber and to the site owner. */
import type { PreviewAnswer } from '../account-contract.ts'
import { type PlanChoice, recurringOf } from '../domain/plan.ts'
import { ok, type Result } from '../domain/result.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { Flow } from '../flow/flow.ts'
import { previewPlan } from '../flow/plans.ts'

/** @throws Stripe.errors.StripeError */
export async function previewOf(
  steps: Flow,
  subscription: Subscription,
  choice: PlanChoice,
): Promise<Result<PreviewAnswer>> {
  const reckoned = await previewPlan(steps, subscription, choice)
  if (!reckoned.ok) return reckoned
  const { plan, amount, lines, isGross, date } = reckoned.value
  const { offer, quantity, currency } = plan
  return ok({
    object: 'preview',
    offer,
    quantity,
    amount,
    currency,
    lines,
    proration_date: date,
    recurring: recurringOf(plan),
    is_gross: isGross,
  })
}
