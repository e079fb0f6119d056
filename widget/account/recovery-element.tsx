import { Base } from '../base.tsx'
import type { RecoveryEvents } from '../events.ts'
import { scriptOrigin } from '../script.ts'
import { LOOKS } from '../settings.ts'
import { styleSheet } from '../view/style.ts'
import { isThere } from './card-form.ts'
import { RecoverySession } from './recovery-session.ts'
import { formOf, initial, type State } from './recovery-state.ts'
import { apiOf } from './settings.ts'
import { BOOK } from './text/book.ts'
import type { Key } from './text/en.ts'
import type { Voice } from './text/say.ts'
import { Recovery, type RecoveryActions } from './view/recovery.tsx'
import { accountSheet } from './view/style.ts'

/**
 * What a link to a failed renewal opens: what is owed to whom for what, and how it is paid. The link's token is read from the
 * fragment of the page's address and taken out of it, so that neither a log nor a bookmark has it.
 *
 * @attribute api - Address of the Worker. Default: where this script came from.
 * @attribute theme, locale, heading-level - As of `<edge-checkout>`.
 * @attribute data-state - Written, never read: loading, ready, submitting, authenticating, unknown, complete, error.
 *
 * All events bubble and are composed; `detail` is what is said here.
 * @event recovery-ready - It is shown: `{status}`, one of due, paid, over.
 * @event recovery-change - Paid, as the Worker knows: `{what: 'invoice_paid'}`.
 * @event recovery-error - It cannot be paid here: `{code, message}`.
 *
 * @csspart root, heading, choice, label, hint, card-field, error, notice, button, secondary, receipt
 */
export class EdgeCheckoutRecoveryElement extends Base<State, RecoverySession, RecoveryEvents, Key> {
  static readonly observedAttributes = [...LOOKS]

  /** Once taken out of the address it is nowhere else. */
  #token: string | null = null

  readonly #act: RecoveryActions = {
    submit: () => this.session?.submit(),
    choose: (same) => this.session?.choose(same),
    check: () => this.session?.check(),
    retry: () => this.session?.retry(),
    focusCard: (field) => this.session?.fields.focus(field),
  }

  constructor() {
    super(BOOK)
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.look()
  }

  protected begin(): void {
    this.end()
    this.show(initial)
    const api = apiOf(this.read, scriptOrigin())
    if (typeof api !== 'string') {
      this.report(api.wrong)
      this.show({ at: 'error', problem: 'misconfigured', way: 'none' })
      this.emit('recovery-error', { code: 'misconfigured', message: api.wrong })
      return
    }
    if (location.hash.length > 1) {
      this.#token = location.hash.slice(1)
      history.replaceState(history.state, '', location.pathname + location.search)
    }
    this.session = new RecoverySession(this.host, api, this.#token ?? '')
    void this.session.start()
  }

  /** Another link, opened where this one was. */
  protected override wake({ type }: Event): void {
    if (type === 'hashchange' && location.hash.length > 1) this.begin()
  }

  protected sheets(): CSSStyleSheet[] {
    return [styleSheet(), accountSheet()]
  }

  protected draw(state: State, voice: Voice) {
    return <Recovery state={state} voice={voice} level={this.level} act={this.#act} />
  }

  protected isOffline(state: State): boolean {
    return state.at === 'loading' || (state.at === 'error' && state.problem in BOOK.offline.en)
  }

  protected stateOf({ at }: State): string {
    return at
  }

  protected hasFrames(state: State): boolean {
    const form = formOf(state)
    return form !== null && isThere(form)
  }
}
