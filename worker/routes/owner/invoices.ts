/** The site owner reads invoices, and sends whoever owes one a link to pay it. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { now } from '../../clock.ts'
import { findInvoice, listInvoices } from '../../db/invoices.ts'
import type { Invoice } from '../../domain/subscription.ts'
import type { App } from '../../env.ts'
import { BODY_LIMIT_BYTES, limit, readBody } from '../../guard/body.ts'
import { named, readCursor, readQuery } from '../../guard/query.ts'
import { makeRecoveryToken, RECOVERY_SECONDS } from '../../keys/recovery-token.ts'
import { bySiteKey } from '../../keys/site.ts'
import { problem } from '../../problem.ts'
import { list, own } from './common.ts'
import { toInvoiceObject } from './views.ts'

const STATUSES = ['open', 'paid', 'void', 'uncollectible'] as const satisfies Invoice['status'][]

const Link = v.strictObject({
  /** Seconds. */
  expires_in: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(RECOVERY_SECONDS.least), v.maxValue(RECOVERY_SECONDS.most)),
    RECOVERY_SECONDS.unsaid,
  ),
})

export const invoices = new Hono<App>()
  .get('/', bySiteKey, async (c) => {
    const query = readQuery(c, {
      customer: named(),
      subscription: named(),
      status: v.optional(v.picklist(STATUSES)),
    })
    if (!query.ok) return problem(c, query.error)
    const page = await readCursor(query.value, (id) => own(c, findInvoice, id))
    if (!page.ok) return problem(c, page.error)
    const found = await listInvoices(c.env.DB, c.get('site').id, query.value.filter, page.value)
    return c.json(list(found, toInvoiceObject))
  })

  .get('/:id', bySiteKey, async (c) => {
    const invoice = await own(c, findInvoice, c.req.param('id'))
    return invoice ? c.json(toInvoiceObject(invoice)) : problem(c, { code: 'not_found' })
  })

  .post('/:id/recovery', bySiteKey, limit(BODY_LIMIT_BYTES), async (c) => {
    const body = await readBody(c, Link, 'or nothing')
    if (!body.ok) return problem(c, body.error)
    const invoice = await own(c, findInvoice, c.req.param('id'))
    if (!invoice) return problem(c, { code: 'not_found' })
    if (invoice.status !== 'open')
      return problem(c, {
        code: 'subscription_unexpected_state',
        message: `This invoice is ${invoice.status}: nothing is to be paid.`,
      })
    const expires_at = now() + body.value.expires_in
    const token = await makeRecoveryToken(c.env.SIGNING_SECRET, invoice.site, invoice.id, expires_at)
    // Behind the #, so that no log on the way has it.
    const url = `${new URL(c.req.url).origin}/recover#${token}`
    return c.json({ object: 'recovery_link', url, expires_at }, 201)
  })
