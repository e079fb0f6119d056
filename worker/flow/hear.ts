/** What an event of Stripe's comes to: the same steps whether it was delivered, or found in Stripe's list. */
import type { Checkout } from '../domain/checkout.ts'
import type { Site } from '../domain/site.ts'
import { DECLINED, type Doorbell } from '../stripe/events.ts'
import { countDeclines } from '../stripe/payment-intents.ts'
import { abandon } from './intents.ts'
import { type Cause, type Flow, sync } from './sync.ts'

/** An event about an intent. */
export type Bell = Doorbell & { paymentIntent: string }

/** The checkout that an event is about: the one our metadata names, or the one whose intent it is. */
export const rung = (bell: Bell, rows: readonly Checkout[]): Checkout | null =>
  rows.find(({ id }) => id === bell.checkout) ??
  rows.find(({ paymentIntent }) => paymentIntent === bell.paymentIntent) ??
  null

/** Whether our metadata names a checkout that D1 does not have: it is on its way, or lost. @param site the one it names. */
export const isUnwritten = (bell: Bell, site: Site | null): boolean =>
  bell.checkout?.startsWith('chk_') === true && site !== null && site.stripeAccount === bell.account

/**
 * Reads what the event is about, and writes what it read.
 * @param checkout its row, as it was read.
 * @returns whether D1 said something else before.
 * @throws Stripe.errors.StripeError where Stripe cannot be read; Error where the row moves faster than we can read.
 */
export async function hear(flow: Flow, checkout: Checkout, bell: Bell, by: Cause['by']): Promise<boolean> {
  const { id, type, created, object, paymentIntent } = bell
  const synced = await sync(flow, checkout, paymentIntent, { by, event: { id, type, created, object } })
  if (type === DECLINED) await endTriedOut(flow, synced.checkout, paymentIntent)
  return synced.changed
}

/** Whoever has tried this many cards is not trying to pay. */
const DECLINES_ALLOWED = 10

/** Ends a checkout on which too many cards were declined: its intent is canceled. The count is Stripe's, so copies do not matter. */
async function endTriedOut(flow: Flow, checkout: Checkout, paymentIntent: string): Promise<void> {
  if (checkout.status !== 'open' || checkout.paymentIntent !== paymentIntent) return
  if ((await countDeclines(flow.stripe, paymentIntent, checkout, DECLINES_ALLOWED)) < DECLINES_ALLOWED) return
  await abandon(flow, checkout, paymentIntent)
}
