/** Promotion codes: asks the Worker what one takes off, and shows it before anything is paid. */
import type { DiscountAnswer } from '../worker/contract.ts'
import type { Api } from './api.ts'
import type { Answer } from './call.ts'
import type { Settings } from './settings.ts'
import { type Action, payable, type State } from './state.ts'
import type { Say } from './text/say.ts'

/** What codes need of the session they belong to. */
export interface Till {
  state(): State
  /** Changes the form, and tells the page of another total. @param lost where the cursor goes if its place is gone. */
  change(action: Action, lost?: 'promotion'): void
  focus(target: 'promotion' | 'promotion_code'): void
}

export type Promoted = Extract<Action, { type: 'promotion' }>

export class Codes {
  readonly #api: Api
  readonly #what: Pick<Settings, 'site' | 'offer'>
  readonly #till: Till
  /** Of the codes that were asked for, the last is the one. */
  #turn = 0

  constructor(api: Api, what: Pick<Settings, 'site' | 'offer'>, till: Till) {
    this.#api = api
    this.#what = what
    this.#till = till
  }

  /** The visitor has one. */
  open(): void {
    if (!payable(this.#till.state())) return
    this.#till.change({ type: 'promotion', promotion: { at: 'open' } })
    this.#till.focus('promotion_code')
  }

  async apply(): Promise<void> {
    const state = this.#till.state()
    if (!payable(state) || state.form.promotion.at === 'asking') return
    const code = state.form.choices.promotion_code.trim()
    if (!code) {
      const wrong: Say = { key: 'promotion_missing' }
      return this.#till.change({ type: 'promotion', promotion: { at: 'open' }, wrong })
    }
    const turn = ++this.#turn
    this.#till.change({ type: 'promotion', promotion: { at: 'asking' } })
    const promoted = await this.ask(code)
    if (turn === this.#turn) this.#till.change(promoted, 'promotion')
  }

  /** The visitor wants it no longer. */
  remove(): void {
    if (!payable(this.#till.state())) return
    this.#close()
    this.#till.focus('promotion')
  }

  /** The page names another code, or none. */
  replace(code: string): void {
    this.#till.change({ type: 'choose', choices: { promotion_code: code } })
    if (code) void this.apply()
    else this.#close()
  }

  #close(): void {
    this.#turn++
    this.#till.change({ type: 'choose', choices: { promotion_code: '' } })
    this.#till.change({ type: 'promotion', promotion: { at: 'closed' } })
  }

  /** The Worker takes it no longer: the price without it is shown before anything is paid. */
  refused(): void {
    const wrong: Say = { key: 'promotion_invalid' }
    this.#till.change({ type: 'refuse', problems: { promotion_code: wrong } })
    this.#till.change({ type: 'promotion', promotion: { at: 'open' }, wrong })
    this.#till.focus('promotion_code')
  }

  /** What becomes of the form with this code. */
  async ask(code: string): Promise<Promoted> {
    const answer = await this.#api.discount(this.#what.site, this.#what.offer, code)
    return answer.ok
      ? { type: 'promotion', promotion: { at: 'applied', discount: answer.value } }
      : { type: 'promotion', promotion: { at: 'open' }, wrong: complaint(answer) }
  }
}

/** Only the Worker's own word makes a code a wrong one. */
const complaint = ({ error }: Extract<Answer<DiscountAnswer>, { ok: false }>): Say => ({
  key:
    error.code === 'parameter_invalid' || error.code === 'not_found'
      ? 'promotion_invalid'
      : 'promotion_unchecked',
})
