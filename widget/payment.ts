/**
 * One click on the pay button, to its end: the Worker's checkout, Stripe's confirmation, the bank's challenge, and what
 * may truthfully be said afterwards.
 */
import type { CheckoutAnswer } from '../worker/contract.ts'
import type { Refusal } from './api.ts'
import { declineReason, isCardCode } from './declines.ts'
import type { Outcome } from './outcome.ts'
import { isOver, type Purchase } from './purchase.ts'
import type { Action, Field, Receipt } from './state.ts'
import type { Card } from './stripe.ts'
import type { Terms } from './terms.ts'
import type { Key } from './text/en.ts'

/** What a payment needs of the session it belongs to. */
export interface Desk {
  readonly purchase: Purchase
  readonly card: Card
  /** The element left the page: whatever comes now is ignored. */
  gone(): boolean
  dispatch(action: Action): void
  emit(event: 'authenticate' | 'declined', detail: object): void
  focus(field: Field): void
  /** @returns whether the purchase is at an end, in which case it is shown. */
  end(checkout: CheckoutAnswer, paid: 'paid' | 'already', terms: Terms): boolean
  finish(checkout: CheckoutAnswer, is: Receipt['is'], terms: Terms): void
  /** Shows the price as it is now. */
  reprice(): Promise<void>
  /** The offer cannot be bought from this page. */
  close(error: Refusal): Promise<void>
  /** Tells the site owner why the Worker refused. */
  explain(error: Refusal): Promise<void>
  /** Nobody knows whether money moved. */
  unknown(checkout: CheckoutAnswer): void
}

type Codes = Pick<Extract<Outcome, { is: 'unknown' }>, 'code' | 'decline_code'>

export class Payment {
  readonly #desk: Desk
  readonly #terms: Terms
  #checkout: CheckoutAnswer | null = null
  /** Of the error that left the outcome open. */
  #codes: Codes = { code: null, decline_code: null }

  constructor(desk: Desk, terms: Terms) {
    this.#desk = desk
    this.#terms = terms
  }

  async run(): Promise<void> {
    const desk = this.#desk
    desk.dispatch({ type: 'submit' })
    const answer = await desk.purchase.settle(this.#terms)
    if (desk.gone()) return
    if (!answer.ok) return this.#refused(answer.error)
    const checkout = answer.value
    if (desk.end(checkout, 'already', this.#terms)) return
    const { total } = this.#terms
    if (checkout.amount !== total.amount || checkout.currency !== total.currency) return desk.reprice()
    const secret = checkout.client_secret
    if (!secret) return this.#back('not_started')

    this.#checkout = checkout
    let result = await desk.card.confirm(secret, this.#terms)
    if (result.is === 'action' && !desk.gone()) {
      desk.dispatch({ type: 'authenticate' })
      desk.emit('authenticate', { checkout: checkout.id })
      result = await desk.card.challenge(secret)
    }
    if (!desk.gone()) await this.#conclude(result)
  }

  async #conclude(result: Outcome): Promise<void> {
    switch (result.is) {
      case 'paid':
      case 'processing':
        return this.#verify(result.is)
      case 'declined':
        return this.#decline(result)
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
    const paid = this.#codes.code === 'payment_intent_unexpected_state' ? 'already' : 'paid'
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
    this.#back('not_arrived')
  }

  /** The intent we held was canceled, most likely by another tab with other terms. Ours are put back; nothing is paid. */
  async #reclaim(why: Key): Promise<void> {
    const answer = await this.#desk.purchase.settle(this.#terms)
    if (answer.ok && this.#desk.end(answer.value, 'paid', this.#terms)) return
    if (!answer.ok && answer.error.code === 'price_changed') return this.#desk.reprice()
    this.#back(answer.ok ? why : 'not_arrived')
  }

  #decline(codes: Codes): void {
    const { sentence, field } = declineReason(codes)
    this.#desk.dispatch({ type: 'decline', notice: { key: sentence } })
    if (field === 'cardCvc') this.#desk.card.clear(field)
    this.#desk.focus(field)
    this.#desk.emit('declined', { decline_code: codes.decline_code, code: codes.code })
  }

  /** The Worker refused before anything was paid. */
  async #refused(error: Refusal): Promise<void> {
    const desk = this.#desk
    switch (error.code) {
      case 'price_changed':
        return desk.reprice()
      case 'unreachable':
        return this.#back('not_started_offline')
      case 'rate_limited':
        return this.#back('not_started_busy')
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
        if (error.param === 'quantity' || error.param === 'amount') return desk.reprice() // the limits are others now
    }
    await desk.explain(error)
    this.#back('not_started')
  }

  /** To the form, with a word about what happened. */
  #back(key: Key): void {
    this.#desk.dispatch({ type: 'return', notice: { key } })
  }
}
