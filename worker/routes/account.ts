/** What a site's user sees to without anybody's help: cards, subscriptions, invoices, details. By a customer token. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { CustomerDetails, text } from '../contract.ts'
import type { Customer } from '../domain/customer.ts'
import { ok } from '../domain/result.ts'
import { type App, livemode } from '../env.ts'
import { syncCustomer, withCustomer } from '../flow/customers.ts'
import { BODY_LIMIT_BYTES, limit, readBody } from '../guard/body.ts'
import { preflight } from '../guard/origin.ts'
import { mayCreate } from '../guard/rate.ts'
import { byCustomerToken } from '../keys/account.ts'
import { problem } from '../problem.ts'
import { updateCustomer } from '../stripe/customers.ts'
import { openPortal } from '../stripe/portal.ts'
import { accountCards } from './account/cards.ts'
import { needCustomer, readAccount } from './account/common.ts'
import { accountInvoices } from './account/invoices.ts'
import { accountSubscriptions } from './account/subscriptions.ts'
import { flow, settle } from './steps.ts'

const Return = v.strictObject({ return_url: v.pipe(text(2000), v.url()) })

export const account = new Hono<App>()
  .use(preflight)
  .use(byCustomerToken, limit(BODY_LIMIT_BYTES))
  // Every change asks Stripe, some of it several times; and Stripe answers all sites together only so often a second.
  .use(async (c, next) => {
    const isRead = c.req.method === 'GET'
    const allowed = isRead ? ok(true) : await mayCreate(c, `${c.get('site').id}:${c.get('user').user}`)
    return allowed.ok ? next() : problem(c, allowed.error)
  })
  .get('/', async (c) => c.json(await readAccount(c)))

  .patch('/customer', async (c) => {
    const body = await readBody(c, v.strictObject(CustomerDetails))
    if (!body.ok) return problem(c, body.error)
    const steps = flow(c)
    const change = async (customer: Customer) => {
      await updateCustomer(steps.stripe, customer, body.value)
      await syncCustomer(steps, customer.id, customer.stripeAccount)
    }
    const changed = await settle(
      c,
      withCustomer(steps, c.get('site'), c.get('user'), livemode(c.env), change),
    )
    return changed.ok ? c.json(await readAccount(c)) : problem(c, changed.error)
  })

  .post('/portal', async (c) => {
    const body = await readBody(c, Return)
    if (!body.ok) return problem(c, body.error)
    // Whoever has a token could else send people anywhere, from a page of Stripe's.
    if (!c.get('site').origins.includes(new URL(body.value.return_url).origin))
      return problem(c, {
        code: 'parameter_invalid',
        param: 'return_url',
        message: 'This page is not of an allowed origin of the site.',
      })
    const customer = await needCustomer(c)
    if (!customer.ok) return problem(c, customer.error)
    const url = await settle(c, openPortal(flow(c).stripe, customer.value, body.value.return_url))
    if (!url.ok) return problem(c, url.error)
    return url.value === null
      ? problem(c, {
          code: 'not_configured',
          param: 'portal',
          message: 'Stripe opens no customer portal: it is set up in its dashboard.',
        })
      : c.json({ object: 'portal', url: url.value })
  })

  .route('/', accountCards)
  .route('/subscriptions', accountSubscriptions)
  .route('/invoices', accountInvoices)
