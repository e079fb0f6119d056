/**
 * Runs one checkout, from the offer to the receipt. It decides what happens next and when something may be said about
 * money; how it looks is the view's, how it is sent is the api's and Stripe.js's.
 */
import type { CheckoutAnswer } from '../worker/contract.ts'
import { Api } from './api.ts'
import type { Store } from './attempt.ts'
import type { Refusal } from './call.ts'
import { CardFields } from './card-fields.ts'
import { Codes } from './codes.ts'
import { Draft } from './draft.ts'
import { Ending } from './ending.ts'
import { asksCard, FIELDS, whatChanged, wrongs } from './form.ts'
import type { CheckoutHost, Target } from './host.ts'
import { type Desk, Payment } from './payment.ts'
import { mayWantCard } from './plan.ts'
import { Purchase } from './purchase.ts'
import type { Prefill, Settings } from './settings.ts'
import { type Action, initial, payable, reduce, type State } from './state.ts'
import { type Card, expectStripe } from './stripe.ts'
import { agree, type ChoiceField, type Choices, firstChoices, totalOf } from './terms.ts'
import type { Key } from './text/en.ts'
import type { Say } from './text/say.ts'
import { attemptsOf, Visitor } from './visitor.ts'

export class Session {
  readonly #host: CheckoutHost
  readonly #settings: Settings
  readonly #api: Api
  readonly #purchase: Purchase
  readonly #draft: Draft
  readonly #ending: Ending
  readonly visitor: Visitor
  readonly codes: Codes
  readonly fields: CardFields
  readonly #stop = new AbortController()
  #prefill: Prefill
  #state: State = initial
  /** To be said as soon as the form is there. */
  #greeting: Say | null = null
  #payment: Payment | null = null

  constructor(
    host: CheckoutHost,
    settings: Settings,
    prefill: Prefill,
    reference: string | null,
    token: string | null,
    storage: () => Store,
  ) {
    this.#host = host
    this.#settings = settings
    this.#prefill = prefill
    this.#api = new Api(settings.api, this.#stop.signal)
    const { site, offer } = settings
    const attempts = (whose: string | null) => attemptsOf(settings, whose, storage)
    this.#purchase = new Purchase(this.#api, attempts(token), { site, offer }, reference, token)
    const desk = {
      state: () => this.#state,
      dispatch: (action: Action) => this.#dispatch(action),
      end: (checkout: CheckoutAnswer) => this.#ending.reached(checkout, 'already'),
      report: (message: string) => host.report(message),
    }
    this.#ending = new Ending(host, this.#purchase, reference, {
      ...desk,
      closeFields: () => this.fields.close(),
      failed: () => this.#restart({ key: 'not_charged' }),
    })
    this.#draft = new Draft(this.#purchase, { ...desk, reprice: () => this.#reprice() })
    const hall = { ...desk, refused: (message: string) => this.#say('token_invalid', message) }
    this.visitor = new Visitor(this.#api, this.#purchase, hall, attempts)
    this.codes = new Codes(this.#api, settings, {
      ...desk,
      change: (action, lost) => this.#change(action, lost),
      focus: (target) => host.focus(target),
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

  async start(): Promise<void> {
    addEventListener('online', this.#online, { signal: this.#stop.signal })
    expectStripe()
    const { site, offer: slug } = this.#settings
    const { token } = this.#purchase
    const code = this.#state.form ? '' : this.#prefill.promotion_code
    const [offer, earlier, saved, promoted] = await Promise.all([
      this.#api.offer(site, slug),
      this.#purchase.earlier(),
      this.visitor.cards(),
      code ? this.codes.ask(code) : null,
      this.#host.learn(this.#settings.api),
    ])
    if (this.#stop.signal.aborted) return
    if (token !== this.#purchase.token) return this.start() // the page has meanwhile said who it is
    if (!offer.ok) return this.#close(offer.error)
    const choices =
      this.#state.form?.choices ?? firstChoices(offer.value, this.#prefill, this.#host.language())
    this.#dispatch({ type: 'offer', offer: offer.value, choices })
    if (earlier && this.#ending.reached(earlier, 'already')) return
    if (earlier?.status === 'requires_action') this.#greeting = { key: 'action_pending' }
    this.#dispatch({ type: 'saved', cards: saved })
    if (promoted?.wrong) this.#host.report(`promotion-code="${code}" takes nothing off this offer`)
    if (promoted && offer.value.allow_promotion_codes) this.#dispatch(promoted)
    if (mayWantCard(offer.value)) await this.fields.open(offer.value)
    else this.#dispatch({ type: 'open' })
  }

  /** After an error on the way to the form. */
  retry(): void {
    if (this.#state.at === 'loading') return // it is on its way
    this.fields.close()
    this.#dispatch({ type: 'restart' })
    void this.start()
  }

  #restart(greeting: Say): void {
    this.#greeting = greeting
    this.retry()
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
    if (!form) return
    if (field !== 'promotion_code')
      this.choose({ [field]: firstChoices(form.offer, prefill, this.#host.language())[field] })
    else if (form.offer.allow_promotion_codes) this.codes.replace(prefill.promotion_code)
  }

  choose(choices: Partial<Choices>): void {
    this.#change({ type: 'choose', choices })
  }

  /** Changes the form, and tells the page of another total. */
  #change(action: Action, lost?: Target): void {
    const before = totalOf(this.#state.form)
    this.#dispatch(action, lost)
    const { form } = this.#state
    if (!form) return
    const total = totalOf(form)
    if (total?.amount !== before?.amount)
      this.#host.emit('checkout-change', {
        quantity: Number(form.choices.quantity),
        amount: total?.amount ?? null,
        currency: form.offer.currency,
      })
    this.#draft.soon()
  }

  leave(field: ChoiceField): void {
    this.#dispatch({ type: 'left', field })
  }

  /** Which card, and whether it is kept. */
  pick(means: { payWith: string | null } | { keep: boolean }): void {
    this.#dispatch({ type: 'means', ...means })
  }

  /** The click on the pay button. A second one finds another state, and does nothing. */
  async submit(): Promise<void> {
    if (!payable(this.#state)) return
    const problems = wrongs(this.#state.form)
    const first = FIELDS.find((field) => problems[field])
    if (first) {
      this.#dispatch({ type: 'refuse', problems })
      return this.#host.focus(first)
    }
    const { quantity } = this.#state.form.choices
    if (!this.#host.emit('checkout-submit', { quantity: Number(quantity), ...totalOf(this.#state.form) }))
      return
    const { form } = this.#state // a listener may have changed the quantity
    const agreement = agree(form)
    const { card } = this.fields
    const asked = asksCard(form)
    if (!agreement.ok || !payable(this.#state) || (asked && !card)) return

    const once = form.offer.mode === 'payment'
    const means = { saved: form.payWith, keep: form.keep && once && form.saved !== null, receipt: once }
    this.#payment = new Payment(this.#desk(asked ? card : null), agreement.terms, means)
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

  #desk(card: Card | null): Desk {
    return {
      purchase: this.#purchase,
      card,
      gone: () => this.#stop.signal.aborted,
      dispatch: (action) => this.#dispatch(action),
      emit: (event, detail) => this.#host.emit(event, detail),
      focus: (field) => this.#host.focus(field),
      end: (checkout, paid, terms) => this.#ending.reached(checkout, paid, terms),
      finish: (checkout, is, terms) => this.#ending.show(checkout, is, terms),
      reprice: () => this.#reprice(),
      unpromote: () => this.codes.refused(),
      close: (error) => this.#close(error),
      explain: ({ code, message }, as = code) => this.#say(as, message),
      unknown: ({ id }) => this.#fail('unknown_outcome', 'check', `${id}: outcome unknown`),
      restart: (key) => this.#restart({ key }),
    }
  }

  /** Shows the new price beside the old one. Nothing is paid until the visitor clicks again. */
  async #reprice(): Promise<void> {
    const { form } = this.#state
    const typing = payable(this.#state)
    const offer = await this.#api.offer(this.#settings.site, this.#settings.offer, true)
    if (typing !== payable(this.#state)) return // the visitor has clicked meanwhile, and will be answered by that
    if (!form || !offer.ok) return this.#dispatch({ type: 'return', notice: { key: 'price_reload' } })
    const notice = whatChanged(form, offer.value)
    this.#dispatch({ type: 'return', notice, offer: offer.value })
    if (mayWantCard(offer.value) && !this.fields.card) this.#restart(notice)
  }

  async #close(error: Refusal): Promise<void> {
    const { code, message } = await this.#api.diagnose(error, this.#settings.site)
    this.#fail(code === 'unreachable' ? 'load_failed' : 'offer_unavailable', 'retry', message, code)
  }

  #fail(problem: Key, way: 'retry' | 'check', message: string, code: string = problem): void {
    if (this.#stop.signal.aborted) return
    this.#dispatch({ type: 'fail', problem, way })
    if (way === 'retry') this.#host.report(message)
    this.#host.emit('checkout-error', { code, message })
  }

  /** What the Worker refused, to the site owner. */
  #say(code: string, message: string): void {
    if (this.#stop.signal.aborted) return
    this.#host.report(`${this.#settings.api} answered ${code}: ${message}`)
    this.#host.emit('checkout-error', { code, message })
  }

  /** @param lost where the cursor goes if its place is gone. */
  #dispatch(action: Action, lost: Target = 'heading'): void {
    if (this.#stop.signal.aborted) return
    const before = this.#state
    const held = this.#host.focused()
    this.#state = reduce(before, action)
    if (this.#state === before) return
    this.#host.show(this.#state)
    if (held && !this.#host.focused()) this.#host.focus(lost)
    if (payable(before) !== payable(this.#state)) this.fields.enable(payable(this.#state))
    if (before.at === 'loading' && this.#state.at === 'ready') {
      this.#host.emit('checkout-ready', { ...totalOf(this.#state.form) })
      if (this.#greeting) this.#dispatch({ type: 'return', notice: this.#greeting })
      this.#greeting = null
    }
    if (payable(this.#state)) this.visitor.resume()
  }
}
