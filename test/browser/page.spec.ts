/** The element in pages as they are: scripts late or twice, strict policies, elements moved and removed, two at once. */
import { expect } from '@playwright/test'
import { checkoutsOf, expectPaidOnce } from './books.ts'
import { test } from './fixtures.ts'
import { CARDS, cardField, element, expectState, fillCard, pay, payButton, payWith } from './shop.ts'

const PAGES = [
  ['the widget comes long after the page', { script: 'late' }],
  ['the widget is loaded twice', { script: 'twice' }],
  ['the page has a strict policy with nonces', { csp: 'strict' }],
] as const

for (const [what, query] of PAGES) {
  test(`pays where ${what}`, { tag: '@live' }, async ({ visit, page, demo, reference }) => {
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await visit('mug', { query })
    await payWith(page, CARDS.good)
    await expectPaidOnce(demo, reference, 1200)
    expect(complaints).toEqual([])
  })
}

test('shows what was inside it until there is a form', async ({ visit }) => {
  const page = await visit('mug', { query: { script: 'late' }, until: null })
  const fallback = page.getByRole('link', { name: /Order by mail/ })
  await expect(fallback).toBeVisible()
  await expectState(element(page), 'ready')
  await expect(fallback).toBeHidden()
})

test('sells two offers on one page, each for itself', { tag: '@live' }, async ({
  visit,
  demo,
  page,
  reference,
}) => {
  await visit('', { until: null })
  const [mug, poster] = [element(page, 'mug'), element(page, 'poster')]
  await expectState(mug, 'ready')
  await expectState(poster, 'ready')
  await fillCard(mug, CARDS.good)
  await fillCard(poster, CARDS.generic_decline)
  await pay(poster)
  await expectState(poster, 'declined')
  await expectState(mug, 'ready')
  await pay(mug)
  await expectState(mug, 'complete')
  await expectState(poster, 'declined')
  const checkouts = await checkoutsOf(demo, reference)
  expect(checkouts.filter(({ status }) => status === 'succeeded')).toMatchObject([
    { amount: 1200, currency: 'usd' },
  ])
  expect(checkouts).toHaveLength(2)
})

test('can be paid after it was moved', { tag: '@live' }, async ({ visit, page, demo, reference }) => {
  await visit('mug')
  await fillCard(page, CARDS.good)
  await page.evaluate(() => document.querySelector('main')!.append(document.querySelector('edge-checkout')!))
  await expectState(element(page), 'ready')
  // The frames were loaded anew, and with them what was in them is gone: as with Stripe.js itself.
  await payWith(page, CARDS.good)
  await expectPaidOnce(demo, reference, 1200)
})

test('can be removed and made again by script', { tag: '@live' }, async ({
  visit,
  page,
  demo,
  reference,
}) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await visit('mug')
  await page.evaluate(() => document.querySelector('edge-checkout')!.remove())
  await expect(page.locator('iframe[title^="Secure "]')).toHaveCount(0)
  await page.evaluate((reference) => {
    const made = document.createElement('edge-checkout')
    for (const [name, value] of Object.entries({
      site: 'acme',
      offer: 'mug',
      'client-reference-id': reference,
    })) {
      made.setAttribute(name, value)
    }
    document.querySelector('main')!.append(made)
  }, reference)
  await expectState(element(page), 'ready')
  await payWith(page, CARDS.good)
  await expectPaidOnce(demo, reference, 1200)
  expect(errors).toEqual([])
})

test('speaks the language it is told', async ({ visit }) => {
  const page = await visit('mug', { query: { locale: 'de', quantity: '2' } })
  await expect(element(page).getByRole('button', { name: /24,00/ })).toBeVisible()
})

test('starts with the quantity the visitor chooses, in the button and in the books', async ({
  visit,
  page,
}) => {
  await visit('mug')
  await element(page).getByLabel('Quantity').fill('4')
  await expect(payButton(page)).toHaveAccessibleName('Pay $48.00')
  await expect(cardField(page, 'number')).toBeVisible()
})

test('a second tab that pays the same purchase does not charge twice', { tag: '@live' }, async ({
  visit,
  page,
  context,
  demo,
  reference,
}) => {
  await visit('mug')
  await fillCard(page, CARDS.good)
  const second = await context.newPage()
  await second.goto(page.url())
  await expectState(element(second), 'ready')
  await fillCard(second, CARDS.good)
  await pay(page)
  await expectState(element(page), 'complete')
  await pay(second)
  await expectState(element(second), 'complete')
  await expectPaidOnce(demo, reference, 1200)
})
