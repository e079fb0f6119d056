/** A script of the page, or an extension, takes our nodes away, at rest and while something is being paid. */
import { expect, type Page } from '@playwright/test'
import { expectNothingCharged, expectPaidOnce } from './books.ts'
import { CONFIRM } from './faults.ts'
import { test } from './fixtures.ts'
import { CARDS, element, expectState, fillCard, notice, passUntil, pay, payButton, payWith } from './shop.ts'

/** What is taken, by a function that runs in the page. */
const TAKEN: Record<string, () => void> = {
  'the children of the element': () => document.querySelector('edge-checkout')!.replaceChildren(),
  'a place of Stripe’s fields': () => document.querySelector('edge-checkout [slot=card-cvc]')!.remove(),
  'a frame of Stripe’s fields': () => document.querySelector('iframe[title^="Secure CVC"]')!.remove(),
  'what the element drew': () => document.querySelector('edge-checkout')!.shadowRoot!.replaceChildren(),
}

for (const [what, take] of Object.entries(TAKEN)) {
  test(`${what} is taken away at rest: it comes back, and pays`, async ({ visit, page, demo, reference }) => {
    await visit('tee')
    await element(page).getByLabel('Email').fill('ada@example.com')
    await payWith(page, CARDS.generic_decline, 'declined')
    await page.evaluate(take)
    await expect(payButton(page)).toBeVisible()
    await expect(element(page)).toHaveAttribute('data-state', /^(ready|declined)$/)
    await expect(notice(page)).toHaveText(/You have not been charged/)
    await expect(element(page).getByLabel('Email')).toHaveValue('ada@example.com')
    await payWith(page, CARDS.good)
    await expectPaidOnce(demo, reference, 2500)
  })

  test(`${what} is taken away while it is being paid: charged once, and said so`, async ({
    visit,
    page,
    demo,
    reference,
    stripe,
  }) => {
    await visit('mug')
    await fillCard(page, CARDS.good)
    await stripe.add({ ...CONFIRM, action: 'delay', delay_ms: 1_000 })
    await pay(page)
    await expect.poll(() => stripe.confirmations(reference)).toBe(1)
    await page.evaluate(take)
    await expectState(element(page), 'complete')
    await expect(element(page).getByRole('heading', { name: 'Payment received' })).toBeVisible()
    await expectPaidOnce(demo, reference, 1200)
  })
}

test('a frame is taken away while a card is being declined: the fields come back with the reason', async ({
  visit,
  page,
  demo,
  reference,
  stripe,
}) => {
  await visit('mug')
  await fillCard(page, CARDS.insufficient_funds)
  await stripe.add({ ...CONFIRM, action: 'delay', delay_ms: 1_000, times: 1 })
  await pay(page)
  await expect.poll(() => stripe.confirmations(reference)).toBe(1)
  await page.evaluate(TAKEN['a frame of Stripe’s fields']!)
  await expect(notice(page)).toHaveText(/not enough funds/)
  await expectNothingCharged(demo, reference)
  await payWith(page, CARDS.good)
  await expectPaidOnce(demo, reference, 1200)
})

test('the frame through which Stripe.js speaks is taken away while it confirms: the Worker is asked, and knows', async ({
  visit,
  page,
  demo,
  reference,
  stripe,
}) => {
  await page.clock.install()
  await visit('mug')
  await fillCard(page, CARDS.good)
  await stripe.add({ ...CONFIRM, action: 'delay', delay_ms: 1_000 })
  await pay(page)
  await expect.poll(() => stripe.confirmations(reference)).toBe(1)
  await page.evaluate(() => document.querySelector('iframe[name^=__privateStripeController]')!.remove())
  await passUntil(page, 'complete')
  await expectPaidOnce(demo, reference, 1200)
})

test('the element is taken out and put back while it is being paid: one charge, and it says so', async ({
  visit,
  page,
  demo,
  reference,
  stripe,
}) => {
  await visit('mug')
  await fillCard(page, CARDS.good)
  await stripe.add({ ...CONFIRM, action: 'delay', delay_ms: 1_000 })
  await pay(page)
  await expect.poll(() => stripe.confirmations(reference)).toBe(1)
  await replace(page)
  await expect(element(page)).toHaveAttribute('data-state', /^(ready|complete)$/)
  if ((await element(page).getAttribute('data-state')) === 'ready') {
    await fillCard(page, CARDS.good)
    await pay(page)
  }
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 1200)
})

test('the element is moved while it is being paid: it goes on, and says so', async ({
  visit,
  page,
  demo,
  reference,
  stripe,
}) => {
  await visit('mug')
  await fillCard(page, CARDS.good)
  await stripe.add({ ...CONFIRM, action: 'delay', delay_ms: 1_000 })
  await pay(page)
  await expect.poll(() => stripe.confirmations(reference)).toBe(1)
  await page.evaluate(() => document.querySelector('main')!.append(document.querySelector('edge-checkout')!))
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 1200)
})

test('whoever takes the fields away again and again gets no endless fight: the shop’s own way is offered', async ({
  visit,
  page,
}) => {
  await visit('mug')
  await page.evaluate(() => {
    const host = document.querySelector('edge-checkout')!
    const take = () => host.querySelector('[slot=card-number]')?.remove()
    new MutationObserver(take).observe(host, { childList: true, subtree: true })
    take()
  })
  await expectState(element(page), 'error')
  await expect(notice(page)).toHaveText(/card fields could not be loaded/)
  await expect(element(page).getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(page.getByRole('link', { name: /Order by mail/ })).toBeVisible()
})

/** Long enough out to be gone, as a page that draws itself anew would do it. */
const replace = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const host = document.querySelector('edge-checkout')!
    const { parentElement } = host
    host.remove()
    await new Promise((resolve) => setTimeout(resolve, 100))
    parentElement!.append(host)
  })
