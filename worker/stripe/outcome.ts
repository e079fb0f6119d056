/** What an error of Stripe's means for the one who asked. */
import Stripe from 'stripe'
import { CODE_UNUSABLE } from '../domain/offer.ts'
import { fail, type Result } from '../domain/result.ts'
import { logError } from '../log.ts'

/** Statuses that are not kept under an idempotency key, unless Stripe says so: the request was not begun. */
const NOT_BEGUN = [401, 403, 409, 429]

export const isStripeError = (error: unknown): error is Stripe.errors.StripeError =>
  error instanceof Stripe.errors.StripeError

/** What the operator's log says of an error of Stripe's: never its sentence, which may quote a key. */
export const described = ({ type, code, statusCode, requestId }: Stripe.errors.StripeError) => ({
  type,
  code: code ?? null,
  status: statusCode ?? null,
  stripe_request: requestId ?? null,
})

/** What was answered is what was answered before, under the same idempotency key. */
const REPLAYED = 'idempotent-replayed'

const isReplayed = ({ headers }: Stripe.errors.StripeError): boolean => headers?.[REPLAYED] === 'true'

/** Stripe kept this failure under the idempotency key, or may have: the same key would give no other answer for a day. */
export const isStored = (error: unknown): boolean =>
  isStripeError(error) &&
  (isReplayed(error) || (error.statusCode !== undefined && !NOT_BEGUN.includes(error.statusCode)))

/** The idempotency key has been answered for good: it makes nothing any more. */
export const isSpent = (error: unknown): boolean =>
  isMismatched(error) || (isStripeError(error) && isReplayed(error))

/** Of an object that was made, or was made before. The SDK hands on what fetch made of the headers. */
export const isRepeated = ({ lastResponse }: { lastResponse: { headers: HeadersInit } }): boolean =>
  new Headers(lastResponse.headers).get(REPLAYED) === 'true'

/** Asking again would bring the same answer: it is about this one object, not about the moment or the key. */
export const isLasting = (error: unknown): error is Stripe.errors.StripeError =>
  error instanceof Stripe.errors.StripeInvalidRequestError

/** The price was archived in Stripe's dashboard: nothing can be subscribed to at it any more. */
export const isPriceRefused = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError &&
  /^(subscription_details\[)?items\b/.test(error.param ?? '')

/** An id or a lookup key is in use: whoever asked for it gets what is there. Stripe has a code for ids only. */
export const isTaken = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError &&
  (error.code === 'resource_already_exists' || error.param === 'lookup_key')

/** The promotion code cannot be redeemed: not any more, not by this customer, or not for so little. */
const isUnredeemable = (error: Stripe.errors.StripeError): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError &&
  (/^discounts\b/.test(error.param ?? '') || /^(coupon|promotion_code)_/.test(error.code ?? ''))

/** The customer that was named was deleted, or is not in this account. */
export const isCustomerMissing = (error: unknown): boolean =>
  isMissing(error) && (error as Stripe.errors.StripeError).param === 'customer'

/** Another request with the same idempotency key is still under way. */
export const isBusy = (error: unknown): boolean =>
  isStripeError(error) && error.code === 'idempotency_key_in_use'

/** The idempotency key was used with something else: what it stands for was asked for otherwise before. */
export const isMismatched = (error: unknown): boolean => error instanceof Stripe.errors.StripeIdempotencyError

/** The object is gone, or was never in this account. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing'

/** What is read; null where it is gone, or was never in this account. @throws Stripe.errors.StripeError for anything else. */
export async function unlessMissing<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** The intent has moved on and cannot be canceled: it is paid, or being paid, or canceled already. */
export const isUnexpectedState = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError &&
  (error.code === 'payment_intent_unexpected_state' || error.code === 'setup_intent_unexpected_state')

/** The invoice has moved on and cannot be voided: it is paid, or void already. Stripe has a code for some of these only. */
export const isNotEditable = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && !isMissing(error)

/**
 * The refusal that a caller gets for an error of Stripe's. Stripe's own sentence goes to the operator, never to a page.
 * @throws what is not an error of Stripe's.
 */
export function refusal(error: unknown, requestId: string): Result<never> {
  if (!isStripeError(error)) throw error
  const { code } = error
  logError('Stripe refused', { request_id: requestId, ...described(error) })
  if (code === 'account_invalid')
    return fail('not_configured', 'stripe_account', 'Stripe does not let STRIPE_SECRET_KEY use this account.')
  if (
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError
  )
    return fail('not_configured', 'STRIPE_SECRET_KEY', 'Stripe does not accept STRIPE_SECRET_KEY.')
  if (code === 'amount_too_small' || code === 'amount_too_large')
    return fail('parameter_invalid', 'amount', 'Stripe does not take this amount in this currency.')
  if (code === 'email_invalid')
    return fail('parameter_invalid', 'email', 'Stripe does not take this email address.')
  if (isUnredeemable(error)) return CODE_UNUSABLE
  // What cannot be found may be there with another key: nothing is known about it.
  if (isMissing(error)) return fail('stripe_unavailable')
  if (error instanceof Stripe.errors.StripeInvalidRequestError) return fail('unexpected')
  return fail('stripe_unavailable')
}
