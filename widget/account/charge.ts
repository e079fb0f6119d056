/**
 * One confirmation at Stripe, of a payment or of a set-up, to what may truthfully be said of it. It neither shows nor sends
 * anything itself: how to confirm, and how to ask the Worker, is given to it.
 */
import { pause } from '../call.ts'
import { isCardCode } from '../declines.ts'
import type { Outcome } from '../outcome.ts'

/** What the Worker knows of it; null where it could not be asked. */
export type Known = 'done' | 'open' | 'over' | null

export interface Bill {
  confirm(): Promise<Outcome>
  challenge(): Promise<Outcome>
  ask(): Promise<Known>
  /** Whether the Worker reads Stripe for every question; else at most once in two seconds. */
  live: boolean
}

export interface Teller {
  gone(): boolean
  authenticating(): void
  checking(): void
  /** Stripe.js spoke after nobody waited for it any more: what is shown may be old. */
  late(): void
}

export type Codes = Pick<Extract<Outcome, { is: 'declined' }>, 'code' | 'decline_code'>

export type End =
  | { is: 'done' } // the Worker says so
  | { is: 'already' } // by another tab, before this click
  | { is: 'accepted' } // Stripe.js says so; the Worker does not know yet
  | { is: 'processing' }
  | { is: 'declined'; codes: Codes }
  | { is: 'pending' } // the bank was not answered
  | { is: 'open' } // nothing arrived so far
  | { is: 'over' } // nothing is to be confirmed any more
  | { is: 'unknown' }
  | { is: 'gone' } // the element left the page

const FRESH_AFTER_MS = 2_100
const TRIES = 5
/** Longer than Stripe takes. Who has not answered by then has lost a frame, or sleeps. */
const CONFIRM_PATIENCE_MS = 45_000

/** What Stripe says of an intent that is no longer to be confirmed. */
const MOVED_ON = ['payment_intent_unexpected_state', 'setup_intent_unexpected_state', 'intent_invalid_state']

const NO_CODES: Codes = { code: null, decline_code: null }

export class Charge {
  readonly #bill: Bill
  readonly #teller: Teller
  /** The visitor no longer waits for the bank's page. */
  #leave = () => {}

  constructor(bill: Bill, teller: Teller) {
    this.#bill = bill
    this.#teller = teller
  }

  async run(): Promise<End> {
    let result = await this.#hear(this.#bill.confirm(), pause(CONFIRM_PATIENCE_MS))
    if (result.is === 'action' && !this.#teller.gone()) {
      // A bank may take minutes; only the visitor knows that its page never came.
      const left = new Promise<void>((resolve) => {
        this.#leave = resolve
      })
      this.#teller.authenticating()
      result = await this.#hear(this.#bill.challenge(), left)
    }
    return this.#teller.gone() ? { is: 'gone' } : this.#conclude(result)
  }

  /** The bank's page did not come, or cannot be used: asks how it stands. */
  leave(): void {
    this.#leave()
  }

  /** Asks what became of it. @param result of the confirmation, where there was one. */
  async check(result: Outcome = { is: 'silent' }): Promise<End> {
    this.#teller.checking()
    const codes = 'code' in result ? result : NO_CODES
    // An answer that is not live may be older than the confirmation; the second one is not.
    const known = await this.#learn(this.#bill.live ? 1 : 2)
    if (this.#teller.gone()) return { is: 'gone' }
    if (known === null) return { is: 'unknown' }
    if (known === 'done') return { is: MOVED_ON.includes(codes.code ?? '') ? 'already' : 'done' }
    if (known === 'over') return { is: 'over' }
    if (result.is === 'action') return { is: 'pending' }
    return isCardCode(codes) ? { is: 'declined', codes } : { is: 'open' }
  }

  async #conclude(result: Outcome): Promise<End> {
    switch (result.is) {
      case 'declined':
        return { is: 'declined', codes: result }
      case 'paid':
      case 'processing': {
        // Stripe.js says it went well; only the Worker's word is final.
        const known = await this.#learn(TRIES)
        if (this.#teller.gone()) return { is: 'gone' }
        if (known === 'done') return { is: 'done' }
        return { is: result.is === 'paid' ? 'accepted' : 'processing' }
      }
      default:
        return this.check(result)
    }
  }

  /** @param opens how many answers that it is still open make it certain. */
  async #learn(opens: number): Promise<Known> {
    let last: Known = null
    for (let asked = 0; asked < TRIES; asked++) {
      if (asked > 0) await pause(FRESH_AFTER_MS)
      if (this.#teller.gone()) return null
      const known = await this.#bill.ask()
      if (known === 'done' || known === 'over') return known
      if (known === 'open' && --opens <= 0) return known
      last = known
    }
    return last
  }

  /** What Stripe.js answers before patience ends. */
  async #hear(answer: Promise<Outcome>, patience: Promise<void>): Promise<Outcome> {
    const first = await Promise.race([answer, patience.then((): Outcome => ({ is: 'silent' }))])
    if (first.is === 'silent')
      void answer.then((late) => {
        if (!this.#teller.gone() && (late.is === 'paid' || late.is === 'processing')) this.#teller.late()
      })
    return first
  }
}
