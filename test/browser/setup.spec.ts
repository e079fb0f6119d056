/** A card is saved and nothing is charged: with and without the bank's challenge, refused, reloaded. */
import { expect } from '@playwright/test'
import { type Checkout, checkoutsOf, type Origins } from './books.ts'
import { SET_UP } from './faults.ts'
import { test } from './fixtures.ts'
import { CARDS, challenge, element, expectState, fillCard, notice, pay, payButton, payWith } from './shop.ts'

async function expectSaved(demo: Origins, reference: string): Promise<Checkout> {
  await expect
    .poll(async () =>
      (await checkoutsOf(demo, reference)).map(({ status, verified }) => ({ status, verified })),
    )
    .toEqual([{ status: 'succeeded', verified: true }])
  return (await checkoutsOf(demo, reference))[0]!
}

test('saves a card, with and without the bank’s challenge', { tag: '@live' }, async ({
  visit,
  demo,
  reference,
}) => {
  const page = await visit('card')
  await expect(payButton(page)).toHaveAccessibleName('Save card')
  await expect(payButton(page)).toHaveAccessibleDescription(/^Nothing is charged now\./)
  await fillCard(page, CARDS.challenge)
  await pay(page)
  await challenge(page).fail.click()
  await expectState(element(page), 'declined')
  await expect(notice(page)).toHaveText(/You have not been charged/)
  await pay(page)
  await challenge(page).authorize.click()
  await expectState(element(page), 'complete')
  await expect(element(page).getByRole('heading', { name: 'Card saved' })).toBeVisible()
  await expect(element(page).getByText('Nothing was charged.')).toBeVisible()
  expect(await expectSaved(demo, reference)).toMatchObject({ amount: 0, payment_intent: null })
})

test('a card that is declined is not saved, and another one is', { tag: '@live' }, async ({
  visit,
  demo,
  reference,
}) => {
  const page = await visit('card')
  await payWith(page, CARDS.generic_decline, 'declined')
  await payWith(page, CARDS.good)
  await expectSaved(demo, reference)
})

test('Stripe is out of reach at the confirmation: nothing is said that may be false, and the next click saves it', async ({
  visit,
  demo,
  reference,
  stripe,
}) => {
  await stripe.add({ ...SET_UP, action: 'refuse' })
  const page = await visit('card')
  await fillCard(page, CARDS.good)
  await pay(page)
  await expect(notice(page)).toHaveText(/nothing has been confirmed. It is safe to try again/)
  await stripe.clear()
  await pay(page)
  await expectState(element(page), 'complete')
  await expectSaved(demo, reference)
})

test('says after a reload that it is saved, and saves another when asked', { tag: '@live' }, async ({
  visit,
  page,
}) => {
  await visit('card')
  await payWith(page, CARDS.good)
  await page.reload()
  await expectState(element(page), 'complete')
  await expect(element(page).getByRole('heading', { name: 'Card already saved' })).toBeVisible()
  await element(page).getByRole('button', { name: 'Save another card' }).click()
  await expectState(element(page), 'ready')
})
