/** `npm run screenshots`: the pictures of README and docs, from the demo itself. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Page, chromium as playwright } from '@playwright/test'
import { openAccount } from './browser/account-page.ts'
import { giveCard, subscribe } from './browser/people.ts'
import { CARDS, challenge, element, expectState, fillCard, pay, payWith } from './browser/shop.ts'
import { chromium } from './chromium.ts'
import { spawnDemo } from './demo/spawn.ts'

const FOLDER = join(import.meta.dirname, '../docs/images')

/** @param path Of an offer's page, with its query. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${demo.shop}/${path}`)
  await expectState(element(page), 'ready')
}

/** Browsers do not draw a frame of another site before it has been in view. */
async function seeAll(page: Page, width: number): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height })
  await page.waitForTimeout(300)
}

/** In the order a purchase goes: each goes on from the one before, or opens a page of its own. */
const STEPS: [name: string, reach: (page: Page) => Promise<void>][] = [
  ['ready', (page) => open(page, 'mug?quantity=2')],
  [
    'declined',
    async (page) => {
      await payWith(page, CARDS.insufficient_funds, 'declined')
    },
  ],
  [
    'challenge',
    async (page) => {
      await fillCard(page, CARDS.challenge)
      await pay(page)
      await challenge(page).authorize.waitFor()
    },
  ],
  [
    'complete',
    async (page) => {
      await challenge(page).authorize.click()
      await expectState(element(page), 'complete')
    },
  ],
  ['subscribe', (page) => open(page, 'seats?quantity=3&promotion-code=TENOFF')],
  ['trial', (page) => open(page, 'club-trial')],
  ['free', (page) => open(page, 'club-free')],
  [
    'saved',
    async (page) => {
      const user = randomUUID()
      await open(page, `card?user=${user}`)
      await payWith(page, CARDS.good)
      await open(page, `mug?user=${user}`)
    },
  ],
  [
    'account',
    async (page) => {
      const ada = await subscribe(demo, 'club')
      await giveCard(demo, ada, 'pm_card_mastercard')
      await openAccount(page, demo.shop, ada.user)
    },
  ],
]

const SCREENS = [
  { width: 1280, height: 640, deviceScaleFactor: 1 },
  { width: 320, height: 640, deviceScaleFactor: 2 },
]

const demo = await spawnDemo()
const browser = await playwright.launch(await chromium())
for (const { width, height, deviceScaleFactor } of SCREENS) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({
      viewport: { width, height },
      deviceScaleFactor,
      colorScheme,
      locale: 'en-US',
    })
    for (const [name, reach] of STEPS) {
      await page.setViewportSize({ width, height })
      await reach(page)
      if (name !== 'challenge') await seeAll(page, width)
      await page.screenshot({
        path: join(FOLDER, `${name}-${width}-${colorScheme}.png`),
        fullPage: name !== 'challenge', // that one lies over what the visitor sees of the page
        animations: 'disabled', // a picture of the end of each, not of some moment in it
        style: '.log { display: none }',
      })
    }
    await page.close()
  }
}
await browser.close()
await demo.stop()
