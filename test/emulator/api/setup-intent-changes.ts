/** Making, changing and confirming a setup intent from what was sent. */
import type { Stripe } from 'stripe'
import { otherwise } from '../adversary.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId, nextToken } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { endChallenges } from './challenges.ts'
import { findCustomer } from './find.ts'
import { methodTypesOf } from './method-types.ts'
import { checkUsable, findPaymentMethod } from './payment-method-objects.ts'
import { sentMethod } from './sent-method.ts'
import { abandonAttempt } from './setup-attempts.ts'
import { confirmSetup, type SetupConfirmation } from './setup-confirmation.ts'
import {
  CONFIRM_ONLY,
  type ConfirmParams,
  type CreateParams,
  type UpdateParams,
} from './setup-intent-params.ts'
import { isOpen, isOver, unexpectedState } from './setup-intent-states.ts'

export function createSetupIntent(call: Call, params: CreateParams): Stripe.SetupIntent {
  const early = params.confirm ? undefined : CONFIRM_ONLY.find((name) => name in params)
  if (early !== undefined)
    throw invalid(
      `The parameter \`${early}\` cannot be passed when creating a SetupIntent unless \`confirm\` is set to true.`,
      { code: 'setup_intent_invalid_parameter', param: early },
    )
  const id = nextId(call.state, 'seti')
  const intent: Stripe.SetupIntent = {
    id,
    object: 'setup_intent',
    application: null,
    ...methodTypesOf(params, call.version, 'setup_intent'),
    cancellation_reason: null,
    client_secret: `${id}_secret_${nextToken(call.state, 'secret', 25)}`,
    created: now(call.state),
    customer: null,
    customer_account: null,
    description: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: NO_CARD_OPTIONS },
    single_use_mandate: null,
    status: 'requires_payment_method',
    usage: params.usage ?? 'off_session',
  }
  describe(call, intent, params)
  const mayRedirect =
    params.automatic_payment_methods !== undefined || otherwise(call.state, 'setup_return_url')
  const confirmation = params.confirm ? prepare(call, intent, params, mayRedirect) : null
  call.objects.setup_intents[id] = intent
  recordEvent(call, 'setup_intent.created', intent)
  if (confirmation) confirmSetup(call, confirmation)
  return intent
}

const NO_CARD_OPTIONS: Stripe.SetupIntent.PaymentMethodOptions.Card = {
  mandate_options: null,
  network: null,
  request_three_d_secure: 'automatic',
}

/** The payment method changes only until it is set up; what is left of an old confirmation then ends. */
export function changeSetupIntent(call: Call, intent: Stripe.SetupIntent, params: UpdateParams): void {
  const isMethodSent = params.payment_method !== undefined || params.payment_method_data !== undefined
  if (isMethodSent && !isOpen(intent)) throw isOver(intent, 'update')
  // On a copy, so that a refusal half way changes nothing.
  const next = structuredClone(intent)
  describe(call, next, params)
  if (isMethodSent) {
    endChallenges(call, intent)
    abandonAttempt(call, intent)
    next.next_action = null
    next.status = 'requires_confirmation'
  }
  Object.assign(intent, next)
}

/** @throws ApiError 402 when the card is declined, 400 with nothing changed when it cannot be tried. */
export function confirmSetupIntent(call: Call, intent: Stripe.SetupIntent, params: ConfirmParams): void {
  const next = structuredClone(intent)
  describe(call, next, params)
  const confirmation = prepare(call, next, params, true)
  Object.assign(intent, next)
  confirmSetup(call, { ...confirmation, intent })
}

/** What create, update and confirm have in common. What was not sent stays. */
function describe(call: Call, intent: Stripe.SetupIntent, params: UpdateParams): void {
  if (
    params.allowed_payment_method_types !== undefined ||
    params.excluded_payment_method_types !== undefined ||
    params.payment_method_types
  )
    Object.assign(intent, methodTypesOf(params, call.version, 'setup_intent'))
  if (params.customer !== undefined) intent.customer = findCustomer(call, params.customer, 'customer').id
  if (params.description !== undefined) intent.description = params.description
  intent.metadata = mergeMetadata(intent.metadata ?? {}, params.metadata)
  const { request_three_d_secure: requested } = params.payment_method_options?.card ?? {}
  if (requested)
    intent.payment_method_options!.card = { ...NO_CARD_OPTIONS, request_three_d_secure: requested }
  const method = sentMethod(call, intent, params)
  if (!method) return
  intent.payment_method = method.id
  if (intent.status === 'requires_payment_method') intent.status = 'requires_confirmation'
}

/** @throws ApiError 400 when there is nothing to confirm with, it is over, or there is nowhere to come back to. */
function prepare(
  call: Call,
  intent: Stripe.SetupIntent,
  params: ConfirmParams,
  mayRedirect: boolean,
): SetupConfirmation {
  if (typeof intent.payment_method !== 'string')
    throw unexpectedState(
      intent,
      "You cannot confirm this SetupIntent because it's missing a payment method. You can either update the SetupIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    )
  if (!isOpen(intent)) throw isOver(intent, 'confirm')
  const method = findPaymentMethod(call, intent.payment_method, 'payment_method')
  checkUsable(call, method)
  const confirmation = {
    intent,
    method,
    useStripeSdk: params.use_stripe_sdk ?? false,
    returnUrl: params.return_url ?? null,
  }
  if (mayRedirect && !confirmation.useStripeSdk && call.key === 'secret') checkReturnUrl(confirmation)
  return confirmation
}

/**
 * Methods that redirect need somewhere to come back to, even when in the end a card is used.
 * Source: docs.stripe.com/changelog/2023-08-16/automatic-payment-methods
 */
function checkReturnUrl({ intent, returnUrl }: SetupConfirmation): void {
  if (returnUrl !== null || intent.automatic_payment_methods?.allow_redirects !== 'always') return
  throw invalid(
    "This SetupIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    { code: 'setup_intent_invalid_parameter', param: 'return_url', setup_intent: intent },
  )
}
