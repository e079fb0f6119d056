/** The three split fields, as the page and a published recipe meet them. */
import { expect } from '@playwright/test'
import { field, open, test, typeCard } from './fixture.ts'

test.beforeEach(({ page, demo }) => open(page, demo))

test('are frames that recipes find by title and by name', async ({ page, demo }) => {
  for (const title of [
    'Secure card number input frame',
    'Secure expiration date input frame',
    'Secure CVC input frame',
  ]) {
    const frame = page.locator(`iframe[title="${title}"]`)
    await expect(frame).toBeVisible()
    await expect(frame).toHaveAttribute('name', /^__privateStripeFrame\d+$/)
    expect(new URL((await frame.getAttribute('src')) ?? '').origin).toBe(demo.emulator)
  }
  await page
    .frameLocator('#number iframe[name^="__privateStripeFrame"]')
    .locator('input[name="cardnumber"]')
    .fill('42')
  const stable = page.frameLocator('.__PrivateStripeElement > iframe').first()
  await expect(stable.locator('[data-elements-stable-field-name="cardNumber"]')).toHaveValue('42')
})

test('carry names for autofill, labels for screen readers and a numeric keyboard for phones', async ({
  page,
}) => {
  const expected = {
    number: ['cc-number', 'Credit or debit card number'],
    expiry: ['cc-exp', 'Credit or debit card expiration date'],
    cvc: ['cc-csc', 'Credit or debit card CVC/CVV'],
  } as const
  for (const [name, [autocomplete, label]] of Object.entries(expected)) {
    const input = field(page, name as keyof typeof expected)
    await expect(input).toHaveAttribute('autocomplete', autocomplete)
    await expect(input).toHaveAttribute('inputmode', 'numeric')
    await expect(input).toHaveAccessibleName(label)
    await expect(input).toHaveAttribute('aria-invalid', 'false')
  }
})

test('keep the classes of their containers up to date', async ({ page }) => {
  const container = page.locator('#number')
  await expect(container).toHaveClass('field StripeElement StripeElement--empty')
  await field(page, 'number').click()
  await expect(container).toHaveClass(/StripeElement--focus/)
  await page.keyboard.type('4242424242424242')
  await expect(container).toHaveClass('field StripeElement StripeElement--complete')
  await page.evaluate(() => window.shop.number.clear())
  await expect(container).toHaveClass('field StripeElement StripeElement--empty')
})

test('tell focus, blur and Escape', async ({ page }) => {
  await page.evaluate(() => window.shop.cvc.focus())
  await expect(field(page, 'cvc')).toBeFocused()
  await page.keyboard.press('Escape')
  await page.evaluate(() => window.shop.cvc.blur())
  await expect
    .poll(() => page.evaluate(() => window.shop.log.map((event) => event.on).filter((on) => on !== 'ready')))
    .toEqual(['focus', 'escape', 'blur'])
})

test('are focused by a click on their label', async ({ page }) => {
  await page.getByText('Security code').click()
  await expect(field(page, 'cvc')).toBeFocused()
})

test('submit the form around them with Enter', async ({ page }) => {
  await page.evaluate(() => {
    document.querySelector('form')!.addEventListener('submit', (event) => {
      event.preventDefault()
      document.title = 'submitted'
    })
  })
  await field(page, 'cvc').press('Enter')
  await expect(page).toHaveTitle('submitted')
})

test('take style, placeholder and disabled, at first and by update', async ({ page }) => {
  const number = field(page, 'number')
  await expect(number).toHaveCSS('font-size', '18px')
  await page.evaluate(() =>
    window.shop.number.update({
      style: { base: { fontSize: '24px', color: 'rgb(1, 2, 3)' }, invalid: { color: 'rgb(9, 0, 0)' } },
      placeholder: 'Your number',
      disabled: true,
      showIcon: true,
      classes: { base: 'mine' },
    }),
  )
  await expect(number).toHaveCSS('font-size', '24px')
  await expect(number).toHaveCSS('color', 'rgb(1, 2, 3)')
  await expect(number).toHaveAttribute('placeholder', 'Your number')
  await expect(number).toBeDisabled()
  await expect(page.frameLocator('#number iframe').locator('svg.icon')).toBeVisible()
  await expect(page.locator('#number')).toHaveClass('field mine StripeElement--empty')
})

test('keep focus and caret when the page updates them', async ({ page }) => {
  await field(page, 'number').click()
  await page.keyboard.type('4242')
  await page.evaluate(() =>
    window.shop.number.update({ style: { base: { color: 'rgb(4, 5, 6)' } }, showIcon: true }),
  )
  await page.evaluate(() => window.shop.elements.update({ locale: 'fr' }))
  await expect(field(page, 'number')).toHaveCSS('color', 'rgb(4, 5, 6)')
  await page.keyboard.type('42')
  await expect(field(page, 'number')).toHaveValue('4242 42')
  await expect(page.locator('#number')).not.toHaveClass(/invalid/)
})

test('pay while they are disabled, as a form under way has them', async ({ page, intent }) => {
  await typeCard(page)
  const { paymentIntent } = await page.evaluate(
    (secret) => {
      const { number, expiry, cvc, pay } = window.shop
      for (const element of [number, expiry, cvc]) element.update({ disabled: true })
      return pay(secret)
    },
    await intent(),
  )
  expect(paymentIntent?.status).toBe('succeeded')
  await expect(field(page, 'cvc')).toBeDisabled()
})

test('do not make the page jump while they load', async ({ page, demo }) => {
  await page.route(`${demo.emulator}/endive/elements-inner-card.html`, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300))
    await route.continue()
  })
  await page.goto(demo.shop)
  const before = await page.locator('#number').boundingBox()
  await page.waitForFunction(() => window.shop?.log.filter((event) => event.on === 'ready').length === 3)
  await expect(field(page, 'number')).toBeVisible()
  expect((await page.locator('#number').boundingBox())?.height).toBeCloseTo(before?.height ?? 0, 0)
})

test('give nothing of the card to the page', async ({ page }) => {
  const seen = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const heard: unknown[] = []
        window.addEventListener('message', (event) => heard.push(event.data))
        setTimeout(() => resolve(JSON.stringify(heard)), 1500)
      }),
  )
  await typeCard(page)
  await page.evaluate(() => window.shop.method())
  expect(await seen).toContain('endive')
  expect(await seen).not.toMatch(/4242 ?4242 ?4242 ?4242|12 \/ 34/)
  const reachable = await page.evaluate(() => {
    const frame = document.querySelector<HTMLIFrameElement>('#number iframe')!
    try {
      return Boolean(frame.contentWindow!.document)
    } catch {
      return false
    }
  })
  expect(reachable).toBe(false)
})

test('start again, empty and working, when the page moves them', async ({ page }) => {
  await typeCard(page)
  await page.evaluate(() => document.querySelector('form')!.prepend(document.querySelector('#number')!))
  await expect(page.locator('#number')).toHaveClass(/StripeElement--empty/)
  await field(page, 'number').fill('4242424242424242')
  const result = await page.evaluate(() => window.shop.method())
  expect(result.paymentMethod?.card?.last4).toBe('4242')
})

test('can be unmounted and mounted again, elsewhere', async ({ page }) => {
  await typeCard(page)
  await page.evaluate(() => {
    const other = document.body.appendChild(document.createElement('div'))
    other.id = 'other'
    window.shop.cvc.unmount()
    window.shop.cvc.mount('#other')
  })
  await expect(page.locator('#cvc')).toHaveClass('field')
  await expect(page.locator('#cvc iframe')).toHaveCount(0)
  await field(page, 'cvc').fill('321')
  await expect(page.locator('#other')).toHaveClass(/StripeElement--complete/)
})
