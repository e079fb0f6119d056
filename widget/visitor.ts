/** Who the visitor is, as the page says by its token: whose attempt it is, and which cards they have saved. */
import type { SavedCard } from '../worker/account-contract.ts'
import type { CheckoutAnswer } from '../worker/contract.ts'
import type { Api } from './api.ts'
import { Attempts, type Store } from './attempt.ts'
import { subjectOf } from './customer.ts'
import type { Purchase } from './purchase.ts'
import { monthsLeft } from './saved-card.ts'
import type { Settings } from './settings.ts'
import { type Action, payable, type State } from './state.ts'

/** What a visitor needs of the session. */
export interface Hall {
  state(): State
  dispatch(action: Action): void
  /** Shows the end of a purchase. @returns whether it is at one. */
  end(checkout: CheckoutAnswer): boolean
  /** The token is refused: the page can set a fresh one. */
  refused(message: string): void
  /** Says it to the site owner. */
  report(message: string): void
}

/** The attempt of one user, or of the browser's visitors without a token: neither sees the other's. */
export const attemptsOf = ({ site, offer }: Settings, token: string | null, storage: () => Store): Attempts =>
  new Attempts(site, offer, storage, subjectOf(token))

export class Visitor {
  readonly #api: Api
  readonly #purchase: Purchase
  readonly #hall: Hall
  readonly #attempts: (token: string | null) => Attempts
  /** A token that came while something was being paid: that goes on as it was begun. */
  #later: string | null = null

  constructor(api: Api, purchase: Purchase, hall: Hall, attempts: (token: string | null) => Attempts) {
    this.#api = api
    this.#purchase = purchase
    this.#hall = hall
    this.#attempts = attempts
  }

  /** A visitor without a token is known now, or a fresh token came. Nothing typed is lost. */
  identify(token: string | null): void {
    const state = this.#hall.state()
    const same = subjectOf(token) === subjectOf(this.#purchase.token)
    if (!same && (state.at === 'submitting' || state.at === 'authenticating' || 'receipt' in state)) {
      this.#later = token
      return
    }
    this.#later = null
    this.#purchase.identify(token, same ? null : this.#attempts(token))
    if (state.form) void this.#join(same) // else whoever waits for the answers sees that they are for another token
  }

  /** Nothing is being paid any more: what was put off is due. */
  resume(): void {
    if (this.#later !== null) this.identify(this.#later)
  }

  /** What this user bought, in another tab or before, is not bought a second time. */
  async #join(same: boolean): Promise<void> {
    const { token } = this.#purchase
    const earlier = same ? null : await this.#purchase.earlier()
    const current = () => token === this.#purchase.token
    if (earlier && current() && payable(this.#hall.state()) && this.#hall.end(earlier)) return
    const cards = await this.cards()
    if (current()) this.#hall.dispatch({ type: 'saved', cards })
  }

  /** @returns the saved cards that can be charged; null where the page names nobody, or the Worker does not know whom. */
  async cards(): Promise<SavedCard[] | null> {
    const { token } = this.#purchase
    if (token === null) return null
    const account = await this.#api.account(token)
    if (account.ok) return account.value.payment_methods.filter((card) => monthsLeft(card, Date.now()) >= 0)
    const { code, message } = account.error
    if (code === 'key_invalid') this.#hall.refused(message)
    else this.#hall.report(`the saved cards could not be read, ${code}: ${message}`)
    return null
  }
}
