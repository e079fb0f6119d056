/** The page of a user's account, as its user meets it. */
import { expect, type Locator, type Page } from '@playwright/test'
import { expectState } from './shop.ts'

export const accountElement = (page: Page): Locator => page.locator('edge-checkout-account')

export async function openAccount(page: Page, shop: string, user: string, query = {}): Promise<Locator> {
  await page.goto(`${shop}/account?${new URLSearchParams({ user, ...query })}`)
  const account = accountElement(page)
  await expectState(account, 'ready')
  return account
}

/** @param name Of a section, as its heading says it. */
export const section = (account: Locator, name: string): Locator => account.getByRole('region', { name })

/** One card or subscription among several. */
export const item = (account: Locator, section_: string, text: string): Locator =>
  section(account, section_).getByRole('listitem').filter({ hasText: text })

export const press = (account: Locator, name: string | RegExp): Promise<void> =>
  account.getByRole('button', { name }).click()

/** The focus is where a user goes on: a screen reader says the section, and what was done. */
export const expectFocus = (account: Locator, heading: string): Promise<void> =>
  expect(account.getByRole('heading', { name: heading })).toBeFocused()
