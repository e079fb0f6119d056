/** The shop's page as a visitor uses it. Frames and fields by the names that published recipes for Stripe use. */
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test'

/** Cards of Stripe's test mode, by what becomes of them. */
export const CARDS = {
  good: '4242424242424242',
  mastercard: '5555555555554444',
  challenge: '4000002760003184',
  generic_decline: '4000000000000002',
  insufficient_funds: '4000000000009995',
  lost_card: '4000000000009987',
  expired_card: '4000000000000069',
  incorrect_cvc: '4000000000000127',
} as const

const FIELDS = {
  number: ['Secure card number input frame', 'cardnumber'],
  expiry: ['Secure expiration date input frame', 'exp-date'],
  cvc: ['Secure CVC input frame', 'cvc'],
} as const

/** @param root The element, or the page where there is only one. */
export const cardField = (root: Page | Locator, name: keyof typeof FIELDS): Locator => {
  const [title, input] = FIELDS[name]
  return root.locator(`iframe[title="${title}"]`).contentFrame().locator(`input[name="${input}"]`)
}

export const element = (page: Page, offer?: string): Locator =>
  page.locator(offer ? `edge-checkout[offer="${offer}"]` : 'edge-checkout')

export const expectState = (checkout: Locator, state: string, timeout = 15_000): Promise<void> =>
  expect(checkout).toHaveAttribute('data-state', state, { timeout })

/** Lets the page's clock run ahead until the element has come to this. The page must have it: `page.clock.install()`. */
export const passUntil = (page: Page, state: string): Promise<void> =>
  expect(async () => {
    await page.clock.fastForward(2_000)
    await expectState(element(page), state, 50)
  }).toPass({ timeout: 20_000, intervals: [50] })

/** The one place where the visitor reads what went wrong. */
export const notice = (page: Page): Locator => element(page).getByRole('alert')

export async function fillCard(root: Page | Locator, number: string): Promise<void> {
  await cardField(root, 'number').fill(number)
  await cardField(root, 'expiry').fill('1234')
  await cardField(root, 'cvc').fill('123')
}

/** The one button, named with the total. */
export const payButton = (root: Page | Locator): Locator =>
  root.getByRole('button', { name: /^(Pay|Subscribe|Start free|Save card)\b/ })

export const pay = (root: Page | Locator): Promise<void> => payButton(root).click()

/** Holds back what the page asks for under an address. @returns what lets it through. */
export async function holdBack(page: Page, address: RegExp): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route(address, async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}

/** Fills the card, pays, and sees what comes of it. */
export async function payWith(page: Page, number: string, state = 'complete'): Promise<void> {
  await fillCard(page, number)
  await pay(page)
  await expectState(element(page), state)
}

/** The bank's page: two buttons, and outside it a way to close. */
export function challenge(page: Page): { authorize: Locator; fail: Locator; close: Locator } {
  const modal: FrameLocator = page.frameLocator('iframe[name^="__privateStripeFrame"]').first()
  const bank = modal.frameLocator('#challengeFrame')
  return {
    authorize: bank.locator('#test-source-authorize-3ds'),
    fail: bank.locator('#test-source-fail-3ds'),
    close: modal.getByRole('button', { name: 'Close' }),
  }
}

/** What the element said so far, as the page's log holds it. */
export const said = (page: Page): Promise<{ event: string; detail: Record<string, unknown> }[]> =>
  page
    .locator('#events li')
    .evaluateAll((items) =>
      items.map((item) => ({ event: item.dataset.event!, detail: JSON.parse(item.dataset.detail!) })),
    )
