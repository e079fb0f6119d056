/** Makes and changes the intent while the visitor still types, so that only one call is left for after the click. */
import type { CheckoutAnswer } from '../worker/contract.ts'
import { typing } from './form.ts'
import type { Purchase } from './purchase.ts'
import { type Action, payable, type State } from './state.ts'
import { agree } from './terms.ts'

/** Long enough not to ask at every key, short enough to be done before the click. */
const TYPING_MS = 400

/** What a draft needs of the session it belongs to. */
export interface Writer {
  state(): State
  dispatch(action: Action): void
  /** Shows the end of a purchase that turns out to be paid already. */
  end(checkout: CheckoutAnswer): void
  reprice(): Promise<void>
}

export class Draft {
  readonly #purchase: Purchase
  readonly #writer: Writer
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The terms last asked for: a refusal is not asked for again at every key. */
  #asked = ''

  constructor(purchase: Purchase, writer: Writer) {
    this.#purchase = purchase
    this.#writer = writer
  }

  /** The visitor chose something: as soon as the typing pauses. */
  soon(): void {
    if (!this.#early) return
    if (this.#purchase.begun) this.#writer.dispatch({ type: 'terms', terms: 'changing' })
    this.stop()
    this.#timer = setTimeout(() => this.#settle(), TYPING_MS)
  }

  /** The first digit of a card: at once, unless there is an intent already. */
  begin(): void {
    if (this.#early && !this.#purchase.begun) void this.#settle()
  }

  /** A new purchase begins: its terms were never asked for. */
  forget(): void {
    this.#asked = ''
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  /** A subscription, and the saving of a card, is begun by a click: a form that was only filled in leaves no trace. */
  get #early(): boolean {
    return this.#writer.state().form?.offer.mode === 'payment'
  }

  async #settle(): Promise<void> {
    const writer = this.#writer
    const { at, form } = writer.state()
    const agreement = form && agree(form)
    const terms = form && agreement?.ok && (typing(form) || this.#purchase.begun) ? agreement.terms : null
    const wanted = JSON.stringify(terms)
    if (terms && wanted !== this.#asked && (payable(writer.state()) || at === 'loading')) {
      this.#asked = wanted
      const answer = await this.#purchase.settle(terms)
      if (payable(writer.state())) {
        if (answer.ok) writer.end(answer.value)
        else if (answer.error.code === 'price_changed') await writer.reprice()
      }
      if (wanted !== this.#asked) return // newer terms are on their way, and will say when they are settled
    }
    writer.dispatch({ type: 'terms', terms: 'settled' })
  }
}
