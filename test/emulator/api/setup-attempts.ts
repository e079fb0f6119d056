/** `/v1/setup_attempts`: what each confirmation of a setup intent came to. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { nextId, token } from '../ids.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { list, within } from '../protocol/lists.ts'
import { recordChecks } from './charge-objects.ts'
import { attemptListParams } from './setup-intent-params.ts'

/** Begins an attempt; the one before it, if it still waited for the cardholder, is abandoned. */
export function beginAttempt(
  call: Call,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
): Stripe.SetupAttempt {
  abandonAttempt(call, intent)
  const attempt: Stripe.SetupAttempt = {
    id: nextId(call.state, 'setatt'),
    object: 'setup_attempt',
    application: null,
    created: now(call.state),
    customer: intent.customer,
    customer_account: null,
    flow_directions: null,
    livemode: false,
    on_behalf_of: null,
    payment_method: method.id,
    payment_method_details: { card: attemptedCard(method), type: 'card' },
    setup_error: null,
    setup_intent: intent.id,
    status: 'requires_action',
    usage: intent.usage,
  }
  call.objects.setup_attempts[attempt.id] = attempt
  intent.latest_attempt = attempt.id
  return attempt
}

/** The attempt that a confirmation began and nothing has ended. */
export const openAttempt = ({ objects }: Call, intent: Stripe.SetupIntent): Stripe.SetupAttempt | undefined =>
  Object.values(objects.setup_attempts).find(
    ({ id, status }) => id === intent.latest_attempt && status === 'requires_action',
  )

/** The bank answered. @param error null when it agreed. */
export function endAttempt(
  attempt: Stripe.SetupAttempt,
  method: Stripe.PaymentMethod,
  { authenticated, error }: { authenticated: boolean; error: Stripe.SetupAttempt.SetupError | null },
): void {
  const card = attempt.payment_method_details.card!
  attempt.status = error ? 'failed' : 'succeeded'
  attempt.setup_error = structuredClone(error)
  if (authenticated) card.three_d_secure = AUTHENTICATED(attempt)
  if (!error) card.checks = recordChecks(method)
}

export function abandonAttempt(call: Call, intent: Stripe.SetupIntent): void {
  const open = openAttempt(call, intent)
  if (open) open.status = 'abandoned'
}

const AUTHENTICATED = ({
  id,
}: Stripe.SetupAttempt): Stripe.SetupAttempt.PaymentMethodDetails.Card.ThreeDSecure => ({
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  result: 'authenticated',
  result_reason: null,
  transaction_id: token(`3ds:${id}`, 36),
  version: '2.2.0',
})

const attemptedCard = ({ card }: Stripe.PaymentMethod): Stripe.SetupAttempt.PaymentMethodDetails.Card => ({
  brand: card!.brand,
  checks: card!.checks && { ...card!.checks },
  country: card!.country,
  exp_month: card!.exp_month,
  exp_year: card!.exp_year,
  fingerprint: card!.fingerprint ?? null,
  funding: card!.funding,
  last4: card!.last4,
  network: card!.brand,
  three_d_secure: null,
  wallet: null,
})

export const setupAttempts = [
  endpoint({
    method: 'GET',
    path: '/v1/setup_attempts',
    keys: 'secret',
    params: attemptListParams,
    returns: 'setup_attempt',
    list: true,
    run: ({ objects, path }, { created, setup_intent, ...page }) =>
      list(
        Object.values(objects.setup_attempts).filter(
          (attempt) => attempt.setup_intent === setup_intent && within(attempt.created, created),
        ),
        path,
        page,
      ),
  }),
]
