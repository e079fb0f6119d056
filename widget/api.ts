/** What the checkout asks of the Worker. */
import type { AccountAnswer } from '../worker/account-contract.ts'
import type { CheckoutAnswer, CheckoutRequest, DiscountAnswer, OfferAnswer } from '../worker/contract.ts'
import { type Answer, Caller, READ_TIMEOUT_MS, type Refusal, read, WRITE_TIMEOUT_MS, write } from './call.ts'

/** Full terms, always: the Worker keeps what a change leaves out, and that might be another tab's. */
export type CheckoutTerms = Pick<
  CheckoutRequest,
  | 'shown'
  | 'quantity'
  | 'amount'
  | 'email'
  | 'name'
  | 'promotion_code'
  | 'customer_token'
  | 'client_reference_id'
>

/** Every call may be repeated: the attempt makes it the same one. */
export class Api {
  readonly #caller: Caller

  /** @param stop ends every call that is under way, and its answer is never heard. */
  constructor(origin: string, stop: AbortSignal) {
    this.#caller = new Caller(origin, stop)
  }

  /** @param anew past every cache: the price has just changed. */
  offer(site: string, offer: string, anew = false): Promise<Answer<OfferAnswer>> {
    const path = `/v1/sites/${encodeURIComponent(site)}/offers/${encodeURIComponent(offer)}`
    return this.#caller.call(path, { cache: anew ? 'reload' : 'default' }, READ_TIMEOUT_MS)
  }

  /** What a promotion code takes off. */
  discount(site: string, offer: string, code: string): Promise<Answer<DiscountAnswer>> {
    const parts = [site, 'offers', offer, 'promotion_codes', code].map(encodeURIComponent)
    return this.#caller.call(`/v1/sites/${parts.join('/')}`, { cache: 'no-store' }, READ_TIMEOUT_MS)
  }

  /** What a customer token's user has. */
  account(token: string): Promise<Answer<AccountAnswer>> {
    return this.#caller.call('/v1/account', read(token), READ_TIMEOUT_MS)
  }

  create(attempt: string, body: CheckoutRequest): Promise<Answer<CheckoutAnswer>> {
    return this.#caller.call('/v1/checkouts', write('POST', attempt, body), WRITE_TIMEOUT_MS)
  }

  change(attempt: string, id: string, terms: CheckoutTerms): Promise<Answer<CheckoutAnswer>> {
    return this.#caller.call(
      `/v1/checkouts/${encodeURIComponent(id)}`,
      write('PATCH', attempt, terms),
      WRITE_TIMEOUT_MS,
    )
  }

  read(attempt: string, id: string): Promise<Answer<CheckoutAnswer>> {
    return this.#caller.call(`/v1/checkouts/${encodeURIComponent(id)}`, read(attempt), READ_TIMEOUT_MS)
  }

  diagnose(refusal: Refusal, site: string): Promise<Refusal> {
    return this.#caller.diagnose(refusal, site)
  }
}
