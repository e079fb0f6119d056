/** `/v1/payment_methods`. */
import { recordEvent } from '../events.ts'
import { endpoint } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { list } from '../protocol/lists.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { expandParam } from '../protocol/params.ts'
import { checkExpiry } from './card-checks.ts'
import { detach } from './detaching.ts'
import { attach, createPaymentMethod, findPaymentMethod } from './payment-method-objects.ts'
import {
  attachParams,
  createParams,
  detachParams,
  listParams,
  updateParams,
} from './payment-method-params.ts'

export const paymentMethods = [
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods',
    keys: 'any',
    params: createParams,
    returns: 'payment_method',
    run: (call, params) => createPaymentMethod(call, params, ''),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_methods',
    keys: 'secret',
    params: listParams,
    returns: 'payment_method',
    list: true,
    run: ({ objects, path }, { customer, type, allow_redisplay, ...page }) =>
      list(
        Object.values(objects.payment_methods).filter(
          (method) =>
            (customer === undefined ? method.customer !== null : method.customer === customer) &&
            (type === undefined || method.type === type) &&
            (allow_redisplay === undefined || method.allow_redisplay === allow_redisplay),
        ),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_methods/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'payment_method',
    run: (call, _params, { id = '' }) => findPaymentMethod(call, id, 'payment_method'),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'payment_method',
    run(call, { billing_details, card, metadata, allow_redisplay }, { id = '' }) {
      const method = findPaymentMethod(call, id, 'payment_method')
      if (method.customer === null)
        throw invalid('You must save this PaymentMethod to a customer before you can update it.')
      const before = structuredClone(method)
      const { exp_month = method.card!.exp_month, exp_year = method.card!.exp_year } = card ?? {}
      if (card) checkExpiry(call.state, exp_month, exp_year)
      Object.assign(method.card!, { exp_month, exp_year })
      const { address, ...details } = billing_details ?? {}
      Object.assign(method.billing_details, details)
      if (address) Object.assign(method.billing_details.address!, address)
      method.metadata = mergeMetadata(method.metadata ?? {}, metadata)
      if (allow_redisplay) method.allow_redisplay = allow_redisplay
      recordEvent(call, 'payment_method.updated', method, before)
      return method
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id/attach',
    keys: 'secret',
    params: attachParams,
    returns: 'payment_method',
    run: (call, { customer }, { id = '' }) => attach(call, id, customer),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_methods/:id/detach',
    keys: 'secret',
    params: detachParams,
    returns: 'payment_method',
    run(call, _params, { id = '' }) {
      const method = findPaymentMethod(call, id, 'payment_method')
      if (method.customer === null)
        throw invalid(
          'The payment method you provided is not attached to a customer so detachment is impossible.',
          {
            param: 'payment_method',
          },
        )
      detach(call, method)
      return method
    },
  }),
]
