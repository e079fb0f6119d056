/** The site owner reads: checkouts and their history. D1's answer, never Stripe's. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { findCheckout } from '../db/checkouts.ts'
import { findEvent, listEvents } from '../db/events.ts'
import { listCheckouts } from '../db/lists.ts'
import type { StoredStatus } from '../domain/checkout.ts'
import type { App } from '../env.ts'
import { named, readCursor, readQuery } from '../guard/query.ts'
import { bySiteKey } from '../keys/site.ts'
import { problem } from '../problem.ts'
import { list, own } from './owner/common.ts'
import { toCheckoutObject, toEventObject } from './views.ts'

const STATUSES = [
  'open',
  'processing',
  'succeeded',
  'canceled',
  'expired',
  'needs_review',
] as const satisfies StoredStatus[]

/** GET /v1/checkouts and what hangs below it, by the site's key. */
export const checkoutReports = new Hono<App>()
  .get('/', bySiteKey, async (c) => {
    const query = readQuery(c, {
      status: v.optional(v.picklist(STATUSES)),
      payment_intent: named(),
      client_reference_id: named(),
    })
    if (!query.ok) return problem(c, query.error)
    const page = await readCursor(query.value, (id) => own(c, findCheckout, id))
    if (!page.ok) return problem(c, page.error)
    const { status, payment_intent, client_reference_id } = query.value.filter
    const filter = { status, paymentIntent: payment_intent, clientReferenceId: client_reference_id }
    return c.json(list(await listCheckouts(c.env.DB, c.get('site').id, filter, page.value), toCheckoutObject))
  })

  .get('/:id', bySiteKey, async (c) => {
    const checkout = await own(c, findCheckout, c.req.param('id'))
    return checkout ? c.json(toCheckoutObject(checkout)) : problem(c, { code: 'checkout_unknown' })
  })

  .get('/:id/events', bySiteKey, async (c) => {
    const query = readQuery(c, {})
    if (!query.ok) return problem(c, query.error)
    const checkout = await own(c, findCheckout, c.req.param('id'))
    if (!checkout) return problem(c, { code: 'checkout_unknown' })
    const page = await readCursor(query.value, (id) => findEvent(c.env.DB, checkout.id, id))
    if (!page.ok) return problem(c, page.error)
    return c.json(list(await listEvents(c.env.DB, checkout.id, page.value), toEventObject))
  })
