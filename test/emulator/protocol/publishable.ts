/** What a publishable key is shown: of an intent some fields, of other objects all, and never metadata. */
import type { Stripe } from 'stripe'

// Source: PaymentIntent in @stripe/stripe-js/dist/api/payment-intents.d.ts, and what api.stripe.com answers beyond it.
const PAYMENT_INTENT = [
  'id',
  'object',
  'allowed_payment_method_types',
  'amount',
  'automatic_payment_methods',
  'canceled_at',
  'cancellation_reason',
  'capture_method',
  'client_secret',
  'confirmation_method',
  'created',
  'currency',
  'description',
  'excluded_payment_method_types',
  'last_payment_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_configuration_details',
  'payment_method_types',
  'processing',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'source',
  'status',
] as const satisfies (keyof Stripe.PaymentIntent)[]

export function forPublishableKey<T extends object>(value: T): T {
  const source: Record<string, unknown> = Object.fromEntries(Object.entries(value))
  const isIntent = source.object === 'payment_intent'
  const shown = isIntent ? Object.fromEntries(PAYMENT_INTENT.map((field) => [field, source[field]])) : source
  // Source: docs.stripe.com/metadata, "We redact metadata from objects in response to publishable key requests".
  return JSON.parse(JSON.stringify(shown, (key, field) => (key === 'metadata' ? {} : field))) as T
}

export const shownToPublishableKey = (path: string): boolean =>
  PAYMENT_INTENT.some((field) => field === path.split('.')[0])
