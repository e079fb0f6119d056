/** Amounts that Stripe takes: a currency it knows, neither too little nor too much. */
import { currencyList, formatAmount, isCurrency, maximumAmount, minimumAmount } from '../currencies.ts'
import { invalid } from '../protocol/errors.ts'

/** @param amount minor units. @returns the currency in lower case. @throws ApiError 400 */
export function checkMoney(amount: number, sent: string): string {
  const currency = sent.toLowerCase()
  if (!isCurrency(currency))
    throw invalid(
      `Invalid currency: ${sent}. Stripe currently supports these currencies: ${currencyList()}`,
      { param: 'currency' },
    )
  const least = minimumAmount(currency)
  if (amount < least)
    throw invalid(`Amount must be at least ${formatAmount(least, currency)} ${currency}`, {
      code: 'amount_too_small',
      param: 'amount',
    })
  const most = maximumAmount(currency)
  if (amount > most)
    throw invalid(`Amount must be no more than ${formatAmount(most, currency)} ${currency}`, {
      code: 'amount_too_large',
      param: 'amount',
    })
  return currency
}
