import { Base } from '../base.tsx'
import { subjectOf } from '../customer.ts'
import type { AccountEvents } from '../events.ts'
import { scriptOrigin } from '../script.ts'
import { LOOKS } from '../settings.ts'
import { expectStripe } from '../stripe.ts'
import { styleSheet } from '../view/style.ts'
import { isThere } from './card-form.ts'
import type { AccountHost } from './host.ts'
import { Session } from './session.ts'
import { IDENTITY, settings, tokenOf } from './settings.ts'
import { cardFormOf, initial, type State, sheetOf } from './state.ts'
import { BOOK } from './text/book.ts'
import type { Key } from './text/en.ts'
import type { Voice } from './text/say.ts'
import { Account } from './view/account.tsx'
import type { Actions } from './view/parts.tsx'
import { accountSheet } from './view/style.ts'

/**
 * A user's account inside a page: what is due, subscriptions, cards, invoices, details.
 *
 * @attribute site - Whose users they are. Required; another one starts over.
 * @attribute api - Address of the Worker. Default: where this script came from.
 * @attribute customer-token - Who the user is, as the site's server says. May be set again at any time: one of the same user
 *   goes on where the last one ended, one of another user starts over.
 * @attribute theme - `light`, `dark` or `auto`. Default: auto.
 * @attribute locale - `en`, `de`, `fr` or `es`, with or without a region. Default: the page's language, then the browser's.
 * @attribute heading-level - 2 to 5: of its headings; those of what is listed below are one further down. Default: 2.
 * @attribute data-state - Written, never read: loading, waiting (for a fresh token), ready, submitting, authenticating, unknown, error.
 *
 * All events bubble and are composed; `detail` is what is said here.
 * @event account-ready - The account is shown: `{}`.
 * @event account-change - Something went through: `{what}`, one of card_saved, card_removed, card_default, subscription_changed,
 *   subscription_canceled, subscription_resumed, invoice_paid, details.
 * @event account-token - There is no token, or it was refused, mostly because it is over: `{}`. Set a fresh one; what waits for it goes on.
 * @event account-error - Something was refused, or cannot be shown: `{code, message}`.
 *
 * @slot - What is shown until there is an account, and where it cannot be.
 * @slot card-number, card-expiry, card-cvc - Filled by the element itself: Stripe refuses to mount inside a shadow root.
 *
 * @csspart root, section, heading, due, subscription, price, card, invoice, panel, preview, choice, label, hint, input, card-field,
 *   step, error, notice, button, secondary
 * @cssprop --edge-checkout-… - Those of `<edge-checkout>`.
 */
export class EdgeCheckoutAccountElement extends Base<State, Session, AccountEvents, Key> {
  static readonly observedAttributes = [...IDENTITY, ...LOOKS, 'customer-token']

  /** Of the starts that were asked for in one task, the last is the one. */
  #turn = 0
  #subject: string | null = null

  readonly #act: Actions = {
    retry: () => this.session?.retry(),
    open: (task, focus) => this.session?.open(task, focus),
    openPlan: (subscription) => this.session?.openPlan(subscription),
    openDue: (invoice, total, card) => this.session?.openDue(invoice, total, card),
    close: () => this.session?.close(),
    submit: () => this.session?.submit(),
    check: () => this.session?.check(),
    prefer: (card) => this.session?.prefer(card),
    resume: (subscription) => this.session?.resume(subscription),
    wish: (subscription, wish) => this.session?.wish(subscription, wish),
    means: (card) => this.session?.means(card),
    edit: (field, value) => this.session?.edit(field, value),
    portal: () => void this.session?.portal(),
    focusCard: (field) => this.session?.fields.focus(field),
  }

  readonly #page: AccountHost = {
    ...this.host,
    go: (url) => location.assign(url),
    here: () => location.href,
  }

  constructor() {
    super(BOOK)
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.isConnected || before === after) return
    if ((LOOKS as readonly string[]).includes(name)) this.look()
    else if (name === 'customer-token' && this.session) this.#renew()
    else this.begin()
  }

  /** Only the same user may go on: another one sees nothing of the first. */
  #renew(): void {
    const token = tokenOf(this.read)
    if (token !== null && subjectOf(token) === this.#subject) this.session?.renew(token)
    else if (token !== null || this.#subject !== null) this.begin()
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
      this.show({ at: 'error', problem: 'misconfigured', way: 'none' })
      this.emit('account-error', { code: 'misconfigured', message: found.wrong })
      return
    }
    const token = tokenOf(this.read)
    this.#subject = subjectOf(token)
    this.session = new Session(this.#page, found, token)
    expectStripe()
    void this.session.start()
  }

  protected override wake(event: Event): void {
    // A page that was kept while its visitor was elsewhere is shown as it was.
    const kept = event instanceof PageTransitionEvent && event.persisted
    if (kept || event.type === 'visibilitychange') this.session?.wake()
  }

  protected sheets(): CSSStyleSheet[] {
    return [styleSheet(), accountSheet()]
  }

  protected draw(state: State, voice: Voice) {
    return <Account state={state} voice={voice} level={this.level} now={Date.now()} act={this.#act} />
  }

  protected isOffline(state: State): boolean {
    return sheetOf(state) === null && (state.at !== 'error' || state.problem in BOOK.offline.en)
  }

  protected stateOf(state: State): string {
    if (state.at !== 'ready') return state.at
    const { at } = state.sheet.now
    if (at === 'rest' || at === 'open') return 'ready'
    return at === 'busy' ? 'submitting' : at
  }

  protected hasFrames(state: State): boolean {
    const now = sheetOf(state)?.now
    const form = now && 'task' in now ? cardFormOf(now.task) : null
    return form !== null && isThere(form)
  }
}
