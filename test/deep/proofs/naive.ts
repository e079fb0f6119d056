/**
 * Two merges that are often written instead of reading the object: they believe the payload of a webhook. They are here to fail,
 * so that it is known that the histories are hard enough.
 */
import type { Stripe } from 'stripe'
import { stripe } from '../../worker/harness.ts'
import { must } from './checks.ts'

interface Believed {
  status: string
  amount_received: number
  amount_refunded: number
  /** Of the newest event that was believed. */
  created: number
}

type Delivered = Pick<Stripe.EventBase, 'created'> & { data: { object: object } }

/** Whether an event is believed, given what is believed already. */
const BELIEVES = {
  'the last delivered wins': () => true,
  'the newer `created` wins': (event: Delivered, known: Believed) => event.created >= known.created,
} as const
export type Rule = keyof typeof BELIEVES
export const RULES = Object.keys(BELIEVES) as Rule[]

export class NaiveMerge {
  readonly #believes: (event: Delivered, known: Believed) => boolean
  readonly #intents = new Map<string, Believed>()

  constructor(rule: Rule) {
    this.#believes = BELIEVES[rule]
  }

  hear(event: Delivered): void {
    const object = event.data.object as Stripe.PaymentIntent | Stripe.Charge
    const id = object.object === 'payment_intent' ? object.id : object.payment_intent
    if (typeof id !== 'string') return
    const known = this.#intents.get(id) ?? NOTHING
    if (!this.#believes(event, known)) return
    this.#intents.set(id, { ...known, ...said(object), created: event.created })
  }

  /** @throws where it is not what Stripe says. */
  compare(): void {
    for (const { payment_intents, charges } of Object.values(stripe.state.accounts))
      for (const { id, status, amount_received, latest_charge } of Object.values(payment_intents)) {
        const { amount_refunded = 0 } = charges[String(latest_charge)] ?? {}
        const known = this.#intents.get(id)
        const believed = known && [known.status, known.amount_received, known.amount_refunded]
        must(
          !believed ||
            JSON.stringify(believed) === JSON.stringify([status, amount_received, amount_refunded]),
          `${id}: believed ${believed}; Stripe says ${status},${amount_received},${amount_refunded}`,
        )
      }
  }
}

const NOTHING: Believed = { status: '', amount_received: 0, amount_refunded: 0, created: 0 }

const said = (object: Stripe.PaymentIntent | Stripe.Charge): Partial<Believed> =>
  object.object === 'payment_intent'
    ? { status: object.status, amount_received: object.amount_received }
    : { amount_refunded: object.amount_refunded }
