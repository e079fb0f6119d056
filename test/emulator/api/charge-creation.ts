/** Charging without an intent, as the older API does: at once, and never with a cardholder to ask. */
import type { Stripe } from 'stripe'
import { DECLINES, type Decline } from '../cards.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { ApiError, invalid } from '../protocol/errors.ts'
import { mergeMetadata, metadata } from '../protocol/metadata.ts'
import {
  boolean,
  email,
  expandParam,
  hash,
  id,
  integer,
  missingParam,
  notModelled,
  type Params,
  type Rule,
  required,
  string,
} from '../protocol/params.ts'
import { lookUp } from '../state.ts'
import { fullShipping, shippingParam } from './address.ts'
import { cardObject } from './card-object.ts'
import { findCard } from './card-sources.ts'
import { cardOf, createCharge, settle } from './charge-objects.ts'
import { cardError } from './declines.ts'
import { findCustomer } from './find.ts'
import { checkMoney } from './money.ts'
import { redeem } from './payment-method-objects.ts'

export const createParams = {
  amount: required(integer(1)),
  application_fee: notModelled,
  application_fee_amount: notModelled,
  capture: boolean,
  currency: required(id),
  customer: id,
  description: string(),
  destination: notModelled,
  expand: expandParam,
  metadata,
  on_behalf_of: notModelled,
  radar_options: hash({ session: id }),
  receipt_email: email,
  shipping: shippingParam,
  source: id,
  statement_descriptor: string(22),
  statement_descriptor_suffix: string(22),
  transfer_data: notModelled,
  transfer_group: string(),
} satisfies Record<keyof Stripe.ChargeCreateParams, Rule<unknown>>

/** @throws ApiError 402 when the card is declined; the failed charge is then stored. */
export function chargeNow(call: Call, params: Params<typeof createParams>): Stripe.Charge {
  const currency = checkMoney(params.amount, params.currency)
  const method = cardToCharge(call, params)
  const decline = declineOf(call, method)
  const charge = createCharge(call, {
    order: {
      amount: params.amount,
      capture: params.capture ?? true,
      currency,
      customer: params.customer ?? null,
      description: params.description ?? null,
      metadata: mergeMetadata({}, params.metadata),
      payment_intent: null,
      receipt_email: params.receipt_email ?? null,
      shipping: params.shipping ? fullShipping(params.shipping) : null,
      statement_descriptor: params.statement_descriptor ?? null,
      statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
      transfer_group: params.transfer_group ?? null,
    },
    method,
    authenticated: false,
    decline,
  })
  charge.source = cardObject(method)
  if (decline) {
    recordEvent(call, 'charge.failed', charge)
    throw declined(decline, charge)
  }
  if (charge.captured) settle(call, charge)
  recordEvent(call, 'charge.succeeded', charge)
  return charge
}

/** @throws ApiError 400, 402 or 404 where there is no card to charge. */
function cardToCharge(
  call: Call,
  { customer: customerId, source }: Params<typeof createParams>,
): Stripe.PaymentMethod {
  if (customerId === undefined) {
    if (source === undefined) throw missingParam('source')
    const saved = lookUp(call.objects.payment_methods, source)?.customer
    if (saved)
      throw invalid(`The card ${source} is saved to the customer ${saved}: name that customer too.`, {
        param: 'customer',
      })
    return redeem(call, source, 'source')
  }
  const customer = findCustomer(call, customerId, 'customer')
  if (source?.startsWith('tok_'))
    throw invalid(`Customer ${customer.id} does not have a linked source with ID ${source}.`, {
      code: 'missing',
      param: 'source',
    })
  // References are ids here: what is stored is never expanded.
  const wanted = source ?? (customer.default_source as string | null)
  if (wanted === null)
    throw new ApiError(402, {
      type: 'card_error',
      code: 'missing',
      message: 'Cannot charge a customer that has no active card',
      param: 'card',
    })
  return findCard(call, customer.id, wanted, 'source')
}

/** Nobody can be asked here, so a card whose bank wants to is declined. */
function declineOf(call: Call, method: Stripe.PaymentMethod): Decline | undefined {
  const { authentication = 'never', declines } = cardOf(call, method)
  if (authentication !== 'never' && authentication !== 'if_requested') return DECLINES.authentication_required
  return declines && DECLINES[declines]
}

const declined = (decline: Decline, { id }: Stripe.Charge) =>
  new ApiError(402, { ...cardError(decline), charge: id })

export const captureParams = {
  amount: integer(1),
  application_fee: notModelled,
  application_fee_amount: notModelled,
  expand: expandParam,
  receipt_email: email,
  statement_descriptor: string(22),
  statement_descriptor_suffix: string(22),
  transfer_data: notModelled,
  transfer_group: string(),
} satisfies Record<keyof Stripe.ChargeCaptureParams, Rule<unknown>>

/** Takes what was only authorised; the rest is released. @throws ApiError 400 */
export function captureCharge(
  call: Call,
  charge: Stripe.Charge,
  { amount = charge.amount, expand: _expand, ...described }: Params<typeof captureParams>,
): void {
  if (charge.payment_intent !== null)
    throw invalid(
      `This charge belongs to the PaymentIntent ${charge.payment_intent}: capture that one instead.`,
      { param: 'charge' },
    )
  if (charge.captured)
    throw invalid(`Charge ${charge.id} has already been captured.`, { code: 'charge_already_captured' })
  if (!charge.paid || charge.refunded)
    throw invalid(`Charge ${charge.id} cannot be captured: nothing is authorised.`, { param: 'charge' })
  if (amount > charge.amount)
    throw invalid(`You cannot capture ${amount}: only ${charge.amount} is authorised.`, {
      code: 'amount_too_large',
      param: 'amount',
    })
  const before = structuredClone(charge)
  Object.assign(charge, described, { captured: true, amount_captured: amount })
  settle(call, charge)
  recordEvent(call, 'charge.captured', charge, before)
}
