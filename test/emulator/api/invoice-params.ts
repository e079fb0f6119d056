/** The parameters of invoices, their items and payments, as the SDK's types name them. */
import type { Stripe } from 'stripe'
import { metadata } from '../protocol/metadata.ts'
import {
  array,
  boolean,
  decimal,
  emptyable,
  expandParam,
  hash,
  id,
  integer,
  notModelled,
  oneOf,
  type Params,
  pagination,
  range,
  required,
  string,
} from '../protocol/params.ts'
import { taxBehavior } from './price-params.ts'
import { changedItem, prorationBehavior, type Rules } from './subscription-item-params.ts'
import { collectionMethod, discountsParam, timeOr } from './subscription-params.ts'

const described = {
  account_tax_ids: notModelled,
  application_fee_amount: notModelled,
  auto_advance: boolean,
  automatic_tax: notModelled,
  automatically_finalizes_at: integer(),
  collection_method: collectionMethod,
  custom_fields: notModelled,
  days_until_due: integer(1),
  default_payment_method: id,
  default_source: notModelled,
  default_tax_rates: notModelled,
  description: string(1500),
  discounts: notModelled,
  due_date: integer(),
  effective_at: integer(),
  expand: expandParam,
  footer: string(),
  issuer: notModelled,
  metadata,
  number: id,
  on_behalf_of: notModelled,
  payment_settings: notModelled,
  rendering: notModelled,
  shipping_cost: notModelled,
  shipping_details: notModelled,
  statement_descriptor: string(22),
  transfer_data: notModelled,
}

export const createParams = {
  ...described,
  currency: id,
  customer: required(id),
  customer_account: notModelled,
  from_invoice: notModelled,
  pending_invoice_items_behavior: oneOf('exclude', 'include'),
  subscription: id,
} satisfies Rules<Stripe.InvoiceCreateParams>
export type CreateParams = Params<typeof createParams>

export const updateParams = described satisfies Rules<Stripe.InvoiceUpdateParams>
export type UpdateParams = Params<typeof updateParams>

export const listParams = {
  ...pagination,
  collection_method: collectionMethod,
  created: range,
  customer: id,
  customer_account: notModelled,
  due_date: range,
  status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void'),
  subscription: id,
} satisfies Rules<Stripe.InvoiceListParams>

export const finalizeParams = {
  auto_advance: boolean,
  expand: expandParam,
} satisfies Rules<Stripe.InvoiceFinalizeInvoiceParams>

export const payParams = {
  expand: expandParam,
  forgive: notModelled,
  mandate: notModelled,
  off_session: boolean,
  paid_out_of_band: boolean,
  payment_method: id,
  source: notModelled,
} satisfies Rules<Stripe.InvoicePayParams>

export const plainParams = { expand: expandParam } satisfies Rules<Stripe.InvoiceVoidInvoiceParams>

export const linesParams = { ...pagination } satisfies Rules<Stripe.InvoiceListLineItemsParams>

export const previewParams = {
  automatic_tax: notModelled,
  currency: id,
  customer: id,
  customer_account: notModelled,
  customer_details: notModelled,
  discounts: discountsParam,
  expand: expandParam,
  invoice_items: notModelled,
  issuer: notModelled,
  on_behalf_of: notModelled,
  preview_mode: oneOf('next'),
  schedule: notModelled,
  schedule_details: notModelled,
  subscription: id,
  subscription_details: hash({
    billing_cycle_anchor: notModelled,
    billing_mode: notModelled,
    billing_schedules: notModelled,
    cancel_at: emptyable(timeOr('max_billed_until', 'max_period_end', 'min_period_end')),
    cancel_at_period_end: boolean,
    cancel_now: boolean,
    default_tax_rates: notModelled,
    items: array(hash(changedItem)),
    metadata,
    pause: notModelled,
    proration_behavior: prorationBehavior,
    proration_date: integer(),
    resume_at: notModelled,
    start_date: notModelled,
    trial_end: timeOr('now'),
  } satisfies Rules<Stripe.InvoiceCreatePreviewParams.SubscriptionDetails>),
} satisfies Rules<Stripe.InvoiceCreatePreviewParams>
export type PreviewParams = Params<typeof previewParams>

const period = hash({
  end: required(integer()),
  start: required(integer()),
} satisfies Rules<Stripe.InvoiceItemCreateParams.Period>)

const itemDescribed = {
  /** Below zero, it is a credit. */
  amount: integer(Number.MIN_SAFE_INTEGER),
  description: string(),
  discountable: boolean,
  discounts: notModelled,
  expand: expandParam,
  metadata,
  period,
  price_data: notModelled,
  pricing: hash({ price: id } satisfies Rules<Stripe.InvoiceItemCreateParams.Pricing>),
  quantity: integer(),
  quantity_decimal: notModelled,
  tax_behavior: taxBehavior,
  tax_code: notModelled,
  tax_rates: notModelled,
  unit_amount_decimal: decimal,
}

export const itemCreateParams = {
  ...itemDescribed,
  currency: id,
  customer: required(id),
  customer_account: notModelled,
  invoice: id,
  subscription: id,
} satisfies Rules<Stripe.InvoiceItemCreateParams>
export type ItemCreateParams = Params<typeof itemCreateParams>

export const itemListParams = {
  ...pagination,
  created: range,
  customer: id,
  customer_account: notModelled,
  invoice: id,
  pending: boolean,
} satisfies Rules<Stripe.InvoiceItemListParams>

export const paymentListParams = {
  ...pagination,
  created: range,
  invoice: id,
  payment: hash({
    payment_intent: id,
    payment_record: notModelled,
    type: required(oneOf('payment_intent', 'payment_record')),
  } satisfies Rules<Stripe.InvoicePaymentListParams.Payment>),
  status: oneOf('canceled', 'open', 'paid'),
} satisfies Rules<Stripe.InvoicePaymentListParams>
