/** Promotion codes at Stripe: read, never redeemed here; a subscription that is created with one redeems it. */
import type Stripe from 'stripe'
import type { Discount } from '../domain/money.ts'
import { account } from './account.ts'
import { productId } from './prices.ts'
import { idOf } from './reference.ts'

/** Who would use the code, for what. */
export interface Redemption {
  site: string
  offer: string
  stripeAccount: string | null
  /** Of the offer. */
  currency: string
  /** `cus_…` of a known user. */
  customer: string | null
}

/**
 * What a code takes off, if it can be used now for this offer. How often it may be redeemed, and by whom, Stripe checks once
 * more when the subscription is made.
 * @returns null where it cannot be used.
 * @throws Stripe.errors.StripeError
 */
export async function findPromotionCode(
  stripe: Stripe,
  code: string,
  { currency, customer, stripeAccount, ...product }: Redemption,
): Promise<Discount | null> {
  const { data } = await stripe.promotionCodes.list(
    { code, active: true, limit: 1, expand: ['data.promotion.coupon.applies_to'] },
    account({ stripeAccount }),
  )
  const found = data[0]
  const coupon = typeof found?.promotion.coupon === 'object' ? found.promotion.coupon : null
  if (!found || !coupon?.valid) return null
  const belongsTo = idOf(found.customer)
  if (belongsTo !== null && belongsTo !== customer) return null
  if (coupon.amount_off !== null && coupon.currency !== currency) return null
  const products = coupon.applies_to?.products
  if (products && !products.includes(productId(product))) return null
  return {
    promotion_code: found.id,
    code: found.code,
    percent_off: coupon.percent_off,
    amount_off: coupon.amount_off,
    currency: coupon.currency,
    duration: coupon.duration as Discount['duration'],
    duration_in_months: coupon.duration_in_months,
  }
}
