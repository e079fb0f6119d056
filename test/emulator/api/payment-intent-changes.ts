/** Making, changing and confirming a payment intent from what was sent. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId, nextToken } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { fullShipping } from './address.ts'
import { endChallenges } from './challenges.ts'
import { type Confirmation, checkConfirmable, confirm } from './confirmation.ts'
import { findCustomer } from './find.ts'
import { methodTypesOf } from './method-types.ts'
import { checkMoney } from './money.ts'
import { checkNoInvoice } from './payment-intent-cancel.ts'
import {
  CONFIRM_ONLY,
  type ConfirmParams,
  type CreateParams,
  type UpdateParams,
} from './payment-intent-params.ts'
import { isIn, MAY_CHANGE, unexpectedState } from './payment-intent-states.ts'
import { checkUsable, findPaymentMethod } from './payment-method-objects.ts'
import { sentMethod } from './sent-method.ts'

/** Source: docs.stripe.com/changelog/2024-04-10/automatic-sync-default-paymentintents */
const ASYNC_BY_DEFAULT = '2024-04-10'

export function createIntent(call: Call, params: CreateParams): Stripe.PaymentIntent {
  const currency = checkMoney(params.amount, params.currency)
  if (!params.confirm) {
    const early = CONFIRM_ONLY.find((name) => name in params)
    if (early !== undefined)
      throw invalid(
        `The parameter \`${early}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`,
        { code: 'payment_intent_invalid_parameter', param: early },
      )
  }
  const id = nextId(call.state, 'pi')
  const intent: Stripe.PaymentIntent = {
    id,
    object: 'payment_intent',
    amount: params.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    ...methodTypesOf(params, call.version, 'payment_intent'),
    canceled_at: null,
    cancellation_reason: null,
    capture_method:
      params.capture_method ?? (call.version >= ASYNC_BY_DEFAULT ? 'automatic_async' : 'automatic'),
    client_secret: `${id}_secret_${nextToken(call.state, 'secret', 25)}`,
    confirmation_method: params.confirmation_method ?? 'automatic',
    created: now(call.state),
    currency,
    customer: null,
    customer_account: null,
    description: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: NO_CARD_OPTIONS },
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  }
  describe(call, intent, params)
  const confirmation = params.confirm ? prepare(call, intent, params) : null
  call.objects.payment_intents[id] = intent
  recordEvent(call, 'payment_intent.created', intent)
  if (confirmation) confirm(call, confirmation)
  return intent
}

const NO_CARD_OPTIONS: Stripe.PaymentIntent.PaymentMethodOptions.Card = {
  installments: null,
  mandate_options: null,
  network: null,
  request_three_d_secure: 'automatic',
}

/** Amount and currency change only while nothing is taken; what is left of an old confirmation then ends. */
export function changeIntent(call: Call, intent: Stripe.PaymentIntent, params: UpdateParams): void {
  const { amount, currency } = params
  const fixed = (['amount', 'currency', 'payment_method', 'payment_method_data', 'customer'] as const).find(
    (name) => params[name] !== undefined,
  )
  if (fixed && !isIn(intent, MAY_CHANGE))
    throw unexpectedState(
      intent,
      `This PaymentIntent's ${fixed} could not be updated because it has a status of ${intent.status}. You may only update the ${fixed} of a PaymentIntent with one of the following statuses: ${MAY_CHANGE.join(', ')}.`,
    )
  const owed = (['amount', 'currency', 'customer'] as const).find((name) => params[name] !== undefined)
  if (owed) checkNoInvoice(call, intent, 'updated')
  if (intent.status === 'canceled')
    throw unexpectedState(
      intent,
      'This PaymentIntent could not be updated because it has a status of canceled.',
    )
  // On a copy, so that a refusal half way changes nothing.
  const next = structuredClone(intent)
  next.currency = checkMoney(amount ?? intent.amount, currency ?? intent.currency)
  if (amount !== undefined) next.amount = amount
  describe(call, next, params)
  // What the cardholder was asked to approve is no longer what would be charged.
  if (fixed) endChallenges(call, intent)
  if (fixed && intent.status === 'requires_action') {
    next.next_action = null
    next.status = 'requires_confirmation'
  }
  Object.assign(intent, next)
}

/** @throws ApiError 402 when the card is declined, 400 with nothing changed when it cannot be tried. */
export function confirmIntent(call: Call, intent: Stripe.PaymentIntent, params: ConfirmParams): void {
  checkConfirmable(call, intent)
  if (params.amount_to_confirm !== undefined && params.amount_to_confirm !== intent.amount)
    throw invalid(
      `The amount_to_confirm (${params.amount_to_confirm}) does not match the amount of the PaymentIntent (${intent.amount}).`,
      { code: 'payment_intent_invalid_parameter', param: 'amount_to_confirm' },
    )
  const next = structuredClone(intent)
  describe(call, next, params)
  const confirmation = prepare(call, next, params)
  Object.assign(intent, next)
  confirm(call, { ...confirmation, intent })
}

/** What create, update and confirm have in common. What was not sent stays. */
function describe(call: Call, intent: Stripe.PaymentIntent, params: UpdateParams & ConfirmParams): void {
  if (
    params.allowed_payment_method_types ||
    params.excluded_payment_method_types ||
    params.payment_method_types
  )
    Object.assign(intent, methodTypesOf(params, call.version, 'payment_intent'))
  if (params.capture_method !== undefined) intent.capture_method = params.capture_method
  if (params.customer !== undefined) intent.customer = findCustomer(call, params.customer, 'customer').id
  const texts = [
    'description',
    'receipt_email',
    'setup_future_usage',
    'statement_descriptor',
    'statement_descriptor_suffix',
    'transfer_group',
  ] as const
  for (const name of texts) if (params[name] !== undefined) Object.assign(intent, { [name]: params[name] })
  if (params.shipping !== undefined) intent.shipping = params.shipping && fullShipping(params.shipping)
  intent.metadata = mergeMetadata(intent.metadata, params.metadata)
  const { request_three_d_secure: requested } = params.payment_method_options?.card ?? {}
  if (requested)
    intent.payment_method_options!.card = { ...NO_CARD_OPTIONS, request_three_d_secure: requested }
  const method = sentMethod(call, intent, params)
  if (!method) return
  intent.payment_method = method.id
  if (intent.status === 'requires_payment_method') intent.status = 'requires_confirmation'
}

/** @throws ApiError 400 when there is nothing to confirm with, or nowhere to come back to. */
function prepare(call: Call, intent: Stripe.PaymentIntent, params: ConfirmParams): Confirmation {
  if (typeof intent.payment_method !== 'string')
    throw unexpectedState(
      intent,
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    )
  const method = findPaymentMethod(call, intent.payment_method, 'payment_method')
  checkUsable(call, method)
  const confirmation = {
    intent,
    method,
    offSession: params.off_session ?? false,
    useStripeSdk: params.use_stripe_sdk ?? false,
    returnUrl: params.return_url ?? null,
  }
  if (!confirmation.useStripeSdk && call.key === 'secret') checkReturnUrl(confirmation)
  return confirmation
}

/**
 * Methods that redirect need somewhere to come back to, even when in the end a card is used; nobody is there to be sent off session.
 * Source: docs.stripe.com/changelog/2023-08-16/automatic-payment-methods
 */
function checkReturnUrl({ intent, offSession, returnUrl }: Confirmation): void {
  if (returnUrl !== null || offSession) return
  if (intent.automatic_payment_methods?.allow_redirects !== 'always') return
  throw invalid(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    { code: 'payment_intent_invalid_parameter', param: 'return_url', payment_intent: intent },
  )
}
