/** A promotion code: what it takes off is shown before anything is paid, and it is what is charged. */
import { expect, type Page } from '@playwright/test'
import { KEYS } from '../demo/data.ts'
import { checkoutsOf, expectBegunOnce } from './books.ts'
import { test } from './fixtures.ts'
import { CARDS, cardField, element, expectState, fillCard, pay, payButton, payWith, said } from './shop.ts'

const field = (page: Page) => element(page).getByLabel('Promotion code')
const apply = (page: Page) => element(page).getByRole('button', { name: 'Apply' })

async function enter(page: Page, code: string): Promise<void> {
  await element(page).getByRole('button', { name: 'Add promotion code' }).click()
  await expect(field(page)).toBeFocused()
  await field(page).fill(code)
  await apply(page).click()
}

test('takes off what the code says, on every page that shows a total, and charges that', {
  tag: '@live',
}, async ({ visit, demo, reference }) => {
  const page = await visit('seats', { query: { quantity: '2' } })
  await enter(page, 'TENOFF')
  await expect(element(page).getByText('TENOFF: $1.60 off each payment')).toBeVisible()
  await expect(element(page).getByRole('button', { name: 'Remove TENOFF' })).toBeFocused()
  await expect(payButton(page)).toHaveAccessibleName('Subscribe: $14.40 a month')
  await expect(payButton(page)).toHaveAccessibleDescription(
    '$14.40 is charged now. It renews automatically at $14.40 a month, until it is canceled.',
  )
  expect((await said(page)).at(-1)).toEqual({
    event: 'checkout-change',
    detail: { quantity: 2, amount: 1440, currency: 'usd' },
  })
  await element(page).getByRole('button', { name: 'One more' }).click()
  await expect(payButton(page)).toHaveAccessibleName('Subscribe: $21.60 a month')
  await payWith(page, CARDS.good)
  await expect(element(page).getByText('You paid $21.60.')).toBeVisible()
  await expectBegunOnce(demo, reference, 2160, { quantity: 3 })
})

/** A code of the account's own, that nobody else uses. */
async function makeCode(emulator: string, duration: object): Promise<string> {
  const post = async (path: string, body: Record<string, string>) => {
    const response = await fetch(`${emulator}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEYS.STRIPE_SECRET_KEY}` },
      body: new URLSearchParams(body),
    })
    return (await response.json()) as { id: string; code: string }
  }
  const coupon = await post('coupons', { percent_off: '50', ...duration })
  const made = await post('promotion_codes', { 'promotion[type]': 'coupon', 'promotion[coupon]': coupon.id })
  return made.code
}

const DURATIONS = [
  [{ duration: 'once' }, '$4.50 off the first payment', ''],
  [
    { duration: 'repeating', duration_in_months: '3' },
    '$4.50 off each payment for 3 months',
    ', less the discount while it lasts',
  ],
] as const
for (const [duration, words, less] of DURATIONS)
  test(`says of a code that counts ${duration.duration} what is charged now, and what later`, async ({
    visit,
    demo,
    reference,
  }) => {
    const code = await makeCode(demo.emulator, duration)
    const page = await visit('club', { query: { 'promotion-code': code } })
    await expect(element(page).getByText(`${code}: ${words}`)).toBeVisible()
    await expect(payButton(page)).toHaveAccessibleName('Subscribe: $4.50')
    await expect(payButton(page)).toHaveAccessibleDescription(
      `$4.50 is charged now. It renews automatically at $9.00 a month${less}, until it is canceled.`,
    )
    await payWith(page, CARDS.good)
    await expectBegunOnce(demo, reference, 450)
  })

test('all of it off: no card is asked for, and nothing is charged', async ({ visit, demo, reference }) => {
  const code = await makeCode(demo.emulator, { percent_off: '100', duration: 'forever' })
  const page = await visit('club')
  await expect(cardField(page, 'number')).toBeVisible()
  await enter(page, code)
  await expect(payButton(page)).toHaveAccessibleName('Subscribe: $0.00 a month')
  await expect(cardField(page, 'number')).toBeHidden()
  await pay(page)
  await expectState(element(page), 'complete')
  await expect(element(page).getByText('Nothing was charged.')).toBeVisible()
  await expectBegunOnce(demo, reference, 0)
})

test('a wrong code is said beside its field, costs nothing, and the right one can be entered', async ({
  visit,
}) => {
  const page = await visit('club')
  await enter(page, 'NOPE')
  await expect(field(page)).toHaveAccessibleDescription('This code is not valid here.')
  await expect(field(page)).toHaveValue('NOPE')
  await expect(element(page).getByRole('alert')).toHaveText('Please check: This code is not valid here.')
  await expect(payButton(page)).toHaveAccessibleName('Subscribe: $9.00 a month')
  await field(page).fill('tenoff')
  await field(page).press('Enter')
  await expect(payButton(page)).toHaveAccessibleName('Subscribe: $8.10 a month')
})

test('a code that is removed costs the full price again, and is not charged with it', {
  tag: '@live',
}, async ({ visit, demo, reference }) => {
  const page = await visit('club', { query: { 'promotion-code': 'TENOFF' } })
  await expect(payButton(page)).toHaveAccessibleName('Subscribe: $8.10 a month')
  await element(page).getByRole('button', { name: 'Remove TENOFF' }).click()
  await expect(element(page).getByRole('button', { name: 'Add promotion code' })).toBeFocused()
  await expect(payButton(page)).toHaveAccessibleName('Subscribe: $9.00 a month')
  await payWith(page, CARDS.good)
  await expectBegunOnce(demo, reference, 900)
})

test('a code that was typed and not applied is not passed over: nothing is begun at the full price', async ({
  visit,
  demo,
  reference,
}) => {
  const page = await visit('club')
  await element(page).getByRole('button', { name: 'Add promotion code' }).click()
  await field(page).fill('TENOFF')
  await fillCard(page, CARDS.good)
  await pay(page)
  await expect(field(page)).toHaveAccessibleDescription('Apply this code first, or clear the field.')
  await expect(field(page)).toBeFocused()
  expect(await checkoutsOf(demo, reference)).toEqual([])
  await apply(page).click()
  await expect(payButton(page)).toHaveAccessibleName('Subscribe: $8.10 a month')
  await pay(page)
  await expectState(element(page), 'complete')
  await expectBegunOnce(demo, reference, 810)
})

test('a code that is no longer taken at the click: the full price is shown before anything is begun', async ({
  visit,
  page,
  demo,
  reference,
}) => {
  await page.route('**/promotion_codes/OLD', (route) =>
    route.fulfill({
      headers: { 'access-control-allow-origin': '*' },
      json: {
        ...{
          object: 'discount',
          promotion_code: 'promo_old',
          code: 'OLD',
          percent_off: 50,
          amount_off: null,
        },
        ...{ currency: null, duration: 'once', duration_in_months: null },
      },
    }),
  )
  await visit('club', { query: { 'promotion-code': 'OLD' } })
  await expect(payButton(page)).toHaveAccessibleName('Subscribe: $4.50')
  await fillCard(page, CARDS.good)
  await pay(page)
  await expect(field(page)).toHaveAccessibleDescription('This code is not valid here.')
  await expect(field(page)).toBeFocused()
  await expect(payButton(page)).toHaveAccessibleName('Subscribe: $9.00 a month')
  expect(await checkoutsOf(demo, reference)).toEqual([])
})
