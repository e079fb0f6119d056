/** A free start, with a card and without one: nothing is charged, and one subscription begins. */
import { expect } from '@playwright/test'
import { expectBegunOnce, expectNothingBegun, subscriptionsOf } from './books.ts'
import { SET_UP, SUBSCRIBE } from './faults.ts'
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

const TRIALING = { status: 'trialing' } as const

test('begins free with a card: what is charged when is said before and after', { tag: '@live' }, async ({
  visit,
  demo,
  reference,
}) => {
  const page = await visit('club-trial')
  await expect(
    element(page).getByText(/^7 days free, then \$9\.00 a month from \w+ \d+, \d{4}$/),
  ).toBeVisible()
  await expect(payButton(page)).toHaveAccessibleName('Start free, then $9.00 a month')
  await expect(payButton(page)).toHaveAccessibleDescription(
    /^Nothing is charged now. \$9\.00 is charged on \w+ \d+, \d{4}. It then renews automatically at \$9\.00 a month/,
  )
  await payWith(page, CARDS.good)
  await expect(element(page).getByRole('heading', { name: 'Subscription started' })).toBeVisible()
  await expect(element(page).getByText(/^It is free until \w+ \d+, \d{4}\.$/)).toBeVisible()
  await expect(element(page).getByText('First payment')).toBeVisible()
  await expect(element(page).getByText('Price', { exact: true })).toBeVisible() // a total would be what was charged
  const checkout = await expectBegunOnce(demo, reference, 900, TRIALING)
  expect((await said(page)).at(-1)).toMatchObject({
    event: 'checkout-complete',
    detail: { subscription: checkout.subscription, trial_end: expect.any(Number), verified: true },
  })
})

test('begins free when the bank’s challenge of the card is passed', { tag: '@live' }, async ({
  visit,
  demo,
  reference,
}) => {
  const page = await visit('club-trial')
  await payWith(page, CARDS.challenge, 'authenticating')
  await expect(element(page).getByText('Your bank asks you to confirm the card.')).toBeAttached()
  await challenge(page).authorize.click()
  await expectState(element(page), 'complete')
  await expectBegunOnce(demo, reference, 900, TRIALING)
})

test('begins nothing when the challenge is failed, and with another card begins free', {
  tag: '@live',
}, async ({ visit, demo, reference }) => {
  const page = await visit('club-trial')
  await fillCard(page, CARDS.challenge)
  await pay(page)
  await challenge(page).fail.click()
  await expectState(element(page), 'declined')
  await expect(notice(page)).toHaveText(/You have not been charged/)
  await expectNothingBegun(demo, reference)
  await payWith(page, CARDS.good)
  await expectBegunOnce(demo, reference, 900, TRIALING)
})

test('the answer of the set-up is lost: the Worker is asked, and one subscription has begun', async ({
  visit,
  demo,
  reference,
  stripe,
}) => {
  await stripe.add({ ...SET_UP, action: 'lose_answer', times: 1 })
  const page = await visit('club-trial')
  await payWith(page, CARDS.good)
  await expectBegunOnce(demo, reference, 900, TRIALING)
})

test('that Stripe does not begin is not said to have begun: asking again tells, and it begins once', async ({
  visit,
  demo,
  reference,
  stripe,
}) => {
  test.setTimeout(90_000) // the page asks for as long as a visitor may be kept waiting
  await stripe.add({ ...SUBSCRIBE, action: 'status', status: 503 })
  const page = await visit('club-trial')
  await fillCard(page, CARDS.good)
  await pay(page)
  await expect(element(page).getByRole('button', { name: 'Check again' })).toBeVisible({ timeout: 60_000 })
  expect((await said(page)).map(({ event }: { event: string }) => event)).not.toContain('checkout-complete')
  await stripe.clear()
  await element(page).getByRole('button', { name: 'Check again' }).click()
  await expectState(element(page), 'complete')
  await expectBegunOnce(demo, reference, 900, TRIALING)
})

test('left after the card was set up and before anybody asked: a reload finds it begun, once', async ({
  visit,
  page,
  demo,
  reference,
  stripe,
}) => {
  await stripe.silence()
  await visit('club-trial')
  await fillCard(page, CARDS.good)
  await page.route('**/v1/checkouts/chk_*', (route) => route.abort())
  const confirmed = page.waitForResponse(/\/v1\/setup_intents\/.*\/confirm/)
  await pay(page)
  await confirmed
  await page.unroute('**/v1/checkouts/chk_*')
  await page.reload()
  await expectState(element(page), 'complete')
  await expect(element(page).getByRole('heading', { name: 'Already subscribed' })).toBeVisible()
  await expectBegunOnce(demo, reference, 900, TRIALING)
})

test('begins free without a card: no card field is there, and a Stripe.js that is blocked is not missed', async ({
  visit,
  page,
  demo,
  reference,
}) => {
  await page.route(/\/endive\/stripe\.js/, (route) => route.abort())
  await visit('club-free')
  await expect(page.locator('iframe')).toHaveCount(0)
  await expect(payButton(page)).toHaveAccessibleDescription(
    /^Nothing is charged now, and no card is needed\./,
  )
  await page.getByRole('textbox', { name: 'Email' }).fill('ada@example.com')
  await pay(page)
  await expectState(element(page), 'complete')
  await expect(element(page).getByText(/^It is free until/)).toBeVisible()
  await expect(element(page).getByText('First payment')).toBeHidden() // without a card there is none
  await expectBegunOnce(demo, reference, 900, TRIALING)
})

test('a page without a tag of its own loads no Stripe.js where no card is asked for', async ({
  visit,
  page,
}) => {
  const asked: string[] = []
  page.on('request', (request) => void asked.push(new URL(request.url()).pathname))
  await visit('club-free', { query: { script: 'alone' } })
  expect(asked).toContain('/widget.js')
  expect(asked.filter((path) => path.endsWith('/stripe.js'))).toEqual([])
})

const SHOWN = [
  ['as free at first', { trial_period_days: 7 }, 'Start free, then $9.00 a month'],
  ['for a whole year', { interval: 'year' }, 'Subscribe: $9.00 a year'],
] as const
for (const [how, recurring, button] of SHOWN)
  test(`an offer that the page still shows ${how}: nothing is charged before its visitor has seen what is true`, async ({
    visit,
    page,
    demo,
    reference,
  }) => {
    await page.route(`${demo.worker}/v1/sites/acme/offers/club`, async (route) => {
      const response = await route.fetch()
      const offer = await response.json()
      await route.fulfill({ response, json: { ...offer, recurring: { ...offer.recurring, ...recurring } } })
    })
    await visit('club')
    await expect(payButton(page)).toHaveAccessibleName(button)
    await page.unrouteAll()
    await fillCard(page, CARDS.good)
    await pay(page)
    await expect(notice(page)).toHaveText(/What this costs, or when, has changed, so no payment was started/)
    await expectNothingBegun(demo, reference)
    await expect(payButton(page)).toHaveAccessibleName('Subscribe: $9.00 a month')
    await pay(page)
    await expectState(element(page), 'complete')
    await expectBegunOnce(demo, reference, 900)
  })

test('a double click on a free start without a card begins one', async ({
  visit,
  demo,
  reference,
  stripe,
}) => {
  await stripe.add({ ...SUBSCRIBE, action: 'delay', delay_ms: 1_000 })
  const page = await visit('club-free')
  await payButton(page).dblclick()
  await expectState(element(page), 'complete')
  const { id } = await expectBegunOnce(demo, reference, 900, TRIALING)
  expect(await subscriptionsOf(demo, id)).toHaveLength(1)
})
