/** `/v1/balance_transactions`: what charges and refunds were booked as. */
import { endpoint } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import { expandParam } from '../protocol/params.ts'
import { lookUp } from '../state.ts'

export const balanceTransactions = [
  endpoint({
    method: 'GET',
    path: '/v1/balance_transactions/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'balance_transaction',
    run({ objects }, _params, { id = '' }) {
      const transaction = lookUp(objects.balance_transactions, id)
      if (!transaction) throw missing('balance transaction', id)
      return transaction
    },
  }),
]
