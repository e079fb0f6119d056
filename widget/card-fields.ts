/** Stripe's fields in this page: brings them, and brings them again where the page moved them or took them out. */
import type { OfferAnswer } from '../worker/contract.ts'
import type { Host } from './host.ts'
import { type Action, payable, type State } from './state.ts'
import { Card, type FieldEvents, openStripe } from './stripe.ts'

/** What the fields need of the session they belong to. */
export interface Holder extends Omit<FieldEvents, 'failed'> {
  state(): State
  dispatch(action: Action): void
  gone(): boolean
  /** There are no fields: nothing can be paid here. */
  failed(message: string): void
}

/** From the first frame to the last, on a slow phone: a blocked one says nothing. The site owner's own link is there meanwhile. */
const MOUNT_TIMEOUT_MS = 30_000

export class CardFields {
  readonly #host: Host
  readonly #holder: Holder
  #card: Card | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  /** They were moved or taken while something was being paid. */
  #displaced = false

  constructor(host: Host, holder: Holder) {
    this.#host = host
    this.#holder = holder
  }

  /** Null until Stripe.js is there. */
  get card(): Card | null {
    return this.#card
  }

  async open({ publishable_key, stripe_account, elements }: OfferAnswer): Promise<void> {
    const { filled, focus, failed, gone } = this.#holder
    try {
      const stripe = await openStripe(publishable_key, stripe_account)
      if (gone()) return
      this.#card = new Card(stripe, elements, this.#host.language(), this.#host.cardStyle(), {
        filled,
        focus,
        failed,
      })
      this.#await()
      this.#card.mount(this.#host.containers())
    } catch (error) {
      failed(String(error))
    }
  }

  #await(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (this.#holder.state().at === 'loading') this.#holder.failed('the frames of Stripe.js did not load')
    }, MOUNT_TIMEOUT_MS)
  }

  /** The frames were moved or taken out, and load anew: what was typed in them is gone. */
  remount(): void {
    const state = this.#holder.state()
    if (!this.#card) return
    this.#displaced = !(payable(state) || state.at === 'loading')
    if (this.#displaced) return // what is being paid goes on
    this.#holder.dispatch({ type: 'remount' })
    this.#await()
    this.#card.remount(this.#host.containers())
  }

  /** The form can be used again, or no longer. */
  enable(enabled: boolean): void {
    this.#card?.disable(!enabled)
    if (enabled && this.#displaced) this.remount()
  }

  look(): void {
    this.#card?.restyle(this.#host.cardStyle())
    this.#card?.relocate(this.#host.language())
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#displaced = false
    this.#card?.destroy()
    this.#card = null
  }
}
