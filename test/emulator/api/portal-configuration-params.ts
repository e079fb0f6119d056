/** What the endpoints of portal configurations take. */
import type { Stripe } from 'stripe'
import { unmodelled } from '../protocol/errors.ts'
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
  required,
  string,
  url,
} from '../protocol/params.ts'

type Creation = Stripe.BillingPortal.ConfigurationCreateParams
type Features = Creation['features']
/** A rule for each field of what Stripe's types have. */
type Rules<T> = Record<keyof NonNullable<T>, Rule<unknown>>

/** Off, which it is: Stripe could switch it on. */
const off: Rule<boolean> = {
  read(value, at) {
    if (boolean.read(value, at)) throw unmodelled(`the parameter ${at.param}`, at.param)
    return false
  },
}

const products = array(
  hash({
    adjustable_quantity: hash({ enabled: required(boolean), maximum: integer(1), minimum: integer() }),
    prices: required(array(id)),
    product: required(id),
  } satisfies Rules<Stripe.BillingPortal.ConfigurationCreateParams.Features.SubscriptionUpdate.Product>),
)

const cancellationReason = hash({
  enabled: required(boolean),
  feedback_options: notModelled,
  options: emptyable(
    array(
      oneOf(
        'customer_service',
        'low_quality',
        'missing_features',
        'other',
        'switched_service',
        'too_complex',
        'too_expensive',
        'unused',
      ),
    ),
  ),
} satisfies Rules<NonNullable<Features['subscription_cancel']>['cancellation_reason']>)

/** @param enabled whether a feature is on: an update may leave that out. */
const features = <E extends Rule<boolean>>(enabled: E) =>
  hash({
    customer_update: hash({
      allowed_updates: emptyable(array(oneOf('address', 'email', 'name', 'phone', 'shipping', 'tax_id'))),
      enabled,
    } satisfies Rules<Features['customer_update']>),
    invoice_history: hash({ enabled: required(boolean) } satisfies Rules<Features['invoice_history']>),
    payment_method_update: hash({
      enabled: required(boolean),
      payment_method_configuration: notModelled,
    } satisfies Rules<Features['payment_method_update']>),
    subscription_cancel: hash({
      cancellation_reason: cancellationReason,
      enabled,
      mode: oneOf('at_period_end', 'immediately'),
      proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
    } satisfies Rules<Features['subscription_cancel']>),
    subscription_pause: hash({ duration: notModelled, enabled: off } satisfies Rules<
      Features['subscription_pause']
    >),
    subscription_update: hash({
      billing_cycle_anchor: oneOf('now', 'unchanged'),
      default_allowed_updates: emptyable(array(oneOf('price', 'promotion_code', 'quantity'))),
      enabled,
      products: emptyable(products),
      proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
      schedule_at_period_end: notModelled,
      trial_update_behavior: oneOf('continue_trial', 'end_trial'),
    } satisfies Rules<Features['subscription_update']>),
  } satisfies Rules<Features>)

const shared = {
  business_profile: hash({
    headline: string(60),
    privacy_policy_url: emptyable(url),
    terms_of_service_url: emptyable(url),
  } satisfies Rules<Creation['business_profile']>),
  default_return_url: emptyable(url),
  expand: expandParam,
  login_page: hash({ enabled: required(off) } satisfies Rules<Creation['login_page']>),
  metadata,
  name: string(),
}

export const configurationCreateParams = {
  ...shared,
  features: required(features(required(boolean))),
} satisfies Rules<Creation>

export const configurationUpdateParams = {
  ...shared,
  active: boolean,
  features: features(boolean),
} satisfies Rules<Stripe.BillingPortal.ConfigurationUpdateParams>

export const configurationListParams = {
  ...pagination,
  active: boolean,
  is_default: boolean,
} satisfies Rules<Stripe.BillingPortal.ConfigurationListParams>

export type ConfigurationUpdate = Params<typeof configurationUpdateParams>
