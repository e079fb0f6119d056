/** What an error of Stripe's means for the one who asked. */
import Stripe from 'stripe'
import { fail, type Result } from '../domain/result.ts'
import { logError } from '../log.ts'

/** Stripe kept this failure under the idempotency key: the same key will never give another answer. */
export const isStored = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeIdempotencyError ||
  (error instanceof Stripe.errors.StripeAPIError && (error.statusCode ?? 0) >= 500)

/** The object is gone, or was never in this account. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing'

/** The intent has moved on and cannot be canceled: it is paid, or being paid, or canceled already. */
export const isUnexpectedState = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'payment_intent_unexpected_state'

/**
 * The refusal that a caller gets for an error of Stripe's. Stripe's own sentence goes to the operator, never to a page.
 * @throws what is not an error of Stripe's.
 */
export function refusal(error: unknown, requestId: string): Result<never> {
  if (!(error instanceof Stripe.errors.StripeError)) throw error
  const { type, code = null, statusCode = null, requestId: stripeRequest = null } = error
  logError('Stripe refused', {
    request_id: requestId,
    type,
    code,
    status: statusCode,
    stripe_request: stripeRequest,
  })
  if (
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError
  )
    return fail('not_configured', 'STRIPE_SECRET_KEY', 'Stripe does not accept STRIPE_SECRET_KEY.')
  if (code === 'amount_too_small' || code === 'amount_too_large')
    return fail('parameter_invalid', 'amount', 'Stripe does not take this amount in this currency.')
  if (error instanceof Stripe.errors.StripeInvalidRequestError) return fail('unexpected')
  return fail('stripe_unavailable')
}
