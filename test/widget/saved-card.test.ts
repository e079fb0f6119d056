import { expect, it } from 'vitest'
import { expiryMonth, monthsLeft } from '../../widget/saved-card.ts'

it('is good to the end of its month', () => {
  const card = { exp_month: 11, exp_year: 2026 }
  expect(monthsLeft(card, new Date(2026, 10, 30, 23).getTime())).toBe(0)
  expect(monthsLeft(card, new Date(2026, 11, 1).getTime())).toBe(-1)
  expect(monthsLeft({ exp_month: 1, exp_year: 2027 }, new Date(2026, 11, 1).getTime())).toBe(1)
})

it('is named by its month as it stands on the card', () => {
  expect(expiryMonth({ exp_month: 3, exp_year: 2034 })).toBe('03/34')
  expect(expiryMonth({ exp_month: 12, exp_year: 2105 })).toBe('12/05')
})
