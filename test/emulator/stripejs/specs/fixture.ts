/** A shop on one port, the stand-in on another. No Worker and no widget: Stripe.js alone. */
import { serve } from '@hono/node-server'
import { test as base, type FrameLocator, type Page } from '@playwright/test'
import type {
  PaymentIntentResult,
  PaymentMethodResult,
  SetupIntentResult,
  Stripe,
  StripeCardCvcElement,
  StripeCardExpiryElement,
  StripeCardNumberElement,
  StripeElements,
} from '@stripe/stripe-js'
import { Hono } from 'hono'
import { serveEmulator } from '../../serve.ts'

const SECRET_KEY = 'sk_test_demo_0123456789'

/** What the shop's script leaves on the page for tests. */
export interface Shop {
  stripe: Stripe
  elements: StripeElements
  number: StripeCardNumberElement
  expiry: StripeCardExpiryElement
  cvc: StripeCardCvcElement
  /** Every event of the three elements, in order. */
  log: { on: string; type: string; [key: string]: unknown }[]
  warnings: string[]
  pay(secret: string): Promise<PaymentIntentResult>
  save(secret: string): Promise<SetupIntentResult>
  method(): Promise<PaymentMethodResult>
}

declare global {
  interface Window {
    shop: Shop
  }
}

const SHOP_JS = `
const warnings = []
const warn = console.warn
console.warn = (...words) => { warnings.push(words.join(' ')); warn(...words) }
const stripe = Stripe('pk_test_demo_0123456789')
const elements = stripe.elements()
const style = { base: { fontSize: '18px', color: '#222222', '::placeholder': { color: '#777777' } }, invalid: { color: '#cc0000' } }
const [number, expiry, cvc] = ['cardNumber', 'cardExpiry', 'cardCvc'].map((type) => elements.create(type, { style }))
const log = []
for (const element of [number, expiry, cvc])
  for (const type of ['ready', 'change', 'focus', 'blur', 'escape', 'networkschange', 'loaderror'])
    element.on(type, (event) => log.push({ on: type, type: event.elementType, ...event }))
number.mount('#number')
expiry.mount('#expiry')
cvc.mount(document.querySelector('#cvc'))
const billing_details = { name: 'Ada Lovelace' }
window.shop = {
  stripe, elements, number, expiry, cvc, log, warnings,
  pay: (secret) => stripe.confirmCardPayment(secret, { payment_method: { card: number, billing_details } }),
  save: (secret) => stripe.confirmCardSetup(secret, { payment_method: { card: number, billing_details } }),
  method: () => stripe.createPaymentMethod({ type: 'card', card: number, billing_details }),
}
`

const SHOP_CSS = `
body { font: 16px/1.4 sans-serif; max-width: 420px; margin: 24px; }
label { display: block; margin: 12px 0 4px; }
.field { padding: 12px; border: 1px solid #999; border-radius: 6px; }
.field.StripeElement--focus { outline: 3px solid #635bff; }
.field.StripeElement--invalid { border-color: #c00; }
`

const page = (emulator: string, script: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Shop</title>
<link rel="stylesheet" href="/shop.css">
<body>
<form>
<label for="name">Name</label><input id="name" class="field">
<label for="number">Card number</label><div id="number" class="field"></div>
<label for="expiry">Expiry</label><div id="expiry" class="field"></div>
<label for="cvc">Security code</label><div id="cvc" class="field"></div>
<button type="button" id="pay">Pay</button>
</form>
<script src="${emulator}/endive/stripe.js"></script>
${script}
</html>`

/** Asks the API before there is a body; the secret is in the address. */
const HEAD = (emulator: string) => `<!doctype html>
<html lang="en">
<head>
<title>Shop</title>
<script src="${emulator}/endive/stripe.js"></script>
<script>early = Stripe('pk_test_demo_0123456789').retrievePaymentIntent(location.hash.slice(1))</script>
</head>
<body></body>
</html>`

/** What the CSP guide of Stripe asks for, with nothing inline and nothing more. */
const strict = (emulator: string) =>
  `default-src 'none'; script-src 'self' ${emulator}; frame-src ${emulator}; style-src 'self'`

interface Demo {
  emulator: string
  shop: string
}

async function serveShop(emulator: string): Promise<{ port: number; close(): void }> {
  const app = new Hono()
  app.get('/shop.js', (c) => c.body(SHOP_JS, 200, { 'Content-Type': 'text/javascript' }))
  app.get('/shop.css', (c) => c.body(SHOP_CSS, 200, { 'Content-Type': 'text/css' }))
  app.get('/head', (c) => c.html(HEAD(emulator)))
  app.get('/bare', (c) => c.html(page(emulator, '')))
  app.get('/strict', (c) => {
    c.header('Content-Security-Policy', strict(emulator))
    return c.html(page(emulator, '<script src="/shop.js"></script>'))
  })
  app.get('/', (c) => c.html(page(emulator, '<script src="/shop.js"></script>')))
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ port, close: () => server.close() }),
    )
  })
}

interface Made {
  /** Makes a payment intent as a server would. @returns its client secret. */
  intent: (amount?: number) => Promise<string>
  /** Makes a setup intent for a new customer as a server would. */
  setup: () => Promise<{ secret: string; customer: string }>
}

export const test = base.extend<Made, { demo: Demo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const emulator = await serveEmulator({ port: 0 })
      const shop = await serveShop(emulator.url)
      await use({ emulator: emulator.url, shop: `http://localhost:${shop.port}` })
      shop.close()
      await emulator.close()
    },
    { scope: 'worker' },
  ],
  intent: async ({ demo }, use) => {
    await use(async (amount = 1200) => {
      const form = { amount: String(amount), currency: 'usd', 'allowed_payment_method_types[0]': 'card' }
      return (await asServer(demo, '/v1/payment_intents', form)).client_secret
    })
  },
  setup: async ({ demo }, use) => {
    await use(async () => {
      const { id: customer } = await asServer(demo, '/v1/customers')
      const form = { customer, 'allowed_payment_method_types[0]': 'card' }
      const { client_secret: secret } = await asServer(demo, '/v1/setup_intents', form)
      return { secret, customer }
    })
  },
})

/** A call with the secret key. */
export async function asServer(
  { emulator }: Pick<Demo, 'emulator'>,
  path: string,
  form: Record<string, string> = {},
): Promise<{ id: string; client_secret: string }> {
  const response = await fetch(emulator + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${SECRET_KEY}`, 'Stripe-Version': '2026-10-28.endive' },
    body: new URLSearchParams(form),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as { id: string; client_secret: string }
}

/** Opens the shop and waits until all three fields can be typed in. */
export async function open(page: Page, demo: Demo, path = '/'): Promise<void> {
  await page.goto(demo.shop + path)
  await page.waitForFunction(() => window.shop?.log.filter((event) => event.on === 'ready').length === 3)
}

const FRAMES = {
  number: ['Secure card number input frame', 'cardnumber'],
  expiry: ['Secure expiration date input frame', 'exp-date'],
  cvc: ['Secure CVC input frame', 'cvc'],
} as const

export const field = (page: Page | FrameLocator, name: keyof typeof FRAMES) =>
  page.frameLocator(`iframe[title="${FRAMES[name][0]}"]`).locator(`input[name="${FRAMES[name][1]}"]`)

export async function typeCard(page: Page, number = '4242424242424242', cvc = '123'): Promise<void> {
  await field(page, 'number').fill(number)
  await field(page, 'expiry').fill('1234')
  await field(page, 'cvc').fill(cvc)
}

/** Where the bank's page is, as recipes find it. */
export const bank = (page: Page): FrameLocator =>
  page.frameLocator('iframe[name^="__privateStripeFrame"]').first().frameLocator('#challengeFrame')

/** Shows the combined card element in the place of the three split ones, and pays with it. */
export const combine = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const { stripe, number, expiry, cvc } = window.shop
    for (const element of [number, expiry, cvc]) element.destroy()
    const card = stripe.elements().create('card')
    const ready = new Promise((resolve) => card.on('ready', resolve))
    card.mount('#number')
    await ready
    window.shop.pay = (secret) => stripe.confirmCardPayment(secret, { payment_method: { card } })
  })
