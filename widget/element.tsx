import { render } from 'preact'
import { CARD_FIELDS } from './card-state.ts'
import { subjectOf } from './customer.ts'
import type { Host } from './host.ts'
import { scriptOrigin } from './script.ts'
import { Session } from './session.ts'
import {
  clientReferenceId,
  customerToken,
  IDENTITY,
  LOOKS,
  PREFILL,
  PROMOTION,
  prefill,
  settings,
  successUrl,
  TOKEN,
} from './settings.ts'
import { initial, type State } from './state.ts'
import { type Tongue, tongue } from './text/speak.ts'
import { cardStyle } from './view/card-style.ts'
import { Checkout } from './view/checkout.tsx'
import type { Actions } from './view/field.tsx'
import { Slots } from './view/slots.ts'
import { styleSheet } from './view/style.ts'

/** A page that takes us apart this often in so short a time would do so for ever, and we would fight it for ever. */
const MENDS = 5
const MENDS_WITHIN_MS = 10_000

/**
 * A checkout inside a page: the offer, a card form on Stripe's fields, the bank's challenge, the receipt. It takes a payment,
 * begins a subscription, or saves a card, as the offer says.
 *
 * @attribute site - Whose offer it is. Required; another one starts over.
 * @attribute offer - What is sold. Required; another one starts over.
 * @attribute api - Address of the Worker. Default: where this script came from.
 * @attribute quantity - How many at first. Default: the offer's smallest.
 * @attribute amount - The visitor's own amount at first, in minor units. Default: the offer's first preset.
 * @attribute email - Fills the field, or goes with the payment where there is none.
 * @attribute name - The visitor's name, for the card's billing details.
 * @attribute promotion-code - Applied at once, where the offer takes promotion codes.
 * @attribute customer-token - A JWT of the site's server that says who its user is: their cards, their purchase. May be set again.
 * @attribute client-reference-id - The site owner's own reference; comes back with the checkout.
 * @attribute theme - `light`, `dark` or `auto`. Default: auto.
 * @attribute locale - `en`, `de`, `fr` or `es`, with or without a region. Default: the page's language, then the browser's.
 * @attribute success-url - Where to go once paid; `checkout=chk_…` is added.
 * @attribute data-state - Written, never read: loading, ready, submitting, authenticating, processing, declined, complete, error, closed.
 *
 * All events bubble and are composed; `detail` is what is said here.
 * @event checkout-ready - The form can be filled: `{amount, currency}`.
 * @event checkout-change - The visitor chose: `{quantity, amount, currency}`.
 * @event checkout-submit - Before anything is paid: `{quantity, amount, currency}`. Cancelable.
 * @event checkout-authenticate - The bank shows its challenge: `{checkout}`.
 * @event checkout-declined - Not paid, may be tried again: `{decline_code, code}`.
 * @event checkout-complete - Paid, begun or saved: `{checkout, status, verified, amount, currency, subscription, trial_end, client_reference_id}`.
 * @event checkout-error - The visitor cannot go on, was refused at the click, or a payment is being checked: `{code, message?, checkout?}`.
 *   `token_invalid`: the customer token is refused; nothing is lost when a fresh one is set.
 *
 * @slot - A way to buy without this script, such as a link. Shown until the form is ready and where it cannot be.
 * @slot card-number, card-expiry, card-cvc - Filled by the element itself: Stripe refuses to mount inside a shadow root.
 *
 * @csspart root, name, price, description, label, hint, input, card-field, step, preset, promotion, discount, saved-card, terms, error,
 *   notice, button, secondary, receipt
 * @cssprop --edge-checkout-accent, --edge-checkout-accent-text - The pay button, and what has the cursor.
 * @cssprop --edge-checkout-background, --edge-checkout-text, --edge-checkout-muted, --edge-checkout-field - Surfaces and words.
 * @cssprop --edge-checkout-border, --edge-checkout-line - Around fields; between things.
 * @cssprop --edge-checkout-danger, --edge-checkout-danger-field, --edge-checkout-success - What went wrong or well.
 * @cssprop --edge-checkout-radius, --edge-checkout-font, --edge-checkout-width, --edge-checkout-padding - Shape.
 */
export class EdgeCheckoutElement extends HTMLElement {
  static readonly version = WIDGET_VERSION
  static readonly observedAttributes = [...IDENTITY, ...PREFILL, PROMOTION, TOKEN, ...LOOKS]

  readonly #root = this.attachShadow({ mode: 'open' })
  readonly #dark = matchMedia('(prefers-color-scheme: dark)')
  /** A script of the page, or an extension, that throws our nodes out takes the card fields with them. */
  readonly #nodes = new MutationObserver(() => this.#mend())
  #mended = { times: 0, since: 0 }
  #shown: State = initial
  #session: Session | null = null
  /** Of the starts that were asked for in one task, the last is the one. */
  #turn = 0
  #slots = new Slots(this, () => this.#act.pay())

  readonly #act: Actions = {
    pay: () => void this.#session?.pay(),
    choose: (field, value) => this.#session?.choose({ [field]: value }),
    leave: (field) => this.#session?.leave(field),
    focusCard: (field) => this.#session?.fields.card?.focus(field),
    retry: () => this.#session?.retry(),
    check: () => this.#session?.check(),
    again: () => this.#session?.again(),
    askCode: () => this.#session?.codes.open(),
    applyCode: () => void this.#session?.codes.apply(),
    removeCode: () => this.#session?.codes.remove(),
    pick: (means) => this.#session?.pick(means),
  }

  connectedCallback(): void {
    if (this.#session) {
      this.#session.fields.remount()
      return
    }
    this.#root.adoptedStyleSheets = [styleSheet()]
    this.#dark.addEventListener('change', this.#look)
    this.#nodes.observe(this, { childList: true, subtree: true })
    this.#nodes.observe(this.#root, { childList: true })
    this.#begin()
  }

  /** An element that is moved comes back within the same task; only one that stays away is gone. */
  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return
      this.#dark.removeEventListener('change', this.#look)
      this.#nodes.disconnect()
      this.#end()
    })
  }

  /** Puts back what somebody took out: the form that we drew, and the places of Stripe's fields. */
  #mend(): void {
    const bare = !this.#root.getElementById('form')
    const { at } = this.#shown
    const card = this.#session?.fields.card && this.#slots.missing(at !== 'loading')
    if (!this.isConnected || !(bare || card)) return
    const now = Date.now()
    if (now - this.#mended.since > MENDS_WITHIN_MS) this.#mended = { times: 0, since: now }
    if (++this.#mended.times > MENDS) {
      this.#session?.besieged()
      return
    }
    if (bare) {
      render(null, this.#root)
      this.#show(this.#shown)
    }
    if (card) this.#session?.fields.remount()
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.isConnected || before === after) return
    if (includes(IDENTITY, name)) this.#begin()
    else if (includes(PREFILL, name)) this.#session?.fill(name, prefill(this.#read))
    else if (name === PROMOTION) this.#session?.fill('promotion_code', prefill(this.#read))
    else if (name === TOKEN) this.#identify(before)
    else this.#look()
  }

  /** A fresh token, or a first one, goes on with what is there. Another user sees nothing of the one before. */
  #identify(before: string | null): void {
    const token = customerToken(this.#read)
    const [was, is] = [before, token].map(subjectOf)
    if (was && was !== is) this.#begin()
    else this.#session?.visitor.identify(token)
  }

  /** From the start, once all attributes that a script sets in a row are there. */
  #begin(): void {
    this.#end()
    this.#show(initial)
    const turn = ++this.#turn
    queueMicrotask(() => {
      if (this.isConnected && turn === this.#turn) this.#start()
    })
  }

  #start(): void {
    const found = settings(this.#read, scriptOrigin())
    if ('wrong' in found) {
      this.#report(`<edge-checkout> ${found.wrong}`)
      this.#show({ at: 'error', form: null, problem: 'misconfigured', way: 'none' })
      this.#emit('error', { code: 'misconfigured', message: found.wrong })
      return
    }
    this.#session = new Session(
      this.#host,
      found,
      prefill(this.#read),
      clientReferenceId(this.#read),
      customerToken(this.#read),
      () => localStorage,
    )
    void this.#session.start()
  }

  #end(): void {
    this.#session?.stop()
    this.#session = null
    this.#slots.remove()
  }

  readonly #read = (attribute: string): string | null => this.getAttribute(attribute)

  readonly #look = (): void => {
    if (!this.#session) return
    this.#show(this.#session.state)
    this.#session.fields.look()
  }

  get #tongue(): Tongue {
    return tongue([this.getAttribute('locale'), document.documentElement.lang, ...navigator.languages])
  }

  #show(state: State): void {
    this.#shown = state
    this.dataset.state = state.at
    const now = Date.now() / 1000
    render(<Checkout state={state} tongue={this.#tongue} now={now} act={this.#act} />, this.#root)
  }

  #emit(event: string, detail: object): boolean {
    const cancelable = event === 'submit'
    return this.dispatchEvent(
      new CustomEvent(`checkout-${event}`, { detail, bubbles: true, composed: true, cancelable }),
    )
  }

  /** For the site owner: a visitor does not read the console. */
  #report(message: string): void {
    console.error(`edge-checkout: ${message}`)
  }

  readonly #host: Host = {
    show: (state) => this.#show(state),
    emit: (event, detail) => this.#emit(event, detail),
    report: (message) => this.#report(message),
    containers: () => this.#slots.place(),
    cardStyle: () => cardStyle(this.#root.querySelector('.root') ?? this),
    language: () => this.#tongue.language,
    focus: (target) => {
      const card = CARD_FIELDS.find((field) => field === target)
      if (card) this.#session?.fields.card?.focus(card)
      else (this.#root.getElementById(target) ?? this.#root.getElementById('form'))?.focus()
    },
    focused: () => this.matches(':focus-within'),
    leave: (checkout) => {
      const url = successUrl(this.#read, checkout, document.baseURI)
      if (url) location.assign(url)
    },
  }
}

const includes = <T extends string>(names: readonly T[], name: string): name is T =>
  (names as readonly string[]).includes(name)
