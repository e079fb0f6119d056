/** `/v1/payment_intents`. */

import { otherwise } from '../adversary.ts'
import { endpoint } from '../protocol/endpoint.ts'
import { list, within } from '../protocol/lists.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { indexed, search, searchParams } from '../protocol/search.ts'
import { capture } from './capture.ts'
import { checkSecret } from './client-secret.ts'
import { findPaymentIntent } from './find.ts'
import { cancelIntent, checkNoInvoice } from './payment-intent-cancel.ts'
import { changeIntent, confirmIntent, createIntent } from './payment-intent-changes.ts'
import {
  cancelParams,
  captureParams,
  confirmParams,
  createParams,
  listParams,
  PUBLISHABLE_CONFIRM_PARAMS,
  retrieveParams,
  updateParams,
} from './payment-intent-params.ts'

export const paymentIntents = [
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents',
    keys: 'secret',
    params: createParams,
    returns: 'payment_intent',
    run: createIntent,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_intents',
    keys: 'secret',
    params: listParams,
    returns: 'payment_intent',
    list: true,
    run: ({ objects, path }, { created, customer, ...page }) =>
      list(
        Object.values(objects.payment_intents).filter(
          (intent) =>
            within(intent.created, created) && (customer === undefined || intent.customer === customer),
        ),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_intents/search',
    keys: 'secret',
    params: searchParams,
    returns: 'payment_intent',
    list: true,
    run: ({ objects, path, state }, params) =>
      search(indexed(state, Object.values(objects.payment_intents)), path, params, {
        status: ({ status }) => status,
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/payment_intents/:id',
    keys: 'any',
    params: retrieveParams,
    returns: 'payment_intent',
    run(call, { client_secret }, { id = '' }) {
      const intent = findPaymentIntent(call, id)
      checkSecret(call, intent, client_secret)
      return intent
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'payment_intent',
    run(call, params, { id = '' }) {
      const intent = findPaymentIntent(call, id)
      changeIntent(call, intent, params)
      return intent
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents/:id/confirm',
    keys: 'any',
    params: confirmParams,
    publishable: PUBLISHABLE_CONFIRM_PARAMS,
    returns: 'payment_intent',
    run(call, params, { id = '' }) {
      const intent = findPaymentIntent(call, id)
      checkSecret(call, intent, params.client_secret)
      confirmIntent(call, intent, params)
      return intent
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents/:id/cancel',
    keys: 'secret',
    params: cancelParams,
    returns: 'payment_intent',
    run(call, { cancellation_reason }, { id = '' }) {
      const intent = findPaymentIntent(call, id)
      if (intent.status === 'canceled' && otherwise(call.state, 'canceled_again')) return intent
      checkNoInvoice(call, intent, 'canceled')
      cancelIntent(call, intent, cancellation_reason ?? null)
      return intent
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/payment_intents/:id/capture',
    keys: 'secret',
    params: captureParams,
    returns: 'payment_intent',
    run(call, { amount_to_capture, metadata, ...descriptors }, { id = '' }) {
      const intent = findPaymentIntent(call, id)
      capture(call, intent, amount_to_capture ?? intent.amount_capturable)
      intent.metadata = mergeMetadata(intent.metadata, metadata)
      const { statement_descriptor, statement_descriptor_suffix } = descriptors
      if (statement_descriptor !== undefined) intent.statement_descriptor = statement_descriptor
      if (statement_descriptor_suffix !== undefined)
        intent.statement_descriptor_suffix = statement_descriptor_suffix
      return intent
    },
  }),
]
