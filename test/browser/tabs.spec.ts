/** Two tabs, reloads and long pauses share one attempt: whatever is clicked where, one charge. */
import { expect, type Route } from '@playwright/test'
import { checkoutsOf, expectNothingCharged, expectOnePaid, expectPaidOnce } from './books.ts'
import { CONFIRM } from './faults.ts'
import { test } from './fixtures.ts'
import { CARDS, challenge, element, expectState, fillCard, notice, pay, payButton, payWith } from './shop.ts'

test('another tab buys two and pays: the first tab, which showed one, is told what was paid', {
  tag: '@live',
}, async ({ visit, page, context, demo, reference }) => {
  await visit('mug')
  await fillCard(page, CARDS.good)
  await expect.poll(() => checkoutsOf(demo, reference)).toHaveLength(1)
  const second = await context.newPage()
  await second.goto(page.url())
  await expectState(element(second), 'ready')
  await element(second).getByRole('button', { name: 'One more' }).click()
  await payWith(second, CARDS.good)

  await pay(page)
  await expectState(element(page), 'complete')
  await expect(element(page).getByText(/You already paid \$24\.00/)).toBeVisible()
  await expectPaidOnce(demo, reference, 2400)
})

test('another tab pays while this one cannot reach the Worker: its next click is told what was paid', async ({
  visit,
  page,
  context,
  demo,
  reference,
}) => {
  await visit('mug')
  const unreachable = (route: Route) => route.abort('connectionfailed')
  await page.route('**/v1/checkouts', unreachable)
  await fillCard(page, CARDS.good)
  const second = await context.newPage()
  await second.goto(page.url())
  await payWith(second, CARDS.good)

  await page.unroute('**/v1/checkouts', unreachable)
  await pay(page)
  await expectState(element(page), 'complete')
  await expect(element(page).getByText(/You already paid \$12\.00/)).toBeVisible()
  await expectPaidOnce(demo, reference, 1200)
})

test('another tab only changes the total: the first tab says so, charges nothing, and then pays its own', {
  tag: '@live',
}, async ({ visit, page, context, demo, reference }) => {
  await visit('mug')
  await fillCard(page, CARDS.good)
  await expect.poll(() => checkoutsOf(demo, reference)).toMatchObject([{ amount: 1200 }])
  const second = await context.newPage()
  await second.goto(page.url())
  await expectState(element(second), 'ready')
  await element(second).getByRole('button', { name: 'One more' }).click()
  await fillCard(second, CARDS.good)
  await expect.poll(() => checkoutsOf(demo, reference)).toMatchObject([{ amount: 2400 }])

  await pay(page)
  await expect(notice(page)).toHaveText(/changed in another tab. You have not been charged/)
  await expectNothingCharged(demo, reference)
  await pay(page)
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 1200)
})

test('both tabs are clicked at once, with other quantities: one of them is charged', async ({
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
  await element(second).getByRole('button', { name: 'One more' }).click()
  await fillCard(second, CARDS.good)
  await Promise.all([pay(page), pay(second)])
  for (const tab of [page, second])
    await expect(element(tab)).toHaveAttribute('data-state', /^(complete|ready)$/, { timeout: 20_000 })
  const [checkout] = await checkoutsOf(demo, reference)
  const done = await Promise.all(
    [page, second].map((tab) =>
      element(tab).evaluate((host: HTMLElement) => host.dataset.state === 'complete'),
    ),
  )
  if (!done.includes(true)) await expectNothingCharged(demo, reference)
  else await expectPaidOnce(demo, reference, checkout!.amount)
})

test('the page is reloaded while Stripe still confirms: the form comes back, and paying again is one charge', async ({
  visit,
  page,
  demo,
  reference,
  stripe,
}) => {
  await visit('mug')
  await fillCard(page, CARDS.good)
  await stripe.add({ ...CONFIRM, action: 'delay', delay_ms: 2_500, times: 1 })
  await pay(page)
  await expect.poll(() => stripe.confirmations(reference)).toBe(1)
  await page.reload()
  await expect(element(page)).toHaveAttribute('data-state', /^(complete|ready)$/)
  await expect(async () => {
    expect(await checkoutsOf(demo, reference)).toMatchObject([{ status: 'succeeded' }])
  }).toPass()
  if ((await element(page).getAttribute('data-state')) === 'ready') {
    await fillCard(page, CARDS.good)
    await pay(page)
  }
  await expectState(element(page), 'complete')
  await expect(element(page).getByText(/You already paid \$12\.00/)).toBeVisible()
  await expectPaidOnce(demo, reference, 1200)
})

test('the page is reloaded after the bank has said yes: it says that it is paid', async ({
  visit,
  page,
  demo,
  reference,
}) => {
  await visit('mug')
  await fillCard(page, CARDS.challenge)
  await pay(page)
  const answered = page.waitForResponse(/\/v1\/3ds2\/challenge\/.*/)
  await challenge(page).authorize.click()
  await answered
  await page.reload()
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 1200)
})

test('a purchase that was begun a day ago is not gone on with: a new one is paid, once', async ({
  visit,
  page,
  demo,
  reference,
}) => {
  await visit('mug')
  await fillCard(page, CARDS.good)
  await expect.poll(() => checkoutsOf(demo, reference)).toHaveLength(1)
  await page.evaluate(() => {
    const name = 'edge-checkout:acme/mug'
    const attempt = JSON.parse(localStorage.getItem(name)!)
    localStorage.setItem(name, JSON.stringify({ ...attempt, created: attempt.created - 86_400_000 }))
  })
  await page.reload()
  await expectState(element(page), 'ready')
  await payWith(page, CARDS.good)
  await expectOnePaid(demo, reference, 1200, ['open', 'succeeded'])
})

test('a form that stood open for a day still pays, with a new attempt', async ({
  visit,
  page,
  demo,
  reference,
}) => {
  await page.clock.install()
  await visit('mug')
  await fillCard(page, CARDS.good)
  await expect.poll(() => checkoutsOf(demo, reference)).toHaveLength(1)
  await page.clock.fastForward('24:00:00')
  await pay(page)
  await expectState(element(page), 'complete')
  await expectOnePaid(demo, reference, 1200, ['open', 'succeeded'])
})

test('where storage is blocked, the page still pays, and a second element knows of it', async ({
  visit,
  page,
  demo,
  reference,
}) => {
  await page.addInitScript(() =>
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError')
      },
    }),
  )
  await visit('mug')
  await payWith(page, CARDS.generic_decline, 'declined')
  await payWith(page, CARDS.good)
  await expectPaidOnce(demo, reference, 1200)
  await page.evaluate(() => {
    const old = document.querySelector('edge-checkout')!
    const made = old.cloneNode() as HTMLElement
    old.replaceWith(made)
  })
  await expectState(element(page), 'complete')
  await expect(element(page).getByText(/You already paid \$12\.00/)).toBeVisible()
})

test('where storage is full, the page still pays', async ({ visit, page, demo, reference }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  await visit('mug')
  await fillCard(page, CARDS.good)
  await payButton(page).dblclick()
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 1200)
})
