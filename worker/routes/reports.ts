/** The site owner reads: checkouts, their history, payments. D1's answer, never Stripe's. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { findCheckout, findCheckoutByPaymentIntent } from '../db/checkouts.ts'
import { type Found, listCheckouts, listEvents } from '../db/lists.ts'
import type { StoredStatus } from '../domain/checkout.ts'
import type { App } from '../env.ts'
import { readQuery } from '../guard/query.ts'
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

/** GET /v1/checkouts and what hangs below it, by the site's key. */
export const checkoutReports = new Hono<App>()
  .use(bySiteKey)

  .get('/', async (c) => {
    const query = readQuery(c, {
      status: v.optional(v.picklist(STATUSES)),
      payment_intent: text,
      client_reference_id: text,
    })
    if (!query.ok) return problem(c, query.error)
    const { status, payment_intent, client_reference_id } = query.value.filter
    const filter = { status, paymentIntent: payment_intent, clientReferenceId: client_reference_id }
    return c.json(
      list(await listCheckouts(c.env.DB, c.get('site').id, filter, query.value.page), toCheckoutObject),
    )
  })

  .get('/:id', async (c) => {
    const checkout = await findCheckout(c.env.DB, c.req.param('id'))
    if (checkout?.site !== c.get('site').id) return problem(c, { code: 'checkout_unknown' })
    return c.json(toCheckoutObject(checkout))
  })

  .get('/:id/events', async (c) => {
    const query = readQuery(c, {})
    if (!query.ok) return problem(c, query.error)
    const checkout = await findCheckout(c.env.DB, c.req.param('id'))
    if (checkout?.site !== c.get('site').id) return problem(c, { code: 'checkout_unknown' })
    return c.json(list(await listEvents(c.env.DB, checkout.id, query.value.page), toEventObject))
  })

/** GET /v1/payments: where money moved, or is on its way. */
export const payments = new Hono<App>()
  .use(bySiteKey)

  .get('/', async (c) => {
    const query = readQuery(c, {
      status: v.optional(v.picklist(['processing', 'succeeded', 'needs_review'])),
    })
    if (!query.ok) return problem(c, query.error)
    const filter = { status: query.value.filter.status, paid: true }
    return c.json(
      list(await listCheckouts(c.env.DB, c.get('site').id, filter, query.value.page), toPaymentObject),
    )
  })

  .get('/:id', async (c) => {
    const checkout = await findCheckoutByPaymentIntent(c.env.DB, c.req.param('id'))
    if (checkout?.site !== c.get('site').id) return problem(c, { code: 'not_found' })
    return c.json(toPaymentObject(checkout))
  })
