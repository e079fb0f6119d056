/** What the endpoints of products take. */
import type { Stripe } from 'stripe'
import { metadata } from '../protocol/metadata.ts'
import {
  array,
  boolean,
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
  string,
  url,
} from '../protocol/params.ts'
import { newPriceParams, taxDetails } from './price-params.ts'

const marketingFeatures = array(
  hash({ name: required(id) } satisfies Record<
    keyof Stripe.ProductCreateParams.MarketingFeature,
    Rule<unknown>
  >),
)

const packageDimensions = hash({
  height: required(integer()),
  length: required(integer()),
  weight: required(integer()),
  width: required(integer()),
} satisfies Record<keyof Stripe.ProductCreateParams.PackageDimensions, Rule<unknown>>)

const shared = {
  active: boolean,
  description: string(40_000),
  expand: expandParam,
  images: emptyable(array(url)),
  marketing_features: emptyable(marketingFeatures),
  metadata,
  package_dimensions: emptyable(packageDimensions),
  shippable: boolean,
  statement_descriptor: string(22),
  tax_code: emptyable(id),
  tax_details: emptyable(taxDetails),
  unit_label: string(12),
  url: emptyable(url),
}

export const productCreateParams = {
  ...shared,
  default_price_data: hash({
    ...newPriceParams,
    currency_options: notModelled,
    custom_unit_amount: notModelled,
  } satisfies Record<keyof Stripe.ProductCreateParams.DefaultPriceData, Rule<unknown>>),
  id,
  name: required(id),
  type: oneOf('good', 'service'),
} satisfies Record<keyof Stripe.ProductCreateParams, Rule<unknown>>

export type ProductCreation = Omit<Params<typeof productCreateParams>, 'default_price_data' | 'expand'>

export const productUpdateParams = {
  ...shared,
  default_price: emptyable(id),
  name: id,
} satisfies Record<keyof Stripe.ProductUpdateParams, Rule<unknown>>

export const productListParams = {
  ...pagination,
  active: boolean,
  created: range,
  ids: array(id),
  shippable: boolean,
  type: oneOf('good', 'service'),
  url: id,
} satisfies Record<keyof Stripe.ProductListParams, Rule<unknown>>
