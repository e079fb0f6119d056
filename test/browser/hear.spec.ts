/** What somebody hears who does not see the page, and where the cursor is. */
import { expect, type Page } from '@playwright/test'
import { test } from './fixtures.ts'
import { CARDS, cardField, element, expectState, fillCard, pay, payButton } from './shop.ts'

/** Everything that the alert says from now on. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await element(page).evaluate((host) => {
    const alert = host.shadowRoot!.querySelector('[role=alert]')!
    const heard: string[] = []
    Object.assign(window, { heard })
    new MutationObserver(() => alert.textContent && heard.push(alert.textContent)).observe(alert, {
      childList: true,
      characterData: true,
      subtree: true,
    })
  })
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard)
}

test('hears what is wrong once, and again when the button finds it again', async ({ visit }) => {
  const page = await visit('tee')
  const heard = await listen(page)
  await pay(page)
  await expect(element(page).getByLabel('Email')).toBeFocused()
  await expect.poll(heard).toEqual([expect.stringMatching(/email.*card number.*expiry.*code/i)])
  await page.keyboard.type('a@b.example')
  await fillCard(page, CARDS.good)
  expect(await heard()).toHaveLength(1)
  await cardField(page, 'cvc').fill('')
  await pay(page)
  await expect.poll(async () => (await heard()).at(-1)).toMatch(/code/)
  const before = (await heard()).length
  await pay(page)
  await expect.poll(async () => (await heard()).length).toBe(before + 1)
})

test('hears the new total while the cursor stays on the button that changed it', async ({ visit }) => {
  const page = await visit('mug')
  const total = element(page).getByRole('status').filter({ hasText: '$' })
  await element(page).getByRole('button', { name: 'One more' }).click()
  await expect(total).toHaveText('2: $24.00')
  await expect(element(page).getByRole('button', { name: 'One more' })).toBeFocused()
  await expect(payButton(page)).toHaveAccessibleName('Pay $24.00')
})

test('a click pays although leaving the field shows an error above the button', async ({ visit }) => {
  const page = await visit('tip')
  const amount = element(page).getByLabel(/Amount/)
  await amount.fill('1')
  const box = (await payButton(page).boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + 4)
  await page.mouse.down()
  await page.mouse.up()
  await expect(
    element(page)
      .getByText(/from \$3\.00 to \$500\.00/i)
      .first(),
  ).toBeVisible()
  await expect(amount).toBeFocused()
})

test('the cursor is never lost where a control goes away', async ({ visit, page }) => {
  await page.route('**/v1/sites/acme/offers/mug', (route) => route.abort())
  await visit('mug', { until: 'error' })
  await page.unroute('**/v1/sites/acme/offers/mug')
  await element(page).getByRole('button', { name: 'Try again' }).focus()
  await page.keyboard.press('Enter')
  await expectState(element(page), 'ready')
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('edge-checkout')
})

test('nothing is cut, and nothing scrolls sideways, at 320 px with text twice as large', async ({
  visit,
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 700 })
  for (const offer of ['mug', 'tip', 'tee']) {
    await visit(offer, { query: { locale: 'de' } })
    await page.addStyleTag({ content: 'html { font-size: 200% }' })
    const { scroll, client } = await page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      client: document.documentElement.clientWidth,
    }))
    expect(scroll, offer).toBeLessThanOrEqual(client)
  }
})
