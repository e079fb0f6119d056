/** A saved card, as it is named to its owner. Pure. */
import type { SavedCard } from '../worker/account-contract.ts'

/** As their owners write themselves. */
export const BRANDS: Record<string, string> = {
  amex: 'American Express',
  cartes_bancaires: 'Cartes Bancaires',
  diners: 'Diners Club',
  discover: 'Discover',
  eftpos_au: 'eftpos',
  elo: 'Elo',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
}

type Expiring = Pick<SavedCard, 'exp_month' | 'exp_year'>

/** "12/34" */
export const expiryMonth = ({ exp_month, exp_year }: Expiring): string =>
  `${String(exp_month).padStart(2, '0')}/${String(exp_year % 100).padStart(2, '0')}`

/** A card is good to the end of its month: 0 in its last one, less once it has expired. @param now milliseconds since 1970. */
export function monthsLeft({ exp_month, exp_year }: Expiring, now: number): number {
  const today = new Date(now)
  return (exp_year - today.getFullYear()) * 12 + exp_month - (today.getMonth() + 1)
}
