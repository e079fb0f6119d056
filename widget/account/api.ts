/** What the account asks of the Worker. A call whose token is refused waits for a fresh one, and is then made again. */
import type {
  AccountAnswer,
  AccountInvoice,
  ChangeAnswer,
  PreviewAnswer,
  RecoveryAnswer,
  SetupAnswer,
  ToConfirm,
} from '../../worker/account-contract.ts'
import { type Answer, type Caller, READ_TIMEOUT_MS, read, WRITE_TIMEOUT_MS, write } from '../call.ts'
import type { DetailsChange } from './details.ts'
import type { Target } from './state.ts'
import type { Tokens } from './tokens.ts'

/** The preview that the visitor agreed to. It is only compared. */
export interface Agreed {
  shown: Pick<PreviewAnswer, 'amount' | 'currency' | 'recurring'>
  proration_date: number
}

export class AccountApi {
  readonly #caller: Caller
  readonly #tokens: Tokens

  constructor(caller: Caller, tokens: Tokens) {
    this.#caller = caller
    this.#tokens = tokens
  }

  account(): Promise<Answer<AccountAnswer>> {
    return this.#get('')
  }

  /** Begins to save a card. */
  setUp(): Promise<Answer<SetupAnswer>> {
    return this.#send('POST', '/setup_intents')
  }

  /** The set-up went through, says Stripe.js: the Worker looks for itself. */
  keepCard(setupIntent: string): Promise<Answer<AccountAnswer>> {
    return this.#send('POST', '/payment_methods', { setup_intent: setupIntent })
  }

  preferCard(card: string): Promise<Answer<AccountAnswer>> {
    return this.#send('PATCH', `/payment_methods/${card}`, { default: true })
  }

  removeCard(card: string): Promise<Answer<AccountAnswer>> {
    return this.#send('DELETE', `/payment_methods/${card}`)
  }

  changeDetails(change: DetailsChange): Promise<Answer<AccountAnswer>> {
    return this.#send('PATCH', '/customer', change)
  }

  preview(subscription: string, target: Target): Promise<Answer<PreviewAnswer>> {
    return this.#send('POST', `/subscriptions/${subscription}/preview`, target)
  }

  changePlan(subscription: string, target: Target, agreed: Agreed): Promise<Answer<ChangeAnswer>> {
    return this.#send('PATCH', `/subscriptions/${subscription}`, { ...target, ...agreed })
  }

  cancel(subscription: string): Promise<Answer<AccountAnswer>> {
    return this.#send('POST', `/subscriptions/${subscription}/cancel`, { at: 'period_end' })
  }

  resume(subscription: string): Promise<Answer<AccountAnswer>> {
    return this.#send('POST', `/subscriptions/${subscription}/resume`)
  }

  /** Begins to pay: nothing is charged by it. */
  pay(invoice: string): Promise<Answer<ToConfirm>> {
    return this.#send('POST', `/invoices/${invoice}/pay`)
  }

  invoice(invoice: string): Promise<Answer<AccountInvoice>> {
    return this.#get(`/invoices/${invoice}`)
  }

  portal(returnUrl: string): Promise<Answer<{ url: string }>> {
    return this.#send('POST', '/portal', { return_url: returnUrl })
  }

  #get<T>(path: string): Promise<Answer<T>> {
    return this.#ask(path, read, READ_TIMEOUT_MS)
  }

  #send<T>(method: string, path: string, body: object = {}): Promise<Answer<T>> {
    return this.#ask(path, (token) => write(method, token, body), WRITE_TIMEOUT_MS)
  }

  async #ask<T>(path: string, init: (token: string) => RequestInit, timeout: number): Promise<Answer<T>> {
    for (let token = await this.#tokens.fresh(null); ; ) {
      const answer = await this.#caller.call<T>(`/v1/account${path}`, init(token), timeout)
      if (answer.ok || !isUnknown(answer.error.code)) {
        this.#tokens.accepted()
        return answer
      }
      token = await this.#tokens.fresh(token)
    }
  }
}

/** The Worker does not know who is asking. */
const isUnknown = (code: string): boolean => code === 'key_invalid' || code === 'key_missing'

/** @param token Of the link, which is all that opens this door. */
export const askRecovery = (caller: Caller, token: string): Promise<Answer<RecoveryAnswer>> =>
  caller.call('/v1/recovery', read(token), READ_TIMEOUT_MS)
