/** `/v1/customers/{id}/balance_transactions`: how the balance became what it is. */
import type { Stripe } from 'stripe'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { mergeMetadata, metadata } from '../protocol/metadata.ts'
import { expandParam, id, pagination, type Rule, range, required, string } from '../protocol/params.ts'
import { lookUp } from '../state.ts'
import { moveBalance } from './customer-balance.ts'
import { balance } from './customer-params.ts'
import { findCustomer } from './find.ts'
import { checkCurrency } from './money.ts'

const createParams = {
  amount: required(balance),
  currency: required(id),
  description: string(350),
  expand: expandParam,
  metadata,
} satisfies Record<keyof Stripe.CustomerCreateBalanceTransactionParams, Rule<unknown>>

const updateParams = { description: string(350), expand: expandParam, metadata } satisfies Record<
  keyof Stripe.CustomerUpdateBalanceTransactionParams,
  Rule<unknown>
>

const listParams = { ...pagination, created: range, invoice: id } satisfies Record<
  keyof Stripe.CustomerListBalanceTransactionsParams,
  Rule<unknown>
>

function find(call: Call, customer: string, transaction: string): Stripe.CustomerBalanceTransaction {
  const { id: owner } = findCustomer(call, customer)
  const found = lookUp(call.objects.customer_balance_transactions, transaction)
  if (found?.customer !== owner) throw missing('customer balance transaction', transaction)
  return found
}

export const customerBalanceTransactions = [
  endpoint({
    method: 'POST',
    path: '/v1/customers/:customer/balance_transactions',
    keys: 'secret',
    params: createParams,
    returns: 'customer_balance_transaction',
    run(call, { amount, currency, description, metadata: sent }, { customer = '' }) {
      return moveBalance(call, findCustomer(call, customer), {
        amount,
        currency: checkCurrency(currency),
        type: 'adjustment',
        ...(description !== undefined && { description }),
        ...(sent !== undefined && { metadata: sent }),
      })
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:customer/balance_transactions',
    keys: 'secret',
    params: listParams,
    returns: 'customer_balance_transaction',
    list: true,
    run(call, { created, invoice, ...page }, { customer = '' }) {
      const { id: owner } = findCustomer(call, customer)
      const found = Object.values(call.objects.customer_balance_transactions).filter(
        (transaction) =>
          transaction.customer === owner &&
          within(transaction.created, created) &&
          (invoice === undefined || transaction.invoice === invoice),
      )
      return list(found, call.path, page)
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:customer/balance_transactions/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'customer_balance_transaction',
    run: (call, _params, { customer = '', id: transaction = '' }) => find(call, customer, transaction),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/customers/:customer/balance_transactions/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'customer_balance_transaction',
    run(call, { description, metadata: sent }, { customer = '', id: transaction = '' }) {
      const found = find(call, customer, transaction)
      found.metadata = mergeMetadata(found.metadata ?? {}, sent)
      if (description !== undefined) found.description = description
      return found
    },
  }),
]
