/** One project for each mutant that shows in a browser, and one without a mutant for each of their tests. See browser.ts. */
import { defineConfig } from '@playwright/test'
import base from '../../playwright.config.ts'
import type { Trial } from './browser.ts'

const trials = JSON.parse(process.env.TRIALS ?? '[]') as Trial[]

export default defineConfig<Pick<Trial, 'widget'>>({
  ...base,
  timeout: 15_000, // a red one mostly waits for what never comes; a green one needs a third of it
  projects: trials.map(({ name, path, grep, widget }) => ({
    name,
    testDir: '../browser',
    testMatch: path.split('/').at(-1)!,
    grep: new RegExp(grep),
    use: { widget },
  })),
})
