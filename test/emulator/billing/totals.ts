/** What an invoice comes to: its lines, less its discounts, with what the customer has in credit or owes from before. */
import type { Stripe } from 'stripe'
import { minimumAmount } from '../currencies.ts'
import type { Call } from '../protocol/endpoint.ts'
import { discountedBy } from './discounts.ts'
import { shared } from './shares.ts'

/** Reckons a draft anew. What is finalized stays as it is. */
export function total(call: Call, invoice: Stripe.Invoice): void {
  const lines = invoice.lines.data
  const sum = (of: (line: Stripe.InvoiceLineItem) => number) => lines.reduce((all, line) => all + of(line), 0)
  for (const line of lines) line.discount_amounts = []
  invoice.total_discount_amounts = (invoice.discounts as string[]).map((discount) => ({
    discount,
    amount: discountLines(call, discount, lines),
  }))
  const discounts = invoice.total_discount_amounts.reduce((all, { amount }) => all + amount, 0)
  invoice.subtotal = sum(({ amount }) => amount)
  invoice.subtotal_excluding_tax = invoice.subtotal
  invoice.total = invoice.subtotal - discounts
  invoice.total_excluding_tax = invoice.total
  invoice.total_pretax_credit_amounts = invoice.total_discount_amounts.map(({ amount, discount }) => ({
    amount,
    discount,
    type: 'discount',
  }))
  invoice.amount_due = withBalance(invoice.total, invoice.starting_balance, invoice.currency).due
  invoice.amount_remaining = invoice.amount_due
}

/** One discount after the other, each of what is left. @returns what it takes off in all. */
function discountLines(call: Call, discount: string, lines: Stripe.InvoiceLineItem[]): number {
  const left = ({ amount, discount_amounts }: Stripe.InvoiceLineItem) =>
    amount - discount_amounts!.reduce((all, { amount: off }) => all + off, 0)
  const { covers, amountOff } = discountedBy(call, discount)
  const covered = lines.filter((line) => line.discountable && line.amount > 0 && covers(line))
  const off = amountOff(covered.reduce((all, line) => all + left(line), 0))
  const shares = shared(off, covered.map(left))
  for (const [index, line] of covered.entries())
    line.discount_amounts!.push({ amount: shares[index]!, discount })
  return off
}

/**
 * What is to be paid of a total, and what the balance is then. A balance below zero is credit; a total below zero becomes credit;
 * too little to be charged is owed with the next invoice. Source: docs.stripe.com/billing/customer/balance
 */
export function withBalance(
  total: number,
  balance: number,
  currency: string,
): { due: number; ending: number } {
  const sum = total + balance
  const due = total <= 0 || sum < minimumAmount(currency) ? 0 : sum
  return { due, ending: sum - due }
}
