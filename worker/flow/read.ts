/** Reads from Stripe what a checkout stands for, and says what its row must be. One way for each stage of a purchase. */
import { type Checkout, objectOf, type Stage, stageOf } from '../domain/checkout.ts'
import { type IntentStatus, type Projection, project } from '../domain/projection.ts'
import { isVerified, projectSetup } from '../domain/projection-setup.ts'
import { projectSubscription } from '../domain/projection-subscription.ts'
import type { StripeClient } from '../stripe/client.ts'
import { readInvoice } from '../stripe/invoices.ts'
import { readPaymentIntent } from '../stripe/payment-intents.ts'
import { readSetupIntent } from '../stripe/setup-intents.ts'
import { readSubscription } from '../stripe/subscriptions.ts'

export interface Reading {
  /** What the row must say; null where what was read says nothing about it. */
  next: Projection | null
  /** Whether Stripe shows the object. */
  found: boolean
  /** Of the intent behind it, as it is this moment. */
  status: IntentStatus | null
  /** The card that was set up for a free start, which may begin now. */
  verified: string | null
}

const NOTHING: Reading = { next: null, found: true, status: null, verified: null }

const STAGES: readonly (readonly [prefix: string, stage: Stage])[] = [
  ['pi_', 'payment'],
  ['seti_', 'setup'],
  ['sub_', 'subscription'],
]

/**
 * @param object what rang: `pi_…`, `seti_…`, `sub_…`; the checkout's own where null. The intent of its subscription's first
 *   invoice is read with both.
 * @throws Stripe.errors.StripeError
 */
export async function read(
  stripe: StripeClient,
  seen: Checkout,
  object: string | null,
  by: 'event' | 'read',
): Promise<Reading> {
  const own = objectOf(seen)
  const belongs = object === null || (stageOf(seen) === 'subscription' && object === seen.paymentIntent)
  const about = belongs ? own : object
  const stage = STAGES.find(([prefix]) => about?.startsWith(prefix))?.[1]
  return about !== null && stage ? READ[stage](stripe, seen, about, by) : NOTHING
}

type Read = (stripe: StripeClient, seen: Checkout, object: string, by: 'event' | 'read') => Promise<Reading>

const READ: Record<Stage, Read> = {
  async payment(stripe, seen, object, by) {
    const intent = await readPaymentIntent(stripe, object, seen)
    // That an intent other than the row's own is gone says nothing about the row.
    const next = intent || object === seen.paymentIntent ? project(seen, intent, by) : null
    return { next, found: intent !== null, status: intent?.status ?? null, verified: null }
  },

  async setup(stripe, seen, object, by) {
    // One that was replaced, or whose subscription stands, says nothing any more.
    if (object !== seen.setupIntent || stageOf(seen) !== 'setup') return NOTHING
    const setup = await readSetupIntent(stripe, object, seen)
    return {
      next: projectSetup(seen, setup, by),
      found: setup !== null,
      status: setup?.status ?? null,
      verified:
        setup && seen.terms.mode === 'subscription' && isVerified(seen, setup) ? setup.paymentMethod : null,
    }
  },

  async subscription(stripe, seen, object, by) {
    const subscription = await readSubscription(stripe, object, seen)
    if (!subscription && object !== seen.subscription) return { ...NOTHING, found: false }
    const first = object === seen.subscription ? seen.invoice : (subscription?.latestInvoice ?? null)
    const invoice = first === null ? null : await readInvoice(stripe, first, seen)
    return {
      next: projectSubscription(seen, { subscription, invoice }, by),
      found: subscription !== null,
      // What the intent of a subscription says that cannot be read ends nothing: the row stays as it was last seen.
      status: (subscription && invoice?.intentStatus) ?? null,
      verified: null,
    }
  },
}
