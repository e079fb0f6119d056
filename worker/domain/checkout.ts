/** A checkout: one attempt at buying, as D1 keeps it. Pure. */
import { type Terms, wantsSetup } from './offer.ts'
import type { Site } from './site.ts'

/** The statuses that are stored. `requires_action` is absent on purpose: it is true for seconds, and read live. */
export type StoredStatus = 'open' | 'processing' | 'succeeded' | 'canceled' | 'expired' | 'needs_review'

/** Why a person must look at it: money moved, but not as agreed. */
export type Review =
  | 'amount_differs'
  | 'currency_differs'
  | 'livemode_differs'
  | 'capture_pending'
  | 'unexpected_payment_intent'
  | 'unexpected_subscription'

export interface Checkout {
  /** `chk_…`, a hash of site and attempt. */
  id: string
  site: string
  terms: Terms
  /** Goes up when the terms change; half of Stripe's idempotency key. */
  revision: number
  /** Unix seconds: when this revision began. Its idempotency key is sent for 23 hours from then. */
  revised: number
  /** Of the row, not of the terms: goes up with every write. */
  version: number
  livemode: boolean
  stripeAccount: string | null

  status: StoredStatus
  /** `cus_…`: the user's, or made for this checkout. */
  customer: string | null
  /** Of a payment, or of the first invoice. */
  paymentIntent: string | null
  /** Of this revision: what saves a card, or sets it up for what is free at first. */
  setupIntent: string | null
  subscription: string | null
  /** The first of the subscription. */
  invoice: string | null
  clientSecret: string | null
  charge: string | null
  /** Minor units. */
  amountReceived: number
  /** Minor units. */
  amountRefunded: number
  /** How it first became known that this is paid as agreed; null until then. */
  verifiedBy: 'event' | 'read' | null
  review: Review | null
  /** Stripe no longer shows the intent; what stands here is the last that was seen. */
  unreachable: boolean
  /** Unix seconds, Stripe's. */
  paidAt: number | null

  email: string | null
  name: string | null
  clientReferenceId: string | null
  metadata: Record<string, string>
  /** Unix seconds. */
  created: number
  /** Unix seconds. */
  updated: number
}

/** What goes with a purchase and is no part of its terms. What is undefined was not said. */
export interface Particulars {
  email?: string | undefined
  name?: string | undefined
  clientReferenceId?: string | undefined
  metadata?: Record<string, string> | undefined
}

/** A checkout as it is first written: before Stripe is asked for anything that costs. @param now Unix seconds. @param customer of a known user. */
export const begin = (
  id: string,
  site: Pick<Site, 'id' | 'stripeAccount'>,
  terms: Terms,
  { email, name, clientReferenceId, metadata }: Particulars,
  livemode: boolean,
  now: number,
  customer: string | null = null,
): Checkout => ({
  id,
  site: site.id,
  terms,
  revision: 1,
  revised: now,
  version: 1,
  livemode,
  stripeAccount: site.stripeAccount,
  status: 'open',
  customer,
  paymentIntent: null,
  setupIntent: null,
  subscription: null,
  invoice: null,
  clientSecret: null,
  charge: null,
  amountReceived: 0,
  amountRefunded: 0,
  verifiedBy: null,
  review: null,
  unreachable: false,
  paidAt: null,
  email: email ?? null,
  name: name ?? null,
  clientReferenceId: clientReferenceId ?? null,
  metadata: metadata ?? {},
  created: now,
  updated: now,
})

/** The checkout with what was said last. @returns null where that is what stands there. */
export function redescribe(
  checkout: Checkout,
  { email, name, clientReferenceId, metadata }: Particulars,
): Checkout | null {
  const next = {
    ...checkout,
    // Where a customer is made from it, the email is a term, and changes with the terms alone.
    email: checkout.terms.mode === 'payment' ? (email ?? checkout.email) : checkout.email,
    name: name ?? checkout.name,
    clientReferenceId: clientReferenceId ?? checkout.clientReferenceId,
    metadata: metadata ?? checkout.metadata,
  }
  return JSON.stringify(next) === JSON.stringify(checkout) ? null : next
}

/** Stripe prunes idempotency keys after 24 hours; an hour is left for clocks and slow calls. */
export const KEY_LIFETIME_SECONDS = 23 * 3600

/** Whether this revision's idempotency key is too old to be sent: a repeat might make a second intent. */
export const keyExpired = (checkout: Pick<Checkout, 'revised'>, now: number): boolean =>
  now - checkout.revised > KEY_LIFETIME_SECONDS

/** Where nothing can be paid any more with this checkout, and new terms need a new attempt. */
export const isClosed = (status: StoredStatus): boolean => status === 'expired'

/** Where a visitor has paid, or may have: other terms would be a second purchase. */
export const hasMoney = (status: StoredStatus): boolean =>
  status === 'succeeded' || status === 'processing' || status === 'needs_review'

/** What a checkout stands for at Stripe just now. A free start that wants a card is a set-up first, and a subscription then. */
export type Stage = 'payment' | 'setup' | 'subscription'

export function stageOf({ terms, subscription }: Pick<Checkout, 'terms' | 'subscription'>): Stage {
  if (terms.mode === 'payment') return 'payment'
  return subscription === null && wantsSetup(terms) ? 'setup' : 'subscription'
}

/** The object at Stripe that this revision is about; null until it was made. */
export function objectOf(checkout: Checkout): string | null {
  const { paymentIntent, setupIntent, subscription } = checkout
  return { payment: paymentIntent, setup: setupIntent, subscription }[stageOf(checkout)]
}

/** Where Stripe may know more than D1. */
export const mayMove = (checkout: Checkout): boolean =>
  objectOf(checkout) !== null && (checkout.status === 'open' || checkout.status === 'processing')

/** Where the client secret can still be used. */
export const isPayable = (status: StoredStatus): boolean => status === 'open'
