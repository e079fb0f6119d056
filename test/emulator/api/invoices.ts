/** `/v1/invoices`. */
import type { Stripe } from 'stripe'
import { inTimeOf } from '../billing/changed.ts'
import { collect } from '../billing/collect.ts'
import { finalize, markUncollectible, voidInvoice } from '../billing/finalize.ts'
import { changeInvoice, createInvoice, deleteDraft, payElsewhere } from '../billing/manual.ts'
import { customerOf } from '../billing/payments.ts'
import { previewInvoice } from '../billing/previews.ts'
import { recordEvent } from '../events.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { expandParam } from '../protocol/params.ts'
import { findInvoice, findSavedMethod } from './find.ts'
import {
  createParams,
  finalizeParams,
  linesParams,
  listParams,
  payParams,
  plainParams,
  previewParams,
  updateParams,
} from './invoice-params.ts'

/** Does something to an invoice, at the time of its customer. */
function inItsTime(
  call: Call,
  id: string,
  run: (invoice: Stripe.Invoice, customer: Stripe.Customer) => void,
) {
  const invoice = findInvoice(call, id)
  const customer = customerOf(call, invoice)
  inTimeOf(call, customer, () => run(invoice, customer))
  return invoice
}

/** @throws ApiError 400 for one that cannot be paid any more. */
function checkOwed({ status }: Stripe.Invoice): void {
  if (status === 'paid') throw invalid('Invoice is already paid', { code: 'invoice_already_paid' })
  if (status === 'void') throw invalid('This invoice is voided: it cannot be paid.')
}

export const invoices = [
  endpoint({
    method: 'POST',
    path: '/v1/invoices',
    keys: 'secret',
    params: createParams,
    returns: 'invoice',
    run: createInvoice,
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/create_preview',
    keys: 'secret',
    params: previewParams,
    returns: 'invoice',
    run: previewInvoice,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoices',
    keys: 'secret',
    params: listParams,
    returns: 'invoice',
    list: true,
    run: (
      { objects, path },
      { collection_method, created, customer, due_date, status, subscription, ...page },
    ) =>
      list(
        Object.values(objects.invoices).filter(
          (invoice) =>
            within(invoice.created, created) &&
            (due_date === undefined || (invoice.due_date !== null && within(invoice.due_date, due_date))) &&
            (collection_method === undefined || invoice.collection_method === collection_method) &&
            (customer === undefined || invoice.customer === customer) &&
            (status === undefined || invoice.status === status) &&
            (subscription === undefined ||
              invoice.parent?.subscription_details?.subscription === subscription),
        ),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoices/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'invoice',
    run: (call, _params, { id = '' }) => findInvoice(call, id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'invoice',
    run: (call, params, { id = '' }) =>
      inItsTime(call, id, (invoice, customer) => changeInvoice(call, invoice, customer, params)),
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/invoices/:id',
    keys: 'secret',
    params: {},
    run(call, _params, { id = '' }) {
      deleteDraft(call, findInvoice(call, id))
      return { id, object: 'invoice', deleted: true }
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoices/:id/lines',
    keys: 'secret',
    params: linesParams,
    returns: 'line_item',
    list: true,
    // Lists are kept oldest first; lines are shown as they stand on the invoice.
    run: (call, page, { id = '' }) => list(findInvoice(call, id).lines.data.toReversed(), call.path, page),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/:id/finalize',
    keys: 'secret',
    params: finalizeParams,
    returns: 'invoice',
    run: (call, { auto_advance }, { id = '' }) =>
      inItsTime(call, id, (invoice) => {
        if (auto_advance !== undefined) invoice.auto_advance = auto_advance
        finalize(call, invoice)
      }),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/:id/pay',
    keys: 'secret',
    params: payParams,
    returns: 'invoice',
    run: (call, { paid_out_of_band, payment_method }, { id = '' }) =>
      inItsTime(call, id, (invoice, customer) => {
        checkOwed(invoice)
        const method =
          payment_method === undefined
            ? undefined
            : findSavedMethod(call, customer.id, payment_method, 'payment_method')
        if (invoice.status === 'draft') finalize(call, invoice)
        if (invoice.status === 'paid') return
        if (paid_out_of_band) {
          payElsewhere(call, invoice)
          return
        }
        const failure = method ? collect(call, invoice, method) : collect(call, invoice)
        if (failure) throw failure
      }),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/:id/void',
    keys: 'secret',
    params: plainParams,
    returns: 'invoice',
    run: (call, _params, { id = '' }) => inItsTime(call, id, (invoice) => voidInvoice(call, invoice)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/:id/mark_uncollectible',
    keys: 'secret',
    params: plainParams,
    returns: 'invoice',
    run: (call, _params, { id = '' }) => inItsTime(call, id, (invoice) => markUncollectible(call, invoice)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/:id/send',
    keys: 'secret',
    params: plainParams,
    returns: 'invoice',
    run: (call, _params, { id = '' }) =>
      inItsTime(call, id, (invoice) => {
        if (invoice.collection_method !== 'send_invoice')
          throw invalid("You can only manually send an invoice if its collection method is 'send_invoice'.")
        if (invoice.status === 'draft') finalize(call, invoice)
        recordEvent(call, 'invoice.sent', invoice)
      }),
  }),
]
