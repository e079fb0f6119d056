/** `/v1/refunds`, and giving back what was only authorised. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { formatAmount } from '../currencies.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../ids.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { mergeMetadata, metadata } from '../protocol/metadata.ts'
import {
  expandParam,
  id,
  integer,
  missingParam,
  notModelled,
  oneOf,
  type Params,
  pagination,
  type Rule,
  range,
} from '../protocol/params.ts'
import { book } from './charge-objects.ts'
import { findCharge, findPaymentIntent, findRefund } from './find.ts'

const createParams = {
  amount: integer(1),
  charge: id,
  currency: notModelled,
  customer: notModelled,
  expand: expandParam,
  instructions_email: id,
  metadata,
  origin: notModelled,
  payment_intent: id,
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  refund_application_fee: notModelled,
  reverse_transfer: notModelled,
} satisfies Record<keyof Stripe.RefundCreateParams, Rule<unknown>>

const updateParams = { expand: expandParam, metadata } satisfies Record<
  keyof Stripe.RefundUpdateParams,
  Rule<unknown>
>

const listParams = {
  ...pagination,
  charge: id,
  created: range,
  payment_intent: id,
} satisfies Record<keyof Stripe.RefundListParams, Rule<unknown>>

/** @throws ApiError 400 when neither or both are named, or when the intent took no money. */
function chargeToRefund(call: Call, { charge, payment_intent }: Params<typeof createParams>): Stripe.Charge {
  if (charge !== undefined && payment_intent !== undefined)
    throw invalid('You may only specify one of these parameters: charge, payment_intent.', {
      code: 'parameters_exclusive',
      param: 'charge',
    })
  if (charge !== undefined) return findCharge(call, charge, 'charge')
  if (payment_intent === undefined) throw missingParam('charge')
  const intent = findPaymentIntent(call, payment_intent, 'payment_intent')
  const latest =
    typeof intent.latest_charge === 'string' ? call.objects.charges[intent.latest_charge] : undefined
  if (!latest?.paid)
    throw invalid(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
      param: 'payment_intent',
    })
  return latest
}

function checkRefundable(charge: Stripe.Charge, amount: number | undefined): number {
  if (!charge.paid || !charge.captured)
    throw invalid(`Charge ${charge.id} cannot be refunded: it was not captured.`, {
      code: 'charge_not_refundable',
      param: 'charge',
    })
  const left = charge.amount_captured - charge.amount_refunded
  if (left === 0)
    throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
  const wanted = amount ?? left
  if (wanted > left)
    throw invalid(
      `Refund amount (${formatAmount(wanted, charge.currency)}) is greater than unrefunded amount on charge (${formatAmount(left, charge.currency)})`,
      { param: 'amount' },
    )
  return wanted
}

/** An update is told twice: by the name that refunds have now, and by the one they had. */
function recordUpdate(call: Call, refund: Stripe.Refund, before: Stripe.Refund): void {
  for (const type of ['refund.updated', 'charge.refund.updated'] as const)
    recordEvent(call, type, refund, before)
}

/** Cancels an authorisation: nothing was taken, so no refund object is made. */
export function releaseAuthorization(call: Call, intent: Stripe.PaymentIntent): void {
  const charge = call.objects.charges[intent.latest_charge as string]!
  const before = structuredClone(charge)
  charge.amount_refunded = charge.amount
  charge.refunded = true
  recordEvent(call, 'charge.refunded', charge, before)
}

export const refunds = [
  endpoint({
    method: 'POST',
    path: '/v1/refunds',
    keys: 'secret',
    params: createParams,
    returns: 'refund',
    run(call, params) {
      const charge = chargeToRefund(call, params)
      const amount = checkRefundable(charge, params.amount)
      const refundId = nextId(call.state, 're')
      const refund: Stripe.Refund = {
        id: refundId,
        object: 'refund',
        amount,
        balance_transaction: book(call, charge.id, {
          amount: -amount,
          fee: 0,
          currency: charge.currency,
          description: 'REFUND FOR CHARGE',
          type: 'refund',
        }),
        charge: charge.id,
        created: now(call.state),
        currency: charge.currency,
        customer: charge.customer,
        customer_account: null,
        destination_details: {
          card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
          type: 'card',
        },
        metadata: mergeMetadata({}, params.metadata),
        payment_intent: charge.payment_intent,
        payment_method: charge.payment_method,
        reason: params.reason ?? null,
        receipt_number: null,
        source_transfer_reversal: null,
        status: 'succeeded',
        transfer_reversal: null,
      }
      call.objects.refunds[refundId] = refund
      const before = structuredClone(charge)
      charge.amount_refunded += amount
      charge.refunded = charge.amount_refunded === charge.amount_captured
      recordEvent(call, 'refund.created', refund)
      recordEvent(call, 'charge.refunded', charge, before)
      const unreferenced = structuredClone(refund)
      refund.destination_details!.card!.reference_status = 'available'
      recordUpdate(call, refund, unreferenced)
      return refund
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/refunds',
    keys: 'secret',
    params: listParams,
    returns: 'refund',
    list: true,
    run: ({ objects, path }, { charge, payment_intent, created, ...page }) =>
      list(
        Object.values(objects.refunds).filter(
          (refund) =>
            within(refund.created, created) &&
            (charge === undefined || refund.charge === charge) &&
            (payment_intent === undefined || refund.payment_intent === payment_intent),
        ),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/refunds/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'refund',
    run: (call, _params, { id: refundId = '' }) => findRefund(call, refundId),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/refunds/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'refund',
    run(call, params, { id: refundId = '' }) {
      const refund = findRefund(call, refundId)
      const before = structuredClone(refund)
      refund.metadata = mergeMetadata(refund.metadata ?? {}, params.metadata)
      recordUpdate(call, refund, before)
      return refund
    },
  }),
]
