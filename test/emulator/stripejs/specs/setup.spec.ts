/** Saving a card without a payment: `confirmCardSetup`, its challenge, and paying with what was saved. */
import { expect } from '@playwright/test'
import { asServer, bank, field, open, test, typeCard } from './fixture.ts'

const CHALLENGED = '4000002760003184'
const idOf = (secret: string) => secret.split('_secret_')[0]!

test.beforeEach(({ page, demo }) => open(page, demo))

test('saves a card that needs no authentication', async ({ page, setup }) => {
  await typeCard(page)
  const { secret } = await setup()
  const { setupIntent, error } = await page.evaluate((secret) => window.shop.save(secret), secret)
  expect(error).toBeUndefined()
  expect(setupIntent).toMatchObject({
    object: 'setup_intent',
    id: idOf(secret),
    status: 'succeeded',
    payment_method: expect.stringMatching(/^pm_/),
    usage: 'off_session',
  })
})

test('tells a decline as a card error with the set-up, which takes another card', async ({ page, setup }) => {
  await typeCard(page, '4000000000000002')
  const { secret } = await setup()
  const declined = await page.evaluate((secret) => window.shop.save(secret), secret)
  expect(declined.setupIntent).toBeUndefined()
  expect(declined.error).toMatchObject({
    type: 'card_error',
    code: 'card_declined',
    setup_intent: { status: 'requires_payment_method' },
  })
  await typeCard(page)
  const { setupIntent } = await page.evaluate((secret) => window.shop.save(secret), secret)
  expect(setupIntent?.status).toBe('succeeded')
})

test('asks the API nothing while a field is incomplete', async ({ page, setup }) => {
  const { secret } = await setup()
  const asked: string[] = []
  page.on('request', (request) => request.url().includes('/v1/') && asked.push(request.url()))
  await field(page, 'number').fill('4242424242424242')
  const { error } = await page.evaluate((secret) => window.shop.save(secret), secret)
  expect(error).toMatchObject({ type: 'validation_error', code: 'incomplete_expiry' })
  expect(asked).toEqual([])
})

test('passes the challenge in the same modal, which names a card and no amount', async ({ page, setup }) => {
  await typeCard(page, CHALLENGED)
  const { secret } = await setup()
  const result = page.evaluate((secret) => window.shop.save(secret), secret)
  await expect(bank(page).getByRole('heading')).toBeFocused()
  await expect(bank(page).locator('#last4')).toHaveText('3184')
  await expect(bank(page).getByText('Amount')).toBeHidden()
  await bank(page).locator('#test-source-authorize-3ds').click()
  expect((await result).setupIntent).toMatchObject({ status: 'succeeded' })
  await expect(page.locator('body > div > iframe[src*="three-ds-2-challenge"]')).toHaveCount(0)
})

const unauthenticated = {
  type: 'invalid_request_error',
  code: 'setup_intent_authentication_failure',
  message:
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  setup_intent: { status: 'requires_payment_method' },
}

test('failed is an authentication failure with the set-up', async ({ page, setup }) => {
  await typeCard(page, CHALLENGED)
  const { secret } = await setup()
  const result = page.evaluate((secret) => window.shop.save(secret), secret)
  await bank(page).locator('#test-source-fail-3ds').click()
  expect((await result).error).toMatchObject(unauthenticated)
})

test('closed is the same', async ({ page, setup }) => {
  await typeCard(page, CHALLENGED)
  const { secret } = await setup()
  const result = page.evaluate((secret) => window.shop.save(secret), secret)
  await expect(bank(page).getByRole('heading')).toBeFocused()
  const modal = page.frameLocator('iframe[src*="three-ds-2-challenge"]')
  await modal.getByRole('button', { name: 'Close' }).click()
  expect((await result).error).toMatchObject(unauthenticated)
})

test('passed and then declined is a card error', async ({ page, setup }) => {
  await typeCard(page, '4000008400001629')
  const { secret } = await setup()
  const result = page.evaluate((secret) => window.shop.save(secret), secret)
  await bank(page).locator('#test-source-authorize-3ds').click()
  expect((await result).error).toMatchObject({
    type: 'card_error',
    code: 'card_declined',
    setup_intent: { status: 'requires_payment_method' },
  })
})

test('waits for handleNextAction when the page handles actions itself', async ({ page, setup }) => {
  const { secret } = await setup()
  const first = await page.evaluate(
    (secret) =>
      window.shop.stripe.confirmCardSetup(
        secret,
        { payment_method: 'pm_card_authenticationRequired' },
        { handleActions: false },
      ),
    secret,
  )
  expect(first.setupIntent?.status).toBe('requires_action')
  const next = page.evaluate((clientSecret) => window.shop.stripe.handleNextAction({ clientSecret }), secret)
  await bank(page).locator('#test-source-authorize-3ds').click()
  const { setupIntent, paymentIntent } = await next
  expect([setupIntent?.status, paymentIntent]).toEqual(['succeeded', undefined])
  const again = page.evaluate((clientSecret) => window.shop.stripe.handleNextAction({ clientSecret }), secret)
  await expect(again).rejects.toThrow('The SetupIntent supplied is not in the requires_action state.')
})

test('is taken up again by a confirmation with the secret alone, and read at any time', async ({
  page,
  demo,
  setup,
}) => {
  const { secret } = await setup()
  await asServer(demo, `/v1/setup_intents/${idOf(secret)}/confirm`, {
    payment_method: 'pm_card_threeDSecure2Required',
    use_stripe_sdk: 'true',
  })
  const read = await page.evaluate((secret) => window.shop.stripe.retrieveSetupIntent(secret), secret)
  expect(read.setupIntent?.status).toBe('requires_action')
  const result = page.evaluate((secret) => window.shop.stripe.confirmCardSetup(secret), secret)
  await bank(page).locator('#test-source-authorize-3ds').click()
  expect((await result).setupIntent?.status).toBe('succeeded')
})

test('with a redirect comes back with the set-up in the address', async ({ page, demo, setup }) => {
  const { secret } = await setup()
  await asServer(demo, `/v1/setup_intents/${idOf(secret)}/confirm`, {
    payment_method: 'pm_card_authenticationRequired',
    return_url: `${demo.shop}/bare?of=mine`,
  })
  // Not waited for in the page: it leaves.
  await page.evaluate((clientSecret) => {
    void window.shop.stripe.handleNextAction({ clientSecret })
  }, secret)
  await page.waitForURL('**/pages/three-ds-2-redirect/**')
  await page.locator('#test-source-authorize-3ds').click()
  await page.waitForURL(`${demo.shop}/bare**`)
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    of: 'mine',
    setup_intent: idOf(secret),
    setup_intent_client_secret: secret,
    redirect_status: 'succeeded',
  })
})

test('a second confirmation while one is under way is refused', async ({ page, setup }) => {
  await typeCard(page)
  const { secret } = await setup()
  const codes = await page.evaluate(
    async (secret) =>
      (await Promise.all([window.shop.save(secret), window.shop.save(secret)])).map(
        ({ error }) => error?.code,
      ),
    secret,
  )
  expect(codes).toEqual([undefined, 'lock_timeout'])
})

test('what was saved pays, without typing it again', async ({ page, demo, setup }) => {
  await typeCard(page)
  const { secret, customer } = await setup()
  const saved = await page.evaluate((secret) => window.shop.save(secret), secret)
  const card = { 'allowed_payment_method_types[0]': 'card' }
  const form = { amount: '1200', currency: 'usd', customer, ...card }
  const { client_secret } = await asServer(demo, '/v1/payment_intents', form)
  const paid = await page.evaluate(
    ([secret, payment_method]) => window.shop.stripe.confirmCardPayment(secret, { payment_method }),
    [client_secret, saved.setupIntent!.payment_method as string] as const,
  )
  expect(paid.paymentIntent?.status).toBe('succeeded')
})

test('a payment keeps its card when it says so', async ({ page, demo, setup }) => {
  const { customer } = await setup()
  const card = { 'allowed_payment_method_types[0]': 'card' }
  const { client_secret } = await asServer(demo, '/v1/payment_intents', {
    amount: '1200',
    currency: 'usd',
    customer,
    ...card,
  })
  await typeCard(page)
  const paid = await page.evaluate(
    (secret) =>
      window.shop.stripe.confirmCardPayment(secret, {
        payment_method: { card: window.shop.number },
        setup_future_usage: 'off_session',
      }),
    client_secret,
  )
  expect(paid.paymentIntent).toMatchObject({ status: 'succeeded', setup_future_usage: 'off_session' })
  const method = paid.paymentIntent!.payment_method as string
  const later = { amount: '500', currency: 'usd', customer, payment_method: method, confirm: 'true' }
  expect(await asServer(demo, '/v1/payment_intents', { ...later, off_session: 'true' })).toMatchObject({
    status: 'succeeded',
  })
})
