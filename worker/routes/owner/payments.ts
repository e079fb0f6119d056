/** The site owner reads where money moved, or is on its way: purchases, and what subscriptions charged later. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { findPayment, listPayments } from '../../db/payments.ts'
import type { App } from '../../env.ts'
import { named, readCursor, readQuery } from '../../guard/query.ts'
import { bySiteKey } from '../../keys/site.ts'
import { problem } from '../../problem.ts'
import { list } from './common.ts'
import { toPaymentObject } from './views.ts'

export const payments = new Hono<App>()
  .get('/', bySiteKey, async (c) => {
    const query = readQuery(c, {
      status: v.optional(v.picklist(['processing', 'succeeded', 'needs_review'])),
      checkout: named(),
      subscription: named(),
    })
    if (!query.ok) return problem(c, query.error)
    const site = c.get('site').id
    const page = await readCursor(query.value, async (id) => {
      const payment = await findPayment(c.env.DB, site, id)
      return payment && { created: payment.created, id: payment.place }
    })
    if (!page.ok) return problem(c, page.error)
    const found = await listPayments(c.env.DB, site, query.value.filter, page.value)
    return c.json(list(found, toPaymentObject))
  })

  .get('/:id', bySiteKey, async (c) => {
    const payment = await findPayment(c.env.DB, c.get('site').id, c.req.param('id'))
    return payment ? c.json(toPaymentObject(payment)) : problem(c, { code: 'not_found' })
  })
