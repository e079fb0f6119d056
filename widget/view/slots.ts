/** Where Stripe's frames live: in the page's own document, shown through slots. Stripe.js throws in a shadow root. */
import { CARD_FIELDS, type CardField } from '../card-state.ts'
import { SLOTS } from './card-control.tsx'

let count = 0

export class Slots {
  readonly #host: HTMLElement
  readonly #forms: Record<CardField, HTMLFormElement>
  /** Slots put into the trees of enclosing components, so that a container reaches through them. */
  #forwards: HTMLElement[] = []
  #root: Node | null = null

  /** @param submit Enter in a field: Stripe.js submits the form around its container, which must not be the page's. */
  constructor(host: HTMLElement, submit: () => void) {
    this.#host = host
    const make = () => {
      const form = document.createElement('form')
      const container = document.createElement('div')
      container.style.cssText = 'all: initial !important; display: block !important' // whatever the page says about a div
      form.append(container)
      form.addEventListener('submit', (event) => {
        event.preventDefault()
        event.stopPropagation()
        submit()
      })
      return form
    }
    this.#forms = { cardNumber: make(), cardExpiry: make(), cardCvc: make() }
  }

  /** Puts what is missing where it belongs; scripts of the page may have thrown it out, or moved the element. */
  place(): Record<CardField, HTMLElement> {
    const root = this.#host.getRootNode()
    if (root !== this.#root) this.remove()
    this.#root = root
    for (const name of CARD_FIELDS) {
      const form = this.#forms[name]
      if (root instanceof ShadowRoot) this.#forward(name, form)
      else if (form.parentNode !== this.#host) {
        form.slot = SLOTS[name]
        this.#host.append(form)
      }
    }
    return this.#containers()
  }

  /** Through every shadow root around the element, up to the document. */
  #forward(name: CardField, form: HTMLElement): void {
    if (form.isConnected) return
    let slot = SLOTS[name]
    let at: Element = this.#host
    for (let root = at.getRootNode(); root instanceof ShadowRoot; root = at.getRootNode()) {
      const forward = document.createElement('slot')
      forward.slot = slot
      slot = `edge-checkout-${++count}`
      forward.name = slot
      at.append(forward)
      this.#forwards.push(forward)
      at = root.host
    }
    form.slot = slot
    at.append(form)
  }

  /** Stripe mounts into these. */
  #containers(): Record<CardField, HTMLElement> {
    const inner = (name: CardField) => this.#forms[name].firstElementChild as HTMLElement
    return { cardNumber: inner('cardNumber'), cardExpiry: inner('cardExpiry'), cardCvc: inner('cardCvc') }
  }

  /** @param mounted whether Stripe's frames have come, so that one that is not there was taken. */
  missing(mounted: boolean): boolean {
    return CARD_FIELDS.some((name) => {
      const form = this.#forms[name]
      return !form.isConnected || (mounted && !form.querySelector('iframe'))
    })
  }

  remove(): void {
    for (const node of [...Object.values(this.#forms), ...this.#forwards]) node.remove()
    this.#forwards = []
  }
}
