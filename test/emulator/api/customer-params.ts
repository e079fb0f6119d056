/** What the endpoints of customers take. */
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
  pagination,
  type Rule,
  range,
  string,
} from '../protocol/params.ts'
import { addressParam, shippingParam } from './address.ts'

/** Minor units; below zero it is credit. */
export const balance = integer(Number.MIN_SAFE_INTEGER)

export const customerUpdateParams = {
  address: emptyable(addressParam),
  balance,
  business_name: string(150),
  cash_balance: notModelled,
  default_source: id,
  description: string(),
  email,
  expand: expandParam,
  individual_name: string(150),
  invoice_prefix: notModelled,
  invoice_settings: hash({
    custom_fields: notModelled,
    default_payment_method: emptyable(id),
    footer: string(),
    rendering_options: notModelled,
  } satisfies Record<keyof Stripe.CustomerUpdateParams.InvoiceSettings, Rule<unknown>>),
  metadata,
  name: string(256),
  next_invoice_sequence: integer(1),
  phone: string(20),
  preferred_locales: emptyable(array(id)),
  shipping: emptyable(shippingParam),
  source: id,
  tax: notModelled,
  tax_exempt: emptyable(oneOf('exempt', 'none', 'reverse')),
  validate: notModelled,
} satisfies Record<keyof Stripe.CustomerUpdateParams, Rule<unknown>>

const { default_source: _updateOnly, ...shared } = customerUpdateParams
export const customerCreateParams = {
  ...shared,
  payment_method: id,
  tax_id_data: notModelled,
  test_clock: id,
} satisfies Record<keyof Stripe.CustomerCreateParams, Rule<unknown>>

export const customerListParams = {
  ...pagination,
  created: range,
  email: id,
  test_clock: id,
} satisfies Record<keyof Stripe.CustomerListParams, Rule<unknown>>
