/** What differs between a payment and a set-up for Stripe.js: names, paths, and where an intent keeps its error. */
import type {
  PaymentIntent,
  PaymentIntentResult,
  SetupIntent,
  SetupIntentResult,
  StripeError,
} from '@stripe/stripe-js'

export interface Kind<Intent, Result> {
  noun: 'PaymentIntent' | 'SetupIntent'
  path: '/v1/payment_intents' | '/v1/setup_intents'
  confirmedBy: 'confirmCardPayment' | 'confirmCardSetup'
  retrievedBy: 'retrievePaymentIntent' | 'retrieveSetupIntent'
  /** The code of a challenge that was failed or closed. */
  unauthenticated: string
  lastError(intent: Intent): StripeError | null
  /** The intent as an error carries it. */
  carried(intent: Intent): Pick<StripeError, 'payment_intent' | 'setup_intent'>
  told(intent: Intent): Result
  failed(error: StripeError): Result
}

export const PAYMENT: Kind<PaymentIntent, PaymentIntentResult> = {
  noun: 'PaymentIntent',
  path: '/v1/payment_intents',
  confirmedBy: 'confirmCardPayment',
  retrievedBy: 'retrievePaymentIntent',
  unauthenticated: 'payment_intent_authentication_failure',
  lastError: ({ last_payment_error }) => last_payment_error,
  carried: (intent) => ({ payment_intent: intent }),
  told: (paymentIntent) => ({ paymentIntent }),
  failed: (error) => ({ error }),
}

export const SETUP: Kind<SetupIntent, SetupIntentResult> = {
  noun: 'SetupIntent',
  path: '/v1/setup_intents',
  confirmedBy: 'confirmCardSetup',
  retrievedBy: 'retrieveSetupIntent',
  unauthenticated: 'setup_intent_authentication_failure',
  lastError: ({ last_setup_error }) => last_setup_error,
  carried: (intent) => ({ setup_intent: intent }),
  told: (setupIntent) => ({ setupIntent }),
  failed: (error) => ({ error }),
}
