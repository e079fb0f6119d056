/** Taking money that a confirmation only authorised. */
import type { Stripe } from 'stripe'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { settle } from './charge-objects.ts'
import { isIn, MAY_CAPTURE, unexpectedState } from './payment-intent-states.ts'

/** @param amount what is not captured is released. */
export function capture(call: Call, intent: Stripe.PaymentIntent, amount: number): void {
  if (!isIn(intent, MAY_CAPTURE))
    throw unexpectedState(
      intent,
      `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: ${MAY_CAPTURE.join(', ')}.`,
    )
  if (amount > intent.amount_capturable)
    throw invalid(
      `The amount_to_capture (${amount}) is greater than the amount_capturable (${intent.amount_capturable}) of this PaymentIntent.`,
      { code: 'amount_too_large', param: 'amount_to_capture' },
    )
  const charge = call.objects.charges[intent.latest_charge as string]!
  const before = structuredClone(charge)
  charge.captured = true
  charge.amount_captured = amount
  intent.status = 'succeeded'
  intent.amount_received = amount
  intent.amount_capturable = 0
  recordEvent(call, 'charge.captured', charge, before)
  recordEvent(call, 'payment_intent.succeeded', intent)
  const unsettled = structuredClone(charge)
  settle(call, charge)
  recordEvent(call, 'charge.updated', charge, unsettled)
}
