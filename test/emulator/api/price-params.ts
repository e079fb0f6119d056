/** What the endpoints of prices take, and what others take for a price that they make on the way. */
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
  modelledOf,
  notModelled,
  oneOf,
  type Params,
  pagination,
  type Rule,
  range,
  required,
  string,
} from '../protocol/params.ts'

export const interval = oneOf('day', 'month', 'week', 'year')
export const usageType = modelledOf(['licensed'], ['metered'])
export const taxBehavior = oneOf('exclusive', 'inclusive', 'unspecified')

export const LONGEST_TRIAL_DAYS = 730

const recurring = hash({
  interval: required(interval),
  interval_count: integer(1),
  meter: notModelled,
  trial_period_days: integer(0, LONGEST_TRIAL_DAYS),
  usage_type: usageType,
} satisfies Record<keyof Stripe.PriceCreateParams.Recurring, Rule<unknown>>)

/** A price without what names it and what it is of. */
export const newPriceParams = {
  currency: required(id),
  metadata,
  recurring,
  tax_behavior: taxBehavior,
  unit_amount: integer(),
  unit_amount_decimal: decimal,
}

/** `price_data`, as items of subscriptions and invoices take it. */
export const priceData = hash({
  currency: required(id),
  product: required(id),
  recurring: required(recurring),
  tax_behavior: taxBehavior,
  unit_amount: integer(),
  unit_amount_decimal: decimal,
} satisfies Record<keyof Stripe.SubscriptionCreateParams.Item.PriceData, Rule<unknown>>)

export type NewPrice = Params<typeof newPriceParams>

export const taxDetails = hash({
  performance_location: id,
  tax_code: emptyable(id),
} satisfies Record<keyof Stripe.ProductCreateParams.TaxDetails, Rule<unknown>>)

/** A product that is made along with its price. */
export const productData = hash({
  active: boolean,
  id,
  metadata,
  name: required(id),
  statement_descriptor: string(22),
  tax_code: id,
  tax_details: taxDetails,
  unit_label: string(12),
} satisfies Record<keyof Stripe.PriceCreateParams.ProductData, Rule<unknown>>)

export const priceCreateParams = {
  ...newPriceParams,
  active: boolean,
  billing_scheme: modelledOf(['per_unit'], ['tiered']),
  currency_options: notModelled,
  custom_unit_amount: notModelled,
  expand: expandParam,
  lookup_key: string(200),
  nickname: string(),
  product: id,
  product_data: productData,
  tiers: notModelled,
  tiers_mode: notModelled,
  transfer_lookup_key: boolean,
  transform_quantity: notModelled,
} satisfies Record<keyof Stripe.PriceCreateParams, Rule<unknown>>

export const priceUpdateParams = {
  active: boolean,
  currency_options: notModelled,
  expand: expandParam,
  lookup_key: string(200),
  metadata,
  nickname: string(),
  tax_behavior: taxBehavior,
  transfer_lookup_key: boolean,
} satisfies Record<keyof Stripe.PriceUpdateParams, Rule<unknown>>

export const priceListParams = {
  ...pagination,
  active: boolean,
  created: range,
  currency: id,
  lookup_keys: array(id),
  product: id,
  recurring: hash({ interval, meter: notModelled, usage_type: oneOf('licensed', 'metered') } satisfies Record<
    keyof Stripe.PriceListParams.Recurring,
    Rule<unknown>
  >),
  type: oneOf('one_time', 'recurring'),
} satisfies Record<keyof Stripe.PriceListParams, Rule<unknown>>
