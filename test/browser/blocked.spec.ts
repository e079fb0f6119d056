/** Something on the visitor's side keeps Stripe.js or its frames out, or puts another in its place. */
import { expect, type Page } from '@playwright/test'
import { checkoutsOf, expectNothingCharged, expectPaidOnce } from './books.ts'
import { test } from './fixtures.ts'
import {
  CARDS,
  challenge,
  element,
  expectState,
  fillCard,
  holdBack,
  notice,
  passUntil,
  pay,
  payWith,
  said,
} from './shop.ts'

const STRIPE_JS = /\/endive\/stripe\.js/
const otherWay = (page: Page) => page.getByRole('link', { name: /Order by mail/ })

/** What is there when there are no card fields: what happened, the way to try again, and the shop's own. */
async function expectNoFields(page: Page): Promise<void> {
  await expectState(element(page), 'error', 25_000)
  await expect(notice(page)).toHaveText(/card fields could not be loaded/)
  await expect(otherWay(page)).toBeVisible()
  await expect(element(page).getByRole('button', { name: 'Try again' })).toBeVisible()
  expect((await said(page)).at(-1)).toMatchObject({
    event: 'checkout-error',
    detail: { code: 'stripe_blocked' },
  })
}

test('Stripe.js is blocked: the shop’s own way is there, and trying again works once it is let in', async ({
  visit,
  page,
  demo,
  reference,
}) => {
  await page.route(STRIPE_JS, (route) => route.abort())
  await visit('mug', { until: null })
  await expectNoFields(page)
  await page.unroute(STRIPE_JS)
  await page.addScriptTag({ url: `${demo.emulator}/endive/stripe.js` })
  await element(page).getByRole('button', { name: 'Try again' }).press('Enter')
  await expectState(element(page), 'ready')
  await payWith(page, CARDS.good)
  await expectPaidOnce(demo, reference, 1200)
})

test('Stripe.js is slow: the shop’s own way is there meanwhile, and then the form', async ({
  visit,
  page,
}) => {
  const arrive = await holdBack(page, STRIPE_JS)
  const opened = visit('mug', { until: null }) // only loaded when that script is
  await expectState(element(page), 'loading')
  await expect(otherWay(page)).toBeVisible()
  await expect(element(page).getByText('Loading the payment form…')).toBeAttached()
  arrive()
  await opened
  await expectState(element(page), 'ready')
})

const FOREIGN: [what: string, script: string][] = [
  ['an object of another kind', 'window.Stripe = { cards: 7 }'],
  ['a function that throws', 'window.Stripe = () => { throw new Error("mine") }'],
  ['a function that gives nothing', 'window.Stripe = () => undefined'],
  ['one without elements', 'window.Stripe = () => ({ _registerWrapper() {} })'],
  [
    'one whose fields never come',
    `window.Stripe = () => ({ _registerWrapper() {}, elements: () => ({ update() {}, create: () => ({
      on() {}, mount() {}, unmount() {}, update() {}, destroy() {}, focus() {}, clear() {} }) }) })`,
  ],
]
for (const [what, script] of FOREIGN)
  test(`another script has taken the name Stripe, ${what}: no form that cannot work is shown`, async ({
    visit,
    page,
    demo,
    reference,
  }) => {
    await page.clock.install()
    await page.route(STRIPE_JS, (route) => route.fulfill({ contentType: 'text/javascript', body: script }))
    await visit('mug', { until: null })
    await passUntil(page, 'error')
    await expectNoFields(page)
    await expectNothingCharged(demo, reference)
  })

test('an older Stripe.js with a live key is not even given the key', async ({ visit, page, demo }) => {
  const given: string[] = []
  await page.exposeFunction('given', (key: string) => given.push(key))
  await page.route(STRIPE_JS, (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: 'window.Stripe = (key) => { window.given(key); return {} }; window.Stripe.version = "basil"',
    }),
  )
  await page.route(`${demo.worker}/v1/sites/acme/offers/mug`, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), publishable_key: 'pk_live_0' } })
  })
  await visit('mug', { until: null })
  await expectNoFields(page)
  expect(given).toEqual([])
})

for (const [part, nth] of [
  ['card number', 0],
  ['security code', 2],
] as const)
  test(`a blocker keeps the frame of the ${part} out: no half form is shown`, async ({ visit, page }) => {
    await page.clock.install()
    let frames = 0
    await page.route(/\/elements-inner-card/, (route) =>
      frames++ === nth ? route.abort() : route.continue(),
    )
    await visit('mug', { until: null })
    await passUntil(page, 'error')
    await expectNoFields(page)
  })

test('a blocker keeps the Worker out: the shop’s own way is there', async ({ visit, page, demo }) => {
  await page.route(`${demo.worker}/v1/**`, (route) => route.abort('blockedbyclient'))
  await page.route(`${demo.worker}/healthz`, (route) => route.abort('blockedbyclient'))
  await visit('mug', { until: 'error' })
  await expect(notice(page)).toHaveText(/could not be loaded/)
  await expect(otherWay(page)).toBeVisible()
  expect((await said(page)).at(-1)).toMatchObject({
    event: 'checkout-error',
    detail: { code: 'unreachable' },
  })
})

test('a blocker keeps the bank’s page out: the keyboard finds the way on, and another card pays', async ({
  visit,
  page,
  demo,
  reference,
}) => {
  await page.route(/\/pages\/three-ds-2-challenge\//, (route) => route.abort('blockedbyclient'))
  await visit('mug')
  await payWith(page, CARDS.challenge, 'authenticating')
  await expect(element(page).getByRole('status').filter({ hasText: 'Your bank asks you' })).toBeVisible()
  await element(page).getByRole('button', { name: 'No bank page? Check again' }).press('Enter')
  await expectState(element(page), 'ready')
  await expect(notice(page)).toHaveText(/bank has not confirmed this yet, and nothing has been charged/)
  await expectNothingCharged(demo, reference)
  await fillCard(page, CARDS.good)
  await element(page).getByRole('button', { name: /^Pay/ }).press('Enter')
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 1200)
})

test('something takes the bank’s page away: the way on is there, and the purchase is charged once', async ({
  visit,
  page,
  demo,
  reference,
}) => {
  await visit('mug')
  await fillCard(page, CARDS.challenge)
  await pay(page)
  await challenge(page).authorize.waitFor()
  await page.evaluate(() => document.querySelector('body > div > iframe')!.parentElement!.remove())
  await element(page).getByRole('button', { name: 'No bank page? Check again' }).click()
  await expectState(element(page), 'ready')
  await expect(notice(page)).toHaveText(/nothing has been charged/)
  await expectNothingCharged(demo, reference)
  await fillCard(page, CARDS.challenge)
  await pay(page)
  await challenge(page).authorize.click()
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 1200)
  expect(await checkoutsOf(demo, reference)).toHaveLength(1)
})

test('the bank says yes after the visitor has given up on its page: it is shown as paid', async ({
  visit,
  page,
  demo,
  reference,
}) => {
  await visit('mug')
  await fillCard(page, CARDS.challenge)
  await pay(page)
  await challenge(page).authorize.waitFor()
  await element(page).getByRole('button', { name: 'No bank page? Check again' }).press('Enter')
  await expectState(element(page), 'ready')
  await challenge(page).authorize.click()
  await expectState(element(page), 'complete')
  await expect(element(page).getByRole('heading', { name: 'Payment received' })).toBeVisible()
  await expectPaidOnce(demo, reference, 1200)
})
