/** An expected outcome: a value, or why there is none. Surprises are thrown instead. */
export type Result<T, E = Failure> = { ok: true; value: T } | { ok: false; error: E }

/** Every way a request can be refused. Statuses and sentences: `worker/problem.ts`. */
export type ProblemCode =
  | 'request_malformed'
  | 'parameter_missing'
  | 'parameter_invalid'
  | 'parameter_unknown'
  | 'signature_invalid'
  | 'key_missing'
  | 'key_invalid'
  | 'origin_not_allowed'
  | 'challenge_required'
  | 'site_unknown'
  | 'offer_unknown'
  | 'checkout_unknown'
  | 'not_found'
  | 'terms_differ'
  | 'price_changed'
  | 'checkout_closed'
  | 'card_in_use'
  | 'subscription_unexpected_state'
  | 'body_too_large'
  | 'rate_limited'
  | 'unexpected'
  | 'stripe_unavailable'
  | 'not_configured'

/** A refusal: its code, the field it is about, and a sentence where the code's own would say too little. */
export interface Failure {
  code: ProblemCode
  param?: string
  message?: string
  /** The checkout to PATCH, with `terms_differ`. */
  checkout?: string
}

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

export const fail = (code: ProblemCode, param?: string, message?: string): { ok: false; error: Failure } => ({
  ok: false,
  error: { code, ...(param === undefined ? {} : { param }), ...(message === undefined ? {} : { message }) },
})
