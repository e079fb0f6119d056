/** The parameters of payment methods, as the SDK's types name them. */
import type { Stripe } from 'stripe'
import { metadata } from '../protocol/metadata.ts'
import {
  array,
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
  required,
  string,
} from '../protocol/params.ts'
import { addressParam } from './address.ts'

const billingDetails = hash({
  address: emptyable(addressParam),
  email: emptyable(email),
  name: string(),
  phone: string(),
  tax_id: notModelled,
} satisfies Record<keyof Stripe.PaymentMethodCreateParams.BillingDetails, Rule<unknown>>)

/** The SDK's types leave numbers out of most places, since servers should not send them; the API takes them. */
const card = hash({
  cvc: id,
  exp_month: integer(),
  exp_year: integer(),
  networks: hash({ preferred: notModelled }),
  number: id,
  token: id,
} satisfies Record<keyof Stripe.PaymentMethodCreateParams.Card, Rule<unknown>>)
export type CardParams = Params<{
  cvc: Rule<string>
  exp_month: Rule<number>
  exp_year: Rule<number>
  number: Rule<string>
  token: Rule<string>
}>

type Kind = keyof Stripe.PaymentIntentCreateParams.PaymentMethodData
type Described = 'allow_redisplay' | 'billing_details' | 'metadata' | 'radar_options' | 'type'

/** Every way to pay that is not a card. */
const OTHER_KINDS = {
  acss_debit: notModelled,
  affirm: notModelled,
  afterpay_clearpay: notModelled,
  alipay: notModelled,
  alma: notModelled,
  amazon_pay: notModelled,
  au_becs_debit: notModelled,
  bacs_debit: notModelled,
  bancontact: notModelled,
  billie: notModelled,
  bizum: notModelled,
  blik: notModelled,
  boleto: notModelled,
  cashapp: notModelled,
  crypto: notModelled,
  customer_balance: notModelled,
  eps: notModelled,
  fpx: notModelled,
  giropay: notModelled,
  grabpay: notModelled,
  ideal: notModelled,
  interac_present: notModelled,
  kakao_pay: notModelled,
  klarna: notModelled,
  konbini: notModelled,
  kr_card: notModelled,
  link: notModelled,
  mb_way: notModelled,
  mobilepay: notModelled,
  multibanco: notModelled,
  naver_pay: notModelled,
  nz_bank_account: notModelled,
  oxxo: notModelled,
  p24: notModelled,
  pay_by_bank: notModelled,
  payco: notModelled,
  paynow: notModelled,
  paypal: notModelled,
  paypay: notModelled,
  payto: notModelled,
  pix: notModelled,
  promptpay: notModelled,
  revolut_pay: notModelled,
  samsung_pay: notModelled,
  satispay: notModelled,
  scalapay: notModelled,
  sepa_debit: notModelled,
  sequra: notModelled,
  sofort: notModelled,
  sunbit: notModelled,
  swish: notModelled,
  twint: notModelled,
  upi: notModelled,
  us_bank_account: notModelled,
  wechat_pay: notModelled,
  zip: notModelled,
} satisfies Record<Exclude<Kind, Described>, Rule<unknown>>

const methodType = oneOf('card', ...Object.keys(OTHER_KINDS))

const allowRedisplay = oneOf('always', 'limited', 'unspecified')
const radarOptions = hash({ session: id })

const data = {
  ...OTHER_KINDS,
  allow_redisplay: allowRedisplay,
  billing_details: billingDetails,
  card,
  metadata,
  radar_options: radarOptions,
  type: required(methodType),
} satisfies Record<Kind | 'card', Rule<unknown>>

/** `payment_method_data` of an intent. */
export const paymentMethodData = hash(data)
export type PaymentMethodData = Params<typeof data>

export const createParams = {
  ...data,
  custom: notModelled,
  customer: notModelled,
  expand: expandParam,
  payment_method: notModelled,
} satisfies Record<keyof Stripe.PaymentMethodCreateParams, Rule<unknown>>

export const updateParams = {
  allow_redisplay: allowRedisplay,
  billing_details: billingDetails,
  card: hash({ exp_month: integer(), exp_year: integer(), networks: notModelled }),
  expand: expandParam,
  metadata,
  us_bank_account: notModelled,
} satisfies Record<keyof Stripe.PaymentMethodUpdateParams, Rule<unknown>>

export const listParams = {
  ...pagination,
  allow_redisplay: allowRedisplay,
  customer: id,
  customer_account: notModelled,
  type: methodType,
} satisfies Record<keyof Stripe.PaymentMethodListParams, Rule<unknown>>

export const customerListParams = {
  ...pagination,
  allow_redisplay: allowRedisplay,
  type: methodType,
} satisfies Record<keyof Stripe.CustomerListPaymentMethodsParams, Rule<unknown>>

export const attachParams = {
  customer: required(id),
  customer_account: notModelled,
  expand: expandParam,
} satisfies Record<keyof Stripe.PaymentMethodAttachParams, Rule<unknown>>

export const detachParams = { expand: expandParam } satisfies Record<
  keyof Stripe.PaymentMethodDetachParams,
  Rule<unknown>
>

/** `payment_method_options`: only the card's, and of those only what changes a payment here. */
type Options = keyof Stripe.PaymentIntentCreateParams.PaymentMethodOptions
type CardOptions = keyof Stripe.PaymentIntentCreateParams.PaymentMethodOptions.Card
const cardOptions = {
  capture_method: notModelled,
  cvc_token: notModelled,
  installments: notModelled,
  mandate_options: notModelled,
  moto: notModelled,
  network: notModelled,
  request_extended_authorization: notModelled,
  request_incremental_authorization: notModelled,
  request_multicapture: notModelled,
  request_overcapture: notModelled,
  request_three_d_secure: oneOf('any', 'automatic', 'challenge'),
  require_cvc_recollection: notModelled,
  setup_credential_usage: notModelled,
  setup_future_usage: notModelled,
  statement_descriptor_suffix_kana: notModelled,
  statement_descriptor_suffix_kanji: notModelled,
  stored_credential_usage: notModelled,
  three_d_secure: notModelled,
} satisfies Record<CardOptions, Rule<unknown>>

export const paymentMethodOptions = hash({
  ...OTHER_KINDS,
  card: hash(cardOptions),
  card_present: notModelled,
} satisfies Record<Options, Rule<unknown>>)

export const methodTypes = array(methodType)
