/** What a field leads to that may be opened. */
import { cardObject } from '../api/card-object.ts'
import type { Collection, Objects } from '../state.ts'

/** Fields whose type is an id or the object behind it. */
export type Expandable<T> = {
  [K in keyof T]-?: Extract<T[K], string> extends never
    ? never
    : Extract<T[K], { object: string }> extends never
      ? never
      : K
}[keyof T]

/** Where the object is kept and what it is; null where the stand-in never has one, so the answer stays null. */
export type Target = readonly [Collection, ObjectName, View?] | Included | Detail | Former | null

/** How what is kept is shown, where that differs. */
type View = (kept: never) => object

/** A list that is only there when it is asked for. */
export interface Included {
  of: ObjectName
  url(id: string): string
  items(objects: Objects, id: string): { id: string; object: string }[]
}

/** A part of an object that is only there when it is asked for. */
export interface Detail {
  detail(objects: Objects, id: string): object | undefined
}

/** A reference that older versions have; what it names is found another way now. */
export interface Former {
  /** The first version that has it no longer. */
  until: string
  of: ObjectName
  former(objects: Objects, id: string): object | undefined
}

export type ObjectName =
  | 'payment_intent'
  | 'setup_intent'
  | 'setup_attempt'
  | 'charge'
  | 'refund'
  | 'balance_transaction'
  | 'payment_method'
  | 'card'
  | 'token'
  | 'customer'
  | 'customer_balance_transaction'
  | 'product'
  | 'price'
  | 'plan'
  | 'coupon'
  | 'promotion_code'
  | 'discount'
  | 'subscription'
  | 'subscription_item'
  | 'invoice'
  | 'line_item'
  | 'invoiceitem'
  | 'invoice_payment'
  | 'test_helpers.test_clock'
  | 'billing_portal.configuration'
  | 'billing_portal.session'
  | 'event'
  | 'webhook_endpoint'

export const CUSTOMER = ['customers', 'customer'] as const
export const CHARGE = ['charges', 'charge'] as const
export const PAYMENT_INTENT = ['payment_intents', 'payment_intent'] as const
export const PAYMENT_METHOD = ['payment_methods', 'payment_method'] as const
export const SETUP_INTENT = ['setup_intents', 'setup_intent'] as const
export const SETUP_ATTEMPT = ['setup_attempts', 'setup_attempt'] as const
export const PRODUCT = ['products', 'product'] as const
export const PRICE = ['prices', 'price'] as const
export const COUPON = ['coupons', 'coupon'] as const
export const PORTAL_CONFIGURATION = ['portal_configurations', 'billing_portal.configuration'] as const
export const CARD = ['payment_methods', 'card', cardObject] as const
export const BALANCE_TRANSACTION = ['balance_transactions', 'balance_transaction'] as const
export const PROMOTION_CODE = ['promotion_codes', 'promotion_code'] as const
export const DISCOUNT = ['discounts', 'discount'] as const
export const SUBSCRIPTION = ['subscriptions', 'subscription'] as const
export const INVOICE = ['invoices', 'invoice'] as const
export const TEST_CLOCK = ['test_clocks', 'test_helpers.test_clock'] as const
