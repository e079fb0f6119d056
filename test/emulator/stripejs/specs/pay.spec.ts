/** From typing a card to the answer of `confirmCardPayment`. */
import { expect } from '@playwright/test'
import { field, open, test, typeCard } from './fixture.ts'

test.beforeEach(({ page, demo }) => open(page, demo))

test('pays with a card that needs no authentication', async ({ page, intent }) => {
  await typeCard(page)
  const { paymentIntent, error } = await page.evaluate((secret) => window.shop.pay(secret), await intent())
  expect(error).toBeUndefined()
  expect(paymentIntent).toMatchObject({
    object: 'payment_intent',
    status: 'succeeded',
    amount: 1200,
    currency: 'usd',
  })
})

test('makes a payment method for a server to charge', async ({ page }) => {
  await typeCard(page)
  const { paymentMethod } = await page.evaluate(() => window.shop.method())
  expect(paymentMethod).toMatchObject({
    object: 'payment_method',
    card: { last4: '4242' },
    billing_details: { name: 'Ada Lovelace' },
  })
})

test('tells a decline as a card error with its reason and the intent', async ({ page, intent }) => {
  await typeCard(page, '4000000000009995')
  const secret = await intent()
  const declined = await page.evaluate((secret) => window.shop.pay(secret), secret)
  expect(declined.paymentIntent).toBeUndefined()
  expect(declined.error).toMatchObject({
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    payment_intent: { status: 'requires_payment_method' },
  })
  await typeCard(page)
  const { paymentIntent } = await page.evaluate((secret) => window.shop.pay(secret), secret)
  expect(paymentIntent?.status).toBe('succeeded')
})

const declines: [number: string, code: string, decline_code: string | undefined][] = [
  ['4000000000000002', 'card_declined', 'generic_decline'],
  ['4000000000009987', 'card_declined', 'lost_card'],
  ['4000000000000069', 'expired_card', undefined],
  ['4000000000000127', 'incorrect_cvc', undefined],
  ['4000000000000119', 'processing_error', undefined],
]

for (const [number, code, reason] of declines)
  test(`tells that ${number} is ${reason ?? code}`, async ({ page, intent }) => {
    await typeCard(page, number)
    const { error } = await page.evaluate((secret) => window.shop.pay(secret), await intent())
    expect(error).toMatchObject({ type: 'card_error', code })
    if (reason) expect(error?.decline_code).toBe(reason)
  })

test('passes parameters on, and the refusal of one that the API does not know', async ({ page, intent }) => {
  await typeCard(page)
  const { error } = await page.evaluate(
    (secret) =>
      window.shop.stripe.confirmCardPayment(secret, {
        payment_method: { card: window.shop.number },
        receipt_email: 'ada@example.com',
        nonsense: 1,
      } as never),
    await intent(),
  )
  expect(error).toMatchObject({ type: 'invalid_request_error', code: 'parameter_unknown', param: 'nonsense' })
})

test('sends its key, its own API version and the connected account', async ({ page }) => {
  const sent = page.waitForRequest((request) => request.url().endsWith('/v1/payment_methods'))
  await typeCard(page)
  await page.evaluate(async () => {
    const stripe = window.Stripe!('pk_test_demo_0123456789', { stripeAccount: 'acct_connected' })
    document.body.appendChild(document.createElement('div')).id = 'theirs'
    const card = stripe.elements().create('card', { hidePostalCode: true })
    card.mount('#theirs')
    await new Promise<void>((resolve) => card.on('ready', () => resolve()))
    window.shop.method = () => stripe.createPaymentMethod({ type: 'card', card })
  })
  await page.frameLocator('#theirs iframe').locator('input[name="cardnumber"]').click()
  await page.keyboard.type('42424242424242421234123')
  void page.evaluate(() => window.shop.method())
  expect((await sent).headers()).toMatchObject({
    authorization: 'Bearer pk_test_demo_0123456789',
    'stripe-version': '2026-10-28.endive',
    'stripe-account': 'acct_connected',
  })
})

test('sends the postal code of the combined card field', async ({ page }) => {
  await page.evaluate(async () => {
    document.body.appendChild(document.createElement('div')).id = 'combined'
    const card = window.shop.stripe.elements().create('card')
    card.mount('#combined')
    await new Promise<void>((resolve) => card.on('ready', () => resolve()))
    window.shop.method = () => window.shop.stripe.createPaymentMethod({ type: 'card', card })
  })
  await page.frameLocator('#combined iframe').locator('input[name="cardnumber"]').click()
  await page.keyboard.type('4242424242424242123412394110')
  const { paymentMethod } = await page.evaluate(() => window.shop.method())
  expect(paymentMethod?.billing_details.address?.postal_code).toBe('94110')
})

test('asks the API nothing while a field is incomplete, and shows which', async ({ page, intent }) => {
  const secret = await intent()
  const asked: string[] = []
  page.on('request', (request) => request.url().includes('/v1/') && asked.push(request.url()))
  await field(page, 'expiry').fill('1234')
  const { error } = await page.evaluate((secret) => window.shop.pay(secret), secret)
  expect(error).toEqual({
    type: 'validation_error',
    code: 'incomplete_number',
    message: 'Your card number is incomplete.',
  })
  expect(asked).toEqual([])
  await expect(page.locator('#number')).toHaveClass(/StripeElement--invalid/)
  await expect(page.locator('#cvc')).toHaveClass(/StripeElement--invalid/)
})

test('answers a lost connection with api_connection_error', async ({ page, intent }) => {
  const secret = await intent()
  await typeCard(page)
  await page.route('**/v1/**', (route) => route.abort())
  const { error } = await page.evaluate((secret) => window.shop.pay(secret), secret)
  expect(error?.type).toBe('api_connection_error')
})

test('cannot know that a payment went through when only the answer was lost', async ({
  page,
  demo,
  intent,
}) => {
  const secret = await intent()
  await typeCard(page)
  const path = `/v1/payment_intents/${secret.split('_secret_')[0]}/confirm`
  await fetch(`${demo.emulator}/_emulator/faults`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ method: 'POST', path, times: 1, action: 'lose_answer' }),
  })
  const { error } = await page.evaluate((secret) => window.shop.pay(secret), secret)
  expect(error?.type).toBe('api_connection_error')
  const { paymentIntent } = await page.evaluate(
    (secret) => window.shop.stripe.retrievePaymentIntent(secret),
    secret,
  )
  expect(paymentIntent?.status).toBe('succeeded')
})

test('refuses a second confirmation while the first is under way', async ({ page, intent }) => {
  await typeCard(page)
  const [first, second] = await page.evaluate(
    (secret) => Promise.all([window.shop.pay(secret), window.shop.pay(secret)]),
    await intent(),
  )
  expect(first.paymentIntent?.status).toBe('succeeded')
  expect(second.error?.type).toBe('invalid_request_error')
})

test('retrieves an intent by its secret', async ({ page, intent }) => {
  const secret = await intent(500)
  const { paymentIntent } = await page.evaluate(
    (secret) => window.shop.stripe.retrievePaymentIntent(secret),
    secret,
  )
  expect(paymentIntent).toMatchObject({ amount: 500, status: 'requires_payment_method' })
})
