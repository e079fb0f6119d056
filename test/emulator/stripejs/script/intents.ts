/** Intents from the browser: confirm, take the bank's challenge, read again, answer. */
import type { PaymentIntent, SetupIntent, StripeError } from '@stripe/stripe-js'
import type { ApiRequest } from '../protocol.ts'
import { challenge } from './challenge.ts'
import type { Controller } from './controller.ts'
import { IntegrationError } from './errors.ts'
import type { Kind } from './kinds.ts'
import { confirmRequest } from './params.ts'
import { parseSecretOf } from './secret.ts'

/** What Stripe.js says instead of the API's longer sentence. */
const notAuthenticated = (code: string): StripeError => ({
  type: 'invalid_request_error',
  code,
  doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
  message:
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
})

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

type Answer<Intent> = { intent: Intent } | { error: StripeError }

/** Those of one kind. */
export class Intents<Intent extends PaymentIntent | SetupIntent, Result> {
  readonly #kind: Kind<Intent, Result>
  readonly #controller: Controller
  readonly #instance: string
  readonly #confirming = new Set<string>()

  constructor(kind: Kind<Intent, Result>, controller: Controller, instance: string) {
    this.#kind = kind
    this.#controller = controller
    this.#instance = instance
  }

  /** @throws IntegrationError, at once for arguments and by rejection for fields that cannot be read. */
  confirm(clientSecret: string, data?: unknown, options?: { handleActions?: boolean }): Promise<Result> {
    const { noun, path, confirmedBy } = this.#kind
    const where = `stripe.${confirmedBy}`
    const { intent: id } = parseSecretOf(noun, where, clientSecret)
    const request = confirmRequest(where, data, this.#instance, clientSecret)
    const handle = options?.handleActions !== false
    return this.#alone(id, async () => {
      // Already confirmed elsewhere, and only the challenge is left.
      if (data === undefined && handle) {
        const read = await this.#read(clientSecret)
        if ('intent' in read && read.intent.status === 'requires_action')
          return this.#act(read.intent, clientSecret)
      }
      const sent = await this.#send({ method: 'POST', path: `${path}/${id}/confirm`, ...request })
      return 'intent' in sent && handle ? this.#act(sent.intent, clientSecret) : sent
    })
  }

  /** @throws IntegrationError at once for what is no such secret. */
  retrieve(clientSecret: string): Promise<Result> {
    return this.#read(clientSecret).then((answer) => this.#told(answer))
  }

  /**
   * Does what an intent waits for.
   * @param check - what else the method wants of the intent. @throws IntegrationError
   */
  next(clientSecret: string, where: string, check?: (intent: Intent) => void): Promise<Result> {
    const { intent: id } = parseSecretOf(this.#kind.noun, `stripe.${where}`, clientSecret)
    return this.#alone(id, async () => {
      const read = await this.#read(clientSecret)
      if ('error' in read) return read
      if (read.intent.status !== 'requires_action')
        throw new IntegrationError(
          `${where}: The ${this.#kind.noun} supplied is not in the requires_action state.`,
        )
      check?.(read.intent)
      return this.#act(read.intent, clientSecret)
    })
  }

  async #alone(id: string, run: () => Promise<Answer<Intent>>): Promise<Result> {
    if (this.#confirming.has(id)) return this.#kind.failed(IN_USE)
    this.#confirming.add(id)
    try {
      return this.#told(await run())
    } finally {
      this.#confirming.delete(id)
    }
  }

  #told(answer: Answer<Intent>): Result {
    return 'error' in answer ? this.#kind.failed(answer.error) : this.#kind.told(answer.intent)
  }

  #read(clientSecret: string): Promise<Answer<Intent>> {
    const { noun, path, retrievedBy } = this.#kind
    const { intent: id } = parseSecretOf(noun, `stripe.${retrievedBy}`, clientSecret)
    return this.#send({ method: 'GET', path: `${path}/${id}`, form: { client_secret: clientSecret } })
  }

  async #send(request: Omit<ApiRequest, 'key' | 'account' | 'version'>): Promise<Answer<Intent>> {
    const { object, error } = await this.#controller.request(request)
    return error ? { error } : { intent: object as Intent }
  }

  /** Does what the intent waits for, if anything. */
  async #act(intent: Intent, clientSecret: string): Promise<Answer<Intent>> {
    const action = intent.next_action
    if (intent.status !== 'requires_action' || !action) return { intent }
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
    return 'error' in read ? read : this.#settled(read.intent)
  }

  /** After the challenge: a decline or a failed authentication is told as the error it left on the intent. */
  #settled(intent: Intent): Answer<Intent> {
    if (intent.status !== 'requires_payment_method' && intent.status !== 'requires_action') return { intent }
    const { unauthenticated, lastError, carried } = this.#kind
    const last = lastError(intent)
    const declined = last && last.code !== unauthenticated
    return {
      error: { ...(declined ? last : { ...last, ...notAuthenticated(unauthenticated) }), ...carried(intent) },
    }
  }
}
