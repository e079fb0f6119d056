/** Coupons at work: what they take off, and from when to when. */
import type { Stripe } from 'stripe'
import { countRedemption } from '../api/coupon-objects.ts'
import { findCoupon, findPromotionCode } from '../api/find.ts'
import { amountOff, covers, type Purchase, redeemable } from '../api/redemption.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import { idOf } from './changed.ts'
import { after } from './periods.ts'

/** As it is sent: a coupon, a code that leads to one, or a discount that is there already. */
export interface SentDiscount {
  coupon?: string
  discount?: string
  promotion_code?: string
}

/** @throws ApiError 400, 404 for a coupon or code that cannot be redeemed. */
export function checkDiscounts(call: Call, sent: SentDiscount[] | null, purchase: Purchase): void {
  for (const [index, { discount, ...one }] of (sent ?? []).entries()) {
    const at = `discounts[${index}]`
    if (discount === undefined) redeemable(call, one, purchase, at)
    else if (!Object.hasOwn(call.objects.discounts, discount))
      throw missing('discount', discount, `${at}[discount]`)
  }
}

/** Makes the discounts of what was checked. @returns their ids. */
export function redeemDiscounts(
  call: Call,
  customer: Stripe.Customer,
  sent: SentDiscount[] | null,
  subscription: Stripe.Subscription,
): string[] {
  return (sent ?? []).map(({ coupon, discount, promotion_code }) => {
    if (discount !== undefined) return discount
    const code = promotion_code === undefined ? null : findPromotionCode(call, promotion_code)
    const used = findCoupon(call, code ? idOf(code.promotion.coupon!) : coupon!)
    const start = now(call.state)
    const months = used.duration === 'repeating' ? used.duration_in_months : null
    const made: Stripe.Discount = {
      id: nextId(call.state, 'di'),
      object: 'discount',
      checkout_session: null,
      customer: customer.id,
      customer_account: null,
      end: months ? after(start, { interval: 'month', interval_count: months }, 1) : null,
      invoice: null,
      invoice_item: null,
      promotion_code: code?.id ?? null,
      source: { coupon: used.id, type: 'coupon' },
      start,
      subscription: subscription.id,
      subscription_item: null,
    }
    call.objects.discounts[made.id] = made
    countRedemption(call.state, call.objects, used.id, code?.id ?? null)
    recordEvent(call, 'customer.discount.created', made)
    return made.id
  })
}

const couponOf = ({ objects }: Call, discount: string): Stripe.Coupon =>
  objects.coupons[idOf(objects.discounts[discount]!.source.coupon!)]!

/** Those of a subscription that still hold. */
export function discountsFor({ objects, state }: Call, { discounts }: Stripe.Subscription): string[] {
  return (discounts as string[]).filter((id) => {
    const { end } = objects.discounts[id]!
    return end === null || end > now(state)
  })
}

/** What was for one invoice is over when that was one with something to take off. */
export function endOnce(call: Call, subscription: Stripe.Subscription, invoice: Stripe.Invoice): void {
  for (const { amount, discount } of invoice.total_discount_amounts!) {
    const id = idOf(discount)
    if (amount === 0 || couponOf(call, id).duration !== 'once') continue
    subscription.discounts = (subscription.discounts as string[]).filter((other) => other !== id)
    recordEvent(call, 'customer.discount.deleted', call.objects.discounts[id]!)
  }
}

/** For an invoice: which lines a discount is for, and what it takes off their sum. */
export function discountedBy(call: Call, discount: string) {
  const coupon = couponOf(call, discount)
  return {
    covers: ({ pricing }: Pick<Stripe.InvoiceLineItem, 'pricing'>): boolean =>
      covers(call.objects, coupon.id, pricing?.price_details?.product ?? ''),
    amountOff: (amount: number): number => amountOff(coupon, amount),
  }
}

/** For a part of a period: percentages hold for parts too; an amount was for the whole and is not given twice. */
export function discountOn(
  call: Call,
  subscription: Stripe.Subscription,
  { product }: Stripe.Price,
  amount: number,
): number {
  const left = discountsFor(call, subscription)
    .map((id) => couponOf(call, id))
    .filter(({ id, percent_off }) => percent_off !== null && covers(call.objects, id, idOf(product)))
    .reduce((rest, coupon) => rest - amountOff(coupon, rest), amount)
  return amount - left
}
