/** The parameters of setup intents, as the SDK's types name them. */
import type { Stripe } from 'stripe'
import { metadata } from '../protocol/metadata.ts'
import {
  boolean,
  emptyable,
  expandParam,
  hash,
  id,
  notModelled,
  oneOf,
  type Params,
  pagination,
  type Rule,
  range,
  required,
  since,
  string,
  url,
} from '../protocol/params.ts'
import { allowedTypes, automaticMethods, type Legacy, legacyTypes } from './method-type-params.ts'
import { methodTypes, paymentMethodData } from './payment-method-params.ts'

type Rules<T> = Record<keyof T, Rule<unknown>>

/** What Stripe.js sends beyond the SDK's types. */
type FromStripeJs = 'client_secret' | 'expected_payment_method_type'

// Source: stripe-node's changelog, 19.2.0
const excludedTypes = since('2025-10-29.clover', emptyable(methodTypes))

const cardOptions = hash({
  mandate_options: notModelled,
  moto: notModelled,
  network: notModelled,
  request_three_d_secure: oneOf('any', 'automatic', 'challenge'),
  setup_credential_usage: notModelled,
  three_d_secure: notModelled,
} satisfies Rules<Stripe.SetupIntentCreateParams.PaymentMethodOptions.Card>)

/** Only the card's, and of those only what changes a set-up here. */
const methodOptions = hash({
  acss_debit: notModelled,
  amazon_pay: notModelled,
  bacs_debit: notModelled,
  bizum: notModelled,
  blik: notModelled,
  card: cardOptions,
  card_present: notModelled,
  klarna: notModelled,
  link: notModelled,
  paypal: notModelled,
  payto: notModelled,
  pix: notModelled,
  sepa_debit: notModelled,
  upi: notModelled,
  us_bank_account: notModelled,
} satisfies Rules<Stripe.SetupIntentCreateParams.PaymentMethodOptions>)

/** Said while the intent is made, changed or confirmed. */
const shared = {
  expand: expandParam,
  payment_method: id,
  payment_method_data: paymentMethodData,
  payment_method_options: methodOptions,
  payment_method_types: legacyTypes,
}

/** Said while the intent is made or changed. */
const described = {
  ...shared,
  attach_to_self: notModelled,
  customer: id,
  customer_account: notModelled,
  description: string(1000),
  excluded_payment_method_types: excludedTypes,
  flow_directions: notModelled,
  metadata,
  payment_method_configuration: notModelled,
}

/** Said with a confirmation. On create, only with `confirm=true`. */
const confirmation = {
  confirmation_token: notModelled,
  mandate_data: notModelled,
  return_url: url,
}
export const CONFIRM_ONLY = Object.keys(confirmation)

export const createParams = {
  ...described,
  ...confirmation,
  allowed_payment_method_types: allowedTypes,
  automatic_payment_methods: automaticMethods,
  confirm: boolean,
  on_behalf_of: notModelled,
  single_use: notModelled,
  usage: oneOf('off_session', 'on_session'),
  use_stripe_sdk: boolean,
} satisfies Record<keyof Stripe.SetupIntentCreateParams | Legacy, Rule<unknown>>
export type CreateParams = Params<typeof createParams>

export const updateParams = {
  ...described,
  allowed_payment_method_types: emptyable(allowedTypes),
} satisfies Record<keyof Stripe.SetupIntentUpdateParams | Legacy, Rule<unknown>>
export type UpdateParams = Params<typeof updateParams>

export const confirmParams = {
  ...shared,
  ...confirmation,
  allowed_payment_method_types: allowedTypes,
  client_secret: id,
  expected_payment_method_type: oneOf('card'),
  use_stripe_sdk: boolean,
} satisfies Record<keyof Stripe.SetupIntentConfirmParams | Legacy | FromStripeJs, Rule<unknown>>
export type ConfirmParams = Params<typeof confirmParams>

/** What Stripe.js sends. */
export const PUBLISHABLE_CONFIRM_PARAMS = [
  'client_secret',
  'confirmation_token',
  'expand',
  'expected_payment_method_type',
  'mandate_data',
  'payment_method',
  'payment_method_data',
  'payment_method_options',
  'return_url',
  'use_stripe_sdk',
] as const satisfies (keyof typeof confirmParams)[]

export const retrieveParams = {
  client_secret: id,
  expand: expandParam,
} satisfies Rules<Stripe.SetupIntentRetrieveParams>

export const cancelParams = {
  cancellation_reason: oneOf('abandoned', 'duplicate', 'requested_by_customer'),
  expand: expandParam,
} satisfies Rules<Stripe.SetupIntentCancelParams>

export const listParams = {
  ...pagination,
  attach_to_self: notModelled,
  created: range,
  customer: id,
  customer_account: notModelled,
  payment_method: id,
} satisfies Rules<Stripe.SetupIntentListParams>

export const attemptListParams = {
  ...pagination,
  created: range,
  setup_intent: required(id),
} satisfies Rules<Stripe.SetupAttemptListParams>
