/** The parameters of subscription items, within a subscription and by themselves, as the SDK's types name them. */
import type { Stripe } from 'stripe'
import { metadata } from '../protocol/metadata.ts'
import {
  boolean,
  expandParam,
  id,
  integer,
  notModelled,
  oneOf,
  type Params,
  pagination,
  type Rule,
  required,
} from '../protocol/params.ts'
import { priceData } from './price-params.ts'

export type Rules<T> = Record<keyof T, Rule<unknown>>

export const newItem = {
  billing_thresholds: notModelled,
  current_trial: notModelled,
  discounts: notModelled,
  metadata,
  plan: id,
  price: id,
  price_data: priceData,
  quantity: integer(0, 999_999),
  tax_rates: notModelled,
} satisfies Rules<Stripe.SubscriptionCreateParams.Item>

export type NewItem = Params<typeof newItem>

export const changedItem = {
  ...newItem,
  clear_usage: notModelled,
  deleted: boolean,
  id,
} satisfies Rules<Stripe.SubscriptionUpdateParams.Item>

export type ChangedItem = Params<typeof changedItem>

export const prorationBehavior = oneOf('always_invoice', 'create_prorations', 'none')
export const paymentBehavior = oneOf(
  'allow_incomplete',
  'default_incomplete',
  'error_if_incomplete',
  'pending_if_incomplete',
)

const prorated = {
  payment_behavior: paymentBehavior,
  proration_behavior: prorationBehavior,
  proration_date: integer(),
}

export const itemCreateParams = {
  ...newItem,
  ...prorated,
  expand: expandParam,
  subscription: required(id),
} satisfies Rules<Stripe.SubscriptionItemCreateParams>

export const itemUpdateParams = {
  ...newItem,
  ...prorated,
  expand: expandParam,
  off_session: boolean,
} satisfies Rules<Stripe.SubscriptionItemUpdateParams>

export const itemDeleteParams = {
  ...prorated,
  clear_usage: notModelled,
} satisfies Rules<Stripe.SubscriptionItemDeleteParams>

export const itemListParams = {
  ...pagination,
  subscription: required(id),
} satisfies Rules<Stripe.SubscriptionItemListParams>
