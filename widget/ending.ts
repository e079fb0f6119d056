/** The end of a purchase: shows it, tells the page, and waits with the visitor where it is not certain yet. */
import type { CheckoutAnswer, CheckoutStatus } from '../worker/contract.ts'
import type { CheckoutHost } from './host.ts'
import type { Purchase } from './purchase.ts'
import { type Action, type Receipt, receipt, type State } from './state.ts'
import type { Terms } from './terms.ts'

/** The statuses that end a purchase, as far as this page is concerned. */
const ENDS: Partial<Record<CheckoutStatus, 'paid' | 'processing' | 'review'>> = {
  succeeded: 'paid',
  processing: 'processing',
  needs_review: 'review',
}

/** What an ending needs of the session it belongs to. */
export interface Stage {
  state(): State
  dispatch(action: Action): void
  /** The card fields are of no more use. */
  closeFields(): void
  /** The bank refused in the end, and nothing was charged. */
  failed(): void
}

export class Ending {
  readonly #host: CheckoutHost
  readonly #purchase: Purchase
  readonly #reference: string | null
  readonly #stage: Stage

  constructor(host: CheckoutHost, purchase: Purchase, reference: string | null, stage: Stage) {
    this.#host = host
    this.#purchase = purchase
    this.#reference = reference
    this.#stage = stage
  }

  /** @returns whether the purchase is at an end, in which case it is shown. */
  reached(checkout: CheckoutAnswer, paid: 'paid' | 'already', terms: Terms | null = null): boolean {
    const is = ENDS[checkout.status]
    if (is) this.show(checkout, is === 'paid' ? paid : is, terms)
    return is !== undefined
  }

  show(checkout: CheckoutAnswer, is: Receipt['is'], terms: Terms | null): void {
    const was = this.#stage.state()
    const waited = was.at === 'submitting' || was.at === 'authenticating' || this.#host.focused()
    this.#stage.dispatch({ type: 'settle', receipt: receipt(checkout, is, terms?.email ?? null) })
    if (this.#stage.state() === was) return
    this.#stage.closeFields()
    if (waited) this.#host.focus('heading')
    if (is === 'review') this.#host.emit('checkout-error', { code: 'needs_review', checkout: checkout.id })
    if (is === 'processing') void this.#follow()
    if (is !== 'paid' && is !== 'accepted') return
    const { id, amount, currency, subscription, trial_end } = checkout
    this.#host.emit('checkout-complete', {
      checkout: id,
      status: 'succeeded',
      verified: is === 'paid' && checkout.verified,
      amount,
      currency,
      subscription,
      trial_end,
      client_reference_id: this.#reference,
    })
    this.#host.leave(id)
  }

  async #follow(): Promise<void> {
    const known = await this.#purchase.follow(() => this.#stage.state().at === 'processing')
    if (known && !this.reached(known, 'paid')) this.#stage.failed()
  }
}
