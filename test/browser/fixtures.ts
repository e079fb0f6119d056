/** A whole demo for each of Playwright's workers, as `npm start` runs it, and a visitor with a fresh browser for each test. */
import { randomUUID } from 'node:crypto'
import { test as base, type Page } from '@playwright/test'
import { type SpawnedDemo, spawnDemo } from '../demo/spawn.ts'
import { element, expectState } from './shop.ts'

interface Visit {
  /** By host name the same shop is another site. */
  host?: 'localhost' | '127.0.0.1'
  /** Another shop altogether. */
  shop?: string
  /** Attributes and switches of the page. */
  query?: Record<string, string>
  /** What the element should come to. */
  until?: 'ready' | 'error' | 'complete' | null
}

interface Fixtures {
  /** `client-reference-id` of what this test buys. */
  reference: string
  /** Opens an offer's page in the shop, marked with the reference. */
  visit: (offer: string, visit?: Visit) => Promise<Page>
}

export const test = base.extend<Fixtures, { demo: SpawnedDemo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const demo = await spawnDemo()
      await use(demo)
      await demo.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: the same
  reference: async ({}, use) => use(`test-${randomUUID()}`),
  visit: async ({ page, demo, reference }, use) => {
    await use(async (offer, { host = 'localhost', shop = demo.shop, query = {}, until = 'ready' } = {}) => {
      const url = new URL(`/${offer}`, shop)
      url.hostname = host
      url.search = new URLSearchParams({ 'client-reference-id': reference, ...query }).toString()
      await page.goto(url.href)
      if (until) await expectState(element(page), until)
      return page
    })
  },
})
