/** Trials: what is asked for while nothing is paid, and how they end. */
import type { Stripe } from 'stripe'
import { createSetupIntent } from '../api/setup-intent-changes.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { cancel } from './ends.ts'
import { customerOf, defaultMethod } from './payments.ts'
import { renew } from './renewals.ts'

const DAY_SECONDS = 24 * 3600
const TOLD_BEFORE_SECONDS = 3 * DAY_SECONDS

/** Where nothing is paid yet and no method is known, one can be set up for later. */
export function askForMethod(call: Call, customer: Stripe.Customer, subscription: Stripe.Subscription): void {
  if (defaultMethod(call, customer, null, subscription)) return
  const intent = createSetupIntent(call, {
    customer: customer.id,
    payment_method_types: ['card'],
    usage: 'off_session',
  })
  subscription.pending_setup_intent = intent.id
}

const key = ({ id }: Stripe.Subscription) => `trial_will_end:${id}`

/** When it is told that a trial ends; null once it was told. */
export function trialTold(
  { objects }: Pick<Call, 'objects'>,
  subscription: Stripe.Subscription,
): number | null {
  const end = subscription.trial_end!
  return objects.told[key(subscription)] === end ? null : end - TOLD_BEFORE_SECONDS
}

export function tellTrialEnd(call: Call, subscription: Stripe.Subscription): void {
  call.objects.told[key(subscription)] = subscription.trial_end!
  recordEvent(call, 'customer.subscription.trial_will_end', subscription)
}

/** A trial that is shorter is told of when it begins. */
export function trialWillEndSoon(call: Call, subscription: Stripe.Subscription): void {
  const told = trialTold(call, subscription)
  if (told !== null && told <= now(call.state)) tellTrialEnd(call, subscription)
}

type Missing = Extract<
  Stripe.Subscription.TrialSettings.EndBehavior.MissingPaymentMethod,
  'cancel' | 'create_invoice' | 'pause'
>

/**
 * The first paid period begins; without a method, what was said for that case happens.
 * @returns its invoice, still a draft, if there is one.
 */
export function endTrial(call: Call, subscription: Stripe.Subscription): Stripe.Invoice | null {
  const { missing_payment_method } = subscription.trial_settings!.end_behavior
  const hasMethod = defaultMethod(call, customerOf(call, subscription), null, subscription) !== null
  if (hasMethod || subscription.collection_method === 'send_invoice') return renew(call, subscription)
  const without: Record<Missing, () => Stripe.Invoice | null> = {
    create_invoice: () => renew(call, subscription),
    cancel() {
      cancel(call, subscription, {})
      return null
    },
    pause() {
      pause(call, subscription, 'trial_end_without_payment_method')
      return null
    },
  }
  return without[missing_payment_method as Missing]()
}

/** No period begins and nothing is invoiced until it is resumed. */
export function pause(
  call: Call,
  subscription: Stripe.Subscription,
  type: Stripe.Subscription.StatusDetails.Paused.Subscription.Type,
): void {
  const before = structuredClone(subscription)
  subscription.status = 'paused'
  subscription.status_details = {
    paused: { subscription: { type }, transitioned_at: now(call.state), type: 'subscription' },
  }
  recordEvent(call, 'customer.subscription.updated', subscription, before)
  recordEvent(call, 'customer.subscription.paused', subscription)
}
