/**
 * Where nobody here knows for certain what Stripe does, and a client could depend on it: our best guess, and what it could as well do.
 * Off, the guess holds everywhere. A seed takes one of the two for each; `other` never takes the guess. The one table of it.
 */
import { randomOf } from './ids.ts'
import type { State } from './state.ts'

/** null: off. */
export type Adversary = number | 'other' | null

interface Behaviour {
  /** Whether a seed decides once for all, or again whenever it happens. */
  decided: 'once' | 'each time'
  guess: string
  other: string
}

export const BEHAVIOURS = {
  event_order: {
    decided: 'each time',
    guess: 'the events of one request come in the order of what happened',
    other: 'a later one is recorded, listed and delivered before the earlier ones',
  },
  event_created: {
    decided: 'once',
    guess: 'all events of one request have the same `created`',
    other: 'those after the first are a second younger',
  },
  event_request: {
    decided: 'once',
    guess: 'an event names the request and the idempotency key that caused it',
    other: 'both are null',
  },
  event_list_order: {
    decided: 'once',
    guess: 'of events of the same second the last recorded is listed first',
    other: 'the first recorded is listed first',
  },
  event_copies: { decided: 'each time', guess: 'a delivery comes once', other: 'it comes twice' },
  event_before_answer: {
    decided: 'each time',
    guess: 'deliveries begin when the API has answered',
    other: 'their first try is over before the API answers',
  },
  declined_payment_method: {
    decided: 'once',
    guess: 'a declined intent has no `payment_method`',
    other: 'it keeps the one that was declined',
  },
  declined_latest_charge: {
    decided: 'once',
    guess: 'a declined intent has the failed charge as `latest_charge`',
    other: 'it has none',
  },
  error_intent: {
    decided: 'once',
    guess: 'an error about an intent carries the intent',
    other: 'it does not',
  },
  canceled_code: {
    decided: 'once',
    guess: 'confirming a canceled intent is `payment_intent_unexpected_state`',
    other: 'it is `intent_invalid_state`',
  },
  canceled_again: {
    decided: 'once',
    guess: 'canceling a canceled intent is a 400',
    other: 'it is a 200 with the canceled intent',
  },
  closed_challenge: {
    decided: 'once',
    guess: 'closing the challenge is failing it',
    other: 'the intent stays in `requires_action`, and the challenge open',
  },
  setup_return_url: {
    decided: 'once',
    guess:
      'a set-up made and confirmed at once needs no `return_url` if it names no kinds of payment methods',
    other: 'it does',
  },
  search_delay: {
    decided: 'once',
    guess: 'search finds an object at once',
    other: 'only when it is 60 s old',
  },
  inactive_prices: {
    decided: 'once',
    guess: 'a list of prices that says nothing of `active` has the active ones only',
    other: 'it has all',
  },
  inactive_code: {
    decided: 'once',
    guess: 'a promotion code that is not active is refused with the code `coupon_expired`',
    other: 'it is refused without a code',
  },
  first_time_unpaid: {
    decided: 'once',
    guess: 'a promotion code for first transactions is refused to who has an open invoice',
    other: 'only a paid one counts',
  },
  useless_coupon: {
    decided: 'once',
    guess: 'a coupon that is for nothing of what is bought is refused',
    other: 'it is taken, and takes nothing off',
  },
  kept_lock_timeout: {
    decided: 'once',
    guess: 'a `lock_timeout` is not kept under the idempotency key',
    other: 'it is',
  },
  kept_5xx: {
    decided: 'once',
    guess: 'of the 5xx only a 500 is kept under the idempotency key',
    other: 'all are',
  },
  missing_parameter: {
    decided: 'once',
    guess: 'an object that a parameter names and that is not there is a 400',
    other: 'it is a 404, as one that the address names',
  },
  kept_404: {
    decided: 'once',
    guess: 'a 404 is kept under the idempotency key',
    other: 'it is not',
  },
  parameter_order: {
    decided: 'once',
    guess: 'the same parameters in another order are the same request to an idempotency key',
    other: 'they are another request',
  },
  canceled_incomplete: {
    decided: 'once',
    guess: 'canceling an incomplete subscription makes it `incomplete_expired`',
    other: 'it is `canceled`',
  },
  voided_first_invoice: {
    decided: 'once',
    guess: 'voiding the first invoice of an incomplete subscription is the end of it',
    other: 'it stays incomplete until its 23 hours are over',
  },
  forgiven_invoice: {
    decided: 'once',
    guess: 'a subscription that is past due is active again when its newest invoice is voided or written off',
    other: 'it stays past due',
  },
  invoice_intent_method: {
    decided: 'once',
    guess: 'the intent of a finalized invoice has no `payment_method` before it is tried',
    other: 'it has the default one, and is `requires_confirmation`',
  },
  trial_invoice: {
    decided: 'once',
    guess: 'a trial begins with an invoice of nothing, which is paid',
    other: 'it begins with none',
  },
} as const satisfies Record<string, Behaviour>

export type BehaviourName = keyof typeof BEHAVIOURS

/** Whether Stripe does now what is not our best guess. The same seed gives the same answers in the same order. */
export function otherwise(state: State, name: BehaviourName): boolean {
  const { adversary } = state
  if (adversary === null || adversary === 'other') return adversary === 'other'
  if (BEHAVIOURS[name].decided === 'once') return isOther(adversary, name)
  const stream = streamOf(name)
  const n = (state.counters[stream] ?? 0) + 1
  state.counters[stream] = n
  return isOther(adversary, `${name}:${n}`)
}

/** Begins anew: what a seed decides does not depend on what was decided before. */
export function setAdversary(state: State, adversary: Adversary): void {
  state.adversary = adversary
  for (const name of Object.keys(BEHAVIOURS)) delete state.counters[streamOf(name)]
}

const streamOf = (name: string) => `adversary:${name}`

const isOther = (seed: number, what: string): boolean => randomOf(`${seed}:adversary:${what}`) < 0.5
