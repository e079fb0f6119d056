/** `/v1/invoiceitems`: what waits for a customer's next invoice. */
import type { Stripe } from 'stripe'
import { createItem } from '../billing/manual.ts'
import { recordEvent } from '../events.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { invalid, missing } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { expandParam } from '../protocol/params.ts'
import { lookUp } from '../state.ts'
import { itemCreateParams, itemListParams } from './invoice-params.ts'

/** @throws ApiError 404 */
function findItem({ objects }: Call, id: string): Stripe.InvoiceItem {
  const item = lookUp(objects.invoice_items, id)
  if (!item) throw missing('invoiceitem', id)
  return item
}

export const invoiceItems = [
  endpoint({
    method: 'POST',
    path: '/v1/invoiceitems',
    keys: 'secret',
    params: itemCreateParams,
    returns: 'invoiceitem',
    run: createItem,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoiceitems',
    keys: 'secret',
    params: itemListParams,
    returns: 'invoiceitem',
    list: true,
    run: ({ objects, path }, { created, customer, invoice, pending, ...page }) =>
      list(
        Object.values(objects.invoice_items).filter(
          (item) =>
            within(item.date, created) &&
            (customer === undefined || item.customer === customer) &&
            (invoice === undefined || item.invoice === invoice) &&
            (pending === undefined || pending === (item.invoice === null)),
        ),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoiceitems/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'invoiceitem',
    run: (call, _params, { id = '' }) => findItem(call, id),
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/invoiceitems/:id',
    keys: 'secret',
    params: {},
    run(call, _params, { id = '' }) {
      const item = findItem(call, id)
      if (item.invoice !== null)
        throw invalid('This invoice item is on an invoice: it cannot be deleted any more.', {
          code: 'invoice_not_editable',
        })
      delete call.objects.invoice_items[id]
      recordEvent(call, 'invoiceitem.deleted', item)
      return { id, object: 'invoiceitem', deleted: true }
    },
  }),
]
