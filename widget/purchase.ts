/**
 * One purchase as the Worker keeps it: the attempt, the checkout made with it, and the terms they stand for. Calls that
 * change it run one after another, so that the last terms asked for are the ones that stand.
 */
import type { CheckoutAnswer, CheckoutStatus } from '../worker/contract.ts'
import type { Api, CheckoutTerms } from './api.ts'
import type { Attempts } from './attempt.ts'
import { type Answer, pause } from './call.ts'
import type { Settings } from './settings.ts'
import type { Terms } from './terms.ts'

/** Nothing can be paid with these any more; money never moved. A canceled one goes on with its next revision. */
const OVER: readonly CheckoutStatus[] = ['expired']

/** Whether there is something to do with it without asking again: a secret to pay with, or an end. */
const isUsable = ({ status, client_secret }: CheckoutAnswer): boolean =>
  client_secret !== null || !['open', 'requires_action', 'canceled'].includes(status)

/** How often the Worker asks Stripe about one checkout. */
const FRESH_AFTER_MS = 2_000
const TRIES = 5
/** After which no further question is begun: the visitor is told that it is not known, and may ask. */
const LEARN_BUDGET_MS = 30_000

const FOLLOW_MS = 10_000
const FOLLOW_TRIES = 30

export class Purchase {
  readonly #api: Api
  #attempts: Attempts
  readonly #what: Pick<Settings, 'site' | 'offer'>
  readonly #reference: string | null
  #queue: Promise<unknown> = Promise.resolve()
  #attempt: string | null = null
  #checkout: CheckoutAnswer | null = null
  /** A JWT of the site's server that names its user; null for a visitor without one. */
  token: string | null
  /** Stripe was asked to take the money of this revision, and what came of it is not known for good. */
  doubtful = false
  /** What the Worker last agreed to from here; null where another tab may have changed it. */
  #agreed: string | null = null

  constructor(
    api: Api,
    attempts: Attempts,
    what: Pick<Settings, 'site' | 'offer'>,
    reference: string | null,
    token: string | null,
  ) {
    this.token = token
    this.#api = api
    this.#attempts = attempts
    this.#what = what
    this.#reference = reference
  }

  /** Somebody else buys: their attempt, and their token. A fresh token of the same user goes on with the same attempt. */
  identify(token: string | null, attempts: Attempts | null): void {
    this.token = token
    if (!attempts) return
    this.#attempts = attempts
    this.#forget()
  }

  /** Whether there is a checkout whose terms would have to be changed. */
  get begun(): boolean {
    return this.#checkout !== null
  }

  /** What became of the attempt that a reload or another tab left; null where there is none, or it cannot be told. */
  async earlier(): Promise<CheckoutAnswer | null> {
    const attempt = this.#attempts.stored()
    if (!attempt?.checkout) return null
    const answer = await this.#api.read(attempt.key, attempt.checkout)
    if (!answer.ok && answer.error.code === 'checkout_unknown') this.#attempts.renew(attempt.key)
    if (!answer.ok) return null
    if (OVER.includes(answer.value.status)) {
      this.#attempts.renew(attempt.key)
      return null
    }
    this.#take(attempt.key, answer.value)
    return answer.value.fresh ? answer.value : this.learn()
  }

  /**
   * Makes the checkout stand for these terms: creates it, changes it, or finds it so already. One that is over is
   * replaced, for nothing was paid with it.
   */
  settle(terms: Terms): Promise<Answer<CheckoutAnswer>> {
    const turn = this.#queue.then(() => this.#settle(terms))
    this.#queue = turn
    return turn
  }

  async #settle(terms: Terms): Promise<Answer<CheckoutAnswer>> {
    const first = await this.#agree(terms)
    const over = first.ok
      ? OVER.includes(first.value.status)
      : first.error.code === 'checkout_closed' || first.error.code === 'checkout_unknown'
    if (!over) return first
    this.renew()
    return this.#agree(terms)
  }

  async #agree(terms: Terms): Promise<Answer<CheckoutAnswer>> {
    const attempt = this.#attempts.current()
    if (attempt.key !== this.#attempt) this.#forget() // another tab has begun a new purchase: this one joins it
    const wanted = {
      ...wire(terms),
      ...(this.#reference === null ? {} : { client_reference_id: this.#reference }),
    }
    const agreed = JSON.stringify(wanted)
    if (this.#checkout && this.#agreed === agreed && isUsable(this.#checkout))
      return { ok: true, value: this.#checkout }
    this.#attempt = attempt.key

    // A token is no term: a fresh one of the same user changes nothing that was agreed.
    const body = { ...wanted, ...(this.token === null ? {} : { customer_token: this.token }) }
    let answer = this.#checkout
      ? await this.#api.change(attempt.key, this.#checkout.id, body)
      : await this.#api.create(attempt.key, { ...this.#what, form: 'card', ...body })
    if (!answer.ok && answer.error.code === 'terms_differ') {
      const id = answer.error.checkout ?? attempt.checkout
      if (id) answer = await this.#api.change(attempt.key, id, body)
    }
    if (answer.ok) {
      this.#take(attempt.key, answer.value)
      this.#agreed = agreed
    }
    return answer
  }

  /**
   * Asks until the Worker has asked Stripe, or for long enough.
   * @param enough what more the answer must be.
   * @returns null where it cannot be told: then nothing may be said about money.
   */
  async learn(enough: (answer: CheckoutAnswer) => boolean = () => true): Promise<CheckoutAnswer | null> {
    let last: CheckoutAnswer | null = null
    const end = Date.now() + LEARN_BUDGET_MS
    for (let asked = 0; asked < TRIES && Date.now() < end; asked++) {
      if (asked > 0) await pause(FRESH_AFTER_MS)
      if (!this.#attempt || !this.#checkout) return null
      const answer = await this.#api.read(this.#attempt, this.#checkout.id)
      last = answer.ok && answer.value.fresh ? answer.value : null
      if (answer.ok) this.#take(this.#attempt, answer.value)
      if (last && enough(last)) return last
    }
    return last
  }

  /**
   * Some banks take minutes or days; while the page is open, it asks.
   * @returns what became of it; null where that was not to be learned in time, or nobody waits any more.
   */
  async follow(waiting: () => boolean): Promise<CheckoutAnswer | null> {
    for (let asked = 0; asked < FOLLOW_TRIES; asked++) {
      await pause(FOLLOW_MS)
      if (!waiting()) return null
      const known = await this.learn()
      if (known && known.status !== 'processing') return waiting() ? known : null
    }
    return null
  }

  /** Leaves this attempt behind. Where another tab did so already, its attempt is joined. */
  renew(): void {
    this.#attempts.renew(this.#attempt ?? this.#attempts.stored()?.key)
    this.#forget()
  }

  #forget(): void {
    this.#attempt = null
    this.#checkout = null
    this.#agreed = null
    this.doubtful = false
  }

  #take(attempt: string, answer: CheckoutAnswer): void {
    if (this.#checkout?.revision !== answer.revision) {
      this.#agreed = null
      this.doubtful = false // the one before is canceled
    }
    this.#attempt = attempt
    this.#checkout = answer
    this.#attempts.keep(attempt, answer.id)
  }
}

/** In the words of the contract. The price is only compared: it is what the visitor was shown. */
const wire = ({
  total,
  quantity,
  amount,
  email,
  name,
  promotion_code,
  recurring,
}: Terms): Omit<CheckoutTerms, 'client_reference_id'> => ({
  shown: { ...total, ...(recurring && { recurring: shownOf(recurring) }) },
  quantity,
  promotion_code, // null too: another tab may have applied one
  ...(amount === null ? {} : { amount }),
  ...(email === null ? {} : { email }),
  ...(name === null ? {} : { name }),
})

const shownOf = ({ interval, interval_count, trial_period_days }: NonNullable<Terms['recurring']>) => ({
  interval,
  interval_count,
  trial_period_days,
})

export const isOver = (status: CheckoutStatus): boolean => OVER.includes(status)
