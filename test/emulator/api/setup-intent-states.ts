/** The life of a setup intent: what may be done to it in which state. Source: docs.stripe.com/payments/paymentintents/lifecycle */
import type { Stripe } from 'stripe'
import { type ApiError, invalid } from '../protocol/errors.ts'

/** In these it may still be changed, confirmed and canceled; `succeeded` and `canceled` are for good. */
const OPEN = ['requires_payment_method', 'requires_confirmation', 'requires_action']

export const isOpen = ({ status }: Stripe.SetupIntent): boolean => OPEN.includes(status)

/** The intent travels with the error, so that the caller sees what became of it. */
export const unexpectedState = (intent: Stripe.SetupIntent, message: string): ApiError =>
  invalid(message, { code: 'setup_intent_unexpected_state', setup_intent: intent })

/** Why one that is over cannot be confirmed or given another payment method. */
export const isOver = (intent: Stripe.SetupIntent, verb: 'confirm' | 'update'): ApiError =>
  unexpectedState(
    intent,
    `You cannot ${verb} this SetupIntent because it has ${intent.status === 'canceled' ? 'been canceled' : 'already succeeded'}.`,
  )

export const cannotCancel = (intent: Stripe.SetupIntent): ApiError =>
  unexpectedState(
    intent,
    intent.status === 'canceled'
      ? 'You cannot cancel this SetupIntent because it is already canceled.'
      : `You cannot cancel this SetupIntent because it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be canceled: \`requires_payment_method\`, \`requires_confirmation\`, or \`requires_action\`.`,
  )
