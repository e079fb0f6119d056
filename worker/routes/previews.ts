/** What a change of plan would cost, before it is made: the same answer to a subscriber and to the site owner. */
import type { PreviewAnswer } from '../account-contract.ts'
import { type PlanChoice, recurringOf } from '../domain/plan.ts'
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
  const planned = await planFor(steps, subscription, choice)
  if (!planned.ok) return planned
  const { preview, date } = await previewPlan(steps, planned.value)
  const { plan } = planned.value
  const { offer, quantity } = plan
  return ok({
    object: 'preview',
    offer,
    quantity,
    ...preview,
    proration_date: date,
    recurring: recurringOf(plan),
  })
}
