/** Mistakes of the page's own code: thrown, where what a visitor or a bank may cause is answered. */

import type { StripeError } from '@stripe/stripe-js'

/** Stripe.js throws these; they carry the name and nothing else to tell them by. */
export class IntegrationError extends Error {
  override name = 'IntegrationError'
}

export function notModelled(what: string): never {
  throw new IntegrationError(`${what} is not modelled by the stand-in for Stripe.js.`)
}

export const warn = (sentence: string): void => console.warn(`[Stripe.js] ${sentence}`)

/** The sentence is Stripe.js's own, also where a request arrived and only its answer was lost. */
export const OFFLINE: StripeError = {
  type: 'api_connection_error',
  message:
    'We are experiencing issues connecting to our payments provider. You have not been charged. Please check your internet connection and try again. If the problem persists, please contact us.',
}
