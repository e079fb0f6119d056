/** `/v1/customers`. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId, nextToken } from '../ids.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { mergeMetadata, metadata } from '../protocol/metadata.ts'
import {
  array,
  email,
  emptyable,
  expandParam,
  hash,
  id,
  integer,
  notModelled,
  oneOf,
  type Params,
  pagination,
  type Rule,
  range,
  string,
} from '../protocol/params.ts'
import { lookUp } from '../state.ts'
import { addressParam, fullAddress, fullShipping, shippingParam } from './address.ts'
import { addCard, findCard } from './card-sources.ts'
import { part } from './detaching.ts'
import { findCustomer, findSavedMethod } from './find.ts'
import { attach } from './payment-method-objects.ts'
import { customerListParams } from './payment-method-params.ts'

const updateParams = {
  address: emptyable(addressParam),
  balance: notModelled,
  business_name: string(150),
  cash_balance: notModelled,
  default_source: id,
  description: string(),
  email,
  expand: expandParam,
  individual_name: string(150),
  invoice_prefix: notModelled,
  invoice_settings: hash({
    custom_fields: notModelled,
    default_payment_method: emptyable(id),
    footer: string(),
    rendering_options: notModelled,
  } satisfies Record<keyof Stripe.CustomerUpdateParams.InvoiceSettings, Rule<unknown>>),
  metadata,
  name: string(256),
  next_invoice_sequence: integer(1),
  phone: string(20),
  preferred_locales: emptyable(array(id)),
  shipping: emptyable(shippingParam),
  source: id,
  tax: notModelled,
  tax_exempt: emptyable(oneOf('exempt', 'none', 'reverse')),
  validate: notModelled,
} satisfies Record<keyof Stripe.CustomerUpdateParams, Rule<unknown>>

const { default_source: _updateOnly, ...shared } = updateParams
const createParams = {
  ...shared,
  payment_method: id,
  tax_id_data: notModelled,
  test_clock: notModelled,
} satisfies Record<keyof Stripe.CustomerCreateParams, Rule<unknown>>

const listParams = {
  ...pagination,
  created: range,
  email: id,
  test_clock: notModelled,
} satisfies Record<keyof Stripe.CustomerListParams, Rule<unknown>>

/** Lays the parameters over a customer; what was not sent stays. */
function change(call: Call, customer: Stripe.Customer, params: Params<typeof updateParams>): void {
  const { invoice_settings, metadata: sent, address, shipping: ships, expand: _expand, ...plain } = params
  const { default_source, source, ...described } = plain
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
}

export const customers = [
  endpoint({
    method: 'POST',
    path: '/v1/customers',
    keys: 'secret',
    params: createParams,
    returns: 'customer',
    run(call, { payment_method, ...params }) {
      const customer: Stripe.Customer = {
        id: nextId(call.state, 'cus', 14),
        object: 'customer',
        address: null,
        balance: 0,
        created: now(call.state),
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
        test_clock: null,
      }
      call.objects.customers[customer.id] = customer
      try {
        if (payment_method !== undefined) {
          const method = attach(call, payment_method, customer.id)
          if (params.invoice_settings?.default_payment_method === payment_method)
            params.invoice_settings.default_payment_method = method.id
        }
        change(call, customer, params)
      } catch (error) {
        delete call.objects.customers[customer.id] // a customer whose card was refused was never made
        throw error
      }
      recordEvent(call, 'customer.created', customer)
      return customer
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers',
    keys: 'secret',
    params: listParams,
    returns: 'customer',
    list: true,
    run: ({ objects, path }, { created, email: address, ...page }) =>
      list(
        Object.values(objects.customers)
          .filter((customer) => !customer.deleted)
          .filter(
            (customer) =>
              within(customer.created, created) && (address === undefined || customer.email === address),
          ),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'customer',
    run({ objects }, _params, { id: customerId = '' }) {
      const customer = lookUp(objects.customers, customerId)
      if (!customer) throw missing('customer', customerId)
      return customer
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/customers/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'customer',
    run(call, params, { id: customerId = '' }) {
      const customer = findCustomer(call, customerId)
      // On a copy, so that a refusal half way changes nothing.
      const next = structuredClone(customer)
      change(call, next, params)
      recordEvent(call, 'customer.updated', next, customer)
      Object.assign(customer, next)
      return customer
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/customers/:id',
    keys: 'secret',
    params: {},
    run(call, _params, { id: customerId = '' }) {
      const customer = findCustomer(call, customerId)
      for (const method of Object.values(call.objects.payment_methods)) {
        if (method.customer === customer.id) part(call, method)
      }
      const deleted: Stripe.DeletedCustomer = { id: customer.id, object: 'customer', deleted: true }
      call.objects.customers[customer.id] = deleted
      recordEvent(call, 'customer.deleted', customer)
      return deleted
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:id/payment_methods',
    keys: 'secret',
    params: customerListParams,
    returns: 'payment_method',
    list: true,
    run(call, { type, allow_redisplay, ...page }, { id: customerId = '' }) {
      const customer = findCustomer(call, customerId)
      const methods = Object.values(call.objects.payment_methods).filter(
        (method) =>
          method.customer === customer.id &&
          (type === undefined || method.type === type) &&
          (allow_redisplay === undefined || method.allow_redisplay === allow_redisplay),
      )
      return list(methods, call.path, page)
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:id/payment_methods/:method',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'payment_method',
    run(call, _params, { id: customerId = '', method: methodId = '' }) {
      const customer = findCustomer(call, customerId)
      const method = lookUp(call.objects.payment_methods, methodId)
      if (method?.customer !== customer.id) throw missing('PaymentMethod', methodId, 'payment_method')
      return method
    },
  }),
]
