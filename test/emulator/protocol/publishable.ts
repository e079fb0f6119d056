/** What a publishable key is shown: of an intent some fields, of other objects all, and never metadata. */
import type { Stripe } from 'stripe'
import { lookUp } from '../state.ts'

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

// Source: SetupIntent in @stripe/stripe-js/dist/api/setup-intents.d.ts, and what api.stripe.com answers beyond it.
const SETUP_INTENT = [
  'id',
  'object',
  'allowed_payment_method_types',
  'automatic_payment_methods',
  'cancellation_reason',
  'client_secret',
  'created',
  'description',
  'excluded_payment_method_types',
  'last_setup_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_configuration_details',
  'payment_method_types',
  'status',
  'usage',
] as const satisfies (keyof Stripe.SetupIntent)[]

const SHOWN: Record<string, readonly string[]> = {
  payment_intent: PAYMENT_INTENT,
  setup_intent: SETUP_INTENT,
}

export function forPublishableKey<T extends object>(value: T): T {
  const source: Record<string, unknown> = Object.fromEntries(Object.entries(value))
  const fields = lookUp(SHOWN, String(source.object))
  const shown = fields ? Object.fromEntries(fields.map((field) => [field, source[field]])) : source
  // Source: docs.stripe.com/metadata, "We redact metadata from objects in response to publishable key requests".
  return JSON.parse(JSON.stringify(shown, (key, field) => (key === 'metadata' ? {} : field))) as T
}

/** @param object what the answer is. */
export const shownToPublishableKey = (path: string, object = ''): boolean =>
  (lookUp(SHOWN, object) ?? []).includes(path.split('.')[0]!)
