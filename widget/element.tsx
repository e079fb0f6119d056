import { Base } from './base.tsx'
import { CARD_FIELDS } from './card-state.ts'
import { subjectOf } from './customer.ts'
import type { CheckoutEvents } from './events.ts'
import type { CheckoutHost } from './host.ts'
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
import { BOOK } from './text/book.ts'
import type { Key } from './text/en.ts'
import type { Voice } from './text/say.ts'
import { Checkout } from './view/checkout.tsx'
import type { Actions } from './view/field.tsx'
import { styleSheet } from './view/style.ts'

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
 * @attribute heading-level - 2 to 5: of its heading. Default: 2.
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
export class EdgeCheckoutElement extends Base<State, Session, CheckoutEvents, Key> {
  static readonly observedAttributes = [...IDENTITY, ...PREFILL, PROMOTION, TOKEN, ...LOOKS]

  protected override readonly cancelable = 'checkout-submit'
  /** Of the starts that were asked for in one task, the last is the one. */
  #turn = 0

  readonly #act: Actions = {
    pay: () => void this.session?.submit(),
    choose: (field, value) => this.session?.choose({ [field]: value }),
    leave: (field) => this.session?.leave(field),
    focusCard: (field) => this.session?.fields.focus(field),
    retry: () => this.session?.retry(),
    check: () => this.session?.check(),
    again: () => this.session?.again(),
    askCode: () => this.session?.codes.open(),
    applyCode: () => void this.session?.codes.apply(),
    removeCode: () => this.session?.codes.remove(),
    pick: (means) => this.session?.pick(means),
  }

  readonly #page: CheckoutHost = {
    ...this.host,
    focus: (target) => {
      const card = CARD_FIELDS.find((field) => field === target)
      if (card) this.session?.fields.focus(card)
      else this.host.focus(target)
    },
    leave: (checkout) => {
      const url = successUrl(this.read, checkout, document.baseURI)
      if (url) location.assign(url)
    },
  }

  constructor() {
    super(BOOK)
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.isConnected || before === after) return
    if (includes(IDENTITY, name)) this.begin()
    else if (includes(PREFILL, name)) this.session?.fill(name, prefill(this.read))
    else if (name === PROMOTION) this.session?.fill('promotion_code', prefill(this.read))
    else if (name === TOKEN) this.#identify(before)
    else this.look()
  }

  /** A fresh token, or a first one, goes on with what is there. Another user sees nothing of the one before. */
  #identify(before: string | null): void {
    const token = customerToken(this.read)
    const [was, is] = [before, token].map(subjectOf)
    if (was && was !== is) this.begin()
    else this.session?.visitor.identify(token)
  }

  /** From the start, once all attributes that a script sets in a row are there. */
  protected begin(): void {
    this.end()
    this.show(initial)
    const turn = ++this.#turn
    queueMicrotask(() => {
      if (this.isConnected && turn === this.#turn) this.#start()
    })
  }

  #start(): void {
    const found = settings(this.read, scriptOrigin())
    if ('wrong' in found) {
      this.report(found.wrong)
      this.show({ at: 'error', form: null, problem: 'misconfigured', way: 'none' })
      this.emit('checkout-error', { code: 'misconfigured', message: found.wrong })
      return
    }
    this.session = new Session(
      this.#page,
      found,
      prefill(this.read),
      clientReferenceId(this.read),
      customerToken(this.read),
      () => localStorage,
    )
    void this.session.start()
  }

  protected sheets(): CSSStyleSheet[] {
    return [styleSheet()]
  }

  protected draw(state: State, voice: Voice) {
    return <Checkout state={state} voice={voice} level={this.level} now={Date.now() / 1000} act={this.#act} />
  }

  protected isOffline(state: State): boolean {
    return state.form === null && (state.at !== 'error' || state.problem in BOOK.offline.en)
  }

  protected stateOf({ at }: State): string {
    return at
  }

  protected hasFrames({ at }: State): boolean {
    return at !== 'loading'
  }
}

const includes = <T extends string>(names: readonly T[], name: string): name is T =>
  (names as readonly string[]).includes(name)
