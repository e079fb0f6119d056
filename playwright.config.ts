/** The rooms with a browser. One alone: `npx playwright test --project browser`. */
import { defineConfig } from '@playwright/test'
import { chromium } from './test/chromium.ts'

export default defineConfig({
  outputDir: 'test-results',
  workers: 2, // each runs a whole demo beside its browser
  retries: 0, // a test that passes the second time has found something
  forbidOnly: Boolean(process.env.CI),
  timeout: 30_000,
  expect: { timeout: 10_000 },
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
