/** A customer's balance, as invoices use it. */
import type { Stripe } from 'stripe'
import { moveBalance } from '../api/customer-balance.ts'
import type { Call } from '../protocol/endpoint.ts'
import { unmodelled } from '../protocol/errors.ts'
import { customerOf } from './payments.ts'

/** A balance is in one currency; invoices in another know nothing of it. */
export const balanceIn = ({ balance, currency: own }: Stripe.Customer, currency: string): number =>
  own === null || own === undefined || own === currency ? balance : 0

/** What a finalized invoice took of the balance, or left to it. */
export function applyBalance(call: Call, invoice: Stripe.Invoice): void {
  const amount = invoice.ending_balance! - invoice.starting_balance
  if (amount === 0) return
  const isTooSmall =
    invoice.total > 0 && invoice.amount_due === 0 && amount > 0 && invoice.ending_balance! > 0
  moveBalance(call, customerOf(call, invoice), {
    amount,
    currency: invoice.currency,
    type: isTooSmall ? 'invoice_too_small' : 'applied_to_invoice',
    invoice: invoice.id,
  })
}

/** What a voided invoice had taken is there again. */
export function returnBalance(call: Call, invoice: Stripe.Invoice): void {
  const amount = invoice.starting_balance - (invoice.ending_balance ?? invoice.starting_balance)
  if (amount === 0) return
  moveBalance(call, customerOf(call, invoice), {
    amount,
    currency: invoice.currency,
    type: 'unapplied_from_invoice',
    invoice: invoice.id,
  })
}

/** @throws ApiError 400: what is owed and in credit would be in several currencies, of which the stand-in keeps one. */
export function checkOneCurrency({ currency: own }: Stripe.Customer, currency: string, param: string): void {
  if (own && own !== currency)
    throw unmodelled(`a customer with invoices in ${own} and in ${currency}`, param)
}
