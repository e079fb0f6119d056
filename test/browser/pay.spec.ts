/** A visitor pays. After each purchase the books are read: one checkout, one charge, the amount shown, verified. */
import { expect } from '@playwright/test'
import { expectPaidOnce, intentsOf } from './books.ts'
import { test } from './fixtures.ts'
import { CARDS, cardField, element, expectState, fillCard, pay, payButton, payWith, said } from './shop.ts'

for (const host of ['localhost', '127.0.0.1'] as const) {
  test(`pays with a card from a shop on ${host}`, { tag: '@live' }, async ({ visit, demo, reference }) => {
    const page = await visit('mug', { host })
    await fillCard(page, CARDS.good)
    await expect(payButton(page)).toHaveAccessibleName('Pay $12.00')
    await pay(page)
    await expectState(element(page), 'complete')
    await expect(element(page).getByRole('heading', { name: 'Payment received' })).toBeVisible()

    const checkout = await expectPaidOnce(demo, reference, 1200)
    const complete = (await said(page)).filter(({ event }) => event === 'checkout-complete')
    expect(complete).toMatchObject([
      {
        detail: {
          checkout: checkout.id,
          status: 'succeeded',
          verified: true,
          amount: 1200,
          currency: 'usd',
          client_reference_id: reference,
        },
      },
    ])
  })
}

test('pays the total of the quantity that the page asked for', { tag: '@live' }, async ({
  visit,
  demo,
  reference,
}) => {
  const page = await visit('mug', { query: { quantity: '3' } })
  await expect(payButton(page)).toHaveAccessibleName('Pay $36.00')
  await payWith(page, CARDS.good)
  expect((await expectPaidOnce(demo, reference, 3600)).quantity).toBe(3)
})

test('charges once, at the new total, when the quantity changes after the intent was made', async ({
  visit,
  demo,
  reference,
}) => {
  const page = await visit('mug')
  const made = page.waitForResponse(`${demo.worker}/v1/checkouts`) // while the visitor types
  await fillCard(page, CARDS.good)
  await made
  await element(page).getByRole('button', { name: 'One more' }).click()
  await expect(payButton(page)).toHaveAccessibleName('Pay $24.00')
  await pay(page)
  await expectState(element(page), 'complete')
  const checkout = await expectPaidOnce(demo, reference, 2400)
  const intents = await intentsOf(demo, checkout.id)
  expect(intents.map(({ amount, status }) => `${amount} ${status}`).sort()).toEqual([
    '1200 canceled',
    '2400 succeeded',
  ])
})

test('asks for the email where the offer requires one, and keeps it', { tag: '@live' }, async ({
  visit,
  demo,
  reference,
}) => {
  const page = await visit('tee')
  await fillCard(page, CARDS.good)
  await pay(page)
  const email = page.getByRole('textbox', { name: 'Email' })
  await expect(email).toHaveAccessibleDescription('Enter your email address.')
  await email.fill('ada@example.com')
  await pay(page)
  await expectState(element(page), 'complete')
  expect((await expectPaidOnce(demo, reference, 2500)).email).toBe('ada@example.com')
})

test('pays in a currency without minor units', { tag: '@live' }, async ({ visit, demo, reference }) => {
  const page = await visit('poster')
  await expect(payButton(page)).toHaveAccessibleName('Pay ¥500')
  await payWith(page, CARDS.good)
  await expectPaidOnce(demo, reference, 500, 'jpy')
})

test('pays what the visitor wants, from the suggestions or typed, and not below the least', {
  tag: '@live',
}, async ({ visit, demo, reference }) => {
  const page = await visit('tip')
  await page.getByRole('button', { name: '$10.00', exact: true }).click()
  await expect(payButton(page)).toHaveAccessibleName('Pay $10.00')
  const amount = page.getByRole('textbox', { name: 'Amount' })
  await amount.fill('1')
  await fillCard(page, CARDS.good)
  await pay(page)
  await expect(element(page)).not.toHaveAttribute('data-state', 'complete')
  await expect(amount).toHaveAttribute('aria-invalid', 'true')
  await amount.fill('7.50')
  await expect(payButton(page)).toHaveAccessibleName('Pay $7.50')
  await pay(page)
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 750)
})

test('says after a reload that it was paid, and sells another one when asked', { tag: '@live' }, async ({
  visit,
  demo,
  reference,
  page,
}) => {
  await visit('mug')
  await payWith(page, CARDS.good)
  await page.reload()
  await expectState(element(page), 'complete')
  await expect(element(page).getByText(/You already paid \$12\.00 on/)).toBeVisible()
  await expectPaidOnce(demo, reference, 1200)

  await element(page).getByRole('button', { name: 'Buy again' }).click()
  await expectState(element(page), 'ready')
  await expect(cardField(page, 'number')).toHaveValue('')
})

test('pays with the keyboard alone', async ({ visit, demo, reference }) => {
  const page = await visit('mug')
  await page.getByRole('link', { name: 'Enamel mug' }).focus() // the picture
  const fields = element(page)
  await page.keyboard.press('Tab') // one fewer
  await page.keyboard.press('Tab')
  await expect(fields.getByLabel('Quantity')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(fields.getByRole('button', { name: 'One more' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type(CARDS.good)
  // Stripe.js moves on by itself where a field is full.
  await page.keyboard.type('1234')
  await page.keyboard.type('123')
  await page.keyboard.press('Enter')
  await expectState(element(page), 'complete')
  await expect(element(page).getByRole('heading', { name: 'Payment received' })).toBeFocused()
  await expectPaidOnce(demo, reference, 2400)
})
