/**
 * What an account's session stands on: its state, its calls, Stripe's fields. It does what `cards`, `plans` and `dues` ask of
 * it, and knows nothing of what the visitor may click.
 */
import type { AccountAnswer } from '../../worker/account-contract.ts'
import { Caller, type Refusal } from '../call.ts'
import { CardFields } from '../card-fields.ts'
import type { AccountChange } from '../events.ts'
import { type Card, challenge, confirmSaved, openStripe } from '../stripe.ts'
import { AccountApi } from './api.ts'
import { isThere } from './card-form.ts'
import type { Bill, Teller } from './charge.ts'
import type { Desk } from './desk.ts'
import type { AccountHost } from './host.ts'
import type { Settings } from './settings.ts'
import {
  type Action,
  cardFormOf,
  initial,
  type Notice,
  type Now,
  placeOf,
  reduce,
  type Sheet,
  type State,
  sheetOf,
  type Task,
} from './state.ts'
import type { Key } from './text/en.ts'
import type { Say } from './text/say.ts'
import { Tokens } from './tokens.ts'

/** What the visitor reads where whoever asked knows nothing better. */
const REFUSED: Partial<Record<Refusal['code'], Key>> = {
  unreachable: 'refused_unknown',
  rate_limited: 'refused_busy',
  not_found: 'refused_changed',
  parameter_invalid: 'refused_changed',
  subscription_unexpected_state: 'refused_changed',
}

/** They have something to come back to after a refusal. */
const FORMS: readonly Task['is'][] = ['add_card', 'pay', 'change', 'details']

export class Core implements Desk {
  readonly api: AccountApi
  readonly fields: CardFields
  readonly #host: AccountHost
  readonly #settings: Settings
  readonly #stop = new AbortController()
  readonly #caller: Caller
  readonly #tokens: Tokens
  #state: State = initial

  constructor(host: AccountHost, settings: Settings, token: string | null) {
    this.#host = host
    this.#settings = settings
    this.#caller = new Caller(settings.api, this.#stop.signal)
    this.#tokens = new Tokens(token, () => {
      if (this.gone()) return
      this.dispatch({ type: 'wait' })
      host.emit('account-token', {})
    })
    this.api = new AccountApi(this.#caller, this.#tokens)
    this.fields = new CardFields(host, {
      phase: () => {
        const form = this.task && cardFormOf(this.task)
        if (!form || this.now?.at !== 'open') return 'held'
        return isThere(form) ? 'usable' : 'mounting'
      },
      remounting: () => void this.dispatch({ type: 'remount' }),
      gone: () => this.gone(),
      filled: (field, filled, code, brand) =>
        void this.dispatch({ type: 'card', field, filled, code, brand }),
      focus: (field) => void this.dispatch({ type: 'focus', field }),
      failed: (message) => this.#blocked(message),
    })
  }

  get state(): State {
    return this.#state
  }

  get now(): Now | undefined {
    return this.sheet()?.now
  }

  get task(): Task | null {
    return this.now && 'task' in this.now ? this.now.task : null
  }

  get card(): Card | null {
    return this.fields.card
  }

  readonly teller: Teller = {
    gone: () => this.gone(),
    authenticating: () => void this.dispatch({ type: 'authenticate' }),
    checking: () => void this.dispatch({ type: 'check' }),
    late: () => void this.refresh(),
  }

  sheet(): Sheet | null {
    return sheetOf(this.#state)
  }

  gone(): boolean {
    return this.#stop.signal.aborted
  }

  stop(): void {
    this.#stop.abort()
    this.fields.close()
  }

  /** The page's fresh token, of the same user: what waited goes on. */
  renew(token: string): void {
    this.dispatch({ type: 'go_on' })
    this.#tokens.set(token)
  }

  dispatch(action: Action): boolean {
    if (this.gone()) return false
    const [before, was, form] = [this.#state, this.now?.at, fieldsOf(this.task)]
    const held = this.#host.focused()
    this.#state = reduce(before, action)
    if (this.#state === before) return false
    const [is, next] = [this.now?.at, fieldsOf(this.task)]
    if (form !== next && form !== null) this.fields.close()
    this.#host.show(this.#state)
    if (form !== next && next !== null) void this.fields.open(this.sheet()!.account)
    else if (next !== null && (was === 'open') !== (is === 'open')) this.fields.enable(is === 'open')
    if (held && !this.#host.focused()) this.#host.focus(this.task ? placeOf(this.task).section : 'form')
    return true
  }

  saved(id: string, secret: string): Pick<Bill, 'confirm' | 'challenge'> {
    const { publishable_key, stripe_account } = this.sheet()!.account
    const stripe = openStripe(publishable_key, stripe_account)
    const blocked = () => ({ is: 'unknown', code: null, decline_code: null }) as const
    return {
      confirm: () => stripe.then((one) => confirmSaved(one, secret, id), blocked),
      challenge: () => stripe.then((one) => challenge(one, secret), blocked),
    }
  }

  async refresh(): Promise<AccountAnswer | null> {
    const answer = await this.api.account()
    if (!answer.ok) return null
    this.dispatch({ type: 'account', account: answer.value })
    return answer.value
  }

  done(what: AccountChange, notice: Omit<Notice, 'good'>): void {
    this.dispatch({ type: 'done', notice: { ...notice, good: true } })
    this.#host.emit('account-change', { what })
  }

  fail(say: Say): void {
    const { task } = this
    if (!task) return
    if (FORMS.includes(task.is)) this.dispatch({ type: 'back', say })
    else this.dispatch({ type: 'done', notice: { ...placeOf(task), good: false, say } })
  }

  refused({ code, message }: Refusal, key: Key = REFUSED[code] ?? 'refused'): void {
    this.fail({ key: code === 'rate_limited' ? 'refused_busy' : key })
    this.#host.report(`${this.#settings.api} answered ${code}: ${message}`)
    this.#host.emit('account-error', { code, message })
    if (key === 'refused_changed') void this.refresh()
  }

  focus(id: string): void {
    this.#host.focus(id)
  }

  async unavailable(error: Refusal): Promise<void> {
    const { code, message } = await this.#caller.diagnose(error, this.#settings.site)
    this.close(code === 'unreachable' ? 'load_failed' : 'unavailable', 'retry', message, code)
  }

  /** There is no account to show. */
  close(problem: Key, way: 'none' | 'retry', message: string, code: string): void {
    if (!this.dispatch({ type: 'fail', problem, way })) return
    this.#host.report(message)
    this.#host.emit('account-error', { code, message })
  }

  #blocked(message: string): void {
    this.#host.report(message)
    this.#host.emit('account-error', { code: 'stripe_blocked', message })
    if (!this.task) return
    const notice = { ...placeOf(this.task), good: false, say: { key: 'stripe_blocked' } as const }
    this.dispatch({ type: 'done', notice })
  }
}

/** Which fields are open: other ones are other frames. */
const fieldsOf = (task: Task | null): string | null =>
  task && cardFormOf(task) ? `${task.is} ${'invoice' in task ? task.invoice : ''}` : null
