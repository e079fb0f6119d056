/** `/v1/customers`. */
import type { Stripe } from 'stripe'
import { cancelAll } from '../billing/ends.ts'
import { recordEvent } from '../events.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { expandParam } from '../protocol/params.ts'
import { indexed, search, searchParams } from '../protocol/search.ts'
import { lookUp } from '../state.ts'
import { createCustomer, updateCustomer } from './customer-changes.ts'
import { customerCreateParams, customerListParams, customerUpdateParams } from './customer-params.ts'
import { part } from './detaching.ts'
import { findCustomer } from './find.ts'
import { customerListParams as methodListParams } from './payment-method-params.ts'

const currentCustomers = ({ objects }: Call): Stripe.Customer[] =>
  Object.values(objects.customers).filter((customer) => !customer.deleted)

export const customers = [
  endpoint({
    method: 'POST',
    path: '/v1/customers',
    keys: 'secret',
    params: customerCreateParams,
    returns: 'customer',
    run: createCustomer,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/search',
    keys: 'secret',
    params: searchParams,
    returns: 'customer',
    list: true,
    run: (call, params) =>
      search(indexed(call.state, currentCustomers(call)), call.path, params, {
        email: ({ email }) => email,
        name: ({ name }) => name,
        phone: ({ phone }) => phone,
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers',
    keys: 'secret',
    params: customerListParams,
    returns: 'customer',
    list: true,
    run: (call, { created, email, test_clock = null, ...page }) =>
      list(
        currentCustomers(call).filter(
          (customer) =>
            within(customer.created, created) &&
            customer.test_clock === test_clock &&
            (email === undefined || customer.email === email),
        ),
        call.path,
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
    params: customerUpdateParams,
    returns: 'customer',
    run: (call, params, { id: customerId = '' }) =>
      updateCustomer(call, findCustomer(call, customerId), params),
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/customers/:id',
    keys: 'secret',
    params: {},
    run(call, _params, { id: customerId = '' }) {
      const customer = findCustomer(call, customerId)
      cancelAll(call, customer)
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
    params: methodListParams,
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
