/** Redeeming without a purchase: what every purchase asks before it is made. */
import type { Stripe } from 'stripe'
import { countRedemption } from '../api/coupon-objects.ts'
import { type Purchase, redeemable } from '../api/redemption.ts'
import type { Call } from '../protocol/endpoint.ts'
import type { ApiError, ErrorBody } from '../protocol/errors.ts'
import { PLATFORM_ACCOUNT } from '../state.ts'
import type { World } from './harness.ts'

const PURCHASE: Purchase = { customer: null, amount: 1200, currency: 'usd', products: ['prod_mug'] }

export const objectsOf = ({ emulator: { state } }: World) => state.accounts[PLATFORM_ACCOUNT]!

/** @returns null when it can be redeemed for a mug of $12.00, changed as said; else the error. */
export function refusalOf(
  w: World,
  sent: { coupon?: string; promotion_code?: string },
  change: Partial<Purchase> = {},
): ErrorBody | null {
  const call = { state: w.emulator.state, objects: objectsOf(w) } as Call
  try {
    redeemable(call, sent, { ...PURCHASE, ...change }, 'discounts[0]')
    return null
  } catch (error) {
    return (error as ApiError).body
  }
}

export const redeem = (w: World, coupon: string, promotionCode: string | null = null): void =>
  countRedemption(w.emulator.state, objectsOf(w), coupon, promotionCode)

/** @returns the id of a new promotion code for a new coupon of 10 %. */
export async function codeFor(
  { stripe }: World,
  more: Partial<Stripe.PromotionCodeCreateParams> = {},
): Promise<string> {
  const { id: coupon } = await stripe.coupons.create({ percent_off: 10 })
  return (await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon }, ...more })).id
}
