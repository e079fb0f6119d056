import { describe, expect, it } from 'vitest'
import { exponent, formatMoney, parseAmount } from '../../worker/domain/money.ts'

describe('money', () => {
  it.each([
    ['usd', 1200, '$12.00'],
    ['jpy', 500, '¥500'],
    ['kwd', 1234, 'KWD 1.234'],
    ['isk', 105000, 'ISK 1,050.00'], // Intl alone would round it to no decimals
    ['huf', 105050, 'HUF 1,050.50'],
    ['ugx', 500000, 'UGX 5,000.00'],
  ])('shows every digit that %s charges', (currency, amount, shown) => {
    expect(
      formatMoney({ amount, currency }, 'en-US')
        .replace('\u00a0', ' ')
        .replace(/^(kr|Ft)\s*/, ''),
    ).toContain(shown.split(' ').at(-1))
  })

  it('counts with Stripe’s exponents where Intl has others', () => {
    expect(['isk', 'huf', 'ugx', 'twd'].map(exponent)).toEqual([2, 2, 2, 2])
    expect(['jpy', 'krw', 'clp', 'vnd'].map(exponent)).toEqual([0, 0, 0, 0])
    expect(['kwd', 'bhd', 'tnd'].map(exponent)).toEqual([3, 3, 3])
  })

  it.each([
    ['12', 'usd', 1200],
    ['12.5', 'usd', 1250],
    ['12,50', 'eur', 1250],
    ['1,234.50', 'usd', 123450],
    ['1.234,50', 'eur', 123450],
    ['1 234,50', 'eur', 123450],
    ['1’234.50', 'chf', 123450],
    ['1,234,567', 'usd', 123456700],
    ['1.234', 'kwd', 1234],
    ['500', 'jpy', 500],
    ['1,500', 'jpy', 1500],
    ['$12.00', 'usd', 1200],
    ['12 €', 'eur', 1200],
    ['0.07', 'usd', 7],
  ])('reads %j in %s as a person means it', (typed, currency, amount) => {
    expect(parseAmount(typed, currency)).toBe(amount)
  })

  it.each([
    ['', 'usd'],
    ['abc', 'usd'],
    ['-5', 'usd'],
    ['1e3', 'usd'],
    ['12.345', 'eur'], // twelve thousand to a German, a slip to an American
    ['1,234', 'usd'],
    ['12.', 'usd'],
    ['1,23,456', 'usd'],
    ['1.2.3', 'usd'],
    ['5.50', 'jpy'],
    ['99999999999999999999', 'usd'],
  ])('refuses %j in %s rather than guess', (typed, currency) => {
    expect(parseAmount(typed, currency)).toBeNull()
  })
})
