/** What must not be sold: a price made up by hand, a site that is not the owner's, an offer that is gone. */
import { expect } from '@playwright/test'
import { freePort } from '../demo/ports.ts'
import { serveShop } from '../shop/serve.ts'
import { expectNothingCharged, expectPaidOnce } from './books.ts'
import { test } from './fixtures.ts'
import { CARDS, element, expectState, fillCard, pay, payButton } from './shop.ts'

test('charges nothing when the price in the request was changed by hand, and says the true one', {
  tag: '@live',
}, async ({ visit, page, demo, reference }) => {
  await page.route(`${demo.worker}/v1/checkouts`, async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    const body = route.request().postDataJSON()
    await route.continue({ postData: JSON.stringify({ ...body, shown: { ...body.shown, amount: 100 } }) })
  })
  await visit('mug')
  await fillCard(page, CARDS.good)
  await pay(page)
  await expect(element(page).getByRole('alert')).toContainText(/price/i)
  await expect(element(page)).not.toHaveAttribute('data-state', 'complete')
  await expectNothingCharged(demo, reference)
})

test('never takes an amount from the request for a fixed price', async ({ demo, reference }) => {
  const response = await fetch(`${demo.worker}/v1/checkouts`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${reference}`,
      origin: demo.shop,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      ...{ site: 'acme', offer: 'mug', form: 'card', amount: 100 },
      ...{ shown: { amount: 100, currency: 'usd' }, client_reference_id: reference },
    }),
  })
  expect([400, 409]).toContain(response.status)
  await expectNothingCharged(demo, reference)
})

test('follows the offer when its price changed after the page was opened', { tag: '@live' }, async ({
  visit,
  page,
  demo,
  reference,
}) => {
  await page.route(`${demo.worker}/v1/sites/acme/offers/mug`, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), amount: 1000 } })
  })
  await visit('mug')
  await expect(payButton(page)).toHaveAccessibleName('Pay $10.00')
  await page.unrouteAll()
  await fillCard(page, CARDS.good)
  await expect(element(page).getByRole('alert')).toContainText(/price changed from \$10\.00 to \$12\.00/)
  await expectNothingCharged(demo, reference)
  await expect(payButton(page)).toHaveAccessibleName('Pay $12.00')
  await pay(page)
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 1200)
})

test('sells nothing on a site that is not the owner’s, and leaves the way that the page had', async ({
  visit,
  demo,
  reference,
}) => {
  const { worker, emulator } = demo
  const stranger = await serveShop({ port: await freePort(), worker, emulator })
  const page = await visit('mug', { shop: stranger.url, until: 'error' })
  await expect(page.getByRole('link', { name: /Order by mail/ })).toBeVisible()
  await expectNothingCharged(demo, reference)
  const refused = await fetch(`${worker}/v1/sites/acme/offers/mug`, { headers: { origin: stranger.url } })
  expect(refused.status).toBe(403)
  await stranger.close()
})

test('says that an archived offer cannot be bought, and leaves the way that the page had', async ({
  visit,
}) => {
  const page = await visit('gone', { until: 'error' })
  await expect(page.getByRole('link', { name: /Order by mail/ })).toBeVisible()
})
