/** Stripe rings. Nothing is acknowledged before it is in D1: any other answer than 2xx makes Stripe ring again. */
import { Hono } from 'hono'
import { findCheckout, findCheckoutByPaymentIntent } from '../db/checkouts.ts'
import { findSite } from '../db/sites.ts'
import type { Checkout } from '../domain/checkout.ts'
import { type App, livemode } from '../env.ts'
import { sync } from '../flow/sync.ts'
import { limit, WEBHOOK_LIMIT_BYTES } from '../guard/body.ts'
import { count } from '../log.ts'
import { problem } from '../problem.ts'
import { stripeClient } from '../stripe/client.ts'
import { type Doorbell, verifyEvent } from '../stripe/events.ts'
import { refusal } from '../stripe/outcome.ts'

export const webhooks = new Hono<App>().post('/stripe', limit(WEBHOOK_LIMIT_BYTES), async (c) => {
  const now = Date.now()
  const payload = await c.req.text()
  const event = await verifyEvent(payload, c.req.header('Stripe-Signature'), c.env.STRIPE_WEBHOOK_SECRET, now)
  if (!event.ok) return problem(c, event.error)
  const bell = event.value
  const ignore = (reason: string) => {
    count('webhook_ignored', { type: bell?.type ?? null, reason })
    return c.json({ received: true })
  }
  if (!bell) return ignore('no_event')
  if (bell.livemode !== livemode(c.env)) return ignore('livemode')
  if (!bell.paymentIntent) return c.json({ received: true })

  const checkout = await findRung(c.env.DB, bell)
  if (!checkout) {
    const site = bell.checkout && bell.site ? await findSite(c.env.DB, bell.site) : null
    if (site?.stripeAccount !== bell.account) return ignore('unknown')
    // Our metadata names a checkout of a site of ours, so its row is on its way, or lost: Stripe must ring again.
    return problem(c, {
      code: 'unexpected',
      message: 'This checkout is not written yet. Send the event again.',
    })
  }
  if (checkout.stripeAccount !== bell.account) return ignore('account')

  const { id, type, created, object } = bell
  try {
    const stripe = stripeClient(c.env, 'webhook')
    await sync(
      c.env.DB,
      stripe,
      checkout.id,
      bell.paymentIntent,
      { id, type, created, object },
      Math.floor(now / 1000),
    )
  } catch (error) {
    const refused = refusal(error, c.get('requestId'))
    if (!refused.ok) return problem(c, { ...refused.error, code: 'stripe_unavailable' })
  }
  return c.json({ received: true })
})

/** The checkout that an event is about: the one our metadata names, or the one whose intent it is. */
async function findRung(db: D1Database, bell: Doorbell): Promise<Checkout | null> {
  const named = bell.checkout ? await findCheckout(db, bell.checkout) : null
  return named ?? (await findCheckoutByPaymentIntent(db, bell.paymentIntent!))
}
