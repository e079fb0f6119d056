/** Taking the money of an invoice that is owed, without the cardholder. */
import type { Stripe } from 'stripe'
import { confirm } from '../api/confirmation.ts'
import type { Call } from '../protocol/endpoint.ts'
import { ApiError, invalid } from '../protocol/errors.ts'
import { subscriptionOf } from './drafts.ts'
import { attemptFailed } from './outcomes.ts'
import { customerOf, defaultMethod, intentOf } from './payments.ts'

/** What was wrong, for whoever asked for the payment; the clock asks for nothing. */
export type Failure = ApiError | null

/**
 * Charges the method that is named, or the default one. A bank that wants to ask the cardholder leaves the intent waiting for that,
 * which is a failed attempt nevertheless. Source: docs.stripe.com/billing/subscriptions/overview
 */
export function collect(call: Call, invoice: Stripe.Invoice, method = methodFor(call, invoice)): Failure {
  if (!method) {
    attemptFailed(call, invoice)
    return noMethod()
  }
  const intent = intentOf(call, invoice)!
  try {
    confirm(call, {
      intent,
      method,
      offSession: true,
      canWait: true,
      useStripeSdk: true,
      returnUrl: null,
    })
  } catch (error) {
    if (error instanceof ApiError && error.status === 402) return error
    throw error
  }
  if (intent.status !== 'requires_action') return null
  attemptFailed(call, invoice)
  return new ApiError(402, {
    type: 'card_error',
    code: 'invoice_payment_intent_requires_action',
    message:
      'This payment requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with the invoice.',
    payment_intent: intent,
  })
}

const methodFor = (call: Call, invoice: Stripe.Invoice): Stripe.PaymentMethod | null =>
  defaultMethod(call, customerOf(call, invoice), invoice, subscriptionOf(call, invoice))

export const noMethod = (): ApiError =>
  invalid(
    'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.',
    { code: 'resource_missing' },
  )
