/** Stripe rings. Nothing is acknowledged before it is in D1: any other answer than 2xx makes Stripe ring again. */
import { Hono } from 'hono'
import { type App, livemode } from '../env.ts'
import { hear } from '../flow/hear.ts'
import { limit, WEBHOOK_LIMIT_BYTES } from '../guard/body.ts'
import { count } from '../log.ts'
import { problem } from '../problem.ts'
import { stripeClient } from '../stripe/client.ts'
import { verifyEvent } from '../stripe/events.ts'
import { refusal } from '../stripe/outcome.ts'

/** The signature covers every byte, a byte order mark too, which is dropped otherwise. */
const exact = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })

export const webhooks = new Hono<App>().post('/stripe', limit(WEBHOOK_LIMIT_BYTES), async (c) => {
  const now = Date.now()
  const payload = exact.decode(await c.req.arrayBuffer())
  const event = await verifyEvent(payload, c.req.header('Stripe-Signature'), c.env.STRIPE_WEBHOOK_SECRET, now)
  if (!event.ok) return problem(c, event.error)
  const bell = event.value
  const ignore = (reason: string) => {
    count('webhook_ignored', { type: bell?.type ?? null, reason })
    return c.json({ received: true })
  }
  if (!bell) return ignore('no_event')
  if (bell.livemode !== livemode(c.env)) return ignore('livemode')
  if (!bell.subject) return c.json({ received: true })

  const flow = { db: c.env.DB, stripe: stripeClient(c.env, 'webhook'), now: Math.floor(now / 1000) }
  try {
    const heard = await hear(flow, bell, 'event')
    // Our metadata names a row of ours, so it is on its way, or lost: Stripe must ring again.
    if (heard === 'unwritten')
      return problem(c, {
        code: 'unexpected',
        message: 'This checkout is not written yet. Send the event again.',
      })
    if (heard === 'unknown' || heard === 'account') return ignore(heard)
  } catch (error) {
    const refused = refusal(error, c.get('requestId'))
    if (!refused.ok) return problem(c, { ...refused.error, code: 'stripe_unavailable' })
  }
  return c.json({ received: true })
})
