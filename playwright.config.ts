/** The rooms with a browser. One alone: `npx playwright test --project browser`. */
import { defineConfig } from '@playwright/test'
import { chromium } from './test/chromium.ts'

/** Against Stripe itself: answers travel, and a test account may be asked 25 times a second. See test/live.ts. */
const live = Boolean(process.env.DEMO_VARS)

export default defineConfig({
  outputDir: 'test-results',
  workers: live ? 1 : 2, // each runs a whole demo beside its browser
  fullyParallel: true, // a test shares nothing with its neighbours but the demo
  retries: 0, // a test that passes the second time has found something
  forbidOnly: Boolean(process.env.CI),
  timeout: live ? 120_000 : 30_000,
  expect: { timeout: live ? 30_000 : 10_000 },
  use: {
    launchOptions: await chromium(),
    locale: 'en-US',
    actionTimeout: 10_000,
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'browser', testDir: 'test/browser' },
    { name: 'stripejs', testDir: 'test/emulator/stripejs/specs' },
  ],
})
