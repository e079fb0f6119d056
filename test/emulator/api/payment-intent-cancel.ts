/** Ending an intent that took no money. */
import type { Stripe } from 'stripe'
import { invoiceOf } from '../billing/payments.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { endChallenges } from './challenges.ts'
import { isIn, MAY_CANCEL, unexpectedState } from './payment-intent-states.ts'
import { releaseAuthorization } from './refunds.ts'

/** @throws ApiError 400 in the states in which it cannot be. */
export function cancelIntent(
  call: Call,
  intent: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): void {
  if (!isIn(intent, MAY_CANCEL))
    throw unexpectedState(
      intent,
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${MAY_CANCEL.join(', ')}.`,
    )
  endChallenges(call, intent)
  if (intent.status === 'requires_capture') releaseAuthorization(call, intent)
  intent.status = 'canceled'
  intent.canceled_at = now(call.state)
  intent.cancellation_reason = reason
  intent.amount_capturable = 0
  intent.next_action = null
  recordEvent(call, 'payment_intent.canceled', intent)
}

/** What an invoice asks for is the invoice's to say. @throws ApiError 400 */
export function checkNoInvoice(call: Call, intent: Stripe.PaymentIntent, what: string): void {
  const invoice = invoiceOf(call, intent)
  if (invoice)
    throw invalid(
      `This PaymentIntent cannot be ${what}, because it belongs to the invoice ${invoice.id}. Change or void the invoice instead.`,
      { code: 'payment_intent_unexpected_state', payment_intent: intent },
    )
}
