/** One attempt to take money: the charge that records it, and what it settles into. */
import type { Stripe } from 'stripe'
import { cardByName, type Decline } from '../cards.ts'
import { now } from '../clock.ts'
import { nextId, token } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { MERCHANT_NAME } from '../state.ts'

/** What is to be paid, and how it is described: of a payment intent, or of `POST /v1/charges`. */
export interface Order
  extends Pick<
    Stripe.Charge,
    | 'amount'
    | 'currency'
    | 'customer'
    | 'description'
    | 'metadata'
    | 'payment_intent'
    | 'receipt_email'
    | 'shipping'
    | 'statement_descriptor'
    | 'statement_descriptor_suffix'
    | 'transfer_group'
  > {
  /** False to take the money later, by a capture. */
  capture: boolean
}

export interface Attempt {
  order: Order
  method: Stripe.PaymentMethod
  /** Whether the cardholder passed a challenge. */
  authenticated: boolean
  /** Undefined when the bank says yes. */
  decline: Decline | undefined
}

export const orderOf = (intent: Stripe.PaymentIntent): Order => ({
  amount: intent.amount,
  capture: intent.capture_method !== 'manual',
  currency: intent.currency,
  customer: intent.customer,
  description: intent.description,
  metadata: intent.metadata,
  payment_intent: intent.id,
  receipt_email: intent.receipt_email,
  shipping: intent.shipping,
  statement_descriptor: intent.statement_descriptor,
  statement_descriptor_suffix: intent.statement_descriptor_suffix,
  transfer_group: intent.transfer_group,
})

/** Makes the charge of an attempt. It is stored, and no event is recorded: those have an order of their own. */
export function createCharge(call: Call, attempt: Attempt): Stripe.Charge {
  const { order, method, decline } = attempt
  const { capture, ...described } = structuredClone(order)
  const taken = !decline && capture
  const id = nextId(call.state, 'ch')
  const charge: Stripe.Charge = {
    id,
    object: 'charge',
    ...described,
    amount_captured: taken ? order.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: structuredClone(method.billing_details),
    calculated_statement_descriptor: order.statement_descriptor ?? MERCHANT_NAME.toUpperCase(),
    captured: taken,
    created: now(call.state),
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    on_behalf_of: null,
    outcome: outcomeOf(decline),
    paid: !decline,
    payment_method: method.id,
    payment_method_details: { card: chargedCard(id, attempt), type: 'card' },
    radar_options: {},
    receipt_number: null,
    receipt_url: decline ? null : `https://pay.stripe.com/receipts/${token(`receipt:${id}`, 40)}`,
    refunded: false,
    review: null,
    source: null,
    source_transfer: null,
    status: decline ? 'failed' : 'succeeded',
    transfer_data: null,
  }
  call.objects.charges[charge.id] = charge
  return charge
}

function outcomeOf(decline: Decline | undefined): Stripe.Charge.Outcome {
  const approved = {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: 'approved_by_network',
    reason: null,
    risk_level: 'normal',
    risk_score: 20,
    seller_message: 'Payment complete.',
    type: 'authorized',
  }
  if (!decline) return approved
  if (decline.blocked)
    return {
      ...approved,
      network_status: 'not_sent_to_network',
      reason: 'highest_risk_level',
      risk_level: 'highest',
      risk_score: 92,
      seller_message: 'Stripe blocked this payment as too risky.',
      type: 'blocked',
    }
  return {
    ...approved,
    advice_code: decline.advice_code ?? null,
    network_decline_code: decline.network_decline_code ?? null,
    network_status: 'declined_by_network',
    reason: decline.decline_code ?? decline.code,
    seller_message: 'The bank did not return any further details with this decline.',
    type: 'issuer_declined',
  }
}

/** What the bank says of the code and the address, which is kept with the payment method. @returns a copy. */
export function recordChecks({ card }: Stripe.PaymentMethod, decline?: Decline) {
  const checked = (check: string | null | undefined) => (check ? 'pass' : null)
  const checks = {
    address_line1_check: checked(card!.checks?.address_line1_check),
    address_postal_code_check: checked(card!.checks?.address_postal_code_check),
    cvc_check: decline?.code === 'incorrect_cvc' ? 'fail' : checked(card!.checks?.cvc_check),
  }
  card!.checks = checks
  return { ...checks }
}

function chargedCard(
  charge: string,
  { order, method, authenticated, decline }: Attempt,
): Stripe.Charge.PaymentMethodDetails.Card {
  const card = method.card!
  const checks = recordChecks(method, decline)
  return {
    amount_authorized: decline ? null : order.amount,
    authorization_code: null,
    brand: card.brand,
    checks,
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    fingerprint: card.fingerprint ?? null,
    funding: card.funding,
    installments: null,
    last4: card.last4,
    mandate: null,
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: decline?.blocked ? null : token(`network:${charge}`, 15),
    regulated_status: card.regulated_status,
    three_d_secure: authenticated
      ? {
          authentication_flow: 'challenge',
          electronic_commerce_indicator: '05',
          exemption_indicator: null,
          result: 'authenticated',
          result_reason: null,
          transaction_id: token(`3ds:${charge}`, 36),
          version: '2.2.0',
        }
      : null,
    transaction_link_id: null,
    wallet: null,
  }
}

/** @returns how the card of a payment method behaves. */
export const cardOf = ({ objects }: Call, { id }: Stripe.PaymentMethod) =>
  cardByName(objects.card_behaviours[id]!)

const FEE_SHARE = 0.029
const FEE_FIXED = 30

/** Books a captured charge. Stripe does this moments after the payment; `charge.updated` tells of it. */
export function settle(call: Call, charge: Stripe.Charge): void {
  const amount = charge.amount_captured
  const fee = Math.min(amount, Math.round(amount * FEE_SHARE) + FEE_FIXED)
  charge.balance_transaction = book(call, charge.id, {
    amount,
    fee,
    currency: charge.currency,
    description: charge.description,
    type: 'charge',
  })
}

/** @returns the id of the new balance transaction. */
export function book(
  call: Call,
  source: string,
  {
    amount,
    fee,
    currency,
    description,
    type,
  }: Pick<Stripe.BalanceTransaction, 'amount' | 'fee' | 'currency' | 'description' | 'type'>,
): string {
  const transaction: Stripe.BalanceTransaction = {
    id: nextId(call.state, 'txn'),
    object: 'balance_transaction',
    amount,
    available_on: now(call.state) + 2 * 24 * 3600,
    balance_type: 'payments',
    created: now(call.state),
    currency,
    description,
    exchange_rate: null,
    fee,
    fee_details: fee
      ? [
          {
            amount: fee,
            application: null,
            currency,
            description: 'Stripe processing fees',
            type: 'stripe_fee',
          },
        ]
      : [],
    net: amount - fee,
    reporting_category: type,
    source,
    status: 'pending',
    type,
  }
  call.objects.balance_transactions[transaction.id] = transaction
  return transaction.id
}
