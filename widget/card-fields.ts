/** Stripe's fields in this page: brings them, and brings them again where the page moved them or took them out. */
import type { OfferAnswer } from '../worker/contract.ts'
import type { CardField } from './card-state.ts'
import { Card, type CardStyle, type FieldEvents, openStripe } from './stripe.ts'

/** The page, as far as the fields reach it. */
export interface Place {
  containers(): Record<CardField, HTMLElement>
  cardStyle(): CardStyle
  language(): string
}

/** What the fields need of the session they belong to. */
export interface Holder extends Omit<FieldEvents, 'failed'> {
  /** `mounting`: the frames are on their way; `usable`: somebody may type; `held`: what is in them is being used. */
  phase(): 'mounting' | 'usable' | 'held'
  /** They load anew, and are empty. */
  remounting(): void
  gone(): boolean
  /** There are no fields: nothing can be paid here. */
  failed(message: string): void
}

/** What Stripe.js is opened with: an offer's, or an account's. */
type StripeJs = Pick<OfferAnswer, 'publishable_key' | 'stripe_account' | 'elements'>

/** From the first frame to the last, on a slow phone: a blocked one says nothing. The site owner's own link is there meanwhile. */
const MOUNT_TIMEOUT_MS = 30_000

export class CardFields {
  readonly #place: Place
  readonly #holder: Holder
  #card: Card | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  /** They were moved or taken while something was being paid. */
  #displaced = false

  constructor(place: Place, holder: Holder) {
    this.#place = place
    this.#holder = holder
  }

  /** Null until Stripe.js is there. */
  get card(): Card | null {
    return this.#card
  }

  async open({ publishable_key, stripe_account, elements }: StripeJs): Promise<void> {
    const { filled, focus, failed, gone } = this.#holder
    try {
      const stripe = await openStripe(publishable_key, stripe_account)
      if (gone()) return
      this.#card = new Card(stripe, elements, this.#place.language(), this.#place.cardStyle(), {
        filled,
        focus,
        failed,
      })
      this.#await()
      this.#card.mount(this.#place.containers())
    } catch (error) {
      failed(String(error))
    }
  }

  #await(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (this.#holder.phase() === 'mounting') this.#holder.failed('the frames of Stripe.js did not load')
    }, MOUNT_TIMEOUT_MS)
  }

  /** A frame that is on its way takes no focus. */
  focus(field: CardField): void {
    if (this.#holder.phase() !== 'mounting') this.#card?.focus(field)
  }

  /** The frames were moved or taken out, and load anew: what was typed in them is gone. */
  remount(): void {
    if (!this.#card) return
    this.#displaced = this.#holder.phase() === 'held'
    if (this.#displaced) return // what is being paid goes on
    this.#holder.remounting()
    this.#await()
    this.#card.remount(this.#place.containers())
  }

  /** The form can be used again, or no longer. */
  enable(enabled: boolean): void {
    this.#card?.disable(!enabled)
    if (enabled && this.#displaced) this.remount()
  }

  look(): void {
    this.#card?.restyle(this.#place.cardStyle())
    this.#card?.relocate(this.#place.language())
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#displaced = false
    this.#card?.destroy()
    this.#card = null
  }
}
