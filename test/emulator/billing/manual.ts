/** Invoices that are made and changed by hand, and what waits to be on one. */
import type { Stripe } from 'stripe'
import { findCustomer, findPrice, findSavedMethod, findSubscription } from '../api/find.ts'
import type { CreateParams, ItemCreateParams, UpdateParams } from '../api/invoice-params.ts'
import { checkCurrency, checkMaximum } from '../api/money.ts'
import { cancelIntent } from '../api/payment-intent-cancel.ts'
import { amountOf, onTheWire } from '../api/price-objects.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { missingParam } from '../protocol/params.ts'
import { checkOneCurrency } from './balance.ts'
import { changed, inTimeOf } from './changed.ts'
import { addLines, draftInvoice } from './drafts.ts'
import { pendingLine, pricingOf } from './lines.ts'
import { markPaid } from './paid.ts'
import { intentOf, paymentOf } from './payments.ts'
import { rounded } from './periods.ts'
import { total } from './totals.ts'

/** The account's own. */
const DEFAULT_CURRENCY = 'usd'
const DAY_SECONDS = 24 * 3600
const HOUR_SECONDS = 3600

/** @throws ApiError 400, 404 with nothing made. */
export function createInvoice(call: Call, params: CreateParams): Stripe.Invoice {
  const customer = findCustomer(call, params.customer, 'customer')
  return inTimeOf(call, customer, () => {
    const { pending_invoice_items_behavior: pending, subscription: of } = params
    const subscription = of === undefined ? null : findSubscription(call, of, 'subscription')
    if (subscription && subscription.customer !== customer.id)
      throw invalid(`The subscription ${subscription.id} is not the customer's.`, { param: 'subscription' })
    const isSent = params.collection_method === 'send_invoice'
    if (isSent && params.days_until_due === undefined && params.due_date === undefined)
      throw missingParam('days_until_due')
    const currency = checkCurrency(
      params.currency ?? subscription?.currency ?? customer.currency ?? DEFAULT_CURRENCY,
    )
    checkOneCurrency(customer, currency, 'currency')
    const at = now(call.state)
    const details = described(call, customer, params)
    const invoice = draftInvoice(call, customer, subscription, {
      billing_reason: 'manual',
      currency,
      lines: [],
      // What belongs to a subscription is billed with it.
      takes: ({ parent }) =>
        subscription
          ? parent?.subscription_details?.subscription === subscription.id
          : pending === 'include' && parent === null,
      period: { start: at, end: at },
      details: {
        auto_advance: false,
        ...details,
        ...(params.auto_advance && { automatically_finalizes_at: at + HOUR_SECONDS }),
        metadata: mergeMetadata({}, params.metadata),
      },
    })
    recordEvent(call, 'invoice.created', invoice)
    return invoice
  })
}

/** What is said of an invoice, as its fields. @throws ApiError 400, 404 */
function described(call: Call, customer: Stripe.Customer, params: UpdateParams): Partial<Stripe.Invoice> {
  const { days_until_due: days, default_payment_method: method, expand: _, metadata: __, ...plain } = params
  if (method !== undefined) findSavedMethod(call, customer.id, method, 'default_payment_method')
  return {
    ...plain,
    ...(days !== undefined && { due_date: now(call.state) + days * DAY_SECONDS }),
    ...(method !== undefined && { default_payment_method: method }),
  } as Partial<Stripe.Invoice>
}

/** What is owed is not changed any more, only what is noted of it. */
const ONCE_FINALIZED = ['auto_advance', 'default_payment_method', 'expand', 'metadata']

export function changeInvoice(
  call: Call,
  invoice: Stripe.Invoice,
  customer: Stripe.Customer,
  params: UpdateParams,
): void {
  const fixed = Object.keys(params).find((name) => !ONCE_FINALIZED.includes(name))
  if (invoice.status !== 'draft' && fixed)
    throw invalid(`Finalized invoices can't be updated in this way: ${fixed}.`, {
      code: 'invoice_not_editable',
      param: fixed,
    })
  const details = described(call, customer, params)
  const metadata = mergeMetadata(invoice.metadata ?? {}, params.metadata)
  changed(call, 'invoice.updated', invoice, () => {
    Object.assign(invoice, details, { metadata })
    if (invoice.status === 'draft' && params.auto_advance !== undefined)
      invoice.automatically_finalizes_at = params.auto_advance ? now(call.state) + HOUR_SECONDS : null
  })
}

/** A draft that was made by hand; its items wait again. @throws ApiError 400 */
export function deleteDraft(call: Call, invoice: Stripe.Invoice): void {
  if (invoice.status !== 'draft' || invoice.parent)
    throw invalid(
      'You can only delete draft invoices that are not of a subscription. Void the invoice instead.',
      { code: 'invoice_not_editable' },
    )
  for (const item of Object.values(call.objects.invoice_items))
    if (item.invoice === invoice.id) item.invoice = null
  delete call.objects.invoices[invoice.id]
  recordEvent(call, 'invoice.deleted', invoice)
}

/** The money came another way: the intent is not needed any more. */
export function payElsewhere(call: Call, invoice: Stripe.Invoice): void {
  const [payment, intent] = [paymentOf(call, invoice), intentOf(call, invoice)]
  markPaid(call, invoice, { elsewhere: true })
  if (!payment || !intent) return
  payment.status = 'canceled'
  payment.status_transitions.canceled_at = now(call.state)
  cancelIntent(call, intent, 'void_invoice')
}

/** Puts something on a customer's next invoice, or on a draft. @throws ApiError 400, 404 with nothing made. */
export function createItem(call: Call, params: ItemCreateParams): Stripe.InvoiceItem {
  const customer = findCustomer(call, params.customer, 'customer')
  return inTimeOf(call, customer, () => {
    const item = newItem(call, customer, params)
    const invoice = item.invoice === null ? null : call.objects.invoices[item.invoice as string]!
    call.objects.invoice_items[item.id] = item
    customer.currency ??= item.currency
    recordEvent(call, 'invoiceitem.created', item)
    if (invoice)
      changed(call, 'invoice.updated', invoice, () => {
        addLines(invoice, [pendingLine(call, item)])
        total(call, invoice)
      })
    return item
  })
}

function newItem(call: Call, customer: Stripe.Customer, params: ItemCreateParams): Stripe.InvoiceItem {
  const { amount, pricing, quantity = 1, unit_amount_decimal: unit } = params
  const price = pricing?.price === undefined ? null : findPrice(call, pricing.price, 'pricing[price]')
  if (price?.recurring)
    throw invalid(
      'The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.',
      {
        param: 'pricing[price]',
      },
    )
  if (amount === undefined && unit === undefined && !price) throw missingParam('amount')
  const named = price?.currency ?? params.currency
  if (named === undefined) throw missingParam('currency')
  const currency = checkCurrency(named)
  checkOneCurrency(customer, currency, 'currency')
  const invoice = params.invoice === undefined ? null : editable(call, params.invoice)
  const subscription =
    params.subscription === undefined ? null : findSubscription(call, params.subscription, 'subscription')
  const at = now(call.state)
  const unitDecimal = onTheWire(unit ?? String(amount ?? 0))
  const sum = price ? amountOf(price, quantity) : (amount ?? rounded(Number(unit) * quantity))
  checkMaximum(sum, currency)
  return {
    id: nextId(call.state, 'ii'),
    object: 'invoiceitem',
    amount: sum,
    currency,
    customer: customer.id,
    customer_account: null,
    date: at,
    description: params.description ?? null,
    discountable: params.discountable ?? sum >= 0,
    discounts: [],
    invoice,
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    net_amount: sum,
    parent: subscription && {
      subscription_details: { subscription: subscription.id },
      type: 'subscription_details',
    },
    period: params.period ?? { start: at, end: at },
    pricing: price ? pricingOf(price) : { type: 'price_details', unit_amount_decimal: unitDecimal },
    proration: false,
    proration_details: { credited_items: null, discount_amounts: [] },
    quantity,
    quantity_decimal: onTheWire(String(quantity)),
    tax_rates: [],
    test_clock: customer.test_clock ?? null,
  }
}

function editable(call: Call, id: string): string {
  const invoice = Object.hasOwn(call.objects.invoices, id) ? call.objects.invoices[id] : undefined
  if (invoice?.status === 'draft') return id
  throw invalid('The invoice must be a draft for items to be added to it.', {
    code: 'invoice_not_editable',
    param: 'invoice',
  })
}
