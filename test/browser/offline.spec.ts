/** The network goes away at any moment, or only the Worker does: nothing false is said, and it goes on when it is back. */
import { expect } from '@playwright/test'
import { checkoutsOf, expectNothingCharged, expectPaidOnce } from './books.ts'
import { test } from './fixtures.ts'
import {
  CARDS,
  cardField,
  challenge,
  element,
  expectState,
  fillCard,
  notice,
  passUntil,
  pay,
  said,
} from './shop.ts'

test('offline before the click, and nothing begun: no payment was started, and it pays when it is back', async ({
  visit,
  page,
  context,
  demo,
  reference,
}) => {
  await visit('tee')
  await fillCard(page, CARDS.good)
  await context.setOffline(true)
  await element(page).getByLabel('Email').fill('ada@example.com')
  await pay(page)
  await expect(notice(page)).toHaveText(/could not reach the shop, so no payment was started/)
  await expectNothingCharged(demo, reference)
  await context.setOffline(false)
  await expect(element(page).getByLabel('Email')).toHaveValue('ada@example.com')
  await pay(page)
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 2500)
})

test('offline before the click, the intent made: it cannot tell, says not to pay again, and asks by itself when it is back', async ({
  visit,
  page,
  context,
  demo,
  reference,
}) => {
  await visit('mug')
  await fillCard(page, CARDS.good)
  await expect.poll(() => checkoutsOf(demo, reference)).toHaveLength(1)
  await page.clock.install()
  await context.setOffline(true)
  await pay(page)
  await passUntil(page, 'error')
  await expect(notice(page)).toHaveText(
    /could not find out whether the payment went through. Do not pay again yet/,
  )
  await expect(page.getByRole('link', { name: /Order by mail/ })).toBeHidden()
  await expect(element(page).getByRole('button', { name: 'Check again' })).toBeVisible()
  expect((await said(page)).at(-1)).toMatchObject({
    event: 'checkout-error',
    detail: { code: 'unknown_outcome' },
  })
  await context.setOffline(false)
  await expectState(element(page), 'ready')
  await expect(notice(page)).toHaveText(/no payment has arrived/)
  await expectNothingCharged(demo, reference)
  await expect(cardField(page, 'number')).toHaveValue('4242 4242 4242 4242')
  await pay(page)
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 1200)
})

test('offline after the click, while Stripe takes the money: it says so once it is back', async ({
  visit,
  page,
  context,
  demo,
  reference,
}) => {
  await visit('mug')
  await fillCard(page, CARDS.good)
  await expect.poll(() => checkoutsOf(demo, reference)).toHaveLength(1)
  await page.clock.install()
  await page.route(/\/confirm$/, async (route) => {
    await route.fetch()
    await context.setOffline(true)
    await route.abort('internetdisconnected')
  })
  await pay(page)
  await passUntil(page, 'error')
  await expect(notice(page)).toHaveText(/Do not pay again yet/)
  await context.setOffline(false)
  await expectState(element(page), 'complete')
  await expect(element(page).getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await expectPaidOnce(demo, reference, 1200)
})

test('offline during the challenge: nothing is charged, and the visitor can go on when it is back', async ({
  visit,
  page,
  context,
  demo,
  reference,
}) => {
  await visit('mug')
  await fillCard(page, CARDS.challenge)
  await pay(page)
  await challenge(page).authorize.waitFor()
  await page.clock.install()
  await context.setOffline(true)
  await challenge(page).close.click()
  await passUntil(page, 'error')
  await expect(notice(page)).toHaveText(/could not find out/)
  await expectNothingCharged(demo, reference)
  await context.setOffline(false)
  await expectState(element(page), 'ready')
  await expect(notice(page)).toHaveText(/bank has not confirmed this yet, and nothing has been charged/)
  await pay(page)
  await challenge(page).authorize.click()
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 1200)
})

const OUT = [
  ['cannot be reached', null],
  ['answers 500 with a page of somebody else', { status: 500, contentType: 'text/html', body: '<h1>oops' }],
] as const

for (const [what, answer] of OUT) {
  test(`the Worker ${what} at the beginning: no payment was started, and the next click pays`, async ({
    visit,
    page,
    demo,
    reference,
  }) => {
    await visit('mug')
    await page.route(`${demo.worker}/v1/checkouts`, (route) =>
      answer ? route.fulfill({ ...answer }) : route.abort(),
    )
    await fillCard(page, CARDS.good)
    await pay(page)
    await expect(notice(page)).toHaveText(/no payment was started/)
    await expectNothingCharged(demo, reference)
    await page.unrouteAll()
    await pay(page)
    await expectState(element(page), 'complete')
    await expectPaidOnce(demo, reference, 1200)
  })

  test(`the Worker ${what} at a change of terms: no payment was started, and the next click pays the new total`, async ({
    visit,
    page,
    demo,
    reference,
  }) => {
    await visit('mug')
    await fillCard(page, CARDS.good)
    await expect.poll(() => checkoutsOf(demo, reference)).toHaveLength(1)
    await page.route(`${demo.worker}/v1/checkouts/chk_*`, (route) =>
      answer ? route.fulfill({ ...answer }) : route.abort(),
    )
    await element(page).getByRole('button', { name: 'One more' }).click()
    await pay(page)
    await expect(notice(page)).toHaveText(/no payment was started/)
    await expectNothingCharged(demo, reference)
    await page.unrouteAll()
    await pay(page)
    await expectState(element(page), 'complete')
    await expectPaidOnce(demo, reference, 2400)
  })

  test(`the Worker ${what} when it is asked whether it was paid: what Stripe said is said, and not to pay again`, async ({
    visit,
    page,
    demo,
    reference,
  }) => {
    await page.clock.install()
    await visit('mug')
    await fillCard(page, CARDS.good)
    await expect.poll(() => checkoutsOf(demo, reference)).toHaveLength(1)
    await page.route(`${demo.worker}/v1/checkouts/chk_*`, (route) =>
      answer ? route.fulfill({ ...answer }) : route.abort(),
    )
    await pay(page)
    await passUntil(page, 'complete')
    await expect(element(page).getByText(/shop has not confirmed it yet. Do not pay again/)).toBeVisible()
    await expectPaidOnce(demo, reference, 1200)
  })
}

test('nobody can be asked what became of it: the keyboard asks again, as often as it likes, until it is known', async ({
  visit,
  page,
  demo,
  reference,
}) => {
  await page.clock.install()
  await visit('mug')
  await fillCard(page, CARDS.good)
  await expect.poll(() => checkoutsOf(demo, reference)).toHaveLength(1)
  await page.route(/\/confirm$/, async (route) => {
    await route.fetch()
    await route.abort()
  })
  await page.route(`${demo.worker}/v1/checkouts/chk_*`, (route) => route.abort())
  await pay(page)
  await passUntil(page, 'error')
  const again = element(page).getByRole('button', { name: 'Check again' })
  await again.press('Enter')
  await expect(element(page).getByText('Checking what happened. Please keep this page open.')).toBeVisible()
  await passUntil(page, 'error')
  await expect(notice(page)).toHaveText(/could not find out.*Do not pay again yet/)
  await page.unrouteAll()
  await again.press('Enter')
  await expectState(element(page), 'complete')
  await expect(element(page).getByRole('heading', { name: 'Payment received' })).toBeFocused()
  await expectPaidOnce(demo, reference, 1200)
})

test('the Worker cannot be reached when the page opens: the shop’s own way is there, and it opens by itself when the network is back', async ({
  visit,
  page,
  context,
}) => {
  await page.route(/\/(v1\/sites\/.*|healthz)$/, (route) => route.abort())
  await visit('mug', { until: 'error' })
  await expect(notice(page)).toHaveText(/could not be loaded/)
  await expect(page.getByRole('link', { name: /Order by mail/ })).toBeVisible()
  await context.setOffline(true)
  await page.unrouteAll()
  await context.setOffline(false)
  await expectState(element(page), 'ready')
})
