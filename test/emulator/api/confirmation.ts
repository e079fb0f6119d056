/** From a payment method to an outcome: authentication, the charge, and the states and events in between. */
import type { Stripe } from 'stripe'
import { otherwise } from '../adversary.ts'
import { intentFailed, intentSucceeded, intentWaits } from '../billing/outcomes.ts'
import { type Authentication, DECLINES, type Decline, type DeclineName } from '../cards.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { ApiError, docUrl, invalid } from '../protocol/errors.ts'
import type { Challenge } from '../state.ts'
import { asksForChallenge, challengesOf, endChallenges, openChallenge } from './challenges.ts'
import { cardOf, createCharge, orderOf, settle } from './charge-objects.ts'
import { cardError } from './declines.ts'
import { unexpectedState } from './payment-intent-states.ts'
import { keep } from './saving.ts'

export interface Confirmation {
  intent: Stripe.PaymentIntent
  method: Stripe.PaymentMethod
  offSession: boolean
  useStripeSdk: boolean
  returnUrl: string | null
  /** Off session, and the cardholder can still be asked later: of an invoice. */
  canWait?: true
}

/** @throws ApiError 402 when the card is declined; the intent has then moved and its events are recorded. */
export function confirm(call: Call, confirmation: Confirmation): void {
  const { intent, method } = confirmation
  const step = stepOf(call, confirmation)
  endChallenges(call, intent)
  intent.payment_method = method.id
  intent.last_payment_error = null
  intent.next_action = null
  if (step === 'challenge') {
    openChallenge(call, intent, confirmation)
    recordEvent(call, 'payment_intent.requires_action', intent)
    intentWaits(call, intent)
  } else if (step === 'charge' || step === 'authenticated')
    charge(call, intent, method, { authenticated: step === 'authenticated' })
  else throw declined(call, intent, method, DECLINES[step])
}

/** What a confirmation comes to: the bank is asked, after the cardholder or without, or it is declined before. */
type Step = 'authenticated' | 'charge' | 'challenge' | DeclineName

function stepOf(call: Call, { intent, method, offSession, canWait }: Confirmation): Step {
  const isPassed = challengesOf(call, intent).some(
    ({ passed, payment_method }) => passed && payment_method === method.id,
  )
  if (isPassed) return 'authenticated'
  const onSession = offSession && !canWait ? 'authentication_required' : 'challenge'
  const isSetUp = Object.hasOwn(call.objects.set_up_payment_methods, method.id)
  const steps: Record<Authentication, Step> = {
    never: 'charge',
    always: onSession,
    unless_set_up: offSession && isSetUp ? 'charge' : onSession,
    set_up: offSession ? 'charge' : onSession,
    if_requested: asksForChallenge(intent) ? onSession : 'charge',
    lookup_fails: 'generic_decline',
  }
  return steps[cardOf(call, method).authentication ?? 'never']
}

/** The cardholder passed. @throws ApiError 402 when the bank then declines. */
export function pass(
  call: Call,
  challenge: Challenge,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): void {
  endChallenges(call, intent)
  if (intent.confirmation_method !== 'manual') {
    charge(call, intent, method, { authenticated: true })
    return
  }
  challenge.passed = true
  intent.status = 'requires_confirmation'
  intent.next_action = null
}

/** Asks the bank. @throws ApiError 402 */
function charge(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  { authenticated }: { authenticated: boolean },
): void {
  const { declines } = cardOf(call, method)
  if (declines) throw declined(call, intent, method, DECLINES[declines], authenticated)

  const made = createCharge(call, { order: orderOf(intent), method, authenticated, decline: undefined })
  intent.latest_charge = made.id
  intent.next_action = null
  keep(call, method, {
    // References are ids here: what is stored is never expanded.
    customer: intent.customer as string | null,
    future: intent.setup_future_usage as 'off_session' | 'on_session' | null,
  })
  // Only `automatic` waits until the money is booked. Source: docs.stripe.com/payments/payment-intents/asynchronous-capture
  if (intent.capture_method === 'automatic') settle(call, made)
  recordEvent(call, 'charge.succeeded', made)
  if (intent.capture_method === 'manual') {
    intent.status = 'requires_capture'
    intent.amount_capturable = intent.amount
    recordEvent(call, 'payment_intent.amount_capturable_updated', intent)
    return
  }
  intent.status = 'succeeded'
  intent.amount_received = intent.amount
  recordEvent(call, 'payment_intent.succeeded', intent)
  intentSucceeded(call, intent)
  if (intent.capture_method === 'automatic') return
  const before = structuredClone(made)
  settle(call, made)
  recordEvent(call, 'charge.updated', made, before)
}

/** Records a failed attempt. @returns the 402 to throw, with the intent as the attempt left it. */
function declined(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  reason: Decline,
  authenticated = false,
): ApiError {
  const failed = createCharge(call, { order: orderOf(intent), method, authenticated, decline: reason })
  const details = { ...cardError(reason), charge: failed.id }
  if (!otherwise(call.state, 'declined_latest_charge')) intent.latest_charge = failed.id
  fail(call, intent, { ...details, doc_url: docUrl(reason.code), payment_method: structuredClone(method) })
  recordEvent(call, 'charge.failed', failed)
  recordEvent(call, 'payment_intent.payment_failed', intent)
  intentFailed(call, intent)
  return new ApiError(402, { ...details, payment_intent: intent, payment_method: method })
}

/** Back to the start: another card may be tried on the same intent. */
function fail(
  { state }: Call,
  intent: Stripe.PaymentIntent,
  error: Stripe.PaymentIntent.LastPaymentError,
): void {
  intent.status = 'requires_payment_method'
  if (!otherwise(state, 'declined_payment_method')) intent.payment_method = null
  intent.next_action = null
  intent.last_payment_error = error
}

/** The cardholder failed the challenge or closed it. */
export function failAuthentication(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): void {
  endChallenges(call, intent)
  const code = 'payment_intent_authentication_failure'
  fail(call, intent, {
    type: 'invalid_request_error',
    code,
    message:
      'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
    doc_url: docUrl(code),
    payment_method: structuredClone(method),
  })
  recordEvent(call, 'payment_intent.payment_failed', intent)
  intentFailed(call, intent)
}

/** @throws ApiError 400 in the states in which an intent cannot be confirmed, and where only a server may. */
export function checkConfirmable({ key, state }: Call, intent: Stripe.PaymentIntent): void {
  if (intent.status === 'succeeded')
    throw unexpectedState(
      intent,
      'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.',
    )
  const code =
    intent.status === 'canceled' && otherwise(state, 'canceled_code') ? 'intent_invalid_state' : undefined
  if (intent.status === 'canceled' || intent.status === 'requires_capture' || intent.status === 'processing')
    throw unexpectedState(
      intent,
      `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action.`,
      code,
    )
  if (intent.confirmation_method === 'manual' && key === 'publishable')
    throw invalid(
      "This PaymentIntent cannot be confirmed using your publishable key because its `confirmation_method` is set to `manual`. Please use your secret key instead, or create a PaymentIntent with `confirmation_method` set to 'automatic'.",
      { code: 'payment_intent_invalid_parameter', payment_intent: intent },
    )
}
