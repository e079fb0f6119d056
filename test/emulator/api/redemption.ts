/** Whether a coupon or a promotion code can be redeemed for a purchase, and what it takes off. */
import type { Stripe } from 'stripe'
import { otherwise } from '../adversary.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import type { Objects } from '../state.ts'
import { findCoupon, findPromotionCode } from './find.ts'

export interface Purchase {
  /** Null where nobody knows yet who buys. */
  customer: string | null
  /** Minor units, before any discount. */
  amount: number
  currency: string
  /** Ids of all that is bought. */
  products: readonly string[]
}

interface Redemption {
  coupon: Stripe.Coupon
  /** Its id, where the coupon came by one. */
  promotion_code: string | null
}

/**
 * Nothing is counted: that is countRedemption's, when the purchase is made.
 * @param param where they were sent, `discounts[0]`.
 * @throws ApiError 400 when it cannot be redeemed, 404 when there is none.
 */
export function redeemable(
  call: Call,
  { coupon, promotion_code }: { coupon?: string | undefined; promotion_code?: string | undefined },
  purchase: Purchase,
  param: string,
): Redemption {
  if (coupon !== undefined && promotion_code !== undefined)
    throw invalid('You may only specify one of these parameters: coupon, promotion_code.', {
      code: 'parameters_exclusive',
      param,
    })
  if (promotion_code !== undefined) {
    const at = `${param}[promotion_code]`
    const code = findPromotionCode(call, promotion_code, at)
    checkCode(call, code, purchase, at)
    const found = call.objects.coupons[code.promotion.coupon as string]!
    checkCoupon(call, found, purchase, at)
    return { coupon: found, promotion_code }
  }
  if (coupon === undefined)
    throw invalid('You must pass a coupon or a promotion_code.', { code: 'parameter_missing', param })
  const found = findCoupon(call, coupon, `${param}[coupon]`)
  checkCoupon(call, found, purchase, `${param}[coupon]`)
  return { coupon: found, promotion_code: null }
}

function checkCoupon(
  call: Call,
  coupon: Stripe.Coupon,
  { currency, products }: Purchase,
  param: string,
): void {
  const refuse = (message: string, code?: string) => invalid(message, { param, ...(code && { code }) })
  if (!coupon.valid) throw refuse(`Coupon expired: ${coupon.id}`, 'coupon_expired')
  if (coupon.currency !== null && coupon.currency !== currency)
    throw refuse(
      `This coupon takes off an amount in ${coupon.currency}, and cannot be redeemed in ${currency}.`,
    )
  const useful = products.some((product) => covers(call.objects, coupon.id, product))
  if (!useful && !otherwise(call.state, 'useless_coupon'))
    throw refuse('This coupon cannot be redeemed because it does not apply to anything in this order.')
}

function checkCode(call: Call, code: Stripe.PromotionCode, purchase: Purchase, param: string): void {
  const { customer, amount, currency } = purchase
  const { first_time_transaction, minimum_amount, minimum_amount_currency } = code.restrictions
  const refuse = (why: string, errorCode?: string) =>
    invalid(`This promotion code cannot be redeemed because ${why}.`, {
      param,
      ...(errorCode && { code: errorCode }),
    })
  if (!code.active)
    throw refuse(
      'it is expired or not active',
      otherwise(call.state, 'inactive_code') ? undefined : 'coupon_expired',
    )
  if (code.customer !== null && code.customer !== customer)
    throw refuse('it belongs to another customer', 'promotion_code_customer_mismatch')
  if (first_time_transaction && customer === null)
    throw refuse(
      'it is for first transactions, and there is no customer',
      'promotion_code_customer_missing_first_time',
    )
  if (first_time_transaction && hasTransactions(call, customer!))
    throw refuse('the associated customer has prior transactions', 'promotion_code_customer_not_first_time')
  if (minimum_amount === null || minimum_amount_currency === null) return
  if (minimum_amount_currency !== currency || amount < minimum_amount)
    throw refuse('the associated purchase does not meet the minimum amount requirement')
}

/** Source: stripe-node issue 2349: an invoice counts before it is paid. The SDK's types say the contrary. */
function hasTransactions({ state, objects }: Call, customer: string): boolean {
  const paid = Object.values(objects.charges).some((charge) => charge.customer === customer && charge.paid)
  const invoiced = Object.values(objects.invoices).some(
    (invoice) =>
      invoice.customer === customer &&
      (invoice.status === 'paid' || (invoice.status === 'open' && !otherwise(state, 'first_time_unpaid'))),
  )
  return paid || invoiced
}

/** Whether a coupon is for a product. */
export const covers = ({ coupon_products }: Objects, coupon: string, product: string): boolean =>
  coupon_products[coupon]?.includes(product) ?? true

/** Percentages are taken as they are written, in parts of this. */
const WHOLE = 1_000_000n

/**
 * @param amount minor units, of what the coupon is for.
 * @returns what it takes off: never more than there is; shares are rounded half up to the minor unit.
 */
export function amountOff({ amount_off, percent_off }: Stripe.Coupon, amount: number): number {
  if (amount <= 0) return 0
  if (amount_off !== null) return Math.min(amount_off, amount)
  const parts = BigInt(Math.round(percent_off! * 10_000))
  return Number((2n * BigInt(amount) * parts + WHOLE) / (2n * WHOLE))
}
