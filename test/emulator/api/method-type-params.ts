/** Which ways to pay an intent takes, as parameters: those that payments and set-ups have in common. */
import type { Stripe } from 'stripe'
import { boolean, hash, oneOf, type Rule, required, since, until } from '../protocol/params.ts'
import { ENDIVE } from '../protocol/versions.ts'
import { methodTypes } from './payment-method-params.ts'

/** A parameter that older versions have and the SDK's types no longer name. */
export const legacyTypes = until(
  ENDIVE,
  'payment_method_types_no_longer_supported',
  'The `payment_method_types` parameter is no longer supported. Use `allowed_payment_method_types`, `excluded_payment_method_types`, or dynamic payment methods instead.',
  methodTypes,
)
export type Legacy = 'payment_method_types'

// Source: docs.stripe.com/changelog/dahlia/2026-07-29/allowed-payment-method-types-parameter
export const allowedTypes = since('2026-07-29.dahlia', methodTypes)

export const automaticMethods = hash({
  allow_redirects: oneOf('always', 'never'),
  enabled: required(boolean),
} satisfies Record<
  keyof Stripe.PaymentIntentCreateParams.AutomaticPaymentMethods &
    keyof Stripe.SetupIntentCreateParams.AutomaticPaymentMethods,
  Rule<unknown>
>)
