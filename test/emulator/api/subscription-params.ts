/** The parameters of subscriptions, as the SDK's types name them. */
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
} from '../protocol/params.ts'
import { ENDIVE } from '../protocol/versions.ts'
import {
  changedItem,
  newItem,
  paymentBehavior,
  prorationBehavior,
  type Rules,
} from './subscription-item-params.ts'

/** A moment, or a word that stands for one. */
export const timeOr = <const T extends string>(...words: T[]): Rule<number | T> => ({
  read: (value, at) => words.find((word) => word === value) ?? integer().read(value, at),
})

export const discountsParam = emptyable(
  array(
    hash({
      coupon: id,
      discount: id,
      promotion_code: id,
    } satisfies Rules<Stripe.SubscriptionCreateParams.Discount>),
  ),
)

export const collectionMethod = oneOf('charge_automatically', 'send_invoice')

const card = hash({
  mandate_options: notModelled,
  network: notModelled,
  request_three_d_secure: oneOf('any', 'automatic', 'challenge'),
} satisfies Rules<Stripe.SubscriptionCreateParams.PaymentSettings.PaymentMethodOptions.Card>)

const others = Object.fromEntries(
  [
    'acss_debit',
    'bancontact',
    'billie',
    'blik',
    'customer_balance',
    'konbini',
    'payto',
    'pix',
    'sepa_debit',
    'upi',
    'us_bank_account',
  ].map((type) => [type, notModelled]),
) as Record<
  Exclude<keyof Stripe.SubscriptionCreateParams.PaymentSettings.PaymentMethodOptions, 'card'>,
  typeof notModelled
>

const paymentSettings = hash({
  payment_method_options: hash({ ...others, card: emptyable(card) }),
  payment_method_types: emptyable(array(oneOf('card', 'link'))),
  save_default_payment_method: oneOf('off', 'on_subscription'),
} satisfies Rules<Stripe.SubscriptionCreateParams.PaymentSettings>)

const trialSettings = hash({
  end_behavior: required(
    hash({
      billing_cycle_anchor: notModelled,
      missing_payment_method: oneOf('cancel', 'create_invoice', 'pause'),
    } satisfies Rules<Stripe.SubscriptionCreateParams.TrialSettings.EndBehavior>),
  ),
} satisfies Rules<Stripe.SubscriptionCreateParams.TrialSettings>)

const cancelAt = timeOr('max_billed_until', 'max_period_end', 'min_period_end')

const described = {
  application_fee_percent: notModelled,
  automatic_tax: notModelled,
  billing_schedules: notModelled,
  billing_thresholds: notModelled,
  cancel_at_period_end: boolean,
  collection_method: collectionMethod,
  days_until_due: integer(1),
  default_payment_method: id,
  default_source: notModelled,
  default_tax_rates: notModelled,
  discounts: discountsParam,
  expand: expandParam,
  invoice_settings: notModelled,
  metadata,
  off_session: boolean,
  on_behalf_of: notModelled,
  payment_behavior: paymentBehavior,
  payment_settings: paymentSettings,
  pending_invoice_item_interval: notModelled,
  proration_behavior: prorationBehavior,
  transfer_data: notModelled,
  trial_end: timeOr('now'),
  trial_from_plan: notModelled,
  trial_settings: trialSettings,
}

export const createParams = {
  ...described,
  add_invoice_items: notModelled,
  backdate_start_date: notModelled,
  billing_cycle_anchor: integer(),
  billing_cycle_anchor_config: notModelled,
  billing_mode: hash({
    flexible: hash({
      proration_discounts: oneOf('included'),
    } satisfies Rules<Stripe.SubscriptionCreateParams.BillingMode.Flexible>),
    type: required(oneOf('classic', 'flexible')),
  } satisfies Rules<Stripe.SubscriptionCreateParams.BillingMode>),
  cancel_at: cancelAt,
  currency: id,
  customer: required(id),
  customer_account: notModelled,
  description: string(500),
  items: required(array(hash(newItem))),
  trial_period_days: integer(1, 730),
} satisfies Rules<Stripe.SubscriptionCreateParams>
export type CreateParams = Params<typeof createParams>

/** A hash since endive, one of its words before. Source: stripe-node's changelog, 23.0.0 */
const anchor: Rule<'now' | 'unchanged'> = {
  read(value, at) {
    const word = oneOf('now', 'unchanged')
    if (at.version < ENDIVE) return word.read(value, at)
    return hash({ type: required(word) }).read(value, at).type
  },
}

export const updateParams = {
  ...described,
  add_invoice_items: notModelled,
  billing_cycle_anchor: anchor,
  cancel_at: emptyable(cancelAt),
  cancellation_details: hash({
    comment: string(),
    feedback: emptyable(
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
    feedback_option: notModelled,
  } satisfies Rules<Stripe.SubscriptionUpdateParams.CancellationDetails>),
  description: string(500),
  items: array(hash(changedItem)),
  pause_collection: emptyable(
    hash({
      behavior: required(oneOf('keep_as_draft', 'mark_uncollectible', 'void')),
      resumes_at: integer(),
    } satisfies Rules<Stripe.SubscriptionUpdateParams.PauseCollection>),
  ),
  proration_date: integer(),
} satisfies Rules<Stripe.SubscriptionUpdateParams>
export type UpdateParams = Params<typeof updateParams>

export const cancelParams = {
  cancellation_details: updateParams.cancellation_details,
  expand: expandParam,
  invoice_now: boolean,
  prorate: boolean,
} satisfies Rules<Stripe.SubscriptionCancelParams>

export const pauseParams = {
  bill_for: notModelled,
  expand: expandParam,
  invoicing_behavior: notModelled,
  type: oneOf('subscription'),
} satisfies Rules<Stripe.SubscriptionPauseParams>

export const resumeParams = {
  billing_cycle_anchor: anchor,
  expand: expandParam,
  payment_behavior: oneOf('resume_on_payment_attempt', 'resume_on_payment_success'),
  proration_behavior: notModelled,
  proration_date: notModelled,
} satisfies Rules<Stripe.SubscriptionResumeParams>
export type ResumeParams = Params<typeof resumeParams>

export const listParams = {
  ...pagination,
  automatic_tax: notModelled,
  collection_method: collectionMethod,
  created: range,
  current_period_end: range,
  current_period_start: range,
  customer: id,
  customer_account: notModelled,
  plan: id,
  price: id,
  status: oneOf(
    'active',
    'all',
    'canceled',
    'ended',
    'incomplete',
    'incomplete_expired',
    'past_due',
    'paused',
    'trialing',
    'unpaid',
  ),
  test_clock: id,
} satisfies Rules<Stripe.SubscriptionListParams>
