/** From problem code to HTTP status and sentence: the one table. */
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ProblemAnswer } from './contract.ts'
import type { Failure, ProblemCode } from './domain/result.ts'
import type { Door } from './env.ts'

const PROBLEMS = {
  request_malformed: [400, 'The body is not the JSON this door expects.'],
  parameter_missing: [400, 'A required field is missing.'],
  parameter_invalid: [400, 'A field has a value that is not allowed here.'],
  parameter_unknown: [400, 'This door knows no such field.'],
  signature_invalid: [400, 'The signature is missing, wrong, or dated too far from now.'],
  key_missing: [401, 'This door needs a key: Authorization: Bearer …'],
  key_invalid: [401, 'This key opens nothing here.'],
  origin_not_allowed: [403, 'This page is not among the allowed origins of the site.'],
  challenge_required: [403, 'Prove that you are a person, then try again.'],
  site_unknown: [404, 'There is no such site.'],
  offer_unknown: [404, 'This site sells no such offer.'],
  checkout_unknown: [404, 'There is no such checkout.'],
  not_found: [404, 'There is nothing here.'],
  terms_differ: [409, 'This attempt has other terms already. Use PATCH to change them.'],
  price_changed: [409, 'The price changed since it was shown.'],
  checkout_closed: [409, 'This checkout is over. Start a new attempt.'],
  card_in_use: [409, 'A subscription is paid with this card. Choose another one for it first.'],
  subscription_unexpected_state: [409, 'This subscription cannot do that as it stands.'],
  body_too_large: [413, 'The body is larger than this door takes.'],
  rate_limited: [429, 'Too many requests. Try again in a moment.'],
  unexpected: [500, 'Something failed on our side.'],
  stripe_unavailable: [502, 'Stripe did not answer. Nothing was charged by this request; try again.'],
  not_configured: [503, 'This Worker is not fully configured.'],
} as const satisfies Record<ProblemCode, readonly [status: ContentfulStatusCode, sentence: string]>

/** The answer to a refusal: its status, its code, the field it is about, a sentence, and the request's id. */
export function problem(c: Door, failure: Failure): Response {
  const [status, sentence] = PROBLEMS[failure.code]
  const body: ProblemAnswer = {
    error: {
      code: failure.code,
      message: failure.message ?? sentence,
      ...(failure.param === undefined ? {} : { param: failure.param }),
      ...(failure.checkout === undefined ? {} : { checkout: failure.checkout }),
      request_id: c.get('requestId'),
    },
  }
  return c.json(body, status)
}
