/** 3-D Secure: the modal over the page, the page of its own, and what the intent says afterwards. */
import { expect } from '@playwright/test'
import { asServer, bank, open, test, typeCard } from './fixture.ts'

test.beforeEach(({ page, demo }) => open(page, demo))

test('passes in a modal that leaves no trace', async ({ page, intent }) => {
  await typeCard(page, '4000002760003184')
  await page.locator('#pay').focus()
  const result = page.evaluate((secret) => window.shop.pay(secret), await intent())
  await expect(bank(page).getByRole('heading')).toHaveText('3D Secure 2 Test Page')
  await expect(bank(page).getByRole('heading')).toBeFocused()
  await expect(bank(page).locator('#amount')).toHaveText('$12.00')
  await expect(bank(page).locator('#last4')).toHaveText('3184')
  await bank(page).locator('#test-source-authorize-3ds').click()
  expect((await result).paymentIntent).toMatchObject({ status: 'succeeded' })
  await expect(page.locator('body > div > iframe[src*="three-ds-2-challenge"]')).toHaveCount(0)
  await expect(page.locator('#pay')).toBeFocused()
})

test('is found by the other published recipe, by frame name', async ({ page, intent }) => {
  await typeCard(page, '4000000000003220')
  const result = page.evaluate((secret) => window.shop.pay(secret), await intent())
  await page
    .frameLocator('(//iframe[contains(@name,"__privateStripeFrame")])[1]')
    .frameLocator('iframe[name="stripe-challenge-frame"]')
    .locator('button[id="test-source-authorize-3ds"]')
    .click()
  expect((await result).paymentIntent?.status).toBe('succeeded')
})

test('failed is an authentication failure with the intent', async ({ page, intent }) => {
  await typeCard(page, '4000002760003184')
  const result = page.evaluate((secret) => window.shop.pay(secret), await intent())
  await bank(page).locator('#test-source-fail-3ds').click()
  expect((await result).error).toMatchObject({
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    payment_intent: { status: 'requires_payment_method' },
  })
})

test('closed is the same; Escape does not close', async ({ page, intent }) => {
  await typeCard(page, '4000002760003184')
  const result = page.evaluate((secret) => window.shop.pay(secret), await intent())
  const modal = page.frameLocator('iframe[src*="three-ds-2-challenge"]')
  await expect(bank(page).getByRole('heading')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(modal.getByRole('button', { name: 'Close' })).toBeVisible()
  await modal.getByRole('button', { name: 'Close' }).click()
  expect((await result).error?.code).toBe('payment_intent_authentication_failure')
})

test('passed and then declined is a card error', async ({ page, intent }) => {
  await typeCard(page, '4000008260003178')
  const result = page.evaluate((secret) => window.shop.pay(secret), await intent())
  await bank(page).locator('#test-source-authorize-3ds').click()
  expect((await result).error).toMatchObject({
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'insufficient_funds',
  })
})

test('is answered with the keyboard alone, which stays inside', async ({ page, intent }) => {
  await page.locator('#name').focus()
  await page.keyboard.press('Tab')
  await page.keyboard.type('40000027600031841234123')
  const result = page.evaluate((secret) => window.shop.pay(secret), await intent())
  await expect(bank(page).getByRole('heading')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(bank(page).getByRole('button', { name: 'Complete' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  const modal = page.frameLocator('iframe[src*="three-ds-2-challenge"]')
  await expect(modal.getByRole('button', { name: 'Close' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(bank(page).getByRole('button', { name: 'Complete' })).toBeFocused()
  await page.keyboard.press('Enter')
  expect((await result).paymentIntent?.status).toBe('succeeded')
})

test('waits for handleNextAction when the page handles actions itself', async ({ page, intent }) => {
  await typeCard(page, '4000002760003184')
  const secret = await intent()
  const first = await page.evaluate(
    (secret) =>
      window.shop.stripe.confirmCardPayment(
        secret,
        { payment_method: { card: window.shop.number } },
        { handleActions: false },
      ),
    secret,
  )
  expect(first.paymentIntent?.status).toBe('requires_action')
  const next = page.evaluate((clientSecret) => window.shop.stripe.handleNextAction({ clientSecret }), secret)
  await bank(page).locator('#test-source-authorize-3ds').click()
  expect((await next).paymentIntent?.status).toBe('succeeded')
})

test('failed can be followed by another card on the same intent', async ({ page, intent }) => {
  const secret = await intent()
  await typeCard(page, '4000002760003184')
  const failed = page.evaluate((secret) => window.shop.pay(secret), secret)
  await bank(page).locator('#test-source-fail-3ds').click()
  await failed
  await typeCard(page)
  const { paymentIntent } = await page.evaluate((secret) => window.shop.pay(secret), secret)
  expect(paymentIntent?.status).toBe('succeeded')
})

test('closed without a connection tells that, and not an outcome nobody knows', async ({ page, intent }) => {
  await typeCard(page, '4000002760003184')
  const result = page.evaluate((secret) => window.shop.pay(secret), await intent())
  await expect(bank(page).getByRole('heading')).toBeFocused()
  await page.route('**/v1/**', (route) => route.abort())
  await bank(page).locator('#test-source-authorize-3ds').click()
  await expect(bank(page).getByRole('alert')).toHaveText('The answer could not be sent. Please try again.')
  await page
    .frameLocator('iframe[src*="three-ds-2-challenge"]')
    .getByRole('button', { name: 'Close' })
    .click()
  expect((await result).error?.type).toBe('api_connection_error')
})

test('answered after the intent was canceled tells the intent as it is', async ({ page, demo, intent }) => {
  const secret = await intent()
  await typeCard(page, '4000002760003184')
  const result = page.evaluate((secret) => window.shop.pay(secret), secret)
  await expect(bank(page).locator('#last4')).toHaveText('3184')
  await asServer(demo, `/v1/payment_intents/${secret.split('_secret_')[0]}/cancel`)
  await bank(page).locator('#test-source-authorize-3ds').click()
  expect((await result).paymentIntent?.status).toBe('canceled')
})

test('is taken up again by a confirmation with the secret alone', async ({ page, demo, intent }) => {
  const secret = await intent()
  await asServer(demo, `/v1/payment_intents/${secret.split('_secret_')[0]}/confirm`, {
    payment_method: 'pm_card_threeDSecure2Required',
    use_stripe_sdk: 'true',
  })
  const result = page.evaluate((secret) => window.shop.stripe.confirmCardPayment(secret), secret)
  await bank(page).locator('#test-source-authorize-3ds').click()
  expect((await result).paymentIntent?.status).toBe('succeeded')
})

for (const [answer, status] of [
  ['authorize', 'succeeded'],
  ['fail', 'failed'],
] as const)
  test(`on a page of its own comes back with redirect_status=${status}`, async ({ page, demo, intent }) => {
    const secret = await intent()
    const id = secret.split('_secret_')[0]
    await asServer(demo, `/v1/payment_intents/${id}/confirm`, {
      payment_method: 'pm_card_threeDSecure2Required',
      return_url: `${demo.shop}/bare?order=7`,
    })
    void page
      .evaluate((clientSecret) => window.shop.stripe.handleNextAction({ clientSecret }), secret)
      .catch(() => undefined)
    await page.locator(`#test-source-${answer}-3ds`).click()
    await page.waitForURL(/redirect_status/)
    const query = Object.fromEntries(new URL(page.url()).searchParams)
    expect(query).toEqual({
      order: '7',
      payment_intent: id,
      payment_intent_client_secret: secret,
      redirect_status: status,
    })
  })

test('keeps the page where it was scrolled', async ({ page, intent }) => {
  await page.evaluate(() => {
    document.body.style.paddingBottom = '3000px'
    window.scrollTo(0, 40)
  })
  await typeCard(page, '4000002760003184')
  await page.evaluate(() => window.scrollTo(0, 40))
  const result = page.evaluate((secret) => window.shop.pay(secret), await intent())
  await bank(page).locator('#test-source-authorize-3ds').click()
  await result
  expect(await page.evaluate(() => window.scrollY)).toBe(40)
})
