/** Making and changing customers: what the API does, and the pages where customers do it themselves. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId, nextToken } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import type { Params } from '../protocol/params.ts'
import { fullAddress, fullShipping } from './address.ts'
import { addCard, findCard } from './card-sources.ts'
import { setBalance } from './customer-balance.ts'
import type { customerCreateParams, customerUpdateParams } from './customer-params.ts'
import { findSavedMethod, findTestClock } from './find.ts'
import { attach } from './payment-method-objects.ts'

export type CustomerUpdate = Params<typeof customerUpdateParams>

/** Lays the parameters over a customer; what was not sent stays. */
function change(call: Call, customer: Stripe.Customer, params: CustomerUpdate): void {
  const { invoice_settings, metadata: sent, address, shipping: ships, expand: _expand, ...plain } = params
  const { balance, default_source, source, ...described } = plain
  const { business_name, individual_name, next_invoice_sequence, preferred_locales, tax_exempt, ...texts } =
    described
  Object.assign(customer, texts)
  if (business_name) customer.business_name = business_name
  if (individual_name) customer.individual_name = individual_name
  if (next_invoice_sequence !== undefined) customer.next_invoice_sequence = next_invoice_sequence
  if (preferred_locales !== undefined) customer.preferred_locales = preferred_locales ?? []
  if (tax_exempt !== undefined) customer.tax_exempt = tax_exempt ?? 'none'
  if (address !== undefined) customer.address = address && fullAddress(address)
  if (ships !== undefined) customer.shipping = ships && fullShipping(ships)
  customer.metadata = mergeMetadata(customer.metadata, sent)

  const { default_payment_method: method, footer } = invoice_settings ?? {}
  if (footer !== undefined) customer.invoice_settings.footer = footer
  if (method) findSavedMethod(call, customer.id, method, 'invoice_settings[default_payment_method]')
  if (method !== undefined) customer.invoice_settings.default_payment_method = method

  if (default_source !== undefined)
    customer.default_source = findCard(call, customer.id, default_source, 'default_source').id
  // Last, when nothing else can be refused; a card that is saved this way also becomes the one that is charged.
  if (source !== undefined) customer.default_source = addCard(call, customer, source).id
  if (balance !== undefined) setBalance(call, customer, balance, 'adjustment')
}

export function createCustomer(
  call: Call,
  { payment_method, balance = 0, test_clock, ...params }: Params<typeof customerCreateParams>,
): Stripe.Customer {
  const clock = test_clock === undefined ? null : findTestClock(call, test_clock, 'test_clock')
  const customer: Stripe.Customer = {
    id: nextId(call.state, 'cus', 14),
    object: 'customer',
    address: null,
    balance: 0,
    created: clock?.frozen_time ?? now(call.state),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: nextToken(call.state, 'cus', 8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: clock?.id ?? null,
  }
  call.objects.customers[customer.id] = customer
  try {
    if (payment_method !== undefined) {
      const method = attach(call, payment_method, customer.id)
      if (params.invoice_settings?.default_payment_method === payment_method)
        params.invoice_settings.default_payment_method = method.id
    }
    change(call, customer, params)
    setBalance(call, customer, balance, 'initial')
  } catch (error) {
    delete call.objects.customers[customer.id] // a customer whose card was refused was never made
    throw error
  }
  recordEvent(call, 'customer.created', customer)
  return customer
}

export function updateCustomer(
  call: Call,
  customer: Stripe.Customer,
  params: CustomerUpdate,
): Stripe.Customer {
  // On a copy, so that a refusal half way changes nothing.
  const next = structuredClone(customer)
  change(call, next, params)
  recordEvent(call, 'customer.updated', next, customer)
  Object.assign(customer, next)
  return customer
}
