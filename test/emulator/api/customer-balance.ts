/** A customer's credit balance: what is owed to the customer, below zero, or by the customer, with the next invoice. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { unmodelled } from '../protocol/errors.ts'
import { mergeMetadata } from '../protocol/metadata.ts'

/** What a balance is in, where nothing else was said. The account's own. */
const DEFAULT_CURRENCY = 'usd'

interface Movement {
  /** Minor units: below zero in favour of the customer. */
  amount: number
  currency: string
  type: 'adjustment' | 'applied_to_invoice' | 'initial' | 'invoice_too_small' | 'unapplied_from_invoice'
  description?: string | null
  invoice?: string
  metadata?: Record<string, string | null> | null
}

/** The balance by one movement. Tells of the customer: for whoever changes nothing else of it, as an invoice does. */
export function moveBalance(
  call: Call,
  customer: Stripe.Customer,
  movement: Movement,
): Stripe.CustomerBalanceTransaction {
  checkOneCurrency(customer, movement.currency)
  const before = structuredClone(customer)
  const transaction = move(call, customer, movement)
  recordEvent(call, 'customer.updated', customer, before)
  return transaction
}

/** To an amount, on the way of another change of the customer, which is told of as a whole. */
export function setBalance(
  call: Call,
  customer: Stripe.Customer,
  balance: number,
  type: 'adjustment' | 'initial',
): void {
  const amount = balance - customer.balance
  if (amount === 0) return
  move(call, customer, { amount, currency: customer.currency ?? DEFAULT_CURRENCY, type })
}

/** @throws ApiError 400: each currency has a balance of its own, of which the stand-in has one. */
function checkOneCurrency({ currency }: Stripe.Customer, sent: string): void {
  if (currency && currency !== sent) throw unmodelled('balances in several currencies', 'currency')
}

function move(
  { state, objects }: Call,
  customer: Stripe.Customer,
  { amount, currency, type, description = null, invoice, metadata }: Movement,
): Stripe.CustomerBalanceTransaction {
  customer.balance += amount
  customer.currency ??= currency
  const transaction: Stripe.CustomerBalanceTransaction = {
    id: nextId(state, 'cbtxn'),
    object: 'customer_balance_transaction',
    amount,
    checkout_session: null,
    created: now(state),
    credit_note: null,
    currency,
    customer: customer.id,
    customer_account: null,
    description,
    ending_balance: customer.balance,
    invoice: invoice ?? null,
    livemode: false,
    metadata: mergeMetadata({}, metadata),
    type,
  }
  objects.customer_balance_transactions[transaction.id] = transaction
  return transaction
}
