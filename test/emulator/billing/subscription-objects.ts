/** A subscription as it begins. */
import type { Stripe } from 'stripe'
import type { CreateParams } from '../api/subscription-params.ts'
import { now } from '../clock.ts'
import type { Call } from '../protocol/endpoint.ts'
import { list } from '../protocol/lists.ts'
import { mergeMetadata } from '../protocol/metadata.ts'

interface Beginning {
  id: string
  items: Stripe.SubscriptionItem[]
  currency: string
  trialEnd: number | null
  anchor: number
  params: CreateParams
}

export function newSubscription(
  call: Call,
  customer: Stripe.Customer,
  { id, items, currency, trialEnd, anchor, params }: Beginning,
): Stripe.Subscription {
  const at = now(call.state)
  const subscription: Stripe.Subscription = {
    ...structuredClone(BLANK),
    id,
    billing_cycle_anchor: anchor,
    billing_mode:
      params.billing_mode?.type === 'classic'
        ? { flexible: null, type: 'classic' }
        : { flexible: { proration_discounts: 'included' }, type: 'flexible', updated_at: at },
    collection_method: params.collection_method ?? 'charge_automatically',
    created: at,
    currency,
    customer: customer.id,
    days_until_due: params.days_until_due ?? null,
    default_payment_method: params.default_payment_method ?? null,
    description: params.description ?? null,
    items: {
      ...list<Stripe.SubscriptionItem>([], `/v1/subscription_items?subscription=${id}`, {}),
      data: items,
    },
    metadata: mergeMetadata({}, params.metadata),
    payment_settings: paymentSettings(params.payment_settings),
    start_date: at,
    status: 'incomplete',
    test_clock: customer.test_clock ?? null,
    trial_end: trialEnd,
    trial_settings: {
      end_behavior: {
        billing_cycle_anchor: null,
        missing_payment_method:
          params.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice',
      },
    },
    trial_start: trialEnd === null ? null : at,
  }
  endAt(call, subscription, params.cancel_at_period_end ? 'max_period_end' : (params.cancel_at ?? null))
  subscription.cancel_at_period_end = params.cancel_at_period_end ?? false
  return subscription
}

/** @param sent a moment, or which of the ends of the items' periods. */
export function endAt(
  call: Call,
  subscription: Stripe.Subscription,
  sent: number | 'max_billed_until' | 'max_period_end' | 'min_period_end' | null,
): void {
  const ends = subscription.items.data.map((item) => item.current_period_end)
  if (sent === 'min_period_end') subscription.cancel_at = Math.min(...ends)
  else if (typeof sent === 'string') subscription.cancel_at = Math.max(...ends)
  else subscription.cancel_at = sent
  subscription.canceled_at = sent === null ? null : now(call.state)
}

type SentSettings = NonNullable<CreateParams['payment_settings']>

/** What was not sent stays. */
export function paymentSettings(
  sent: SentSettings = {},
  old: Stripe.Subscription.PaymentSettings = BLANK.payment_settings,
): Stripe.Subscription.PaymentSettings {
  const { payment_method_options: options, payment_method_types: types } = sent
  const card = options?.card
  return {
    payment_method_options: options
      ? {
          ...NO_OPTIONS,
          card: card ? { network: null, request_three_d_secure: card.request_three_d_secure ?? null } : null,
        }
      : old.payment_method_options,
    payment_method_types: types === undefined ? old.payment_method_types : types,
    save_default_payment_method: sent.save_default_payment_method ?? old.save_default_payment_method,
  }
}

const NO_OPTIONS = {
  acss_debit: null,
  bancontact: null,
  customer_balance: null,
  konbini: null,
  payto: null,
  pix: null,
  sepa_debit: null,
  upi: null,
  us_bank_account: null,
}

const BLANK = {
  object: 'subscription' as const,
  application: null,
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor_config: null,
  billing_schedules: [],
  billing_thresholds: null,
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
  customer_account: null,
  default_source: null,
  default_tax_rates: [],
  discounts: [],
  ended_at: null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: { type: 'self' },
  },
  latest_invoice: null,
  livemode: false,
  managed_payments: null,
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pause_collection: null,
  payment_settings: {
    payment_method_options: null,
    payment_method_types: null,
    save_default_payment_method: 'off',
  },
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  transfer_data: null,
} satisfies Partial<Stripe.Subscription>
