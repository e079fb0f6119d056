/** Which fields of subscriptions, invoices and what belongs to them may be opened. */
import type { Stripe } from 'stripe'
import { isEnded } from '../billing/subscription-status.ts'
import type { Objects } from '../state.ts'
import {
  CHARGE,
  COUPON,
  CUSTOMER,
  type Detail,
  DISCOUNT,
  type Expandable,
  type Former,
  INVOICE,
  type Included,
  PAYMENT_INTENT,
  PAYMENT_METHOD,
  PRICE,
  PROMOTION_CODE,
  SETUP_INTENT,
  SUBSCRIPTION,
  type Target,
  TEST_CLOCK,
} from './expandable-targets.ts'
import { BASIL } from './versions.ts'

export const SUBSCRIPTIONS_OF_CUSTOMER: Included = {
  of: 'subscription',
  url: (id) => `/v1/customers/${id}/subscriptions`,
  items: ({ subscriptions }, id) =>
    Object.values(subscriptions).filter((one) => one.customer === id && !isEnded(one)),
}

/** The lists that are always there: what they hold may be opened. */
const ITEMS: Included = {
  of: 'subscription_item',
  url: (id) => `/v1/subscription_items?subscription=${id}`,
  items: ({ subscriptions }, id) => subscriptions[id]?.items.data ?? [],
}
const LINES: Included = {
  of: 'line_item',
  url: (id) => `/v1/invoices/${id}/lines`,
  items: ({ invoices }, id) => invoices[id]?.lines.data ?? [],
}

const paymentsOf = ({ invoice_payments }: Objects, id: string): Stripe.InvoicePayment[] =>
  Object.values(invoice_payments).filter(({ invoice }) => invoice === id)

const PAYMENTS_OF_INVOICE: Included = {
  of: 'invoice_payment',
  url: (id) => `/v1/invoice_payments?invoice=${id}`,
  items: paymentsOf,
}

/** The intent that is to pay an invoice, or that did. */
const intentOf = (objects: Objects, id: string): Stripe.PaymentIntent | undefined => {
  const [payment] = paymentsOf(objects, id)
  return payment && objects.payment_intents[payment.payment.payment_intent as string]
}

const CONFIRMATION_SECRET: Detail = {
  detail(objects, id) {
    const intent = intentOf(objects, id)
    return intent && { client_secret: intent.client_secret, type: 'payment_intent' }
  },
}

const INTENT_OF_INVOICE: Former = { until: BASIL, of: 'payment_intent', former: intentOf }

const CHARGE_OF_INVOICE: Former = {
  until: BASIL,
  of: 'charge',
  former: (objects, id) => objects.charges[intentOf(objects, id)?.latest_charge as string],
}

const SUBSCRIPTION_OF_INVOICE: Former = {
  until: BASIL,
  of: 'subscription',
  former: ({ invoices, subscriptions }, id) =>
    subscriptions[invoices[id]?.parent?.subscription_details?.subscription as string],
}

export const INVOICE_OF_INTENT: Former = {
  until: BASIL,
  of: 'invoice',
  former: ({ invoice_payments, invoices }, id) => {
    const paid = Object.values(invoice_payments).find(({ payment }) => payment.payment_intent === id)
    return paid && invoices[paid.invoice as string]
  },
}

export const BILLING_EXPANDABLE = {
  discount: {
    customer: CUSTOMER,
    promotion_code: PROMOTION_CODE,
    'source.coupon': COUPON,
  } satisfies Record<Expandable<Stripe.Discount>, Target> & Record<string, Target>,
  subscription: {
    application: null,
    customer: CUSTOMER,
    default_payment_method: PAYMENT_METHOD,
    default_source: null,
    discounts: DISCOUNT,
    items: ITEMS,
    latest_invoice: INVOICE,
    on_behalf_of: null,
    pending_setup_intent: SETUP_INTENT,
    schedule: null,
    test_clock: TEST_CLOCK,
  } satisfies Record<Expandable<Stripe.Subscription> | 'discounts' | 'items', Target>,
  subscription_item: { discounts: DISCOUNT, price: PRICE } satisfies Record<string, Target>,
  invoice: {
    application: null,
    charge: CHARGE_OF_INVOICE,
    confirmation_secret: CONFIRMATION_SECRET,
    customer: CUSTOMER,
    default_payment_method: PAYMENT_METHOD,
    default_source: null,
    discounts: DISCOUNT,
    latest_revision: null,
    lines: LINES,
    on_behalf_of: null,
    'parent.subscription_details.subscription': SUBSCRIPTION,
    payment_intent: INTENT_OF_INVOICE,
    payments: PAYMENTS_OF_INVOICE,
    subscription: SUBSCRIPTION_OF_INVOICE,
    test_clock: TEST_CLOCK,
  } satisfies Record<Expandable<Stripe.Invoice> | 'confirmation_secret' | 'lines' | 'payments', Target> &
    Record<string, Target>,
  line_item: {
    discounts: DISCOUNT,
    'pricing.price_details.price': PRICE,
    subscription: SUBSCRIPTION,
  } satisfies Record<Expandable<Stripe.InvoiceLineItem>, Target> & Record<string, Target>,
  invoiceitem: {
    customer: CUSTOMER,
    discounts: DISCOUNT,
    invoice: INVOICE,
    'pricing.price_details.price': PRICE,
    test_clock: TEST_CLOCK,
  } satisfies Record<Expandable<Stripe.InvoiceItem>, Target> & Record<string, Target>,
  invoice_payment: {
    invoice: INVOICE,
    'payment.charge': CHARGE,
    'payment.payment_intent': PAYMENT_INTENT,
  } satisfies Record<Expandable<Stripe.InvoicePayment>, Target> & Record<string, Target>,
  'test_helpers.test_clock': {},
}
