/** The site owner reads customers and their cards, and corrects what Stripe says of a customer. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { CustomerDetails, metadataOf, text } from '../../contract.ts'
import { findCustomer, listCustomers } from '../../db/customers.ts'
import { listPaymentMethods } from '../../db/payment-methods.ts'
import type { App } from '../../env.ts'
import { syncCustomer } from '../../flow/customers.ts'
import { BODY_LIMIT_BYTES, limit, readBody } from '../../guard/body.ts'
import { named, readCursor, readQuery } from '../../guard/query.ts'
import { bySiteKey } from '../../keys/site.ts'
import { problem } from '../../problem.ts'
import { updateCustomer } from '../../stripe/customers.ts'
import { flow, settle } from '../steps.ts'
import { list, own } from './common.ts'
import { toCustomerObject, toPaymentMethodObject } from './views.ts'

const CustomerChange = v.strictObject({
  ...CustomerDetails,
  /** null takes a key away. */
  metadata: v.optional(metadataOf(v.nullable(text(500)))),
})

export const customers = new Hono<App>()
  .get('/', bySiteKey, async (c) => {
    const query = readQuery(c, { email: named(320), user: named(320) })
    if (!query.ok) return problem(c, query.error)
    const page = await readCursor(query.value, (id) => own(c, findCustomer, id))
    if (!page.ok) return problem(c, page.error)
    const found = await listCustomers(c.env.DB, c.get('site').id, query.value.filter, page.value)
    return c.json(list(found, toCustomerObject))
  })

  .get('/:id', bySiteKey, async (c) => {
    const customer = await own(c, findCustomer, c.req.param('id'))
    return customer ? c.json(toCustomerObject(customer)) : problem(c, { code: 'not_found' })
  })

  .patch('/:id', bySiteKey, limit(BODY_LIMIT_BYTES), async (c) => {
    const body = await readBody(c, CustomerChange)
    if (!body.ok) return problem(c, body.error)
    const customer = await own(c, findCustomer, c.req.param('id'))
    if (!customer || customer.deletedAt !== null) return problem(c, { code: 'not_found' })

    const { id, stripeAccount } = customer
    const steps = flow(c)
    const changed = await settle(c, updateCustomer(steps.stripe, customer, body.value))
    if (!changed.ok) return problem(c, changed.error)
    const synced = await settle(c, syncCustomer(steps, id, stripeAccount))
    if (!synced.ok) return problem(c, synced.error)
    return c.json(toCustomerObject((await findCustomer(c.env.DB, id)) ?? customer))
  })

  .get('/:id/payment_methods', bySiteKey, async (c) => {
    const customer = await own(c, findCustomer, c.req.param('id'))
    if (!customer) return problem(c, { code: 'not_found' })
    const data = await listPaymentMethods(c.env.DB, customer.id)
    return c.json(list({ data, hasMore: false }, toPaymentMethodObject))
  })
