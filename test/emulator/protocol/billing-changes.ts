/** Which fields of subscriptions, invoices and discounts Stripe added, removed and renamed, each with its source. */
import type { Stripe } from 'stripe'
import type { Change, Related } from './changes.ts'
import { BASIL, CLOVER, ENDIVE } from './versions.ts'

const SEVERAL_PAYMENTS =
  'docs changelog/basil/2025-03-31/add-support-for-multiple-partial-payments-on-invoices'

const id = (reference: unknown): string | null =>
  typeof reference === 'string' ? reference : ((reference as { id?: string } | null)?.id ?? null)

/** What was expanded stays so; otherwise the reference as it was. */
const former = (object: object, field: string, reference: string | null): unknown =>
  (object as Record<string, unknown>)[field] ?? reference

const intentOf = ({ id: invoice }: Stripe.Invoice, { invoice_payments }: Related): string | null =>
  id(
    Object.values(invoice_payments).find((payment) => payment.invoice === invoice)?.payment.payment_intent ??
      null,
  )

// What was there before a change is only a part of an object: items and discounts may be missing.

/** One period for all items: the earliest that ends. */
const firstEnding = ({ items }: Partial<Stripe.Subscription>): Stripe.SubscriptionItem | undefined =>
  items?.data.toSorted((a, b) => a.current_period_end - b.current_period_end)[0]

function firstDiscount(
  { discounts }: Partial<Stripe.Subscription | Stripe.Invoice>,
  related: Related,
): unknown {
  const [first = null] = discounts ?? []
  return typeof first === 'string' ? structuredClone(related.discounts[first] ?? null) : first
}

const SUBSCRIPTION: Change<Stripe.Subscription>[] = [
  { field: 'billing_schedules', since: '2026-05-27.dahlia', source: 'stripe-node 22.2.0' },
  { field: 'managed_payments', since: '2026-04-22.dahlia', source: 'stripe-node 22.1.0' },
  { field: 'customer_account', since: '2025-12-15.clover', source: 'stripe-node 20.1.0' },
  { field: 'billing_mode', since: '2025-06-30.basil', source: 'stripe-node 18.3.0' },
  ...(['current_period_end', 'current_period_start'] as const).map((field) => ({
    field,
    until: BASIL,
    was: (subscription: Stripe.Subscription) => firstEnding(subscription)?.[field],
    source: 'docs changelog/basil/2025-03-31/deprecate-subscription-current-period-start-and-end' as const,
  })),
  {
    field: 'discount',
    until: BASIL,
    was: firstDiscount,
    source: 'stripe-node 18.0.0',
  },
]

const SUBSCRIPTION_ITEM: Change<Stripe.SubscriptionItem>[] = [
  { field: 'current_trial', since: ENDIVE, source: 'stripe-node 23.0.0' },
  ...(['current_period_end', 'current_period_start'] as const).map((field) => ({
    field,
    since: BASIL,
    source: 'docs changelog/basil/2025-03-31/deprecate-subscription-current-period-start-and-end' as const,
  })),
]

const INVOICE: Change<Stripe.Invoice>[] = [
  { field: 'customer_account', since: '2025-12-15.clover', source: 'stripe-node 20.1.0' },
  ...(['amount_overpaid', 'parent', 'payments', 'confirmation_secret', 'total_taxes'] as const).map(
    (field) => ({ field, since: BASIL, source: 'stripe-node 18.0.0' as const }),
  ),
  {
    field: 'payment_intent',
    until: BASIL,
    was: (invoice, related) => former(invoice, 'payment_intent', intentOf(invoice, related)),
    source: SEVERAL_PAYMENTS,
  },
  {
    field: 'charge',
    until: BASIL,
    was: (invoice, related) =>
      former(
        invoice,
        'charge',
        id(related.payment_intents[intentOf(invoice, related) ?? '']?.latest_charge ?? null),
      ),
    source: SEVERAL_PAYMENTS,
  },
  { field: 'paid', until: BASIL, was: ({ status }) => status === 'paid', source: SEVERAL_PAYMENTS },
  {
    field: 'paid_out_of_band',
    until: BASIL,
    was: ({ amount_paid_off_stripe = 0 }) => amount_paid_off_stripe > 0,
    source: SEVERAL_PAYMENTS,
  },
  {
    field: 'subscription',
    until: BASIL,
    was: (invoice) =>
      former(invoice, 'subscription', id(invoice.parent?.subscription_details?.subscription ?? null)),
    source: 'docs changelog/basil/2025-03-31/adds-new-parent-field-to-invoicing-objects',
  },
  {
    field: 'subscription_details',
    until: BASIL,
    was: ({ parent }) => ({ metadata: parent?.subscription_details?.metadata ?? null }),
    source: 'docs changelog/basil/2025-03-31/adds-new-parent-field-to-invoicing-objects',
  },
  {
    field: 'discount',
    until: BASIL,
    was: firstDiscount,
    source: 'stripe-node 18.0.0',
  },
  { field: 'quote', until: BASIL, was: () => null, source: 'stripe-node 18.0.0' },
  { field: 'tax', until: BASIL, was: () => null, source: 'stripe-node 18.0.0' },
]

/** What a line's `parent` says now, it said of itself. */
const partOf = ({ parent }: Stripe.InvoiceLineItem) =>
  parent?.subscription_item_details ?? parent?.invoice_item_details ?? null

const PARENT = 'docs changelog/basil/2025-03-31/adds-new-parent-field-to-invoicing-objects'

const LINE_ITEM: Change<Stripe.InvoiceLineItem>[] = [
  { field: 'quantity_decimal', since: '2026-03-25.dahlia', source: 'stripe-node 21.0.0' },
  { field: 'subtotal', since: '2025-12-15.clover', source: 'stripe-node 20.1.0' },
  ...(['parent', 'pricing', 'taxes'] as const).map((field) => ({
    field,
    since: BASIL,
    source: 'stripe-node 18.0.0' as const,
  })),
  { field: 'invoice_item', until: BASIL, was: (line) => partOf(line)?.invoice_item ?? null, source: PARENT },
  { field: 'proration', until: BASIL, was: (line) => partOf(line)?.proration ?? false, source: PARENT },
  {
    field: 'subscription_item',
    until: BASIL,
    was: ({ parent }) => parent?.subscription_item_details?.subscription_item ?? null,
    source: PARENT,
  },
  {
    field: 'type',
    until: BASIL,
    was: ({ parent }) =>
      parent?.subscription_item_details?.invoice_item === null ? 'subscription' : 'invoiceitem',
    source: PARENT,
  },
  {
    field: 'price',
    until: BASIL,
    was: ({ pricing }, { prices }) =>
      structuredClone(prices[id(pricing?.price_details?.price) ?? ''] ?? null),
    source: 'stripe-node 18.0.0',
  },
]

const INVOICE_ITEM: Change<Stripe.InvoiceItem>[] = [
  ...(['net_amount', 'proration_details'] as const).map((field) => ({
    field,
    since: CLOVER,
    source: 'stripe-node 19.0.0' as const,
  })),
  { field: 'quantity_decimal', since: '2026-03-25.dahlia', source: 'stripe-node 21.0.0' },
  { field: 'customer_account', since: '2025-12-15.clover', source: 'stripe-node 20.1.0' },
  ...(['parent', 'pricing'] as const).map((field) => ({
    field,
    since: BASIL,
    source: 'stripe-node 18.0.0' as const,
  })),
  {
    field: 'subscription',
    until: BASIL,
    was: ({ parent }) => parent?.subscription_details?.subscription ?? null,
    source: PARENT,
  },
  {
    field: 'price',
    until: BASIL,
    was: ({ pricing }, { prices }) =>
      structuredClone(prices[id(pricing?.price_details?.price) ?? ''] ?? null),
    source: 'stripe-node 18.0.0',
  },
]

const DISCOUNT: Change<Stripe.Discount>[] = [
  { field: 'customer_account', since: '2025-12-15.clover', source: 'stripe-node 20.1.0' },
  {
    field: 'coupon',
    until: CLOVER,
    was: ({ source: { coupon } }, { coupons }) =>
      typeof coupon === 'string' ? structuredClone(coupons[coupon] ?? null) : coupon,
    source: 'stripe-node 19.0.0',
  },
  { field: 'source', since: CLOVER, source: 'stripe-node 19.0.0' },
]

/** By the `object` of each. */
export const BILLING_CHANGES: Record<string, Change<never>[]> = {
  subscription: SUBSCRIPTION,
  subscription_item: SUBSCRIPTION_ITEM,
  invoice: INVOICE,
  line_item: LINE_ITEM,
  invoiceitem: INVOICE_ITEM,
  discount: DISCOUNT,
}
