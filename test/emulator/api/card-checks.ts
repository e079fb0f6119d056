/** What Stripe checks of a card before it asks any bank. */
import { cardByNumber, passesLuhn, type TestCard } from '../cards.ts'
import { now } from '../clock.ts'
import { ApiError, unmodelled } from '../protocol/errors.ts'
import { missingParam } from '../protocol/params.ts'
import type { State } from '../state.ts'
import type { CardParams } from './payment-method-params.ts'

export interface CheckedCard {
  card: TestCard
  exp_month: number
  exp_year: number
  /** Whether a security code came with the number. */
  hasCvc: boolean
}

/** @param at the name of the hash, for `param`. @throws ApiError 402 for a card that cannot exist. */
export function checkCard(state: State, params: Omit<CardParams, 'token'>, at: string): CheckedCard {
  const { number, exp_month, exp_year, cvc } = params
  if (number === undefined) throw missingParam(`${at}[number]`)
  if (exp_month === undefined) throw missingParam(`${at}[exp_month]`)
  if (exp_year === undefined) throw missingParam(`${at}[exp_year]`)

  const digits = number.replaceAll(/[ -]/g, '')
  if (!/^\d{12,19}$/.test(digits))
    throw cardError('invalid_number', 'The card number is not a valid credit card number.', 'number')
  if (!passesLuhn(digits)) throw cardError('incorrect_number', 'Your card number is incorrect.', 'number')
  const year = exp_year < 100 ? 2000 + exp_year : exp_year
  checkExpiry(state, exp_month, year)
  const card = cardByNumber(digits)
  if (!card)
    throw cardError(
      'card_declined',
      'Your card was declined. Your request was in test mode, but used a non test (live) card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
      undefined,
      'test_mode_live_card',
    )
  if (cvc !== undefined && !(/^\d{3}$/.test(cvc) || (card.brand === 'amex' && /^\d{4}$/.test(cvc))))
    throw cardError('invalid_cvc', "Your card's security code is invalid.", 'cvc')
  return { card: modelled(card), exp_month, exp_year: year, hasCvc: cvc !== undefined }
}

/** The card behind `pm_card_…` and `tok_…`: a code was given, and it expires next year. */
export const aliasCard = (state: State, card: TestCard): CheckedCard => ({
  card: modelled(card),
  exp_month: 12,
  exp_year: yearAndMonth(state).year + 1,
  hasCvc: true,
})

function modelled(card: TestCard): TestCard {
  if (card.unmodelled !== undefined)
    throw unmodelled(`${card.unmodelled}, for which this card is`, 'payment_method')
  return card
}

export function checkExpiry(state: State, month: number, year: number): void {
  const today = yearAndMonth(state)
  if (year < today.year || year > today.year + 50)
    throw cardError('invalid_expiry_year', "Your card's expiration year is invalid.", 'exp_year')
  if (month < 1 || month > 12 || (year === today.year && month < today.month))
    throw cardError('invalid_expiry_month', "Your card's expiration month is invalid.", 'exp_month')
}

function yearAndMonth(state: State): { year: number; month: number } {
  const date = new Date(now(state) * 1000)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 }
}

const cardError = (code: string, message: string, param?: string, decline_code?: string): ApiError =>
  new ApiError(402, {
    type: 'card_error',
    code,
    message,
    ...(param !== undefined && { param }),
    ...(decline_code !== undefined && { decline_code }),
  })
