/**
 * What Stripe holds for a checkout without anybody having its secret: an answer of Stripe's was lost, or came too late.
 * Only a checkout that has nothing, or is of a later revision, can have any; and a set-up, whose subscription comes after it.
 */
import { type Checkout, objectOf, stageOf } from '../domain/checkout.ts'
import { EXPIRED_REASON } from '../domain/projection.ts'
import { hasEnded } from '../domain/subscription.ts'
import { cancelPaymentIntent, searchPaymentIntents } from '../stripe/payment-intents.ts'
import { endOrphan, searchSubscriptions } from '../stripe/subscriptions.ts'
import { type Flow, READ } from './flow.ts'
import { sync } from './sync.ts'

/** @returns whether all of them are canceled now. @throws Stripe.errors.StripeError */
export async function cancelOrphans(flow: Flow, checkout: Checkout): Promise<boolean> {
  const { mode } = checkout.terms
  const isWhole = objectOf(checkout) !== null && !isFreeStart(checkout)
  if (isWhole && checkout.revision === 1) return true
  if (mode === 'setup') return true // it moves no money, and needs no search
  return mode === 'payment' ? cancelPayments(flow, checkout) : endSubscriptions(flow, checkout)
}

/** Whose subscription is still to come, or was made and never heard of. */
const isFreeStart = (checkout: Checkout): boolean =>
  checkout.terms.mode === 'subscription' && stageOf(checkout) === 'setup'

async function cancelPayments(flow: Flow, checkout: Checkout): Promise<boolean> {
  let over = true
  for (const { id, status } of await searchPaymentIntents(flow.stripe, checkout))
    if (id !== checkout.paymentIntent && status !== 'canceled')
      over = (await cancel(flow, checkout, id)) && over
  return over
}

async function cancel(flow: Flow, checkout: Checkout, id: string): Promise<boolean> {
  if (await cancelPaymentIntent(flow.stripe, id, checkout, EXPIRED_REASON)) return true
  return (await sync(flow, checkout, READ, id)).status === 'canceled'
}

async function endSubscriptions(flow: Flow, checkout: Checkout): Promise<boolean> {
  let over = true
  for (const { id, status } of await searchSubscriptions(flow.stripe, checkout)) {
    if (id === checkout.subscription || hasEnded(status)) continue
    if (await endOrphan(flow.stripe, id, checkout)) continue
    await sync(flow, checkout, READ, id) // it has begun: the row must say so
    over = false
  }
  return over
}
