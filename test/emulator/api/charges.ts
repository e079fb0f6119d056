/** `/v1/charges`: made by confirming intents or, as the older API does, directly; read, listed, annotated, captured. */
import type { Stripe } from 'stripe'
import { recordEvent } from '../events.ts'
import { endpoint } from '../protocol/endpoint.ts'
import { list, within } from '../protocol/lists.ts'
import { mergeMetadata, metadata } from '../protocol/metadata.ts'
import {
  email,
  expandParam,
  hash,
  id,
  notModelled,
  oneOf,
  pagination,
  type Rule,
  range,
  string,
} from '../protocol/params.ts'
import { fullShipping, shippingParam } from './address.ts'
import { captureCharge, captureParams, chargeNow, createParams } from './charge-creation.ts'
import { findCharge } from './find.ts'

const updateParams = {
  customer: notModelled,
  description: string(),
  expand: expandParam,
  fraud_details: hash({ user_report: oneOf('fraudulent', 'safe') }),
  metadata,
  receipt_email: email,
  shipping: shippingParam,
  transfer_group: string(),
} satisfies Record<keyof Stripe.ChargeUpdateParams, Rule<unknown>>

const listParams = {
  ...pagination,
  created: range,
  customer: id,
  payment_intent: id,
  transfer_group: id,
} satisfies Record<keyof Stripe.ChargeListParams, Rule<unknown>>

export const charges = [
  endpoint({
    method: 'POST',
    path: '/v1/charges',
    keys: 'secret',
    params: createParams,
    returns: 'charge',
    run: chargeNow,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/charges',
    keys: 'secret',
    params: listParams,
    returns: 'charge',
    list: true,
    run: ({ objects, path }, { created, customer, payment_intent, transfer_group, ...page }) =>
      list(
        Object.values(objects.charges).filter(
          (charge) =>
            within(charge.created, created) &&
            (customer === undefined || charge.customer === customer) &&
            (payment_intent === undefined || charge.payment_intent === payment_intent) &&
            (transfer_group === undefined || charge.transfer_group === transfer_group),
        ),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/charges/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'charge',
    run: (call, _params, { id: chargeId = '' }) => findCharge(call, chargeId),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/charges/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'charge',
    run(call, { expand: _expand, metadata: sent, shipping, fraud_details, ...texts }, { id: chargeId = '' }) {
      const charge = findCharge(call, chargeId)
      const before = structuredClone(charge)
      Object.assign(charge, texts)
      charge.metadata = mergeMetadata(charge.metadata, sent)
      if (shipping) charge.shipping = fullShipping(shipping)
      if (fraud_details) charge.fraud_details = { ...charge.fraud_details, ...fraud_details }
      recordEvent(call, 'charge.updated', charge, before)
      return charge
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/charges/:id/capture',
    keys: 'secret',
    params: captureParams,
    returns: 'charge',
    run(call, params, { id: chargeId = '' }) {
      const charge = findCharge(call, chargeId)
      captureCharge(call, charge, params)
      return charge
    },
  }),
]
