/** The lines of an invoice: what is charged for a subscription's items, and for what was put on the next invoice. */
import type { Stripe } from 'stripe'
import { amountOf, onTheWire } from '../api/price-objects.ts'
import { formatAmount } from '../currencies.ts'
import { nextId } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { idOf } from './changed.ts'
import type { Period } from './periods.ts'

/** Every price in a subscription has one: prices without are refused there. */
export const intervalOf = ({ price }: Stripe.SubscriptionItem): Stripe.Price.Recurring => price.recurring!

export const productName = ({ objects }: Call, { product }: Stripe.Price): string => {
  const id = idOf(product)
  return objects.products[id]?.name ?? id
}

/** `1 × Club (at $9.00 / month)` */
function described(call: Call, { price, quantity = 1 }: Stripe.SubscriptionItem): string {
  const { interval, interval_count } = price.recurring!
  const every = interval_count === 1 ? interval : `every ${interval_count} ${interval}s`
  return `${quantity} × ${productName(call, price)} (at ${formatAmount(amountOf(price, 1), price.currency)} / ${every})`
}

const NO_LINE = {
  object: 'line_item' as const,
  discount_amounts: [],
  discountable: true,
  discounts: [],
  invoice: null,
  livemode: false,
  pretax_credit_amounts: [],
  taxes: [],
}

export const pricingOf = (price: Stripe.Price): Stripe.InvoiceLineItem.Pricing => ({
  price_details: { price: price.id, product: idOf(price.product) },
  type: 'price_details',
  unit_amount_decimal: price.unit_amount_decimal,
})

/** @param trial nothing is charged for it. */
export function itemLine(
  call: Call,
  item: Stripe.SubscriptionItem,
  period: Period,
  { metadata }: Stripe.Subscription,
  trial = false,
): Stripe.InvoiceLineItem {
  const { price, quantity = 1, subscription } = item
  const amount = trial ? 0 : amountOf(price, quantity)
  return {
    ...structuredClone(NO_LINE),
    id: nextId(call.state, 'il'),
    amount,
    currency: price.currency,
    description: trial ? `Trial period for ${productName(call, price)}` : described(call, item),
    metadata: structuredClone(metadata),
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period: { ...period },
    pricing: pricingOf(price),
    quantity,
    quantity_decimal: onTheWire(String(quantity)),
    subscription,
    subtotal: amount,
  }
}

/** What was put on the next invoice, by a change of a subscription or by hand. */
export function pendingLine(call: Call, item: Stripe.InvoiceItem): Stripe.InvoiceLineItem {
  const { subscription = null, subscription_item } = item.parent?.subscription_details ?? {}
  const { credited_items } = item.proration_details ?? {}
  const { invoice_line_item_details: credited } = credited_items ?? {}
  const proration_details = { credited_items: credited ?? null }
  return {
    ...structuredClone(NO_LINE),
    id: nextId(call.state, 'il'),
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    discountable: item.discountable,
    metadata: structuredClone(item.metadata ?? {}),
    parent:
      subscription_item === undefined
        ? {
            invoice_item_details: {
              invoice_item: item.id,
              proration: item.proration,
              proration_details,
              subscription,
            },
            subscription_item_details: null,
            type: 'invoice_item_details',
          }
        : {
            invoice_item_details: null,
            subscription_item_details: {
              invoice_item: item.id,
              proration: item.proration,
              proration_details,
              subscription,
              subscription_item,
            },
            type: 'subscription_item_details',
          },
    period: { ...item.period },
    pricing: structuredClone(item.pricing),
    quantity: item.quantity,
    quantity_decimal: item.quantity_decimal,
    subscription,
    subtotal: item.amount,
  }
}
