/**
 * The published ways of Cypress, which reaches into Stripe's frames from the page itself: it starts the browser without web security
 * (`chromeWebSecurity: false`), takes the document of a frame, and types by events. Written anew, without Cypress.
 */
import { expect, type Page } from '@playwright/test'
import { chromium } from '../../../chromium.ts'
import { combine, open, test } from './fixture.ts'

const { args, ...browser } = await chromium()
test.use({
  launchOptions: {
    ...browser,
    // Chrome's own switches for it.
    args: [...args, '--disable-web-security', '--disable-site-isolation-trials'],
  },
})

/** What `cy.type()` does to an input, as far as a page can tell: a focus, then for each character its keys, its value and `input`. */
async function type(page: Page, frame: string, input: string, text: string): Promise<void> {
  await page.waitForFunction(
    ([frame, input]) =>
      document.querySelector<HTMLIFrameElement>(frame!)?.contentDocument?.querySelector(input!),
    [frame, input],
  )
  await page.evaluate(
    ([frame, input, text]) => {
      const body = document.querySelector<HTMLIFrameElement>(frame!)!.contentDocument!.body
      const element = body.querySelector<HTMLInputElement>(input!)!
      const { InputEvent, KeyboardEvent } = element.ownerDocument.defaultView as typeof globalThis & Window
      element.focus()
      for (const key of text!) {
        element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
        element.setRangeText(key, element.value.length, element.value.length, 'end')
        element.dispatchEvent(new InputEvent('input', { data: key, inputType: 'insertText', bubbles: true }))
        element.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true }))
      }
      element.blur()
    },
    [frame, input, text],
  )
}

/** Clicks in the document of a frame within frames, from the page. */
async function click(page: Page, frames: string[], button: string): Promise<void> {
  const find = ([frames, button]: [string[], string]) => {
    let at: Document | null | undefined = document
    for (const frame of frames) at = at?.querySelector<HTMLIFrameElement>(frame)?.contentDocument
    return at?.querySelector<HTMLElement>(button) ?? null
  }
  const found = await page.waitForFunction(find, [frames, button] as [string[], string])
  await found.evaluate((element) => element!.click())
}

test.beforeEach(({ page, demo }) => open(page, demo))

type Part = 'number' | 'expiry' | 'cvc' | 'zip'

const NAMES: Record<Part, string> = { number: 'cardnumber', expiry: 'exp-date', cvc: 'cvc', zip: 'postal' }
const STABLE: Record<Part, string> = {
  number: 'cardNumber',
  expiry: 'cardExpiry',
  cvc: 'cardCvc',
  zip: 'postalCode',
}
const HINTS: Record<Part, string> = { number: 'Card number', expiry: 'MM / YY', cvc: 'CVC', zip: 'ZIP' }

/** Where a part of the card is typed: the frame on the page, and the input in it. */
type Find = (part: Part) => readonly [frame: string, input: string]

const SPLIT: Record<string, Find> = {
  // https://github.com/dbalatero/cypress-plugin-stripe-elements
  'by stable field name': (part) => [
    `#${part} iframe`,
    `input[data-elements-stable-field-name="${STABLE[part]}"]`,
  ],
  // https://github.com/cypress-io/cypress/issues/136
  'by class': (part) => [`#${part} .__PrivateStripeElement > iframe`, '.InputElement'],
}

const COMBINED: Record<string, Find> = {
  // https://gist.github.com/JeffreyWay/000401927686d72e77318d5e36d532e6
  'in the first frame of the page': (part) => ['iframe', `[name=${NAMES[part]}]`],
  // https://gist.github.com/vojtech-cerveny/eda63f2ee4455f0d954ac6c04a4d0fbb
  'by placeholder': (part) => ['.__PrivateStripeElement > iframe', `input[placeholder='${HINTS[part]}']`],
}

async function typeAll(page: Page, find: Find, card: Partial<Record<Part, string>>): Promise<void> {
  for (const [part, text] of Object.entries(card)) await type(page, ...find(part as Part), text)
}

const CARD = { number: '4242424242424242', expiry: '1234', cvc: '123' }

for (const [name, find] of Object.entries(SPLIT))
  test(`Cypress types into split fields, found ${name}`, async ({ page, intent }) => {
    await typeAll(page, find, CARD)
    const result = await page.evaluate((secret) => window.shop.pay(secret), await intent())
    expect(result.paymentIntent?.status).toBe('succeeded')
  })

for (const [name, find] of Object.entries(COMBINED))
  test(`Cypress types into the combined element, found ${name}`, async ({ page, intent }) => {
    await combine(page)
    await typeAll(page, find, { ...CARD, zip: '94107' })
    const result = await page.evaluate((secret) => window.shop.pay(secret), await intent())
    expect(result.paymentIntent?.status).toBe('succeeded')
  })

// https://github.com/dbalatero/cypress-plugin-stripe-elements/issues/6
test('Cypress goes through the frames of 3-D Secure and completes it', async ({ page, intent }) => {
  await typeAll(page, SPLIT['by class']!, { ...CARD, number: '4000002760003184' })
  const result = page.evaluate((secret) => window.shop.pay(secret), await intent())
  const modal = 'body > div > iframe[name^="__privateStripeFrame"]'
  await click(page, [modal, '#challengeFrame'], '#test-source-authorize-3ds')
  expect((await result).paymentIntent?.status).toBe('succeeded')
})
