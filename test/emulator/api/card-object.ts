/** A card as the older API shows it. Underneath it is a payment method, as at Stripe, so `card_…` pays an intent too. */
import type { Stripe } from 'stripe'

const BRANDS: Record<string, string> = {
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'MasterCard',
  unionpay: 'UnionPay',
  visa: 'Visa',
}

/** The payment method as the older API shows it. Only a customer's card names its customer. */
export function cardObject({
  id,
  billing_details,
  card,
  customer,
  metadata,
}: Stripe.PaymentMethod): Stripe.Card {
  const { address, name } = billing_details
  return {
    id,
    object: 'card',
    address_city: address?.city ?? null,
    address_country: address?.country ?? null,
    address_line1: address?.line1 ?? null,
    address_line1_check: card!.checks?.address_line1_check ?? null,
    address_line2: address?.line2 ?? null,
    address_state: address?.state ?? null,
    address_zip: address?.postal_code ?? null,
    address_zip_check: card!.checks?.address_postal_code_check ?? null,
    brand: BRANDS[card!.brand]!,
    country: card!.country,
    ...(customer !== null && { customer }),
    cvc_check: card!.checks?.cvc_check ?? null,
    dynamic_last4: null,
    exp_month: card!.exp_month,
    exp_year: card!.exp_year,
    fingerprint: card!.fingerprint ?? null,
    funding: card!.funding,
    last4: card!.last4,
    metadata: metadata ?? {},
    name,
    regulated_status: card!.regulated_status,
    tokenization_method: null,
    wallet: null,
  } as Stripe.Card
}

export const isCard = ({ id }: Stripe.PaymentMethod): boolean => id.startsWith('card_')

/** Those of a customer, oldest first. */
export const cardsOf = (methods: Record<string, Stripe.PaymentMethod>, customer: string): Stripe.Card[] =>
  Object.values(methods)
    .filter((method) => method.customer === customer && isCard(method))
    .map(cardObject)
