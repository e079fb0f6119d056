/** PaymentIntents from the browser: confirm, take the bank's challenge, read again, answer. */
import type { PaymentIntent, PaymentIntentResult, StripeError } from '@stripe/stripe-js'
import type { ApiRequest } from '../protocol.ts'
import { challenge } from './challenge.ts'
import type { Controller } from './controller.ts'
import { IntegrationError } from './errors.ts'
import { confirmRequest } from './params.ts'
import { parsePaymentSecret } from './secret.ts'

/** What Stripe.js says instead of the API's longer sentence. */
const NOT_AUTHENTICATED: StripeError = {
  type: 'invalid_request_error',
  code: 'payment_intent_authentication_failure',
  doc_url: 'https://stripe.com/docs/error-codes/payment-intent-authentication-failure',
  message:
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
}

/** Two confirmations of one intent at a time; what the API says of an object that is in use. */
const IN_USE: StripeError = {
  type: 'invalid_request_error',
  code: 'lock_timeout',
  doc_url: 'https://stripe.com/docs/error-codes/lock-timeout',
  message:
    'This object cannot be accessed right now because another API request or Stripe process is currently accessing it.',
}

/** The parts of `use_stripe_sdk` that this script reads. */
interface SdkAction {
  type: string
  source: string
}

export class PaymentIntents {
  readonly #controller: Controller
  readonly #instance: string
  readonly #confirming = new Set<string>()

  constructor(controller: Controller, instance: string) {
    this.#controller = controller
    this.#instance = instance
  }

  /** @throws IntegrationError, at once for arguments and by rejection for fields that cannot be read. */
  confirm(
    clientSecret: string,
    data?: unknown,
    options?: { handleActions?: boolean },
  ): Promise<PaymentIntentResult> {
    const { intent } = parsePaymentSecret('stripe.confirmCardPayment', clientSecret)
    const request = confirmRequest(data, this.#instance, clientSecret)
    const handle = options?.handleActions !== false
    return this.#alone(intent, async () => {
      // Already confirmed elsewhere, and only the challenge is left.
      if (data === undefined && handle) {
        const { paymentIntent } = await this.#read(clientSecret)
        if (paymentIntent?.status === 'requires_action') return this.#act(paymentIntent, clientSecret)
      }
      const path = `/v1/payment_intents/${intent}/confirm`
      const result = await this.#send({ method: 'POST', path, ...request })
      return result.paymentIntent && handle ? this.#act(result.paymentIntent, clientSecret) : result
    })
  }

  retrieve(clientSecret: string, where = 'stripe.retrievePaymentIntent'): Promise<PaymentIntentResult> {
    parsePaymentSecret(where, clientSecret)
    return this.#read(clientSecret)
  }

  /** @param manual - `handleCardAction`: only for intents that the server confirms again afterwards. */
  next(clientSecret: string, where: string, manual = false): Promise<PaymentIntentResult> {
    const { intent } = parsePaymentSecret(`stripe.${where}`, clientSecret)
    return this.#alone(intent, async () => {
      const read = await this.#read(clientSecret)
      if (!read.paymentIntent) return read
      if (read.paymentIntent.status !== 'requires_action')
        throw new IntegrationError(
          `${where}: The PaymentIntent supplied is not in the requires_action state.`,
        )
      if (manual && read.paymentIntent.confirmation_method !== 'manual')
        throw new IntegrationError(
          `${where}: The PaymentIntent supplied does not require manual server-side confirmation. Please use confirmCardPayment instead to complete the payment.`,
        )
      return this.#act(read.paymentIntent, clientSecret)
    })
  }

  async #alone(intent: string, run: () => Promise<PaymentIntentResult>): Promise<PaymentIntentResult> {
    if (this.#confirming.has(intent)) return { error: IN_USE }
    this.#confirming.add(intent)
    try {
      return await run()
    } finally {
      this.#confirming.delete(intent)
    }
  }

  #read(clientSecret: string): Promise<PaymentIntentResult> {
    const { intent } = parsePaymentSecret('stripe.retrievePaymentIntent', clientSecret)
    const form = { client_secret: clientSecret }
    return this.#send({ method: 'GET', path: `/v1/payment_intents/${intent}`, form })
  }

  async #send(request: Omit<ApiRequest, 'key' | 'account' | 'version'>): Promise<PaymentIntentResult> {
    const { object, error } = await this.#controller.request(request)
    return error ? { error } : { paymentIntent: object as PaymentIntent }
  }

  /** Does what the intent waits for, if anything. */
  async #act(paymentIntent: PaymentIntent, clientSecret: string): Promise<PaymentIntentResult> {
    const action = paymentIntent.next_action
    if (paymentIntent.status !== 'requires_action' || !action) return { paymentIntent }
    if (action.type === 'redirect_to_url' && action.redirect_to_url?.url) {
      location.assign(action.redirect_to_url.url)
      // The page is leaving; whoever waits would otherwise act in the moment before.
      return new Promise(() => undefined)
    }
    const sdk = action.use_stripe_sdk as SdkAction | undefined
    if (action.type !== 'use_stripe_sdk' || sdk?.type !== 'three_d_secure_redirect')
      throw new IntegrationError(`The stand-in cannot handle a next_action of type ${action.type}.`)
    await challenge(sdk.source, this.#instance)
    const read = await this.#read(clientSecret)
    if (!read.paymentIntent) return read
    return settled(read.paymentIntent)
  }
}

/** After the challenge: a decline or a failed authentication is told as the error it left on the intent. */
function settled(paymentIntent: PaymentIntent): PaymentIntentResult {
  const { status, last_payment_error: last } = paymentIntent
  if (status !== 'requires_payment_method' && status !== 'requires_action') return { paymentIntent }
  const declined = last && last.code !== NOT_AUTHENTICATED.code
  return {
    error: { ...(declined ? last : { ...last, ...NOT_AUTHENTICATED }), payment_intent: paymentIntent },
  }
}
