/** The parameters of payment intents, as the SDK's types name them. */
import type { Stripe } from 'stripe'
import { metadata } from '../protocol/metadata.ts'
import {
  boolean,
  email,
  emptyable,
  expandParam,
  hash,
  id,
  integer,
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
import { shippingParam } from './address.ts'
import { allowedTypes, automaticMethods, type Legacy, legacyTypes } from './method-type-params.ts'
import { methodTypes, paymentMethodData, paymentMethodOptions } from './payment-method-params.ts'

type Rules<T> = Record<keyof T, Rule<unknown>>

/** What Stripe.js sends beyond the SDK's types. */
type FromStripeJs = 'client_secret' | 'expected_payment_method_type'

// Source: stripe-node's changelog, 18.5.0 (create) and 19.0.0 (update, confirm)
const excludedAtFirst = since('2025-08-27.basil', methodTypes)
const excludedLater = since('2025-09-30.clover', emptyable(methodTypes))

/** Amounts are checked against the currency in payment-intents.ts; this is the shape. */
const amount = integer(1)
const setupFutureUsage = oneOf('off_session', 'on_session')
const captureMethod = oneOf('automatic', 'automatic_async', 'manual')

/** Said while the intent is made or changed. */
const described = {
  amount_details: notModelled,
  capture_method: captureMethod,
  customer_account: notModelled,
  description: string(1000),
  expand: expandParam,
  hooks: notModelled,
  metadata,
  payment_details: notModelled,
  payment_method: id,
  payment_method_configuration: notModelled,
  payment_method_data: paymentMethodData,
  payment_method_options: paymentMethodOptions,
  statement_descriptor: string(22),
  statement_descriptor_suffix: string(22),
  transfer_data: notModelled,
  transfer_group: string(),
}

/** Off session once or as a series: nobody is there to be asked either way. */
const offSession: Rule<boolean> = {
  read: (value, at) => value === 'one_off' || value === 'recurring' || boolean.read(value, at),
}

/** Said with a confirmation. On create, only with `confirm=true`. */
const confirmation = {
  confirmation_token: notModelled,
  error_on_requires_action: notModelled,
  mandate: notModelled,
  mandate_data: notModelled,
  off_session: offSession,
  return_url: url,
}
export const CONFIRM_ONLY = Object.keys(confirmation)

export const createParams = {
  ...described,
  ...confirmation,
  allowed_payment_method_types: allowedTypes,
  amount: required(amount),
  application_fee_amount: notModelled,
  automatic_payment_methods: automaticMethods,
  confirm: boolean,
  confirmation_method: oneOf('automatic', 'manual'),
  currency: required(id),
  customer: id,
  excluded_payment_method_types: excludedAtFirst,
  on_behalf_of: notModelled,
  payment_method_types: legacyTypes,
  radar_options: hash({ session: id }),
  receipt_email: email,
  setup_future_usage: setupFutureUsage,
  shipping: shippingParam,
  use_stripe_sdk: boolean,
} satisfies Record<keyof Stripe.PaymentIntentCreateParams | Legacy, Rule<unknown>>
export type CreateParams = Params<typeof createParams>

export const updateParams = {
  ...described,
  allowed_payment_method_types: allowedTypes,
  amount,
  application_fee_amount: notModelled,
  currency: id,
  customer: id,
  excluded_payment_method_types: excludedLater,
  payment_method_types: legacyTypes,
  receipt_email: email,
  setup_future_usage: emptyable(setupFutureUsage),
  shipping: emptyable(shippingParam),
} satisfies Record<keyof Stripe.PaymentIntentUpdateParams | Legacy, Rule<unknown>>

export type UpdateParams = Params<typeof updateParams>

export const confirmParams = {
  ...confirmation,
  allowed_payment_method_types: allowedTypes,
  amount_details: notModelled,
  amount_to_confirm: integer(1),
  capture_method: captureMethod,
  client_secret: id,
  excluded_payment_method_types: excludedLater,
  expand: expandParam,
  expected_payment_method_type: oneOf('card'),
  hooks: notModelled,
  payment_details: notModelled,
  payment_method: id,
  payment_method_data: paymentMethodData,
  payment_method_options: paymentMethodOptions,
  payment_method_types: legacyTypes,
  radar_options: hash({ session: id }),
  receipt_email: email,
  setup_future_usage: emptyable(setupFutureUsage),
  shipping: emptyable(shippingParam),
  use_stripe_sdk: boolean,
} satisfies Record<keyof Stripe.PaymentIntentConfirmParams | Legacy | FromStripeJs, Rule<unknown>>
export type ConfirmParams = Params<typeof confirmParams>

/** What Stripe.js sends. Nothing here decides what is paid. */
export const PUBLISHABLE_CONFIRM_PARAMS = [
  'client_secret',
  'confirmation_token',
  'expand',
  'expected_payment_method_type',
  'mandate_data',
  'payment_method',
  'payment_method_data',
  'payment_method_options',
  'radar_options',
  'receipt_email',
  'return_url',
  'setup_future_usage',
  'shipping',
  'use_stripe_sdk',
] as const satisfies (keyof typeof confirmParams)[]

export const retrieveParams = {
  client_secret: id,
  expand: expandParam,
} satisfies Rules<Stripe.PaymentIntentRetrieveParams>

export const cancelParams = {
  cancellation_reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'),
  expand: expandParam,
} satisfies Rules<Stripe.PaymentIntentCancelParams>

export const captureParams = {
  amount_details: notModelled,
  amount_to_capture: integer(1),
  application_fee_amount: notModelled,
  expand: expandParam,
  final_capture: notModelled,
  hooks: notModelled,
  metadata,
  payment_details: notModelled,
  statement_descriptor: string(22),
  statement_descriptor_suffix: string(22),
  transfer_data: notModelled,
} satisfies Rules<Stripe.PaymentIntentCaptureParams>

export const listParams = {
  ...pagination,
  created: range,
  customer: id,
  customer_account: notModelled,
} satisfies Rules<Stripe.PaymentIntentListParams>
