/** The pages that Stripe.js is put on: strict, on another site, impatient. */
import { createRequire } from 'node:module'
import { expect } from '@playwright/test'
import { field, open, test, typeCard } from './fixture.ts'

const PURE = createRequire(import.meta.url).resolve('@stripe/stripe-js/dist/pure.mjs')

test('pays under a strict Content-Security-Policy, and breaks none of its rules', async ({
  page,
  demo,
  intent,
}) => {
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  await open(page, demo, '/strict')
  await typeCard(page)
  const { paymentIntent } = await page.evaluate((secret) => window.shop.pay(secret), await intent())
  expect(paymentIntent?.status).toBe('succeeded')
  expect(problems).toEqual([])
})

test('pays on a page of the same site as the stand-in', async ({ page, demo, intent }) => {
  await open(page, { ...demo, shop: demo.shop.replace('localhost', '127.0.0.1') })
  await typeCard(page)
  const { paymentIntent } = await page.evaluate((secret) => window.shop.pay(secret), await intent())
  expect(paymentIntent?.status).toBe('succeeded')
})

test('is the Stripe that loadStripe of @stripe/stripe-js/pure finds', async ({ page, demo }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const warnings: string[] = []
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
  await page.route('**/pure.mjs', (route) => route.fulfill({ path: PURE, contentType: 'text/javascript' }))
  await page.goto(`${demo.shop}/bare`)
  const found = await page.evaluate(async () => {
    const { loadStripe } = await import(`${location.origin}/pure.mjs`)
    const stripe = await loadStripe('pk_test_demo_0123456789')
    return {
      methods: typeof stripe.confirmCardPayment,
      version: (window.Stripe as unknown as { version: string }).version,
    }
  })
  expect(found).toEqual({ methods: 'function', version: 'endive' })
  expect(asked.filter((url) => url.includes('js.stripe.com'))).toEqual([])
  expect(warnings.join()).not.toContain('unexpected behavior')
})

test('is callable with new, and kept when a second script tag comes', async ({ page, demo }) => {
  await page.goto(`${demo.shop}/bare`)
  const same = await page.evaluate(async (src) => {
    const first = window.Stripe
    const script = document.createElement('script')
    script.src = src
    await new Promise((resolve) => {
      script.onload = resolve
      document.head.append(script)
    })
    const Constructor = window.Stripe as unknown as new (key: string) => { elements: unknown }
    return first === window.Stripe && typeof new Constructor('pk_test_1').elements === 'function'
  }, `${demo.emulator}/endive/stripe.js?again`)
  expect(same).toBe(true)
})

test('is served as a CDN would', async ({ request, demo }) => {
  const response = await request.get(`${demo.emulator}/endive/stripe.js`)
  expect(response.headers()).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=60',
  })
  const again = await request.get(`${demo.emulator}/endive/stripe.js`, {
    headers: { 'If-None-Match': response.headers().etag ?? '' },
  })
  expect(again.status()).toBe(304)
})

test('tells by loaderror that a frame did not load', async ({ page, demo }) => {
  await page.route('**/elements-inner-card.html*', (route) => route.abort())
  await page.goto(demo.shop)
  await page.waitForFunction(() => window.shop?.log.some((event) => event.on === 'loaderror'))
  const event = await page.evaluate(() => window.shop.log.find((each) => each.on === 'loaderror'))
  expect(event).toMatchObject({ error: { type: 'api_connection_error' } })
})

test('keeps two instances on a page apart', async ({ page, demo }) => {
  await open(page, demo)
  await page.evaluate(async () => {
    document.body.appendChild(document.createElement('div')).id = 'second'
    const element = window.Stripe!('pk_test_demo_0123456789').elements().create('cardCvc')
    element.mount('#second')
    await new Promise<void>((resolve) => element.on('ready', () => resolve()))
  })
  await page.frameLocator('#second iframe').locator('input').fill('999')
  await expect(page.locator('#second')).toHaveClass(/StripeElement--complete/)
  await expect(page.locator('#cvc')).toHaveClass(/StripeElement--empty/)
  await expect(field(page, 'number')).toHaveValue('')
})

test('works from <head>, before there is a body', async ({ page, demo, intent }) => {
  await page.goto(`${demo.shop}/head#${await intent(777)}`)
  const amount = await page.evaluate('early.then(({ paymentIntent }) => paymentIntent.amount)')
  expect(amount).toBe(777)
})

test('mounts in the light DOM of a custom element, shown through a slot', async ({ page, demo, intent }) => {
  await open(page, demo)
  await page.evaluate(() => {
    const host = document.body.appendChild(document.createElement('section'))
    host.attachShadow({ mode: 'open' }).innerHTML = '<p>Card</p><slot name="number"></slot>'
    const { number } = window.shop
    const container = host.appendChild(document.createElement('div'))
    container.slot = 'number'
    container.id = 'slotted'
    number.unmount()
    number.mount(container)
  })
  await expect(page.locator('#slotted')).toHaveClass(/StripeElement/)
  await typeCard(page)
  const { paymentIntent } = await page.evaluate((secret) => window.shop.pay(secret), await intent())
  expect(paymentIntent?.status).toBe('succeeded')
})

test('speaks the language of its elements', async ({ page, demo }) => {
  await open(page, demo)
  await page.evaluate(async () => {
    document.body.appendChild(document.createElement('div')).id = 'german'
    const element = window.shop.stripe.elements({ locale: 'de' }).create('cardNumber')
    element.on('change', (event) => {
      document.title = event.error?.message ?? ''
    })
    element.mount('#german')
    await new Promise<void>((resolve) => element.on('ready', () => resolve()))
  })
  await page.frameLocator('#german iframe').locator('input').fill('4242424242424241')
  await expect(page).toHaveTitle('Ihre Kartennummer ist ungültig.')
})

test('lets a dark page shine through its fields', async ({ page, demo }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await open(page, demo)
  await page.addStyleTag({ content: ':root { color-scheme: dark; background: #000 }' })
  const frame = page.locator('#number iframe')
  expect(await frame.evaluate((element) => getComputedStyle(element).colorScheme)).toBe('light only')
  const scheme = await field(page, 'number').evaluate((input) => getComputedStyle(input).colorScheme)
  expect(scheme).toBe('light only')
})
