/** Amounts that Stripe takes: a currency it knows, neither too little nor too much. */
import { currencyList, formatAmount, isCurrency, maximumAmount, minimumAmount } from '../currencies.ts'
import { invalid } from '../protocol/errors.ts'

/** @returns it in lower case. @throws ApiError 400 */
export function checkCurrency(sent: string, param = 'currency'): string {
  const currency = sent.toLowerCase()
  if (isCurrency(currency)) return currency
  throw invalid(`Invalid currency: ${sent}. Stripe currently supports these currencies: ${currencyList()}`, {
    param,
  })
}

/** @param amount minor units. @returns the currency in lower case. @throws ApiError 400 */
export function checkMoney(amount: number, sent: string): string {
  const currency = checkCurrency(sent)
  const least = minimumAmount(currency)
  if (amount < least)
    throw invalid(`Amount must be at least ${formatAmount(least, currency)} ${currency}`, {
      code: 'amount_too_small',
      param: 'amount',
    })
  checkMaximum(amount, currency)
  return currency
}

/** @throws ApiError 400 */
export function checkMaximum(amount: number, currency: string, param = 'amount'): void {
  const most = maximumAmount(currency)
  if (amount > most)
    throw invalid(`Amount must be no more than ${formatAmount(most, currency)} ${currency}`, {
      code: 'amount_too_large',
      param,
    })
}
