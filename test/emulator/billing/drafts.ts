/** Drafting invoices: nothing is owed yet, and lines may still be added. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { nextId } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { list } from '../protocol/lists.ts'
import { MERCHANT_NAME } from '../state.ts'
import { balanceIn } from './balance.ts'
import { idOf } from './changed.ts'
import { discountsFor, endOnce } from './discounts.ts'
import { pendingLine } from './lines.ts'
import type { Period } from './periods.ts'
import { total } from './totals.ts'

export interface Draft {
  billing_reason: 'manual' | 'subscription_create' | 'subscription_cycle' | 'subscription_update'
  currency: string
  lines: Stripe.InvoiceLineItem[]
  /** Which of the customer's pending items are taken in. */
  takes: (item: Stripe.InvoiceItem) => boolean
  period: Period
  /** What else is known of it; its discounts are those of the subscription unless it has its own. */
  details?: Partial<Stripe.Invoice>
}

/**
 * Makes a draft for a customer, or for a customer's subscription, whose newest invoice it then is. It is stored, and no event is
 * recorded: what it is part of is told first.
 */
export function draftInvoice(
  call: Call,
  customer: Stripe.Customer,
  subscription: Stripe.Subscription | null,
  { billing_reason, currency, lines, takes, period, details }: Draft,
): Stripe.Invoice {
  const id = nextId(call.state, 'in')
  const invoice: Stripe.Invoice = {
    ...structuredClone(BLANK),
    id,
    billing_reason,
    created: now(call.state),
    currency,
    ...addressOf(customer),
    ...(subscription && settingsOf(subscription)),
    lines: list<Stripe.InvoiceLineItem>([], `/v1/invoices/${id}/lines`, {}),
    period_end: period.end,
    period_start: period.start,
    starting_balance: balanceIn(customer, currency),
    ...details,
  }
  customer.currency ??= currency
  const pending = Object.values(call.objects.invoice_items).filter(
    (item) =>
      item.customer === customer.id && item.invoice === null && item.currency === currency && takes(item),
  )
  for (const item of pending) item.invoice = id
  addLines(invoice, [...pending.map((item) => pendingLine(call, item)), ...lines])
  invoice.discounts = details?.discounts ?? (subscription ? discountsFor(call, subscription) : [])
  total(call, invoice)
  call.objects.invoices[id] = invoice
  if (!subscription) return invoice
  subscription.latest_invoice = id
  endOnce(call, subscription, invoice)
  return invoice
}

export function addLines(invoice: Stripe.Invoice, lines: Stripe.InvoiceLineItem[]): void {
  for (const line of lines) line.invoice = invoice.id
  invoice.lines.data.push(...lines)
}

/** Whom it is for, as they are now: what they change later does not change it. */
const addressOf = (customer: Stripe.Customer) => ({
  customer: customer.id,
  customer_address: structuredClone(customer.address ?? null),
  customer_email: customer.email,
  customer_name: customer.name ?? null,
  customer_phone: customer.phone ?? null,
  customer_shipping: structuredClone(customer.shipping) as Stripe.Invoice.CustomerShipping | null,
  customer_tax_exempt: customer.tax_exempt ?? null,
  test_clock: customer.test_clock ?? null,
})

const settingsOf = (subscription: Stripe.Subscription) => ({
  auto_advance: true,
  collection_method: subscription.collection_method,
  description: subscription.description,
  parent: {
    quote_details: null,
    subscription_details: { metadata: structuredClone(subscription.metadata), subscription: subscription.id },
    type: 'subscription_details',
  } satisfies Stripe.Invoice.Parent,
  payment_settings: {
    default_mandate: null,
    payment_method_options: null,
    payment_method_types: structuredClone(subscription.payment_settings?.payment_method_types ?? null),
  } satisfies Stripe.Invoice.PaymentSettings,
})

export const subscriptionOf = ({ objects }: Call, { parent }: Stripe.Invoice): Stripe.Subscription | null => {
  const reference = parent?.subscription_details?.subscription
  return reference === undefined ? null : (objects.subscriptions[idOf(reference)] ?? null)
}

export const invoicesOf = ({ objects }: Call, { id }: Stripe.Subscription): Stripe.Invoice[] =>
  Object.values(objects.invoices).filter(({ parent }) => parent?.subscription_details?.subscription === id)

const BLANK = {
  object: 'invoice' as const,
  account_country: 'US',
  account_name: MERCHANT_NAME,
  account_tax_ids: null,
  amount_due: 0,
  amount_overpaid: 0,
  amount_paid: 0,
  amount_remaining: 0,
  amount_shipping: 0,
  application: null,
  attempt_count: 0,
  attempted: false,
  auto_advance: false,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  automatically_finalizes_at: null,
  collection_method: 'charge_automatically',
  custom_fields: null,
  customer_account: null,
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  due_date: null,
  effective_at: null,
  ending_balance: null,
  footer: null,
  from_invoice: null,
  hosted_invoice_url: null,
  invoice_pdf: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  metadata: {},
  next_payment_attempt: null,
  number: null,
  on_behalf_of: null,
  parent: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  statement_descriptor: null,
  status: 'draft',
  status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  subtotal: 0,
  subtotal_excluding_tax: 0,
  total: 0,
  total_discount_amounts: [],
  total_excluding_tax: 0,
  total_pretax_credit_amounts: [],
  total_taxes: [],
  webhooks_delivered_at: null,
} satisfies Partial<Stripe.Invoice>
