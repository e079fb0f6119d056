/** Objects by id, or Stripe's 404. */
import type { Stripe } from 'stripe'
import type { Call } from '../protocol/endpoint.ts'
import { invalid, missing } from '../protocol/errors.ts'
import { lookUp } from '../state.ts'

/** @throws ApiError 404, also for one that was deleted: it can be read, and not used. */
export function findCustomer({ objects }: Call, id: string, param = 'id'): Stripe.Customer {
  const customer = lookUp(objects.customers, id)
  if (!customer || customer.deleted) throw missing('customer', id, param)
  return customer
}

export function findProduct({ objects }: Call, id: string, param = 'id'): Stripe.Product {
  const product = lookUp(objects.products, id)
  if (!product) throw missing('product', id, param)
  return product
}

export function findPrice({ objects }: Call, id: string, param = 'price'): Stripe.Price {
  const price = lookUp(objects.prices, id)
  if (!price || objects.deleted_prices[id]) throw missing('price', id, param)
  return price
}

export function findCoupon({ objects }: Call, id: string, param = 'coupon'): Stripe.Coupon {
  const coupon = lookUp(objects.coupons, id)
  if (!coupon || objects.deleted_coupons[id]) throw missing('coupon', id, param)
  return coupon
}

export function findPromotionCode(
  { objects }: Call,
  id: string,
  param = 'promotion_code',
): Stripe.PromotionCode {
  const code = lookUp(objects.promotion_codes, id)
  if (!code) throw missing('promotion code', id, param)
  return code
}

export function findPaymentIntent({ objects }: Call, id: string, param = 'intent'): Stripe.PaymentIntent {
  const intent = lookUp(objects.payment_intents, id)
  if (!intent) throw missing('payment_intent', id, param)
  return intent
}

export function findSetupIntent({ objects }: Call, id: string, param = 'intent'): Stripe.SetupIntent {
  const intent = lookUp(objects.setup_intents, id)
  // One word, unlike a payment intent's, where it is the path that names it.
  if (!intent) throw missing('setupintent', id, param)
  return intent
}

export function findCharge({ objects }: Call, id: string, param = 'id'): Stripe.Charge {
  const charge = lookUp(objects.charges, id)
  if (!charge) throw missing('charge', id, param)
  return charge
}

export function findRefund({ objects }: Call, id: string): Stripe.Refund {
  const refund = lookUp(objects.refunds, id)
  if (!refund) throw missing('refund', id)
  return refund
}

/** One that is saved to the customer, to become a default. @throws ApiError 404 for none, 400 for another's or nobody's. */
export function findSavedMethod(
  { objects }: Call,
  customer: string,
  id: string,
  param: string,
): Stripe.PaymentMethod {
  const method = lookUp(objects.payment_methods, id)
  if (!method) throw missing('PaymentMethod', id, param)
  if (method.customer !== customer)
    throw invalid(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      { code: 'resource_missing', param },
    )
  return method
}

export function findSubscription({ objects }: Call, id: string, param = 'id'): Stripe.Subscription {
  const subscription = lookUp(objects.subscriptions, id)
  if (!subscription) throw missing('subscription', id, param)
  return subscription
}

export function findInvoice({ objects }: Call, id: string, param = 'id'): Stripe.Invoice {
  const invoice = lookUp(objects.invoices, id)
  if (!invoice) throw missing('invoice', id, param)
  return invoice
}

export function findTestClock({ objects }: Call, id: string, param = 'id'): Stripe.TestHelpers.TestClock {
  const clock = lookUp(objects.test_clocks, id)
  if (!clock) throw missing('test_clock', id, param)
  return clock
}
