/** From a payment method to one that is set up: authentication, the bank's answer, and the states and events in between. */
import type { Stripe } from 'stripe'
import { otherwise } from '../adversary.ts'
import { setupSucceeded } from '../billing/outcomes.ts'
import { type Authentication, DECLINES, type DeclineName } from '../cards.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { ApiError, docUrl } from '../protocol/errors.ts'
import { asksForChallenge, endChallenges, openChallenge } from './challenges.ts'
import { cardOf } from './charge-objects.ts'
import { cardError } from './declines.ts'
import { keep } from './saving.ts'
import { beginAttempt, endAttempt, openAttempt } from './setup-attempts.ts'

export interface SetupConfirmation {
  intent: Stripe.SetupIntent
  method: Stripe.PaymentMethod
  useStripeSdk: boolean
  returnUrl: string | null
}

/** What a confirmation comes to: the bank is asked, or the cardholder first, or it is declined before. */
type Step = 'ask' | 'challenge' | DeclineName

/** @throws ApiError 402 when the card is declined; the intent has then moved and its events are recorded. */
export function confirmSetup(call: Call, confirmation: SetupConfirmation): void {
  const { intent, method } = confirmation
  endChallenges(call, intent)
  intent.payment_method = method.id
  intent.last_setup_error = null
  intent.next_action = null
  beginAttempt(call, intent, method)
  const step = stepOf(call, confirmation)
  if (step === 'challenge') {
    openChallenge(call, intent, confirmation)
    recordEvent(call, 'setup_intent.requires_action', intent)
  } else if (step === 'ask') ask(call, intent, method, { authenticated: false })
  else throw declined(call, intent, method, step)
}

/** Setting up asks the cardholder of every card whose bank ever wants to be asked, but of one that counts as set up already. */
function stepOf(call: Call, { intent, method }: SetupConfirmation): Step {
  const steps: Record<Authentication, Step> = {
    never: 'ask',
    always: 'challenge',
    unless_set_up: 'challenge',
    set_up: 'ask',
    if_requested: asksForChallenge(intent) ? 'challenge' : 'ask',
    lookup_fails: 'generic_decline',
  }
  return steps[cardOf(call, method).authentication ?? 'never']
}

/** The cardholder passed. @throws ApiError 402 when the bank then declines. */
export function passSetup(call: Call, intent: Stripe.SetupIntent, method: Stripe.PaymentMethod): void {
  endChallenges(call, intent)
  ask(call, intent, method, { authenticated: true })
}

/** Asks the bank, which declines as it does where a card is saved to a customer. @throws ApiError 402 */
function ask(
  call: Call,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  { authenticated }: { authenticated: boolean },
): void {
  const { attaches, declines } = cardOf(call, method)
  if (declines && !attaches) throw declined(call, intent, method, declines, authenticated)
  endAttempt(openAttempt(call, intent)!, method, { authenticated, error: null })
  intent.status = 'succeeded'
  intent.next_action = null
  keep(call, method, {
    // References are ids here: what is stored is never expanded.
    customer: intent.customer as string | null,
    future: intent.usage === 'on_session' ? 'on_session' : 'off_session',
  })
  recordEvent(call, 'setup_intent.succeeded', intent)
  setupSucceeded(call, intent)
}

/** Records a failed attempt. @returns the 402 to throw, with the intent as the attempt left it. */
function declined(
  call: Call,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  name: DeclineName,
  authenticated = false,
): ApiError {
  const details = cardError(DECLINES[name])
  const error = { ...details, doc_url: docUrl(details.code), payment_method: structuredClone(method) }
  fail(call, intent, method, error, authenticated)
  return new ApiError(402, { ...details, setup_intent: intent, payment_method: method })
}

/** The cardholder failed the challenge or closed it. */
export function failSetupAuthentication(
  call: Call,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
): void {
  endChallenges(call, intent)
  const code = 'setup_intent_authentication_failure'
  fail(call, intent, method, {
    type: 'invalid_request_error',
    code,
    // Source: SetupIntent.json of stripe-ios's tests
    message: 'The latest attempt to set up the payment method has failed because authentication failed.',
    doc_url: docUrl(code),
    payment_method: structuredClone(method),
  })
}

/** Back to the start: another card may be tried on the same intent. */
function fail(
  call: Call,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  error: Stripe.SetupIntent.LastSetupError & Stripe.SetupAttempt.SetupError,
  authenticated = false,
): void {
  endAttempt(openAttempt(call, intent)!, method, { authenticated, error })
  intent.status = 'requires_payment_method'
  if (!otherwise(call.state, 'declined_payment_method')) intent.payment_method = null
  intent.next_action = null
  intent.last_setup_error = error
  recordEvent(call, 'setup_intent.setup_failed', intent)
}
