/** `/v1/invoice_payments`: which payment intent pays which invoice. */
import { endpoint } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { expandParam } from '../protocol/params.ts'
import { lookUp } from '../state.ts'
import { paymentListParams } from './invoice-params.ts'

export const invoicePayments = [
  endpoint({
    method: 'GET',
    path: '/v1/invoice_payments',
    keys: 'secret',
    params: paymentListParams,
    returns: 'invoice_payment',
    list: true,
    run: ({ objects, path }, { created, invoice, payment, status, ...page }) =>
      list(
        Object.values(objects.invoice_payments).filter(
          (one) =>
            within(one.created, created) &&
            (invoice === undefined || one.invoice === invoice) &&
            (status === undefined || one.status === status) &&
            (payment === undefined || one.payment.type === payment.type) &&
            (payment?.payment_intent === undefined || one.payment.payment_intent === payment.payment_intent),
        ),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoice_payments/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'invoice_payment',
    run({ objects }, _params, { id = '' }) {
      const payment = lookUp(objects.invoice_payments, id)
      if (!payment) throw missing('invoice_payment', id)
      return payment
    },
  }),
]
