/**
 * A visitor with two tabs, as the widget behaves: the attempt in storage that both share, checkouts made and changed, a confirmation,
 * the bank's challenge, and reading until it is known. It writes down what it was shown and told.
 */
import { env } from 'cloudflare:workers'
import type { CheckoutAnswer } from '../../../worker/contract.ts'
import { intentOf, stripe } from '../../worker/harness.ts'
import { must } from './checks.ts'
import { advanceClock, turn } from './clock.ts'
import { CARDS, type Card } from './history.ts'
import { WARES, type WareName } from './wares.ts'
import type { Faults } from './wire.ts'
import { answerChallenge, askWorker, atStripe, booksAt, ORIGINS, pathOf } from './world.ts'

const SITE = 'acme'
const DAY_OF_AN_ATTEMPT_MS = 23 * 3600 * 1000
const FRESH_AFTER_S = 2
const TRIES = 5
const PASSING = ['unreachable', 'rate_limited', 'unexpected', 'stripe_unavailable']
const ENDS = ['succeeded', 'processing', 'needs_review']

type Answer = { ok: true; value: CheckoutAnswer } | { ok: false; code: string; checkout?: string }

interface Attempt {
  key: string
  checkout: string | null
  created: number
}

interface Tab {
  attempt: string | null
  checkout: CheckoutAnswer | null
  agreed: string | null
  /** The price of one that this tab shows. */
  unit: number
  /** `done`: it shows a receipt. `unknown`: it says that nobody knows, and asks again. */
  at: 'form' | 'done' | 'unknown'
}

export interface Pay {
  quantity: number
  card: Card
  outcome: 'authorize' | 'fail' | 'close' | 'leave'
  /** The browser's way to Stripe; or that the visitor closes the page on it. */
  confirming: 'arrives' | 'lost' | 'refused' | 'leaves'
}

let attempts = 0

export class Shopper {
  readonly #offer: WareName
  /** What both tabs share. */
  #stored: Attempt | null = null
  readonly #tabs: Tab[]
  /** Totals that were on the button when it was clicked, by the intent that the click confirmed. */
  readonly shown = new Map<string, Set<number>>()
  readonly secrets = new Set<string>()
  /** Every checkout of this visitor's. */
  readonly checkouts = new Set<string>()
  /** Those that were left because the Worker said that nothing can be paid with them any more. */
  readonly over = new Set<string>()

  constructor(offer: WareName) {
    this.#offer = offer
    this.#tabs = [this.#newTab(), this.#newTab()]
  }

  /** The page is loaded: the price, and what became of an earlier attempt. */
  async load(at: number, faults: Faults): Promise<void> {
    const tab = this.#newTab()
    this.#tabs[at] = tab
    await this.#reprice(tab, faults)
    const attempt = this.#current()
    if (!attempt?.checkout) return
    const answer = await this.#send('GET', `/${attempt.checkout}`, attempt.key, faults)
    if (!answer.ok) return
    if (answer.value.status === 'expired') return this.#leave(attempt.key, answer.value.id)
    this.#take(tab, attempt.key, answer.value)
    const known = answer.value.fresh ? answer.value : await this.#learn(tab, faults)
    if (known) this.#end(tab, known)
  }

  /** The first keystroke in a card field, or another quantity after it. What recurs is not made by typing. */
  async draft(at: number, wanted: number, faults: Faults): Promise<void> {
    const tab = this.#tabs[at]!
    const quantity = Math.min(wanted, WARES[this.#offer].most)
    if (tab.at !== 'form' || WARES[this.#offer].atClick) return
    const answer = await this.#settle(tab, quantity, faults)
    if (answer.ok) this.#end(tab, answer.value)
    else if (answer.code === 'price_changed') await this.#reprice(tab, faults)
  }

  /** The click on the pay button, to its end. */
  async pay(at: number, { card, outcome, confirming, ...pay }: Pay, faults: Faults): Promise<void> {
    const tab = this.#tabs[at]!
    const quantity = Math.min(pay.quantity, WARES[this.#offer].most)
    if (tab.at === 'done') return
    if (tab.at === 'unknown') return this.#check(tab, quantity, faults)
    const total = tab.unit * quantity
    const answer = await this.#settle(tab, quantity, faults)
    if (!answer.ok) return answer.code === 'price_changed' ? this.#reprice(tab, faults) : undefined
    if (this.#end(tab, answer.value)) return
    const { client_secret: secret, amount } = answer.value
    if (amount !== total) return this.#reprice(tab, faults)
    if (!secret) return
    this.#show(secret, total)
    let said = await this.#confirm(secret, card, confirming)
    if (confirming === 'leaves') return this.#close(at)
    if (said === 'requires_action') {
      if (outcome === 'leave') return
      said = await this.#challenge(secret, outcome)
    }
    if (said === 'succeeded') {
      const known = await this.#learn(tab, faults, ({ status }) => status !== 'open')
      if (!known || !this.#end(tab, known)) tab.at = 'done' // Stripe.js said so
    } else if (said !== 'requires_payment_method') await this.#check(tab, quantity, faults)
  }

  /** “Buy again”: only where a receipt is shown. */
  async again(at: number, faults: Faults): Promise<void> {
    const tab = this.#tabs[at]!
    if (tab.at !== 'done') return
    this.#renew(tab.attempt)
    await this.load(at, faults)
  }

  #newTab(): Tab {
    return { attempt: null, checkout: null, agreed: null, unit: WARES[this.#offer].unit, at: 'form' }
  }

  #close(at: number): void {
    this.#tabs[at] = this.#newTab()
  }

  /** Asks what became of it before a word is said. */
  async #check(tab: Tab, quantity: number, faults: Faults): Promise<void> {
    const held = tab.checkout?.client_secret
    const known = await this.#learn(tab, faults)
    tab.at = known ? 'form' : 'unknown'
    if (!known || this.#end(tab, known)) return
    if (known.status === 'expired') return this.#leave(tab.attempt!, known.id)
    if (known.client_secret !== held) await this.#settle(tab, quantity, faults)
  }

  async #settle(tab: Tab, quantity: number, faults: Faults): Promise<Answer> {
    const first = await this.#agree(tab, quantity, faults)
    const over = first.ok ? first.value.status === 'expired' : first.code === 'checkout_closed'
    if (!over) return first
    this.#leave(tab.attempt!, tab.checkout?.id ?? null)
    return this.#agree(tab, quantity, faults)
  }

  /** Makes the checkout stand for these terms: creates it, changes it, or finds it so already. */
  async #agree(tab: Tab, quantity: number, faults: Faults): Promise<Answer> {
    const attempt = this.#current() ?? this.#renew(null)
    if (attempt.key !== tab.attempt) Object.assign(tab, { checkout: null, agreed: null })
    tab.attempt = attempt.key
    const terms = { quantity, shown: { amount: tab.unit * quantity, currency: 'usd' } }
    const agreed = JSON.stringify(terms)
    if (tab.checkout?.client_secret && tab.agreed === agreed) return { ok: true, value: tab.checkout }
    let answer = tab.checkout
      ? await this.#send('PATCH', `/${tab.checkout.id}`, attempt.key, faults, terms)
      : await this.#send('POST', '', attempt.key, faults, {
          site: SITE,
          offer: this.#offer,
          form: 'card',
          ...terms,
        })
    if (!answer.ok && answer.code === 'terms_differ')
      answer = await this.#send('PATCH', `/${answer.checkout}`, attempt.key, faults, terms)
    if (answer.ok) {
      this.#take(tab, attempt.key, answer.value)
      tab.agreed = agreed
    }
    return answer
  }

  /** Asks until the Worker has asked Stripe. @returns null where it cannot be told. */
  async #learn(
    tab: Tab,
    faults: Faults,
    enough: (answer: CheckoutAnswer) => boolean = () => true,
  ): Promise<CheckoutAnswer | null> {
    let last: CheckoutAnswer | null = null
    for (let asked = 0; asked < TRIES && tab.attempt && tab.checkout; asked++) {
      if (asked > 0) await pause(FRESH_AFTER_S)
      const answer = await this.#send('GET', `/${tab.checkout.id}`, tab.attempt, faults)
      last = answer.ok && answer.value.fresh ? answer.value : null
      if (answer.ok) this.#take(tab, tab.attempt, answer.value)
      if (last && enough(last)) return last
    }
    return last
  }

  /** One call, and one repeat of what may be over in a moment. */
  async #send(method: string, path: string, key: string, faults: Faults, body?: object): Promise<Answer> {
    const first = await this.#once(method, path, key, faults, body)
    if (first.ok || !PASSING.includes(first.code)) return first
    await pause(1)
    return this.#once(method, path, key, faults, body)
  }

  async #once(method: string, path: string, key: string, faults: Faults, body?: object): Promise<Answer> {
    const headers = { Authorization: `Bearer ${key}`, Origin: ORIGINS[SITE], 'CF-Connecting-IP': key }
    const answer = await askWorker(method, `/v1/checkouts${path}`, headers, body, faults)
    if (!answer) return { ok: false, code: 'unreachable' }
    if (answer.status >= 400) {
      const { code, checkout } = answer.body.error
      return { ok: false, code, checkout }
    }
    this.#hear(answer.body)
    return { ok: true, value: answer.body }
  }

  /** Whatever is answered as paid is paid, and what is answered as begun has begun. */
  #hear({ id, status, verified, amount, client_secret }: CheckoutAnswer): void {
    this.checkouts.add(id)
    if (client_secret) this.secrets.add(client_secret)
    if (status !== 'succeeded' && !verified) return
    const holds = WARES[this.#offer].holds(booksAt(SITE, id), amount)
    must(holds, `${id} was answered as done, ${amount}, and is not`)
  }

  async #reprice(tab: Tab, faults: Faults): Promise<void> {
    const offer = await askWorker(
      'GET',
      `/v1/sites/${SITE}/offers/${this.#offer}`,
      { Origin: ORIGINS[SITE] },
      undefined,
      faults,
    )
    if (offer?.status === 200) tab.unit = offer.body.amount ?? 0
  }

  #end(tab: Tab, answer: CheckoutAnswer): boolean {
    if (ENDS.includes(answer.status)) tab.at = 'done'
    return tab.at === 'done'
  }

  #show(secret: string, total: number): void {
    const intent = intentOf(secret)
    this.shown.set(intent, (this.shown.get(intent) ?? new Set()).add(total))
  }

  async #confirm(secret: string, card: Card, confirming: Pay['confirming']): Promise<string> {
    if (confirming === 'refused') return 'error'
    const form = { client_secret: secret, payment_method: CARDS[card], use_stripe_sdk: 'true' }
    const path = `${pathOf(intentOf(secret))}/confirm`
    const { body } = await atStripe('POST', path, form, undefined, env.STRIPE_PUBLISHABLE_KEY)
    if (confirming === 'lost') return 'error'
    return body.status ?? (body.error.type === 'card_error' ? 'requires_payment_method' : 'error')
  }

  async #challenge(secret: string, outcome: 'authorize' | 'fail' | 'close'): Promise<string> {
    const challenge = Object.values(stripe.state.challenges).find(
      ({ payment_intent, setup_intent, spent }) =>
        [payment_intent, setup_intent].includes(intentOf(secret)) && !spent,
    )
    if (!challenge) return 'error'
    const { status } = (await answerChallenge(challenge.id, outcome)) as { status?: string }
    return status ?? 'error'
  }

  #take(tab: Tab, attempt: string, answer: CheckoutAnswer): void {
    if (tab.checkout?.revision !== answer.revision) tab.agreed = null
    Object.assign(tab, { attempt, checkout: answer })
    if (this.#stored?.key === attempt) this.#stored.checkout = answer.id
  }

  #current(): Attempt | null {
    return this.#stored && Date.now() - this.#stored.created < DAY_OF_AN_ATTEMPT_MS ? this.#stored : null
  }

  /** A new attempt, unless another tab has begun one. */
  #renew(over: string | null): Attempt {
    const current = this.#current()
    if (current && current.key !== over) return current
    const key = `shopper-${String(++attempts).padStart(24, '0')}`
    this.#stored = { key, checkout: null, created: Date.now() }
    return this.#stored
  }

  /** Of an attempt with which nothing can be paid any more. */
  #leave(attempt: string, checkout: string | null): void {
    if (checkout) this.over.add(checkout)
    this.#renew(attempt)
  }
}

async function pause(seconds: number): Promise<void> {
  await turn()
  advanceClock(seconds)
}
