/** Which fields of products, prices, coupons and promotion codes Stripe added, removed and renamed, each with its source. */
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

/** By the `object` of each. */
export const CATALOG_CHANGES: Record<string, Change<never>[]> = {
  product: PRODUCT,
  price: PRICE,
  plan: PLAN,
  promotion_code: PROMOTION_CODE,
}
