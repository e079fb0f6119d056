/** Making and finding payment methods, for every endpoint that takes one. */
import type { Stripe } from 'stripe'
import { cardByAlias, cardByName, DECLINES, type Decline, type TestCard } from '../cards.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId, token } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { ApiError, invalid, missing, unmodelled } from '../protocol/errors.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { missingParam } from '../protocol/params.ts'
import { lookUp } from '../state.ts'
import { fullAddress } from './address.ts'
import { aliasCard, type CheckedCard, checkCard } from './card-checks.ts'
import { recordChecks } from './charge-objects.ts'
import { findCustomer } from './find.ts'
import type { PaymentMethodData } from './payment-method-params.ts'

/** @param at the name of the hash the data came in, or empty at the top. */
export function createPaymentMethod(call: Call, data: PaymentMethodData, at: string): Stripe.PaymentMethod {
  const name = (key: string) => (at === '' ? key : `${at}[${key}]`)
  if (data.type !== 'card') throw unmodelled(`payment methods of type ${data.type}`, name('type'))
  if (!data.card) throw missingParam(name('card'))
  const { billing_details: billing } = data
  const { token: tokenId, ...numbers } = data.card
  const checked =
    tokenId === undefined
      ? checkCard(call.state, numbers, name('card'))
      : checkedCard(call, redeem(call, tokenId, name('card[token]')))
  return storeCard(call, checked, {
    billing_details: {
      address: fullAddress(billing?.address),
      email: billing?.email ?? null,
      name: billing?.name ?? null,
      phone: billing?.phone ?? null,
      tax_id: null,
    },
    metadata: mergeMetadata({}, data.metadata),
    ...(data.allow_redisplay && { allow_redisplay: data.allow_redisplay }),
  })
}

const UNDESCRIBED = {
  billing_details: { address: fullAddress(), email: null, name: null, phone: null, tax_id: null },
  metadata: {},
}

/** @param id a payment method, or the name of a test card, which makes a new one each time. */
export function findPaymentMethod(call: Call, id: string, param: string): Stripe.PaymentMethod {
  const existing = lookUp(call.objects.payment_methods, id)
  if (existing) return existing
  const card = id.startsWith('pm_card_') ? cardByAlias(id) : undefined
  if (!card) throw missing('PaymentMethod', id, param)
  return storeCard(call, aliasCard(call.state, card), UNDESCRIBED)
}

/**
 * The card behind a token, which is then used up: one made before, or the name of a test card, `tok_visa`.
 * @throws ApiError 404 for a token that is not there, 400 for one that was used.
 */
export function redeem(call: Call, id: string, param: string): Stripe.PaymentMethod {
  const made = lookUp(call.objects.tokens, id)
  if (made?.used)
    throw invalid(`You cannot use a Stripe token more than once: ${id}.`, {
      code: 'token_already_used',
      param,
    })
  if (made) {
    made.used = true
    return call.objects.payment_methods[made.card!.id]!
  }
  const card = id.startsWith('tok_') ? cardByAlias(id) : undefined
  if (!card) throw missing('token', id, param)
  return storeCard(call, aliasCard(call.state, card), UNDESCRIBED, 'card')
}

function checkedCard({ objects }: Call, { id, card }: Stripe.PaymentMethod): CheckedCard {
  const { exp_month, exp_year, checks } = card!
  const behaviour = cardByName(objects.card_behaviours[id]!)
  return { card: behaviour, exp_month, exp_year, hasCvc: (checks?.cvc_check ?? null) !== null }
}

/** @throws ApiError 400 for one that was used up, or is first to be saved to a customer. */
export function checkUsable({ objects }: Call, { id }: Stripe.PaymentMethod): void {
  if (Object.hasOwn(objects.spent_payment_methods, id) || Object.hasOwn(objects.unsaved_payment_methods, id))
    throw usedBefore()
}

const usedBefore = (): ApiError =>
  invalid(
    'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
    { param: 'payment_method' },
  )

/** Saves a payment method to a customer, which is when Stripe first asks the bank about it. */
export function attach(call: Call, methodId: string, customerId: string) {
  const customer = findCustomer(call, customerId, 'customer')
  const method = findPaymentMethod(call, methodId, 'payment_method')
  if (Object.hasOwn(call.objects.spent_payment_methods, method.id)) throw usedBefore()
  if (method.customer === customer.id) return method
  attachMethod(call, method, customer)
  recordEvent(call, 'payment_method.attached', method)
  return method
}

/** @throws ApiError 402 for a card that the bank declines, 400 for one that is another customer's. */
export function attachMethod(
  call: Call,
  method: Stripe.PaymentMethod,
  customer: Stripe.Customer,
): Stripe.PaymentMethod {
  if (method.customer !== null)
    throw invalid('The payment method you provided has already been attached to a customer.', {
      code: 'payment_method_unexpected_state',
      param: 'payment_method',
    })
  const card = cardByName(call.objects.card_behaviours[method.id]!)
  if (card.declines && !card.attaches) {
    const { code, decline_code, message }: Decline = DECLINES[card.declines]
    throw new ApiError(402, { type: 'card_error', code, message, ...(decline_code && { decline_code }) })
  }
  method.customer = customer.id
  delete call.objects.unsaved_payment_methods[method.id]
  recordChecks(method)
  return method
}

/** @param prefix `card` for one that came by a token. */
export function storeCard(
  call: Call,
  { card, exp_month, exp_year, hasCvc }: CheckedCard,
  details: Pick<Stripe.PaymentMethod, 'billing_details' | 'metadata'> & Partial<Stripe.PaymentMethod>,
  prefix: 'card' | 'pm' = 'pm',
): Stripe.PaymentMethod {
  const { address } = details.billing_details
  const method: Stripe.PaymentMethod = {
    id: nextId(call.state, prefix),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    ...structuredClone(details),
    card: {
      brand: brandOf(card),
      checks: {
        address_line1_check: address?.line1 ? 'unchecked' : null,
        address_postal_code_check: address?.postal_code ? 'unchecked' : null,
        cvc_check: hasCvc ? 'unchecked' : null,
      },
      country: 'US',
      display_brand: brandOf(card),
      exp_month,
      exp_year,
      fingerprint: token(`fingerprint:${card.number}`, 16),
      funding: card.funding ?? 'credit',
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [brandOf(card)], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: now(call.state),
    customer: null,
    customer_account: null,
    livemode: false,
    type: 'card',
  }
  call.objects.payment_methods[method.id] = method
  call.objects.card_behaviours[method.id] = card.names[0]
  return method
}

const brandOf = (card: TestCard): string => card.brand ?? 'visa'
