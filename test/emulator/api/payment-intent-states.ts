/** The life of a payment intent, as tables: what may be done to it in which state. Source: docs.stripe.com/payments/paymentintents/lifecycle */
import type { Stripe } from 'stripe'
import { type ApiError, invalid } from '../protocol/errors.ts'

type Status =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled'

export const MAY_CHANGE: readonly Status[] = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
]

export const MAY_CANCEL: readonly Status[] = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
  'processing',
]

export const MAY_CAPTURE: readonly Status[] = ['requires_capture']

export const isIn = (intent: Stripe.PaymentIntent, statuses: readonly Status[]): boolean =>
  statuses.some((status) => status === intent.status)

/** The intent travels with the error, so that the caller sees what became of it. */
export const unexpectedState = (
  intent: Stripe.PaymentIntent,
  message: string,
  code = 'payment_intent_unexpected_state',
): ApiError => invalid(message, { code, payment_intent: intent })
