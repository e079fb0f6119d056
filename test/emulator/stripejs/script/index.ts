/** Defines `window.Stripe` when the script runs, once a page. */
import type { StripeConstructor, StripeConstructorOptions } from '@stripe/stripe-js'
import { createStripe, warnOfSecondScript } from './stripe.ts'

if (window.Stripe) warnOfSecondScript()
else {
  // A function, for pages also write `new Stripe(key)`.
  function Stripe(key: string, options?: StripeConstructorOptions) {
    return createStripe(key, options)
  }
  // What @stripe/stripe-js compares with the release it expects.
  Stripe.version = 'endive'
  window.Stripe = Stripe as StripeConstructor
}
