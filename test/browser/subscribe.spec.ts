/** A visitor subscribes. Afterwards the books are read: one checkout, one subscription, the first charge that was shown. */
import { expect } from '@playwright/test'
import { checkoutsOf, expectBegunOnce, expectNothingBegun, subscriptionsOf } from './books.ts'
import { CONFIRM, type Fault, SUBSCRIBE } from './faults.ts'
import { test } from './fixtures.ts'
import {
  CARDS,
  challenge,
  element,
  expectState,
  fillCard,
  notice,
  pay,
  payButton,
  payWith,
  said,
} from './shop.ts'

test('subscribes: price and cadence are said before, and nothing is made before the click', {
  tag: '@live',
}, async ({ visit, demo, reference }) => {
  const page = await visit('club')
  await expect(element(page).getByText('$9.00 a month', { exact: true })).toBeVisible()
  await expect(payButton(page)).toHaveAccessibleName('Subscribe: $9.00 a month')
  await expect(payButton(page)).toHaveAccessibleDescription(
    '$9.00 is charged now. It renews automatically at $9.00 a month, until it is canceled.',
  )
  await page.getByRole('textbox', { name: 'Email' }).fill('ada@example.com')
  await fillCard(page, CARDS.good)
  await page.waitForTimeout(1_000) // longer than a payment waits for the typing to pause
  expect(await checkoutsOf(demo, reference), 'a form that is only filled in leaves no trace').toEqual([])
  await pay(page)
  await expectState(element(page), 'complete')
  await expect(element(page).getByRole('heading', { name: 'Subscription started' })).toBeVisible()
  await expect(element(page).getByText('You paid $9.00.')).toBeVisible()
  await expect(element(page).getByRole('button')).toHaveCount(0) // nobody subscribes twice in a row

  const checkout = await expectBegunOnce(demo, reference, 900)
  expect(checkout.email).toBe('ada@example.com')
  expect((await said(page)).at(-1)).toEqual({
    event: 'checkout-complete',
    detail: {
      checkout: checkout.id,
      status: 'succeeded',
      verified: true,
      amount: 900,
      currency: 'usd',
      subscription: checkout.subscription,
      trial_end: null,
      client_reference_id: reference,
    },
  })
})

test('says after a reload that the subscription has begun, and begins another only when asked', {
  tag: '@live',
}, async ({ visit, page, demo, reference }) => {
  await visit('club')
  await payWith(page, CARDS.good)
  await page.reload()
  await expectState(element(page), 'complete')
  await expect(element(page).getByRole('heading', { name: 'Already subscribed' })).toBeVisible()
  await expectBegunOnce(demo, reference, 900)
  await element(page).getByRole('button', { name: 'Start another subscription' }).click()
  await expectState(element(page), 'ready')
})

test('begins when the bank’s challenge of the first payment is passed', { tag: '@live' }, async ({
  visit,
  demo,
  reference,
}) => {
  const page = await visit('club')
  await payWith(page, CARDS.challenge, 'authenticating')
  await expect(element(page).getByText('Your bank asks you to confirm $9.00.')).toBeAttached()
  await challenge(page).authorize.click()
  await expectState(element(page), 'complete')
  await expectBegunOnce(demo, reference, 900)
})

test('begins nothing when the challenge is failed, and with another card the same subscription', {
  tag: '@live',
}, async ({ visit, demo, reference }) => {
  const page = await visit('club')
  await fillCard(page, CARDS.challenge)
  await pay(page)
  await challenge(page).fail.click()
  await expectState(element(page), 'declined')
  await expect(notice(page)).toHaveText(/You have not been charged/)
  await expectNothingBegun(demo, reference)
  await payWith(page, CARDS.good)
  const { id } = await expectBegunOnce(demo, reference, 900)
  if (demo.emulator) expect(await subscriptionsOf(demo, id)).toHaveLength(1)
})

test('a decline begins nothing; after a reload another card begins the same subscription', {
  tag: '@live',
}, async ({ visit, page, demo, reference }) => {
  await visit('club')
  await payWith(page, CARDS.insufficient_funds, 'declined')
  await expect(notice(page)).toHaveText(/not enough funds. You have not been charged/)
  await page.reload()
  await expectState(element(page), 'ready')
  await expectNothingBegun(demo, reference)
  await payWith(page, CARDS.good)
  const { id } = await expectBegunOnce(demo, reference, 900)
  if (demo.emulator) expect(await subscriptionsOf(demo, id)).toHaveLength(1)
})

test('sells seats: the total of all of them, each period', { tag: '@live' }, async ({
  visit,
  demo,
  reference,
}) => {
  const page = await visit('seats', { query: { quantity: '3' } })
  await expect(element(page).getByText('$8.00 each a month')).toBeVisible()
  await expect(payButton(page)).toHaveAccessibleName('Subscribe: $24.00 a month')
  await payWith(page, CARDS.good)
  await expectBegunOnce(demo, reference, 2400, { quantity: 3 })
})

test('other seats after a decline: one subscription lives, of the number that is shown', {
  tag: '@live',
}, async ({ visit, demo, reference }) => {
  const page = await visit('seats', { query: { quantity: '3' } })
  await payWith(page, CARDS.generic_decline, 'declined')
  await element(page).getByRole('button', { name: 'One fewer' }).click()
  await expect(payButton(page)).toHaveAccessibleName('Subscribe: $16.00 a month')
  await payWith(page, CARDS.good)
  await expectBegunOnce(demo, reference, 1600, { quantity: 2 })
})

test('a double click while Stripe is slow begins one subscription', async ({
  visit,
  demo,
  reference,
  stripe,
}) => {
  await stripe.add({ ...SUBSCRIBE, action: 'delay', delay_ms: 1_200 })
  const page = await visit('club')
  await fillCard(page, CARDS.good)
  await payButton(page).dblclick()
  await payButton(page).click({ force: true })
  await expectState(element(page), 'complete')
  const { id } = await expectBegunOnce(demo, reference, 900)
  expect(await subscriptionsOf(demo, id)).toHaveLength(1)
})

const LOST: [at: string, fault: Fault][] = [
  ['at the making of the subscription', { ...SUBSCRIBE, action: 'lose_answer', times: 1 }],
  ['at the confirmation, after it was paid', { ...CONFIRM, action: 'lose_answer', times: 1 }],
]
for (const [at, fault] of LOST)
  test(`Stripe's answer is lost ${at}: one subscription, and said so`, async ({
    visit,
    demo,
    reference,
    stripe,
  }) => {
    await stripe.add(fault)
    const page = await visit('club')
    await payWith(page, CARDS.good)
    await expect(element(page).getByRole('heading', { name: 'Subscription started' })).toBeVisible()
    await expectBegunOnce(demo, reference, 900)
  })

test('Stripe fails while the subscription is made: nothing has begun, and the next click begins it', async ({
  visit,
  demo,
  reference,
  stripe,
}) => {
  await stripe.add({ ...SUBSCRIBE, action: 'status', status: 500 })
  const page = await visit('club')
  await fillCard(page, CARDS.good)
  await pay(page)
  await expect(notice(page)).toHaveText(/no payment was started/)
  await expectNothingBegun(demo, reference)
  await stripe.clear()
  await pay(page)
  await expectState(element(page), 'complete')
  await expectBegunOnce(demo, reference, 900)
})
