/** Pays one failed renewal, for whoever has the link to it. */
import type { RecoveryAnswer } from '../../worker/account-contract.ts'
import type { Money } from '../../worker/domain/money.ts'
import { type Answer, Caller, type Refusal } from '../call.ts'
import { CardFields } from '../card-fields.ts'
import { declineReason } from '../declines.ts'
import type { RecoveryEvents } from '../events.ts'
import type { Host } from '../host.ts'
import { challenge, confirmSaved, openStripe } from '../stripe.ts'
import { askRecovery } from './api.ts'
import { blankCard, firstLack, isThere } from './card-form.ts'
import { type Bill, Charge, type End } from './charge.ts'
import { type Action, formOf, initial, reduce, type State } from './recovery-state.ts'

/** The link opens nothing any more. */
const isOver = (code: Refusal['code']): boolean =>
  code === 'key_invalid' || code === 'key_missing' || code === 'not_found'

export class RecoverySession {
  readonly fields: CardFields
  readonly #host: Host<State, RecoveryEvents>
  readonly #token: string
  readonly #stop = new AbortController()
  readonly #caller: Caller
  #state: State = initial
  #charge: Charge | null = null

  /** @param token Of the link. */
  constructor(host: Host<State, RecoveryEvents>, api: string, token: string) {
    this.#host = host
    this.#token = token
    this.#caller = new Caller(api, this.#stop.signal)
    this.fields = new CardFields(host, {
      phase: () => {
        const form = formOf(this.#state)
        if (!form || this.#state.at !== 'ready') return 'held'
        return isThere(form) ? 'usable' : 'mounting'
      },
      remounting: () => void this.#dispatch({ type: 'remount' }),
      gone: () => this.#gone(),
      filled: (field, filled, code, brand) =>
        void this.#dispatch({ type: 'card', field, filled, code, brand }),
      focus: (field) => void this.#dispatch({ type: 'focus', field }),
      failed: (message) => this.#fail('stripe_blocked', 'retry', message),
    })
  }

  async start(): Promise<void> {
    const [answer] = await Promise.all([this.#ask(), this.#host.learn(this.#caller.origin)])
    if (this.#gone()) return
    if (answer.ok) {
      this.#dispatch({ type: 'bill', bill: answer.value, opened: true })
      this.#host.emit('recovery-ready', { status: answer.value.status })
      return
    }
    const { code, message } = answer.error
    if (isOver(code)) this.#fail('recovery_expired', 'none', message, code)
    else this.#fail('recovery_load_failed', 'retry', message, code)
  }

  stop(): void {
    this.#stop.abort()
    this.fields.close()
  }

  besieged(): void {
    this.#fail('stripe_blocked', 'retry', 'something on this page keeps removing what this element needs')
  }

  retry(): void {
    if (this.#dispatch({ type: 'restart' })) void this.start()
  }

  choose(same: boolean): void {
    this.#dispatch({ type: 'with', with: same ? 'same' : blankCard })
  }

  /** The click on the pay button. A second one finds another state, and does nothing. */
  submit(): void {
    if (this.#state.at !== 'ready') return
    const form = formOf(this.#state)
    const lack = form && firstLack(form)
    if (!lack) return void this.#pay(this.#state.bill)
    this.#dispatch({ type: 'refuse' })
    this.fields.focus(lack)
  }

  /** Asks how it stands: after an unknown outcome, or where the bank's page does not come. */
  check(): void {
    if (this.#state.at === 'authenticating') this.#charge?.leave()
    else if (this.#state.at === 'unknown') void this.#charge?.check().then((end) => this.#conclude(end))
  }

  async #pay(shown: RecoveryAnswer): Promise<void> {
    if (!this.#dispatch({ type: 'submit' })) return
    // The secret may be older than what Stripe made of the invoice since: the price above all.
    const answer = await this.#ask()
    if (this.#gone()) return
    if (!answer.ok) return this.#refused(answer.error)
    const bill = answer.value
    this.#dispatch({ type: 'bill', bill, opened: false })
    if (bill.status !== 'due' || !bill.client_secret)
      return this.#conclude({ is: bill.status === 'paid' ? 'already' : 'over' })
    if (bill.amount !== shown.amount || bill.currency !== shown.currency)
      return void this.#dispatch({ type: 'back', say: { key: 'total_moved', values: { total: bill } } })
    const ask: Bill['ask'] = async () => {
      const known = await this.#ask()
      if (!known.ok) return null
      const { status } = known.value
      return status === 'due' ? 'open' : status === 'paid' ? 'done' : 'over'
    }
    this.#charge = new Charge(
      { ...this.#how(bill, bill.client_secret), ask, live: true },
      {
        gone: () => this.#gone(),
        authenticating: () => void this.#dispatch({ type: 'authenticate' }),
        checking: () => void this.#dispatch({ type: 'check' }),
        late: () => void this.#charge?.check().then((end) => this.#conclude(end)),
      },
    )
    await this.#conclude(await this.#charge.run())
  }

  /** Nothing was begun. */
  #refused({ code, message }: Refusal): void {
    const key = code === 'unreachable' ? 'not_started_offline' : 'not_started'
    this.#dispatch({ type: 'back', say: { key } })
    if (isOver(code)) this.#fail('recovery_expired', 'none', message, code)
    else this.#host.emit('recovery-error', { code, message })
  }

  #how(bill: RecoveryAnswer, secret: string): Pick<Bill, 'confirm' | 'challenge'> {
    const { card } = this.fields
    if (card)
      return {
        confirm: () => card.confirm(secret, { email: null, name: null }),
        challenge: () => card.challenge(secret),
      }
    const stripe = openStripe(bill.publishable_key, bill.stripe_account)
    const blocked = () => ({ is: 'unknown', code: null, decline_code: null }) as const
    return {
      confirm: () => stripe.then((one) => confirmSaved(one, secret, bill.payment_method!), blocked),
      challenge: () => stripe.then((one) => challenge(one, secret), blocked),
    }
  }

  async #conclude(end: End): Promise<void> {
    const bill = 'bill' in this.#state ? this.#state.bill : null
    if (!bill) return
    const total: Money = { amount: bill.amount, currency: bill.currency }
    switch (end.is) {
      case 'gone':
        return
      case 'done':
      case 'already':
      case 'over':
      case 'accepted':
      case 'processing':
        this.#dispatch({ type: 'end', ending: end.is === 'done' ? 'paid' : end.is })
        this.#host.focus('heading')
        if (end.is === 'done') this.#host.emit('recovery-change', { what: 'invoice_paid' })
        return
      case 'unknown':
        this.#dispatch({ type: 'unknown' })
        return this.#host.focus('heading')
      case 'pending':
      case 'open':
        this.#dispatch({
          type: 'back',
          say: { key: end.is === 'open' ? 'not_arrived' : 'action_pending', values: { total } },
        })
        return
      case 'declined': {
        const { sentence, field } = declineReason(end.codes)
        this.#dispatch({ type: 'back', say: { key: sentence } })
        const { card } = this.fields
        if (!card) return this.#host.focus('pay')
        if (field === 'cardCvc') card.clear(field)
        card.focus(field)
      }
    }
  }

  #ask(): Promise<Answer<RecoveryAnswer>> {
    return askRecovery(this.#caller, this.#token)
  }

  #gone(): boolean {
    return this.#stop.signal.aborted
  }

  #fail(
    problem: Extract<Action, { type: 'fail' }>['problem'],
    way: 'none' | 'retry',
    message: string,
    code: string = problem,
  ): void {
    if (!this.#dispatch({ type: 'fail', problem, way })) return
    this.#host.report(message)
    this.#host.emit('recovery-error', { code, message })
  }

  #dispatch(action: Action): boolean {
    if (this.#gone()) return false
    const before = this.#state
    const held = this.#host.focused()
    this.#state = reduce(before, action)
    if (this.#state === before) return false
    const [was, is] = [formOf(before) !== null, formOf(this.#state) !== null]
    if (was && !is) this.fields.close()
    this.#host.show(this.#state)
    if (is && !was && 'bill' in this.#state) void this.fields.open(this.#state.bill)
    else if (is && (before.at === 'ready') !== (this.#state.at === 'ready'))
      this.fields.enable(this.#state.at === 'ready')
    if (held && !this.#host.focused()) this.#host.focus('heading')
    return true
  }
}
