/**
 * Runs one checkout, from the offer to the receipt. It decides what happens next and when something may be said about
 * money; how it looks is the view's, how it is sent is the api's and Stripe.js's.
 */
import type { CheckoutAnswer, CheckoutStatus } from '../worker/contract.ts'
import { Api } from './api.ts'
import { Attempts, type Store } from './attempt.ts'
import type { Refusal } from './call.ts'
import { CardFields } from './card-fields.ts'
import { Draft } from './draft.ts'
import type { Host } from './host.ts'
import { type Desk, Payment } from './payment.ts'
import { Purchase } from './purchase.ts'
import type { Prefill, Settings } from './settings.ts'
import {
  type Action,
  FIELDS,
  initial,
  payable,
  type Receipt,
  receipt,
  reduce,
  type State,
  wrongs,
} from './state.ts'
import { type Card, fetchStripe } from './stripe.ts'
import { agree, type ChoiceField, type Choices, firstChoices, type Terms, totalOf } from './terms.ts'
import type { Key } from './text/en.ts'
import type { Say } from './text/say.ts'

/** The statuses that end a purchase, as far as this page is concerned. */
const ENDS: Partial<Record<CheckoutStatus, 'paid' | 'processing' | 'review'>> = {
  succeeded: 'paid',
  processing: 'processing',
  needs_review: 'review',
}

export class Session {
  readonly #host: Host
  readonly #settings: Settings
  readonly #reference: string | null
  readonly #api: Api
  readonly #purchase: Purchase
  readonly #draft: Draft
  readonly fields: CardFields
  readonly #stop = new AbortController()
  #prefill: Prefill
  #state: State = initial
  /** To be said as soon as the form is there. */
  #greeting: Say | null = null
  #payment: Payment | null = null

  constructor(
    host: Host,
    settings: Settings,
    prefill: Prefill,
    reference: string | null,
    storage: () => Store,
  ) {
    this.#host = host
    this.#settings = settings
    this.#prefill = prefill
    this.#reference = reference
    this.#api = new Api(settings.api, this.#stop.signal)
    const { site, offer } = settings
    this.#purchase = new Purchase(this.#api, new Attempts(site, offer, storage), { site, offer }, reference)
    this.#draft = new Draft(this.#purchase, {
      state: () => this.#state,
      dispatch: (action) => this.#dispatch(action),
      end: (checkout) => this.#end(checkout, 'already'),
      reprice: () => this.#reprice(),
    })
    this.fields = new CardFields(host, {
      phase: () => (this.#state.at === 'loading' ? 'mounting' : payable(this.#state) ? 'usable' : 'held'),
      remounting: () => this.#dispatch({ type: 'remount' }),
      gone: () => this.#stop.signal.aborted,
      filled: (field, filled, code, brand) => {
        this.#dispatch({ type: 'card', field, filled, code, brand })
        if (filled !== 'empty') this.#draft.begin()
      },
      focus: (field) => this.#dispatch({ type: 'focus', field }),
      failed: (message) => this.#fail('stripe_blocked', 'retry', message),
    })
  }

  get state(): State {
    return this.#state
  }

  async start(): Promise<void> {
    addEventListener('online', this.#online, { signal: this.#stop.signal })
    fetchStripe().catch(() => {}) // openStripe says so
    const { site, offer: slug } = this.#settings
    const [offer, earlier] = await Promise.all([this.#api.offer(site, slug), this.#purchase.earlier()])
    if (this.#stop.signal.aborted) return
    if (!offer.ok) return this.#close(offer.error)
    if (offer.value.mode !== 'payment')
      return this.#close({
        code: 'not_found',
        message: `this widget cannot sell an offer of mode ${offer.value.mode} yet`,
      })
    const choices =
      this.#state.form?.choices ?? firstChoices(offer.value, this.#prefill, this.#host.language())
    this.#dispatch({ type: 'offer', offer: offer.value, choices })
    if (earlier && this.#end(earlier, 'already')) return
    if (earlier?.status === 'requires_action') this.#greeting = { key: 'action_pending' }
    await this.fields.open(offer.value)
  }

  /** After an error on the way to the form. */
  retry(): void {
    if (this.#state.at === 'loading') return // it is on its way
    this.fields.close()
    this.#dispatch({ type: 'restart' })
    void this.start()
  }

  /** A second purchase of the same thing, which the visitor asked for. */
  again(): void {
    this.#purchase.renew()
    this.#draft.forget()
    this.retry()
    this.#host.focus('heading')
  }

  /** Something on the page takes the fields out as often as they come. */
  besieged(): void {
    if (payable(this.#state) || this.#state.at === 'loading')
      this.#fail('stripe_blocked', 'retry', 'something on this page keeps removing what this element needs')
  }

  stop(): void {
    this.#stop.abort()
    this.#draft.stop()
    this.fields.close()
  }

  /** The site owner's page changed an attribute. */
  fill(field: keyof Prefill, prefill: Prefill): void {
    this.#prefill = prefill
    const { form } = this.#state
    if (form) this.choose({ [field]: firstChoices(form.offer, prefill, this.#host.language())[field] })
  }

  choose(choices: Partial<Choices>): void {
    const before = totalOf(this.#state.form)
    this.#dispatch({ type: 'choose', choices })
    const { form } = this.#state
    if (!form) return
    const total = totalOf(form)
    if (total?.amount !== before?.amount)
      this.#host.emit('change', {
        quantity: Number(form.choices.quantity),
        amount: total?.amount ?? null,
        currency: form.offer.currency,
      })
    this.#draft.soon()
  }

  leave(field: ChoiceField): void {
    this.#dispatch({ type: 'left', field })
  }

  /** The click on the pay button. A second one finds another state, and does nothing. */
  async pay(): Promise<void> {
    if (!payable(this.#state)) return
    const problems = wrongs(this.#state.form)
    const first = FIELDS.find((field) => problems[field])
    if (first) {
      this.#dispatch({ type: 'refuse', problems })
      return this.#host.focus(first)
    }
    const { choices } = this.#state.form
    if (!this.#host.emit('submit', { quantity: Number(choices.quantity), ...totalOf(this.#state.form) }))
      return
    const { form } = this.#state // a listener may have changed the quantity
    const agreement = agree(form.offer, form.choices)
    const { card } = this.fields
    if (!agreement.ok || !payable(this.#state) || !card) return

    this.#payment = new Payment(this.#desk(card), agreement.terms)
    await this.#payment.run()
  }

  /** Asks how it stands: after an unknown outcome, or where the bank's page does not come. */
  check(): void {
    if (this.#state.at === 'authenticating') this.#payment?.leave()
    else void this.#payment?.check()
  }

  /** The network is back: what was left open is asked for without a click. */
  readonly #online = (): void => {
    if (this.#state.at !== 'error') return
    if (this.#state.way === 'check') this.check()
    else if (this.#state.problem === 'load_failed') this.retry()
  }

  #desk(card: Card): Desk {
    return {
      purchase: this.#purchase,
      card,
      gone: () => this.#stop.signal.aborted,
      dispatch: (action) => this.#dispatch(action),
      emit: (event, detail) => this.#host.emit(event, detail),
      focus: (field) => this.#host.focus(field),
      end: (checkout, paid, terms) => this.#end(checkout, paid, terms),
      finish: (checkout, is, terms) => this.#finish(checkout, is, terms),
      reprice: () => this.#reprice(),
      close: (error) => this.#close(error),
      explain: ({ code, message }) => {
        this.#host.report(`${this.#settings.api} answered ${code}: ${message}`)
        this.#host.emit('error', { code, message })
      },
      unknown: ({ id }) => this.#fail('unknown_outcome', 'check', `${id}: outcome unknown`),
      restart: (key) => {
        this.#greeting = { key }
        this.retry()
      },
    }
  }

  /** Shows the new price beside the old one. Nothing is paid until the visitor clicks again. */
  async #reprice(): Promise<void> {
    const { form } = this.#state
    const typing = payable(this.#state)
    const offer = await this.#api.offer(this.#settings.site, this.#settings.offer, true)
    if (typing !== payable(this.#state)) return // the visitor has clicked meanwhile, and will be answered by that
    if (!form || !offer.ok) return this.#dispatch({ type: 'return', notice: { key: 'price_reload' } })
    const from = totalOf(form)
    const to = totalOf({ offer: offer.value, choices: form.choices })
    const known = from && to && from.amount !== to.amount
    const notice: Say = known ? { key: 'price_changed', values: { from, to } } : { key: 'price_reload' }
    this.#dispatch({ type: 'return', notice, offer: offer.value })
  }

  /** @returns whether the purchase is at an end, in which case it is shown. */
  #end(checkout: CheckoutAnswer, paid: 'paid' | 'already', terms: Terms | null = null): boolean {
    const is = ENDS[checkout.status]
    if (is) this.#finish(checkout, is === 'paid' ? paid : is, terms)
    return is !== undefined
  }

  #finish(checkout: CheckoutAnswer, is: Receipt['is'], terms: Terms | null): void {
    const was = this.#state
    const waited = was.at === 'submitting' || was.at === 'authenticating' || this.#host.focused()
    this.#dispatch({ type: 'settle', receipt: receipt(checkout, is, terms?.email ?? null) })
    if (this.#state === was) return
    this.fields.close()
    if (waited) this.#host.focus('heading')
    if (is === 'review') this.#host.emit('error', { code: 'needs_review', checkout: checkout.id })
    if (is === 'processing') void this.#follow()
    if (is !== 'paid' && is !== 'accepted') return
    const { id, amount, currency } = checkout
    this.#host.emit('complete', {
      checkout: id,
      status: 'succeeded',
      verified: is === 'paid' && checkout.verified,
      amount,
      currency,
      client_reference_id: this.#reference,
    })
    this.#host.leave(id)
  }

  async #follow(): Promise<void> {
    const known = await this.#purchase.follow(() => this.#state.at === 'processing')
    if (!known || this.#end(known, 'paid')) return
    this.#greeting = { key: 'not_charged' }
    this.retry()
  }

  async #close(error: Refusal): Promise<void> {
    const { code, message } = await this.#api.diagnose(error, this.#settings.site)
    this.#fail(code === 'unreachable' ? 'load_failed' : 'offer_unavailable', 'retry', message, code)
  }

  #fail(problem: Key, way: 'retry' | 'check', message: string, code: string = problem): void {
    if (this.#stop.signal.aborted) return
    this.#dispatch({ type: 'fail', problem, way })
    if (way === 'retry') this.#host.report(message)
    this.#host.emit('error', { code, message })
  }

  #dispatch(action: Action): void {
    if (this.#stop.signal.aborted) return
    const before = this.#state
    const held = this.#host.focused()
    this.#state = reduce(before, action)
    if (this.#state === before) return
    this.#host.show(this.#state)
    if (held && !this.#host.focused()) this.#host.focus('heading')
    if (payable(before) !== payable(this.#state)) this.fields.enable(payable(this.#state))
    if (before.at !== 'loading' || this.#state.at !== 'ready') return
    this.#host.emit('ready', { ...totalOf(this.#state.form) })
    if (this.#greeting) this.#dispatch({ type: 'return', notice: this.#greeting })
    this.#greeting = null
  }
}
