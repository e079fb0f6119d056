/**
 * The ways in which published tests find Stripe's fields and its challenge, written anew: such a test runs against the stand-in as it
 * is. Each row names where its selectors are published.
 */
import { expect, type Locator, type Page } from '@playwright/test'
import { combine, open, test, typeCard } from './fixture.ts'

const NUMBER = '4242424242424242'
const CHALLENGED = '4000002760003184'

const pay = (page: Page, secret: string) => page.evaluate((secret) => window.shop.pay(secret), secret)
const isPaid = async (page: Page, secret: string) =>
  expect((await pay(page, secret)).paymentIntent?.status).toBe('succeeded')

test.beforeEach(({ page, demo }) => open(page, demo))

test.describe('a recipe fills split fields', () => {
  interface Field {
    container: string
    title: string
    input: string
    stable: string
    autocomplete: string
    label: string
    placeholder: string
  }
  const FIELDS: Record<'number' | 'expiry' | 'cvc', Field> = {
    number: {
      container: '#number',
      title: 'Secure card number input frame',
      input: 'cardnumber',
      stable: 'cardNumber',
      autocomplete: 'cc-number',
      label: 'Credit or debit card number',
      placeholder: '1234 1234 1234',
    },
    expiry: {
      container: '#expiry',
      title: 'Secure expiration date input frame',
      input: 'exp-date',
      stable: 'cardExpiry',
      autocomplete: 'cc-exp',
      label: 'Credit or debit card expiration date',
      placeholder: 'MM / YY',
    },
    cvc: {
      container: '#cvc',
      title: 'Secure CVC input frame',
      input: 'cvc',
      stable: 'cardCvc',
      autocomplete: 'cc-csc',
      label: 'Credit or debit card CVC/CVV',
      placeholder: 'CVC',
    },
  }

  const RECIPES: Record<string, (page: Page, field: Field) => Locator> = {
    // https://github.com/flood-io/element/issues/182
    'by frame title and input name': (page, { title, input }) =>
      page.frameLocator(`iframe[title="${title}"]`).locator(`input[name="${input}"]`),
    // https://github.com/Automattic/wp-calypso/blob/trunk/packages/calypso-e2e/src/lib/pages/cart-checkout-page.ts
    'by frame title and stable name': (page, { title, stable }) =>
      page
        .frameLocator(`iframe[title="${title}"]`)
        .locator(`input[data-elements-stable-field-name="${stable}"]`),
    // https://github.com/Automattic/woocommerce-payments/blob/develop/tests/e2e/utils/shopper.ts
    'by container, frame name and input name': (page, { container, input }) =>
      page.frameLocator(`${container} iframe[name^="__privateStripeFrame"]`).locator(`[name="${input}"]`),
    // The same, for its blocks.
    'by container and placeholder': (page, { container, placeholder }) =>
      page.frameLocator(`${container} iframe[name^="__privateStripeFrame"]`).getByPlaceholder(placeholder),
    // https://github.com/solidusio/solidus_stripe/(spec/support/solidus_card_helper.rb)
    'by container and input name': (page, { container, input }) =>
      page.locator(`${container} iframe`).contentFrame().locator(`[name="${input}"]`),
    // https://github.com/microsoft/playwright/issues/20999
    'by container and placeholder, in any frame': (page, { container, placeholder }) =>
      page.locator(`${container} iframe`).contentFrame().getByPlaceholder(placeholder),
    // https://github.com/cypress-io/cypress/issues/136
    'by order and class': (page, { container }) =>
      page
        .locator('.__PrivateStripeElement > iframe')
        .nth(Object.values(FIELDS).findIndex((field) => field.container === container))
        .contentFrame()
        .locator('.InputElement')
        .first(),
    // https://github.com/flood-io/element/issues/182, which quotes the document in the frame
    'through the boxes of the frame': (page, { title, stable }) =>
      page
        .frameLocator(`iframe[title="${title}"]`)
        .locator(
          `.ElementsApp.is-empty .${stable.replace('card', 'Card')}Field-input-wrapper .InputContainer`,
        )
        .locator('input.InputElement.Input--empty'),
    // As Playwright advises: https://playwright.dev/docs/locators
    'by title and label': (page, { title, label }) => page.getByTitle(title).contentFrame().getByLabel(label),
    'by role': (page, { title, label }) =>
      page.getByTitle(title).contentFrame().getByRole('textbox', { name: label }),
    'by address and what autofill calls it': (page, { stable, autocomplete }) =>
      page
        .frameLocator(`iframe[src*="elements-inner-card"][src*="componentName=${stable}"]`)
        .locator(`input[autocomplete="${autocomplete}"]`),
  }

  for (const [name, find] of Object.entries(RECIPES))
    test(name, async ({ page, intent }) => {
      await find(page, FIELDS.number).fill(NUMBER)
      await find(page, FIELDS.expiry).fill('12 / 34')
      await find(page, FIELDS.cvc).fill('123')
      await isPaid(page, await intent())
    })

  // https://github.com/SawyerHood/dev-browser/pull/11
  test('by looking into every frame there is', async ({ page, intent }) => {
    const fill = async (selector: string, text: string) => {
      for (const frame of page.frames()) {
        const input = await frame.$(selector)
        if (input) return input.type(text)
      }
      throw new Error(`No frame has ${selector}.`)
    }
    await fill('input[name="cardnumber"]', NUMBER)
    await fill('input[name="exp-date"]', '1234')
    await fill('input[name="cvc"]', '123')
    await isPaid(page, await intent())
  })

  test('by the keyboard alone, from one frame into the next', async ({ page, intent }) => {
    await page.locator('#number').click()
    await page.keyboard.type(`${NUMBER}1234123`)
    await isPaid(page, await intent())
  })

  test('and sees on the page that they are complete, or wrong', async ({ page }) => {
    await typeCard(page, '4242424242424241')
    await expect(page.locator('#number')).toHaveClass(/StripeElement--invalid/)
    // https://github.com/stripe-archive/react-stripe-elements/issues/356
    await expect(page.frameLocator('#number iframe').locator('.InputElement.is-invalid')).toBeVisible()
    await expect(page.locator('#cvc.StripeElement--complete')).toBeVisible()
  })
})

test.describe('a recipe fills the combined element', () => {
  test.beforeEach(({ page }) => combine(page))

  const NAMES = { number: 'cardnumber', expiry: 'exp-date', cvc: 'cvc', zip: 'postal' }
  const STABLE = { number: 'cardNumber', expiry: 'cardExpiry', cvc: 'cardCvc', zip: 'postalCode' }
  const HINTS = { number: 'Card number', expiry: 'MM / YY', cvc: 'CVC', zip: 'ZIP' }

  const RECIPES: Record<string, (page: Page, field: keyof typeof NAMES) => Locator> = {
    // https://github.com/flood-io/element/issues/182
    'by frame title and input name': (page, field) =>
      page
        .frameLocator('iframe[title="Secure card payment input frame"]')
        .locator(`[name="${NAMES[field]}"]`),
    // https://github.com/stripe/react-stripe-js/issues/172
    'by frame name and stable name': (page, field) =>
      page
        .frameLocator('iframe[name^="__privateStripeFrame"]')
        .first()
        .locator(`[data-elements-stable-field-name="${STABLE[field]}"]`),
    // https://gist.github.com/vojtech-cerveny/eda63f2ee4455f0d954ac6c04a4d0fbb
    'by placeholder': (page, field) =>
      page.frameLocator('.__PrivateStripeElement > iframe').locator(`input[placeholder="${HINTS[field]}"]`),
    // https://github.com/cypress-io/cypress/issues/136
    'by order': (page, field) =>
      page
        .frameLocator('.__PrivateStripeElement > iframe')
        .locator('.InputElement')
        .nth(Object.keys(NAMES).indexOf(field)),
  }

  for (const [name, find] of Object.entries(RECIPES))
    test(name, async ({ page, intent }) => {
      await find(page, 'number').fill(NUMBER)
      await find(page, 'expiry').fill('1234')
      await find(page, 'cvc').fill('123')
      await find(page, 'zip').fill('94107')
      await isPaid(page, await intent())
    })
})

test.describe('a recipe answers 3-D Secure', () => {
  /** Each presses the button that completes, or the one that fails. */
  const RECIPES: Record<string, (page: Page, completes: boolean) => Promise<void>> = {
    // https://github.com/Automattic/woocommerce-payments/blob/develop/tests/e2e/utils/shopper.ts
    'by the frame at the top of the body and the words on the button': async (page, completes) => {
      const modal = page.frameLocator('body>div>iframe[name^="__privateStripeFrame"]')
      const bank = modal.frameLocator('iframe[name="stripe-challenge-frame"]')
      await bank.locator('body').waitFor({ state: 'visible' })
      await expect(modal.locator('.LightboxModalLoadingIndicator')).not.toBeVisible()
      await bank.getByRole('button', { name: completes ? 'Complete' : 'Fail' }).click()
    },
    // https://github.com/solidusio/solidus_stripe/blob/main/spec/support/solidus_stripe/checkout_test_helper.rb
    'by #challengeFrame and the id of the button': async (page, completes) => {
      const bank = page.frameLocator('body > div > iframe').frameLocator('#challengeFrame')
      await bank.locator(completes ? '#test-source-authorize-3ds' : '#test-source-fail-3ds').click()
    },
    // https://gist.github.com/mike-mccormick/9390e9044612dbb4d3fd1868dd067048
    'by the first of Stripe’s frames': async (page, completes) => {
      const bank = page
        .frameLocator('iframe[name^="__privateStripeFrame"]')
        .first()
        .frameLocator('iframe#challengeFrame')
      await bank.locator(`button#test-source-${completes ? 'authorize' : 'fail'}-3ds`).click()
    },
    'by handles, from frame to frame': async (page, completes) => {
      const outer = await page.waitForSelector('body>div>iframe[name^="__privateStripeFrame"]')
      const inner = await (await outer.contentFrame())!.waitForSelector('iframe#challengeFrame')
      const button = completes ? '#test-source-authorize-3ds' : '#test-source-fail-3ds'
      await (await (await inner.contentFrame())!.waitForSelector(button)).click()
    },
    // https://github.com/SawyerHood/dev-browser/pull/11
    'by looking into every frame until one has the button': async (page, completes) => {
      const id = completes ? '#test-source-authorize-3ds' : '#test-source-fail-3ds'
      await expect
        .poll(async () => {
          for (const frame of page.frames())
            if ((await frame.$(id).catch(() => null)) !== null) return frame.click(id).then(() => true)
          return false
        })
        .toBe(true)
    },
  }

  for (const [name, answer] of Object.entries(RECIPES))
    for (const completes of [true, false])
      test(`${name}, and ${completes ? 'completes' : 'fails'} it`, async ({ page, intent }) => {
        await typeCard(page, CHALLENGED)
        const result = pay(page, await intent())
        await answer(page, completes)
        const { paymentIntent, error } = await result
        expect(paymentIntent?.status ?? error?.code).toBe(
          completes ? 'succeeded' : 'payment_intent_authentication_failure',
        )
      })

  test('by closing the modal', async ({ page, intent }) => {
    await typeCard(page, CHALLENGED)
    const result = pay(page, await intent())
    await page.frameLocator('body > div > iframe').locator('.LightboxModalClose').click()
    expect((await result).error?.code).toBe('payment_intent_authentication_failure')
  })
})
