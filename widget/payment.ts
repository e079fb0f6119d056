/**
 * One click on the pay button, to its end: the Worker's checkout, Stripe's confirmation, the bank's challenge, and what
 * may truthfully be said afterwards.
 */
import type { CheckoutAnswer } from '../worker/contract.ts'
import { pause, type Refusal } from './call.ts'
import { declineReason, isCardCode } from './declines.ts'
import type { Field } from './form.ts'
import type { CheckoutHost } from './host.ts'
import type { Outcome } from './outcome.ts'
import { isOver, type Purchase } from './purchase.ts'
import type { Action, Receipt } from './state.ts'
import type { Card, Means } from './stripe.ts'
import type { Terms } from './terms.ts'
import type { Key } from './text/en.ts'
import type { Say } from './text/say.ts'

/** What a payment needs of the session it belongs to. */
export interface Desk {
  readonly purchase: Purchase
  /** Null where no card is asked for. */
  readonly card: Card | null
  /** The element left the page: whatever comes now is ignored. */
  gone(): boolean
  dispatch(action: Action): void
  readonly emit: CheckoutHost['emit']
  focus(field: Field): void
  /** @returns whether the purchase is at an end, in which case it is shown. */
  end(checkout: CheckoutAnswer, paid: 'paid' | 'already', terms: Terms): boolean
  finish(checkout: CheckoutAnswer, is: Receipt['is'], terms: Terms): void
  /** Shows the price as it is now. */
  reprice(): Promise<void>
  /** The promotion code is no longer taken: shows the price without it. */
  unpromote(): void
  /** The offer cannot be bought from this page. */
  close(error: Refusal): Promise<void>
  /** Tells the site owner why the Worker refused. @param code where the page can do more about it than the Worker's says. */
  explain(error: Refusal, code?: string): void
  /** Nobody knows whether money moved. */
  unknown(checkout: CheckoutAnswer): void
  /** The form anew, with a Stripe.js that listens, and a word about what happened. */
  restart(key: Key): void
}

/** What the visitor reads where nothing else can be done about it. */
const NOT_STARTED: Partial<Record<Refusal['code'], Key>> = {
  rate_limited: 'not_started_busy',
  challenge_required: 'not_started_person',
}

/** Longer than Stripe takes. Who has not answered by then has lost a frame, or sleeps. */
const CONFIRM_PATIENCE_MS = 45_000

/** What Stripe says of an intent that is no longer to be confirmed. */
const MOVED_ON = ['payment_intent_unexpected_state', 'setup_intent_unexpected_state', 'intent_invalid_state']

type Codes = Pick<Extract<Outcome, { is: 'unknown' }>, 'code' | 'decline_code'>

export class Payment {
  readonly #desk: Desk
  readonly #terms: Terms
  readonly #means: Means
  #checkout: CheckoutAnswer | null = null
  /** Of the error that left the outcome open. */
  #codes: Codes = { code: null, decline_code: null }
  /** Stripe.js did not answer: it may never do so again. */
  #silent = false
  /** The visitor no longer waits for the bank's page. */
  #leave = () => {}

  constructor(desk: Desk, terms: Terms, means: Means) {
    this.#desk = desk
    this.#terms = terms
    this.#means = means
  }

  async run(): Promise<void> {
    const desk = this.#desk
    desk.dispatch({ type: 'submit' })
    const answer = await desk.purchase.settle(this.#terms)
    if (desk.gone()) return
    if (!answer.ok) return this.#refused(answer.error)
    const checkout = answer.value
    const { card } = desk
    // Where no card is asked for, the answer to this click is the end of it.
    if (desk.end(checkout, card ? 'already' : 'paid', this.#terms)) return
    const { total } = this.#terms
    if (checkout.amount !== total.amount || checkout.currency !== total.currency) return desk.reprice()
    const secret = checkout.client_secret
    if (!secret) return this.#back('not_started')
    if (!card) return desk.reprice() // the offer has come to want one

    this.#checkout = checkout
    const confirm = checkout.intent === 'setup' ? card.save : card.confirm
    const confirmed = confirm.call(card, secret, this.#terms, this.#means)
    let result = await this.#hear(confirmed, pause(CONFIRM_PATIENCE_MS))
    if (result.is === 'action' && !desk.gone()) {
      // A bank may take minutes; only the visitor knows that its page never came.
      const left = new Promise<void>((resolve) => {
        this.#leave = resolve
      })
      desk.dispatch({ type: 'authenticate' })
      desk.emit('checkout-authenticate', { checkout: checkout.id })
      result = await this.#hear(card.challenge(secret), left)
    }
    if (!desk.gone()) await this.#conclude(result)
  }

  /** What Stripe.js answers before patience ends. A payment that it reports later is still shown. */
  async #hear(answer: Promise<Outcome>, patience: Promise<void>): Promise<Outcome> {
    const first = await Promise.race([answer, patience.then((): Outcome => ({ is: 'silent' }))])
    if (first.is === 'silent')
      void answer.then((late) => {
        if (!this.#desk.gone() && (late.is === 'paid' || late.is === 'processing')) void this.#verify(late.is)
      })
    return first
  }

  /** The bank's page did not come, or cannot be used: asks how it stands. */
  leave(): void {
    this.#leave()
  }

  async #conclude(result: Outcome): Promise<void> {
    switch (result.is) {
      case 'paid':
      case 'processing':
        return this.#verify(result.is)
      case 'declined':
        return this.#decline(result)
      case 'silent':
        this.#silent = true
        return this.check()
      case 'action': // twice in a row: Stripe.js gave up
        return this.check()
      case 'unknown':
        this.#codes = result
        return this.check()
    }
  }

  /** Stripe.js says it went well; only the Worker's word is final. */
  async #verify(said: 'paid' | 'processing'): Promise<void> {
    const settled = ({ status }: CheckoutAnswer) => status !== 'open' && status !== 'requires_action'
    const known = await this.#desk.purchase.learn(settled)
    if (known && this.#desk.end(known, 'paid', this.#terms)) return
    // With a card that was set up nothing has begun yet: only the Worker can say that it has.
    if (this.#checkout!.intent === 'setup') return this.check()
    this.#desk.finish(this.#checkout!, said === 'paid' ? 'accepted' : 'processing', this.#terms)
  }

  /** Asks what became of it before a word is said: after most errors money may have moved. */
  async check(): Promise<void> {
    const desk = this.#desk
    const held = this.#checkout!
    desk.dispatch({ type: 'check' })
    const known = await desk.purchase.learn()
    if (desk.gone()) return
    if (!known) return desk.unknown(held)
    // The intent was not ours to confirm any more: another tab paid it before this click.
    const paid = MOVED_ON.includes(this.#codes.code ?? '') ? 'already' : 'paid'
    if (desk.end(known, paid, this.#terms)) return
    if (isOver(known.status)) {
      desk.purchase.renew()
      return this.#back('restarted')
    }
    if (known.client_secret !== held.client_secret)
      return this.#reclaim(known.status === 'canceled' ? 'restarted' : 'terms_changed')
    if (known.status === 'requires_action') return this.#back('action_pending')
    if (isCardCode(this.#codes)) return this.#decline(this.#codes)
    // Stripe may still be working on a confirmation whose answer was lost: that nothing was charged is not known.
    desk.purchase.doubtful = true
    this.#back('not_arrived')
  }

  /** The intent we held was canceled, most likely by another tab with other terms. Ours are put back; nothing is paid. */
  async #reclaim(why: Key): Promise<void> {
    const answer = await this.#desk.purchase.settle(this.#terms)
    if (answer.ok && this.#desk.end(answer.value, 'paid', this.#terms)) return
    if (!answer.ok) return this.#refused(answer.error)
    this.#back(why)
  }

  #decline(codes: Codes): void {
    const { sentence, field } = declineReason(codes)
    this.#desk.dispatch({ type: 'decline', notice: { key: sentence } })
    if (this.#means.saved !== null) this.#desk.focus('payment_method')
    else {
      if (field === 'cardCvc') this.#desk.card?.clear(field)
      this.#desk.focus(field)
    }
    this.#desk.emit('checkout-declined', { decline_code: codes.decline_code, code: codes.code })
  }

  /** The Worker refused before anything was paid. */
  async #refused(error: Refusal): Promise<void> {
    const desk = this.#desk
    switch (error.code) {
      case 'price_changed':
        return desk.reprice()
      case 'unreachable':
        return this.#back('not_started_offline')
      case 'offer_unknown':
      case 'site_unknown':
      case 'origin_not_allowed':
        return desk.close(error)
      case 'parameter_invalid':
      case 'parameter_missing':
        if (error.param === 'email') {
          desk.dispatch({ type: 'refuse', problems: { email: { key: 'email_invalid' } } })
          return desk.focus('email')
        }
        if (error.param === 'promotion_code') return desk.unpromote()
        if (error.param === 'quantity' || error.param === 'amount') return desk.reprice() // the limits are others now
    }
    const { code, retryAfter: seconds } = error
    if (code === 'key_invalid' && desk.purchase.token !== null) {
      this.#back('not_started_token')
      return desk.explain(error, 'token_invalid')
    }
    // No other way to buy is named while this one may still be paid.
    if (desk.purchase.doubtful) this.#back('not_started')
    else if (code === 'rate_limited' && seconds) this.#back('not_started_wait', { wait: { seconds } })
    else this.#back(NOT_STARTED[code] ?? 'not_started')
    desk.explain(error)
  }

  /** To the form, with a word about what happened. */
  #back(key: Key, values?: Say['values']): void {
    if (this.#silent) this.#desk.restart(key)
    else this.#desk.dispatch({ type: 'return', notice: { key, ...(values && { values }) } })
  }
}
