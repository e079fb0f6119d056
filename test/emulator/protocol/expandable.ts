/** Which fields of which objects may be opened. Source: docs.stripe.com/api/expanding_objects and the SDK's types. */
import type { Stripe } from 'stripe'
import { cardsOf } from '../api/card-object.ts'
import { BILLING_EXPANDABLE, INVOICE_OF_INTENT, SUBSCRIPTIONS_OF_CUSTOMER } from './expandable-billing.ts'
import {
  BALANCE_TRANSACTION,
  CARD,
  CHARGE,
  COUPON,
  CUSTOMER,
  type Detail,
  type Expandable,
  INVOICE,
  type Included,
  type ObjectName,
  PAYMENT_INTENT,
  PAYMENT_METHOD,
  PORTAL_CONFIGURATION,
  PRICE,
  PRODUCT,
  SETUP_ATTEMPT,
  SETUP_INTENT,
  type Target,
  TEST_CLOCK,
} from './expandable-targets.ts'

const PRODUCTS_OF_COUPON: Detail = {
  detail({ coupon_products }, id) {
    const products = coupon_products[id]
    return products && { products }
  },
}

const PRODUCTS_OF_PORTAL: Detail = { detail: ({ portal_products }, id) => portal_products[id] ?? [] }

const REFUNDS_OF_CHARGE: Included = {
  of: 'refund',
  url: (id) => `/v1/charges/${id}/refunds`,
  items: ({ refunds }, id) => Object.values(refunds).filter(({ charge }) => charge === id),
}

const CARDS_OF_CUSTOMER: Included = {
  of: 'card',
  url: (id) => `/v1/customers/${id}/sources`,
  items: ({ payment_methods }, id) => cardsOf(payment_methods, id),
}

export const EXPANDABLE = {
  ...BILLING_EXPANDABLE,
  payment_intent: {
    application: null,
    customer: CUSTOMER,
    invoice: INVOICE_OF_INTENT,
    latest_charge: CHARGE,
    on_behalf_of: null,
    payment_method: PAYMENT_METHOD,
    payment_record: null,
    review: null,
    source: null,
  } satisfies Record<Expandable<Stripe.PaymentIntent> | 'invoice', Target>,
  setup_intent: {
    application: null,
    customer: CUSTOMER,
    latest_attempt: SETUP_ATTEMPT,
    mandate: null,
    on_behalf_of: null,
    payment_method: PAYMENT_METHOD,
    single_use_mandate: null,
  } satisfies Record<Expandable<Stripe.SetupIntent>, Target>,
  setup_attempt: {
    application: null,
    customer: CUSTOMER,
    on_behalf_of: null,
    payment_method: PAYMENT_METHOD,
    setup_intent: SETUP_INTENT,
  } satisfies Record<Expandable<Stripe.SetupAttempt>, Target>,
  charge: {
    application: null,
    application_fee: null,
    balance_transaction: BALANCE_TRANSACTION,
    customer: CUSTOMER,
    failure_balance_transaction: null,
    on_behalf_of: null,
    payment_intent: PAYMENT_INTENT,
    refunds: REFUNDS_OF_CHARGE,
    review: null,
    source_transfer: null,
    transfer: null,
  } satisfies Record<Expandable<Stripe.Charge> | 'refunds', Target>,
  refund: {
    balance_transaction: BALANCE_TRANSACTION,
    charge: CHARGE,
    customer: CUSTOMER,
    failure_balance_transaction: null,
    payment_intent: PAYMENT_INTENT,
    payment_method: PAYMENT_METHOD,
    source_transfer_reversal: null,
    transfer_reversal: null,
  } satisfies Record<Expandable<Stripe.Refund>, Target>,
  balance_transaction: { source: CHARGE } satisfies Record<Expandable<Stripe.BalanceTransaction>, Target>,
  payment_method: { customer: CUSTOMER } satisfies Record<Expandable<Stripe.PaymentMethod>, Target>,
  customer: {
    default_source: CARD,
    sources: CARDS_OF_CUSTOMER,
    subscriptions: SUBSCRIPTIONS_OF_CUSTOMER,
    test_clock: TEST_CLOCK,
    'invoice_settings.default_payment_method': PAYMENT_METHOD,
  } satisfies Record<Expandable<Stripe.Customer>, Target> & Record<string, Target>,
  customer_balance_transaction: {
    checkout_session: null,
    credit_note: null,
    customer: CUSTOMER,
    invoice: INVOICE,
  } satisfies Record<Expandable<Stripe.CustomerBalanceTransaction>, Target>,
  product: { default_price: PRICE, tax_code: null } satisfies Record<Expandable<Stripe.Product>, Target>,
  price: { product: PRODUCT } satisfies Record<Expandable<Stripe.Price>, Target>,
  plan: { product: PRODUCT } satisfies Record<Expandable<Stripe.Plan>, Target>,
  coupon: { applies_to: PRODUCTS_OF_COUPON } satisfies Record<
    Expandable<Stripe.Coupon> | 'applies_to',
    Target
  >,
  promotion_code: { customer: CUSTOMER, 'promotion.coupon': COUPON } satisfies Record<
    Expandable<Stripe.PromotionCode>,
    Target
  > &
    Record<string, Target>,
  'billing_portal.configuration': {
    application: null,
    'features.subscription_update.products': PRODUCTS_OF_PORTAL,
  } satisfies Record<Expandable<Stripe.BillingPortal.Configuration>, Target> & Record<string, Target>,
  'billing_portal.session': { configuration: PORTAL_CONFIGURATION } satisfies Record<
    Expandable<Stripe.BillingPortal.Session>,
    Target
  >,
  card: {},
  event: {},
  token: {},
  webhook_endpoint: {},
} satisfies Record<ObjectName, Record<string, Target>>
