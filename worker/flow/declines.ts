/** Whoever has tried this many cards is not trying to pay: the first answer to card testing behind the limit of creations. */
import { type Checkout, objectOf } from '../domain/checkout.ts'
import { DECLINED, SETUP_FAILED } from '../stripe/events.ts'
import { countDeclines } from '../stripe/payment-intents.ts'
import { countFailedSetups } from '../stripe/setup-intents.ts'
import type { Flow } from './flow.ts'
import { abandon } from './intents.ts'

const DECLINES_ALLOWED = 10

/** Which count an event asks for. */
const COUNT: Record<string, typeof countDeclines> = {
  [DECLINED]: countDeclines,
  [SETUP_FAILED]: countFailedSetups,
}

/**
 * Ends a checkout on which too many cards were declined: what it stands for is canceled. The count is Stripe's, so copies do not
 * matter.
 * @param object the intent, or the set-up, that the event is about.
 */
export async function endTriedOut(
  flow: Flow,
  checkout: Checkout,
  type: string,
  object: string,
): Promise<void> {
  const count = COUNT[type]
  const isOwn = object === objectOf(checkout) || object === checkout.paymentIntent
  if (!count || checkout.status !== 'open' || !isOwn) return
  if ((await count(flow.stripe, object, checkout, DECLINES_ALLOWED)) < DECLINES_ALLOWED) return
  await abandon(flow, checkout)
}
