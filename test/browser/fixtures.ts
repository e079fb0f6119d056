/** A whole demo for each of Playwright's workers, as `npm start` runs it, and a visitor with a fresh browser for each test. */
import { randomUUID } from 'node:crypto'
import { test as base, type Page } from '@playwright/test'
import { type SpawnedDemo, spawnDemo } from '../demo/spawn.ts'
import { type StripeFaults, stripeFaults } from './faults.ts'
import { element, expectState } from './shop.ts'

/** `ADVERSARY=other npx playwright test --project browser`, or a seed: Stripe does not do what we guess. */
const { ADVERSARY } = process.env

async function oppose({ emulator }: SpawnedDemo, adversary: string): Promise<void> {
  const seed = adversary === 'other' ? adversary : Number(adversary)
  const { ok, status } = await fetch(`${emulator}/_emulator/adversary`, {
    method: 'PUT',
    body: JSON.stringify({ seed }),
  })
  if (!ok) throw new Error(`ADVERSARY=${adversary}: the stand-in answered ${status}`)
}

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

/** A demo that runs already, one for each of Playwright's workers: a worker that is started anew does not start one. */
const sharedDemo = (index: number): SpawnedDemo | null =>
  process.env.DEMOS ? (JSON.parse(process.env.DEMOS) as SpawnedDemo[])[index]! : null

interface Fixtures {
  /** The file of a widget to use in place of the demo's own; null for that. */
  widget: string | null
  /** `client-reference-id` of what this test buys. */
  reference: string
  /** Opens an offer's page in the shop, marked with the reference. */
  visit: (offer: string, visit?: Visit) => Promise<Page>
  stripe: StripeFaults
}

export const test = base.extend<Fixtures, { demo: SpawnedDemo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use, { parallelIndex }) => {
      const shared = sharedDemo(parallelIndex)
      if (shared) return use(shared)
      const demo = await spawnDemo()
      if (ADVERSARY) await oppose(demo, ADVERSARY)
      await use(demo)
      await demo.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: the same
  reference: async ({}, use) => use(`test-${randomUUID()}`),
  widget: [null, { option: true }],
  context: async ({ context, widget }, use) => {
    if (widget) await context.route('**/widget.js', (route) => route.fulfill({ path: widget }))
    await use(context)
  },
  stripe: async ({ demo }, use) => {
    const faults = stripeFaults(demo)
    await use(faults)
    await faults.clear()
  },
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
