/** A user's invoices: how one stands, and what pays it. */
import { Hono } from 'hono'
import type { ToConfirm } from '../../account-contract.ts'
import { findInvoice } from '../../db/invoices.ts'
import { cardOf } from '../../domain/customer.ts'
import type { Money } from '../../domain/money.ts'
import { hasEnded, type Invoice, type Subscription } from '../../domain/subscription.ts'
import type { App } from '../../env.ts'
import type { Flow } from '../../flow/flow.ts'
import { syncInvoice, syncSubscription } from '../../flow/mirror.ts'
import { mayRead } from '../../flow/pace.ts'
import { afterChange } from '../../flow/plans.ts'
import { problem } from '../../problem.ts'
import { readDue } from '../../stripe/invoice-payments.ts'
import { flow, settle } from '../steps.ts'
import { ownInvoice } from './common.ts'
import { toAccountInvoice } from './view.ts'

export const accountInvoices = new Hono<App>()
  .get('/:id', async (c) => {
    const owned = await ownInvoice(c, c.req.param('id'))
    if (!owned.ok) return problem(c, owned.error)
    const { invoice, subscription } = owned.value
    if (invoice.status !== 'open' || !mayRead(invoice.id, Date.now()))
      return c.json(toAccountInvoice(invoice))
    const learned = await settle(c, learn(flow(c), invoice, subscription))
    return learned.ok ? c.json(toAccountInvoice(learned.value)) : problem(c, learned.error)
  })

  .post('/:id/pay', async (c) => {
    const owned = await ownInvoice(c, c.req.param('id'))
    if (!owned.ok) return problem(c, owned.error)
    const { customer, invoice } = owned.value
    const steps = flow(c)
    // Whoever pays for one that has ended, and D1 has not heard, has paid for nothing.
    const synced = await settle(c, syncSubscription(steps, owned.value.subscription))
    if (!synced.ok) return problem(c, synced.error)
    const { row: subscription } = synced.value
    if (hasEnded(subscription.status))
      return problem(c, {
        code: 'subscription_unexpected_state',
        message: 'This subscription has ended: paying would bring nothing back.',
      })
    const due = await settle(c, readDue(steps.stripe, invoice.id, invoice))
    if (!due.ok) return problem(c, due.error)
    const answer = (of: Money & { clientSecret: string | null }): ToConfirm => ({
      invoice: invoice.id,
      amount: of.amount,
      currency: of.currency,
      client_secret: of.clientSecret,
      payment_method: cardOf(subscription, customer),
    })
    if (due.value) return c.json(answer(due.value))

    const learned = await settle(c, learn(steps, invoice, subscription))
    if (!learned.ok) return problem(c, learned.error)
    const { amountRemaining: amount, currency } = learned.value
    return c.json(answer({ amount, currency, clientSecret: null }))
  })

/** Mirrors an invoice, and once it is paid what that has changed. */
async function learn(steps: Flow, invoice: Invoice, subscription: Subscription): Promise<Invoice> {
  await syncInvoice(steps, invoice.id, subscription)
  const row = (await findInvoice(steps.db, invoice.id)) ?? invoice
  if (row.status !== invoice.status) await afterChange(steps, subscription)
  return row
}
