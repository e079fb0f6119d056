/** The fields under a visitor's hands: what they show, where the caret and the focus go, what is told when. */
import { expect } from '@playwright/test'
import { field, open, test } from './fixture.ts'

test.beforeEach(({ page, demo }) => open(page, demo))

test('take a whole card typed without pause: the focus moves on by itself', async ({ page }) => {
  await field(page, 'number').click()
  await page.keyboard.type('42424242424242421234123')
  await expect(field(page, 'number')).toHaveValue('4242 4242 4242 4242')
  await expect(field(page, 'expiry')).toHaveValue('12 / 34')
  await expect(field(page, 'cvc')).toHaveValue('123')
  await expect(field(page, 'cvc')).toBeFocused()
})

test('are reached and left with Tab and Shift+Tab', async ({ page }) => {
  await page.locator('#name').focus()
  await page.keyboard.press('Tab')
  await expect(field(page, 'number')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(field(page, 'expiry')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(field(page, 'cvc')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.locator('#pay')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await expect(field(page, 'expiry')).toBeFocused()
})

test('keep the caret while digits are corrected in the middle', async ({ page }) => {
  const number = field(page, 'number')
  await number.click()
  await page.keyboard.type('4242 4242')
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('00')
  await expect(number).toHaveValue('4240 0424 2')
  expect(await number.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(6)
})

test('erase through separators with Backspace alone', async ({ page }) => {
  const expiry = field(page, 'expiry')
  await expiry.click()
  await page.keyboard.type('4')
  await expect(expiry).toHaveValue('04 / ')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await expect(expiry).toHaveValue('')
})

test('accept a pasted number with dashes', async ({ page }) => {
  const number = field(page, 'number')
  await number.click()
  await number.evaluate((input: HTMLInputElement) => {
    const data = new DataTransfer()
    data.setData('text', '4242-4242-4242-4242')
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data }))
    document.execCommand('insertText', false, '4242-4242-4242-4242')
  })
  await expect(number).toHaveValue('4242 4242 4242 4242')
})

test('tell the brand with the change event, and the code field its length', async ({ page }) => {
  await field(page, 'number').fill('378282246310005')
  const changes = await page.evaluate(() =>
    window.shop.log.filter((e) => e.on === 'change' && e.type === 'cardNumber'),
  )
  expect(changes.at(-1)).toMatchObject({
    elementType: 'cardNumber',
    brand: 'amex',
    complete: true,
    empty: false,
  })
  await field(page, 'cvc').fill('12345')
  await expect(field(page, 'cvc')).toHaveValue('1234')
  await field(page, 'number').fill('4242424242424242')
  await expect(field(page, 'cvc')).toHaveValue('123')
})

test('report a change of what they are, not every key', async ({ page }) => {
  await field(page, 'number').click()
  await page.keyboard.type('4242')
  await page.keyboard.press('Escape')
  const log = () => page.evaluate(() => window.shop.log.filter((event) => event.on !== 'ready'))
  await expect.poll(async () => (await log()).map((event) => event.on)).toEqual(['focus', 'change', 'escape'])
  expect((await log())[1]).toEqual({
    on: 'change',
    type: 'cardNumber',
    elementType: 'cardNumber',
    empty: false,
    complete: false,
    error: undefined,
    brand: 'visa',
  })
})

test('show a wrong number at once, and a short one only when it is left', async ({ page }) => {
  const last = () =>
    page.evaluate(() => window.shop.log.findLast((e) => e.on === 'change' && e.type === 'cardNumber')?.error)
  await field(page, 'number').click()
  await page.keyboard.type('4242')
  expect(await last()).toBeUndefined()
  await page.keyboard.press('Tab')
  await expect.poll(last).toEqual({
    type: 'validation_error',
    code: 'incomplete_number',
    message: 'Your card number is incomplete.',
  })
  await expect(page.locator('#number')).toHaveClass(/StripeElement--invalid/)
  await expect(field(page, 'number')).toHaveAttribute('aria-invalid', 'true')
  await field(page, 'number').fill('4242424242424241')
  await expect.poll(last).toMatchObject({ code: 'invalid_number', message: 'Your card number is invalid.' })
  await field(page, 'number').fill('')
  await expect.poll(last).toBeUndefined()
})

test('refuse a date in the past', async ({ page }) => {
  await field(page, 'expiry').fill('1220')
  await expect(page.locator('#expiry')).toHaveClass(/StripeElement--invalid/)
  const change = await page.evaluate(() => window.shop.log.findLast((e) => e.on === 'change'))
  expect(change?.error).toEqual({
    type: 'validation_error',
    code: 'invalid_expiry_year_past',
    message: "Your card's expiration year is in the past.",
  })
})

test('can be one: the combined card field', async ({ page }) => {
  await page.evaluate(() => {
    document.body.appendChild(document.createElement('div')).id = 'combined'
    window.shop.stripe.elements().create('card').mount('#combined')
  })
  const frame = page.frameLocator('iframe[title="Secure card payment input frame"]')
  await frame.locator('input[name="cardnumber"]').click()
  await page.keyboard.type('4242424242424242123412394110')
  await expect(frame.locator('input[name="postal"]')).toHaveValue('94110')
  await expect(page.locator('#combined')).toHaveClass(
    'StripeElement StripeElement--focus StripeElement--complete',
  )
})
