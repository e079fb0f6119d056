/** Coupons and the promotion codes that lead to them: making them, and whether they still can be redeemed. */
import type { Stripe } from 'stripe'
import { now, ownTime } from '../clock.ts'
import { nextId, nextToken } from '../ids.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import type { Objects, State } from '../state.ts'

interface CouponSpec {
  id?: string
  amount_off?: number
  currency?: string
  duration?: 'forever' | 'once' | 'repeating'
  duration_in_months?: number
  max_redemptions?: number
  metadata?: Record<string, string | null> | null
  name?: string | null
  percent_off?: number
  redeem_by?: number
  products?: string[]
}

/** Stores a coupon whose fields were checked. */
export function makeCoupon(state: State, objects: Objects, { products, ...spec }: CouponSpec): Stripe.Coupon {
  const coupon: Stripe.Coupon = {
    id: spec.id ?? nextToken(state, 'coupon', 8),
    object: 'coupon',
    amount_off: spec.amount_off ?? null,
    created: now(state),
    currency: spec.currency ?? null,
    duration: spec.duration ?? 'once',
    duration_in_months: spec.duration_in_months ?? null,
    livemode: false,
    max_redemptions: spec.max_redemptions ?? null,
    metadata: mergeMetadata({}, spec.metadata),
    name: spec.name ?? null,
    percent_off: spec.percent_off ?? null,
    redeem_by: spec.redeem_by ?? null,
    times_redeemed: 0,
    valid: true,
  }
  objects.coupons[coupon.id] = coupon
  delete objects.deleted_coupons[coupon.id]
  delete objects.coupon_products[coupon.id]
  if (products) objects.coupon_products[coupon.id] = products
  return coupon
}

interface PromotionCodeSpec {
  coupon: string
  active?: boolean
  code?: string
  customer?: string
  expires_at?: number
  max_redemptions?: number
  metadata?: Record<string, string | null> | null
  restrictions?: Partial<Stripe.PromotionCode.Restrictions>
}

/** Stores a promotion code whose fields were checked. */
export function makePromotionCode(
  state: State,
  objects: Objects,
  { coupon, restrictions, ...spec }: PromotionCodeSpec,
): Stripe.PromotionCode {
  const promotionCode: Stripe.PromotionCode = {
    id: nextId(state, 'promo'),
    object: 'promotion_code',
    active: spec.active ?? true,
    code: spec.code ?? nextToken(state, 'promo', 8).toUpperCase(),
    created: now(state),
    customer: spec.customer ?? null,
    customer_account: null,
    expires_at: spec.expires_at ?? null,
    livemode: false,
    max_redemptions: spec.max_redemptions ?? null,
    metadata: mergeMetadata({}, spec.metadata),
    promotion: { type: 'coupon', coupon },
    restrictions: {
      first_time_transaction: false,
      minimum_amount: null,
      minimum_amount_currency: null,
      ...restrictions,
    },
    times_redeemed: 0,
  }
  objects.promotion_codes[promotionCode.id] = promotionCode
  return promotionCode
}

interface Redeemable {
  max_redemptions: number | null
  times_redeemed: number
}

const isUsedUp = ({ max_redemptions, times_redeemed }: Redeemable): boolean =>
  max_redemptions !== null && times_redeemed >= max_redemptions

/** Coupons belong to no test clock. */
const isPast = (state: State, moment: number | null): boolean => moment !== null && moment < ownTime(state)

/** Whether a promotion code could be redeemed, were it active. */
export const isRedeemable = (state: State, objects: Objects, code: Stripe.PromotionCode): boolean => {
  const coupon = code.promotion.coupon as string
  return (
    !objects.deleted_coupons[coupon] &&
    objects.coupons[coupon]!.valid &&
    !isUsedUp(code) &&
    !isPast(state, code.expires_at)
  )
}

/** What time and redemptions have made of coupons and promotion codes. Without an event, as at Stripe. */
export function ageCoupons(state: State, objects: Objects): void {
  for (const coupon of Object.values(objects.coupons))
    coupon.valid = !isUsedUp(coupon) && !isPast(state, coupon.redeem_by)
  for (const code of Object.values(objects.promotion_codes))
    if (code.active) code.active = isRedeemable(state, objects, code)
}

/** Counts that something was bought with a coupon; with a promotion code where it came by one. */
export function countRedemption(
  state: State,
  objects: Objects,
  coupon: string,
  promotionCode: string | null,
): void {
  objects.coupons[coupon]!.times_redeemed += 1
  if (promotionCode !== null) objects.promotion_codes[promotionCode]!.times_redeemed += 1
  ageCoupons(state, objects)
}
