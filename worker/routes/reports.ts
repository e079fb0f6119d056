/** The site owner reads: checkouts, their history, payments. D1's answer, never Stripe's. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { findCheckout, findCheckoutByPaymentIntent } from '../db/checkouts.ts'
import { type Found, findEvent, listCheckouts, listEvents } from '../db/lists.ts'
import { type Checkout, hasMoney, type StoredStatus } from '../domain/checkout.ts'
import type { App, Door } from '../env.ts'
import { readCursor, readQuery } from '../guard/query.ts'
import { bySiteKey } from '../keys/site.ts'
import { problem } from '../problem.ts'
import { toCheckoutObject, toEventObject, toPaymentObject } from './views.ts'

const STATUSES = [
  'open',
  'processing',
  'succeeded',
  'canceled',
  'expired',
  'needs_review',
] as const satisfies StoredStatus[]

const text = v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(255)))

/** A page of a cursor list, as Stripe's clients know it. */
const list = <T, Shown>({ data, hasMore }: Found<T>, view: (item: T) => Shown) => ({
  object: 'list',
  data: data.map(view),
  has_more: hasMore,
})

/** A checkout of the site whose key this is. */
async function ownCheckout(c: Door, find: typeof findCheckout, id: string): Promise<Checkout | null> {
  const checkout = await find(c.env.DB, id)
  return checkout?.site === c.get('site').id ? checkout : null
}

/** GET /v1/checkouts and what hangs below it, by the site's key. */
export const checkoutReports = new Hono<App>()
  .get('/', bySiteKey, async (c) => {
    const query = readQuery(c, {
      status: v.optional(v.picklist(STATUSES)),
      payment_intent: text,
      client_reference_id: text,
    })
    if (!query.ok) return problem(c, query.error)
    const page = await readCursor(query.value, (id) => ownCheckout(c, findCheckout, id))
    if (!page.ok) return problem(c, page.error)
    const { status, payment_intent, client_reference_id } = query.value.filter
    const filter = { status, paymentIntent: payment_intent, clientReferenceId: client_reference_id }
    return c.json(list(await listCheckouts(c.env.DB, c.get('site').id, filter, page.value), toCheckoutObject))
  })

  .get('/:id', bySiteKey, async (c) => {
    const checkout = await ownCheckout(c, findCheckout, c.req.param('id'))
    return checkout ? c.json(toCheckoutObject(checkout)) : problem(c, { code: 'checkout_unknown' })
  })

  .get('/:id/events', bySiteKey, async (c) => {
    const query = readQuery(c, {})
    if (!query.ok) return problem(c, query.error)
    const checkout = await ownCheckout(c, findCheckout, c.req.param('id'))
    if (!checkout) return problem(c, { code: 'checkout_unknown' })
    const page = await readCursor(query.value, (id) => findEvent(c.env.DB, checkout.id, id))
    if (!page.ok) return problem(c, page.error)
    return c.json(list(await listEvents(c.env.DB, checkout.id, page.value), toEventObject))
  })

/** GET /v1/payments: where money moved, or is on its way. */
export const payments = new Hono<App>()
  .get('/', bySiteKey, async (c) => {
    const query = readQuery(c, {
      status: v.optional(v.picklist(['processing', 'succeeded', 'needs_review'])),
    })
    if (!query.ok) return problem(c, query.error)
    const page = await readCursor(query.value, (id) => ownCheckout(c, findCheckoutByPaymentIntent, id))
    if (!page.ok) return problem(c, page.error)
    const filter = { status: query.value.filter.status, paid: true }
    return c.json(list(await listCheckouts(c.env.DB, c.get('site').id, filter, page.value), toPaymentObject))
  })

  .get('/:id', bySiteKey, async (c) => {
    const checkout = await ownCheckout(c, findCheckoutByPaymentIntent, c.req.param('id'))
    return checkout && hasMoney(checkout.status)
      ? c.json(toPaymentObject(checkout))
      : problem(c, { code: 'not_found' })
  })
