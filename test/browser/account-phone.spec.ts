/** The account in a hand: nothing is wider than the page, nothing is too small for a finger, and a list is still a table. */
import { expect, type Locator, type Page } from '@playwright/test'
import { openAccount, press, section } from './account-page.ts'
import { test } from './fixtures.ts'
import { subscribe } from './people.ts'
import { CARDS, element, fillCard } from './shop.ts'

test.use({ viewport: { width: 320, height: 640 } })

/** Of a finger. Source: WCAG 2.2, 2.5.5 */
const FINGER_PX = 44

const expectFits = async (page: Page): Promise<void> =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)

async function expectForFingers(root: Locator): Promise<void> {
  const targets = await root.locator('button:visible, a:visible').all()
  expect(targets.length).toBeGreaterThan(1)
  for (const target of targets) {
    const { width, height } = (await target.boundingBox())!
    const name = (await target.getAttribute('aria-label')) ?? (await target.textContent())
    expect(Math.min(width, height), `${name}: ${width} × ${height}`).toBeGreaterThanOrEqual(FINGER_PX)
  }
}

test('fits, and works under a strict policy', async ({ page, demo }) => {
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  const ada = await subscribe(demo, 'club')
  const account = await openAccount(page, demo.shop, ada.user, { csp: 'strict', locale: 'de' })
  await press(account, 'Karte hinzufügen')
  await fillCard(page, CARDS.good)
  await expectFits(page)
  await press(account, 'Karte speichern')
  await expect(section(account, 'Karten').getByRole('listitem')).toHaveCount(2)
  expect(complaints).toEqual([])
})

test('what a change costs fits, however long its sentences are', async ({ page, demo }) => {
  const ada = await subscribe(demo, 'seats', { quantity: 3 })
  const account = await openAccount(page, demo.shop, ada.user)
  await press(account, 'Change quantity of Workshop seats')
  await press(account, 'One fewer')
  await expect(account.getByText(/^Unused time: 3 × Workshop seats/)).toBeVisible()
  await expectFits(page)
})

test('everything that is pressed is as large as a finger', async ({ page, demo, visit }) => {
  const ada = await subscribe(demo, 'club')
  await expectForFingers(await openAccount(page, demo.shop, ada.user))
  await visit('seats', { query: { 'promotion-code': 'TENOFF', user: ada.user } })
  await expect(element(page).getByRole('button', { name: 'Remove TENOFF' })).toBeVisible()
  await expectForFingers(element(page))
})

test('invoices stay a table for those who hear it, where their cells are stacked', async ({ page, demo }) => {
  const ada = await subscribe(demo, 'club')
  const account = await openAccount(page, demo.shop, ada.user)
  const roles = await section(account, 'Invoices')
    .locator('table, thead, tbody, tr, th, td')
    .evaluateAll((parts) => parts.map((part) => part.getAttribute('role')))
  const cells = ['cell', 'cell', 'cell', 'cell']
  expect(roles).toEqual([
    ...['table', 'rowgroup', 'row', ...Array(5).fill('columnheader')],
    ...['rowgroup', 'row', 'rowheader', ...cells],
  ])
})

test('the card that is paid with stands beside its circle', async ({ page, demo, visit }) => {
  const ada = await subscribe(demo, 'club', { card: 'pm_card_mastercard' })
  await visit('mug', { query: { user: ada.user } })
  const [circle, name] = await Promise.all([
    element(page)
      .getByRole('radio', { name: /^Mastercard/ })
      .boundingBox(),
    element(page).getByText('Mastercard ending in 4444').boundingBox(),
  ])
  expect(name!.y).toBeLessThan(circle!.y + circle!.height)
})
