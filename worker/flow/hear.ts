/** What an event of Stripe's comes to: the same steps whether it was delivered, or found in Stripe's list. */
import { findCheckout, findCheckoutByPaymentIntent } from '../db/checkouts.ts'
import { findSite } from '../db/sites.ts'
import type { Checkout } from '../domain/checkout.ts'
import { DECLINED, type Doorbell } from '../stripe/events.ts'
import { countDeclines } from '../stripe/payment-intents.ts'
import { abandon, type Flow } from './intents.ts'
import { type Cause, sync } from './sync.ts'

/**
 * `changed`, `known`: what it is about is in D1 now. `foreign`: neither D1 nor our metadata knows it. `unwritten`: our
 * metadata names a checkout that D1 does not have: it is on its way, or lost.
 */
export type Heard = 'changed' | 'known' | 'foreign' | 'unwritten'

/**
 * @param by whether Stripe rang with it, or we read it.
 * @throws Stripe.errors.StripeError where Stripe cannot be read; Error where the row moves faster than we can read.
 */
export async function hear(
  flow: Flow,
  bell: Doorbell & { paymentIntent: string },
  by: Cause['by'],
): Promise<Heard> {
  const checkout = await findRung(flow.db, bell)
  if (!checkout) {
    const site = bell.checkout && bell.site ? await findSite(flow.db, bell.site) : null
    return site?.stripeAccount === bell.account ? 'unwritten' : 'foreign'
  }
  if (checkout.stripeAccount !== bell.account) return 'foreign'
  const { id, type, created, object, paymentIntent } = bell
  const event = { id, type, created, object }
  const synced = await sync(flow.db, flow.stripe, checkout.id, paymentIntent, { by, event }, flow.now)
  if (!synced) return 'unwritten'
  if (type === DECLINED) await endTriedOut(flow, synced.checkout, paymentIntent)
  return synced.changed ? 'changed' : 'known'
}

/** The checkout that an event is about: the one our metadata names, or the one whose intent it is. */
async function findRung(
  db: D1Database,
  bell: Pick<Doorbell, 'checkout'> & { paymentIntent: string },
): Promise<Checkout | null> {
  const named = bell.checkout ? await findCheckout(db, bell.checkout) : null
  return named ?? (await findCheckoutByPaymentIntent(db, bell.paymentIntent))
}

/** Whoever has tried this many cards is not trying to pay. */
const DECLINES_ALLOWED = 10

/** Ends a checkout on which too many cards were declined: its intent is canceled. The count is Stripe's, so copies do not matter. */
async function endTriedOut(flow: Flow, checkout: Checkout, paymentIntent: string): Promise<void> {
  if (checkout.status !== 'open' || checkout.paymentIntent !== paymentIntent) return
  if ((await countDeclines(flow.stripe, paymentIntent, checkout, DECLINES_ALLOWED)) < DECLINES_ALLOWED) return
  await abandon(flow, checkout, paymentIntent)
}
