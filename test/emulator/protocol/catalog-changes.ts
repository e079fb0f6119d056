/** Which fields of what is sold, and of the portal, Stripe added, removed and renamed, each with its source. */
import type { Stripe } from 'stripe'
import type { Change } from './changes.ts'
import { BASIL, CLOVER, ENDIVE } from './versions.ts'

const PRODUCT: Change<Stripe.Product>[] = [
  { field: 'tax_details', since: ENDIVE, source: 'stripe-node 23.0.0' },
  {
    field: 'features',
    until: '2024-04-10',
    was: ({ marketing_features }) => marketing_features,
    source: 'docs changelog/2024-04-10/renames-features-attribute-product-object',
  },
  {
    field: 'marketing_features',
    since: '2024-04-10',
    source: 'docs changelog/2024-04-10/renames-features-attribute-product-object',
  },
]

const PRICE: Change<Stripe.Price>[] = [
  { field: 'recurring.aggregate_usage', until: BASIL, was: () => null, source: 'stripe-node 18.0.0' },
]

const PLAN: Change<Stripe.Plan>[] = [
  { field: 'aggregate_usage', until: BASIL, was: () => null, source: 'stripe-node 18.0.0' },
]

const PROMOTION_CODE: Change<Stripe.PromotionCode>[] = [
  { field: 'customer_account', since: '2025-12-15.clover', source: 'stripe-node 20.1.0' },
  {
    field: 'coupon',
    until: CLOVER,
    was: ({ promotion: { coupon } }, { coupons }) =>
      typeof coupon === 'string' ? structuredClone(coupons[coupon] ?? null) : coupon,
    source: 'stripe-node 19.0.0',
  },
  { field: 'promotion', since: CLOVER, source: 'stripe-node 19.0.0' },
]

const PORTAL_CONFIGURATION: Change<Stripe.BillingPortal.Configuration>[] = [
  { field: 'features.subscription_pause', since: '2026-10-28.endive', source: 'stripe-node 23.1.0' },
  {
    field: 'features.subscription_cancel.cancellation_reason.feedback_options',
    since: '2026-08-26.dahlia',
    source: 'stripe-node 22.6.0',
  },
  {
    field: 'features.subscription_update.billing_cycle_anchor',
    since: '2025-12-15.clover',
    source: 'stripe-node 20.1.0',
  },
  {
    field: 'features.payment_method_update.payment_method_configuration',
    since: '2025-11-17.clover',
    source: 'stripe-node 20.0.0',
  },
  {
    field: 'features.subscription_update.trial_update_behavior',
    since: CLOVER,
    source: 'stripe-node 19.0.0',
  },
  { field: 'name', since: '2025-08-27.basil', source: 'stripe-node 18.5.0' },
  {
    field: 'features.subscription_update.schedule_at_period_end',
    since: '2024-10-28.acacia',
    source: 'stripe-node 17.3.0',
  },
]

const PORTAL_SESSION: Change<Stripe.BillingPortal.Session>[] = [
  {
    field: 'after_expiration',
    since: '2026-10-28.endive',
    source: 'docs changelog/endive/2026-10-28/session-recovery-for-expired-customer-portal-sessions',
  },
  { field: 'customer_account', since: '2025-12-15.clover', source: 'stripe-node 20.1.0' },
]

/** By the `object` of each. */
export const CATALOG_CHANGES: Record<string, Change<never>[]> = {
  product: PRODUCT,
  price: PRICE,
  plan: PLAN,
  promotion_code: PROMOTION_CODE,
  'billing_portal.configuration': PORTAL_CONFIGURATION,
  'billing_portal.session': PORTAL_SESSION,
}
