/** Stripe's error bodies. Codes and types: `Stripe.PaymentIntent.LastPaymentError.Code`; sentences: see README for how well they are known. */
import type { Stripe } from 'stripe'

export interface ErrorBody {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  decline_code?: string
  param?: string
  charge?: string
  advice_code?: string
  network_decline_code?: string
  payment_intent?: Stripe.PaymentIntent
  payment_method?: Stripe.PaymentMethod
  payment_method_type?: string
  setup_intent?: Stripe.SetupIntent
}

/** An answer other than 2xx. Thrown by endpoints; state changed before the throw stays changed, as a decline must. */
export class ApiError extends Error {
  readonly status: number
  readonly body: ErrorBody
  /** Stripe saves an answer under its idempotency key once execution began; refusals before that may be sent again. */
  readonly executed: boolean
  readonly headers: Record<string, string> = {}

  constructor(status: number, body: ErrorBody, executed = true) {
    super(body.message)
    this.status = status
    this.body = body
    this.executed = executed
  }
}

/** A parameter or a header that is wrong by itself: nothing was executed. */
export const refused = (status: number, message: string, more: Partial<ErrorBody> = {}): ApiError =>
  new ApiError(status, { type: 'invalid_request_error', message, ...more }, false)

/** A request that is well-formed and cannot be done as things are. */
export const invalid = (message: string, more: Partial<ErrorBody> = {}): ApiError =>
  new ApiError(400, { type: 'invalid_request_error', message, ...more })

/** Says plainly that Stripe has this and the stand-in has not, so that no test passes by accident. */
export const unmodelled = (what: string, param: string): ApiError =>
  refused(400, `The stand-in does not model ${what}.`, { param })

/** What the address names is not there; what a parameter names is told from that by `handle`, which alone knows the address. */
export class MissingError extends ApiError {
  readonly id: string

  constructor(id: string, body: ErrorBody) {
    super(404, body)
    this.id = id
  }
}

/** @param param how Stripe names the id that was asked for: `intent`, `id`, or the parameter it came in. */
export const missing = (object: string, id: string, param = 'id'): MissingError =>
  new MissingError(id, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${object}: '${id}'`,
    param,
  })

export const docUrl = (code: string): string =>
  `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`
