/**
 * Time to form and click to paid, beside the floor: a page written by hand for this one offer, with the same fields, the
 * same Worker and the same stand-in, and nothing else; it takes Stripe.js at its word, while the widget asks the Worker once
 * more before it says "paid". Every request of a page is given the same delay.
 */
import { serve } from '@hono/node-server'
import { type Browser, type Page, chromium as playwright } from '@playwright/test'
import { cardField, fillCard } from '../browser/shop.ts'
import { chromium } from '../chromium.ts'
import { KEYS } from '../demo/data.ts'
import { freePort } from '../demo/ports.ts'
import { type SpawnedDemo, spawnDemo } from '../demo/spawn.ts'

const LATENCY_MS = 100
const RUNS = 9

export interface Speed {
  what: string
  /** Milliseconds from the start of the navigation until the card fields can be used; the median. */
  form: number
  /** Milliseconds from the click until the page says it is paid; the median. */
  paid: number
}

/** Puts `performance.now()` of both moments on `window`. */
const WATCH = `
  addEventListener('checkout-ready', () => { window.formAt = performance.now() })
  addEventListener('click', () => { window.clickAt = performance.now() }, true)
  addEventListener('checkout-complete', () => { window.paidAt = performance.now() })`

/** The snippet on a page that has nothing else either. */
const withWidget = (
  { worker, emulator }: SpawnedDemo,
  locale: string,
) => `<!doctype html><title>With the widget</title>
<script src="${emulator}/endive/stripe.js"></script>
<script async src="${worker}/widget.js"></script>
<edge-checkout site="acme" offer="mug" locale="${locale}"></edge-checkout>`

/** The least that sells the mug: the intent at the first digit, confirmed at the click, no state, no errors, no second tab. */
const handWritten = ({ worker, emulator }: SpawnedDemo) => `<!doctype html><title>By hand</title>
<script src="${emulator}/endive/stripe.js"></script>
<form><div id="number"></div><div id="expiry"></div><div id="cvc"></div><button>Pay $12.00</button></form>
<script>
  const stripe = Stripe('${KEYS.STRIPE_PUBLISHABLE_KEY}')
  const elements = stripe.elements()
  const fields = ['Number', 'Expiry', 'Cvc'].map((name) => {
    const field = elements.create('card' + name)
    field.mount('#' + name.toLowerCase())
    return field
  })
  let left = 3
  for (const field of fields) field.on('ready', () => --left || dispatchEvent(new Event('checkout-ready')))
  let checkout
  fields[0].on('change', () => {
    checkout ??= fetch('${worker}/v1/checkouts', {
      method: 'POST',
      headers: { authorization: 'Bearer ' + crypto.randomUUID(), 'content-type': 'application/json' },
      body: JSON.stringify({ site: 'acme', offer: 'mug', form: 'card', shown: { amount: 1200, currency: 'usd' } }),
    }).then((response) => response.json())
  })
  document.querySelector('form').addEventListener('submit', async (event) => {
    event.preventDefault()
    const { client_secret } = await checkout
    const { paymentIntent } = await stripe.confirmCardPayment(client_secret, { payment_method: { card: fields[0] } })
    if (paymentIntent.status === 'succeeded') dispatchEvent(new Event('checkout-complete'))
  })
</script>`

export async function speeds(): Promise<Speed[]> {
  const demo = await spawnDemo()
  const site = await servePages(demo)
  const browser = await playwright.launch(await chromium())
  try {
    const pages = [
      ['edge-checkout widget: the snippet', `${site.url}/en`],
      ['the floor: a page written by hand', `${site.url}/by-hand`],
      ['the snippet, for a German', `${site.url}/de`],
    ] as const
    const taken = pages.map(() => ({ form: [] as number[], paid: [] as number[] }))
    // In turn, so that a slow moment of this machine meets both.
    for (let run = 0; run < RUNS; run++) {
      for (const [index, [, url]] of pages.entries()) {
        const { form, paid } = await buy(browser, url)
        taken[index]!.form.push(form)
        taken[index]!.paid.push(paid)
      }
    }
    return pages.map(([what], index) => ({
      what,
      form: median(taken[index]!.form),
      paid: median(taken[index]!.paid),
    }))
  } finally {
    await browser.close()
    site.close()
    await demo.stop()
  }
}

/** Both pages on an origin of their own, which the site allows. */
async function servePages(demo: SpawnedDemo): Promise<{ url: string; close: () => void }> {
  const port = await freePort()
  const server = serve({
    hostname: '127.0.0.1',
    port,
    fetch: ({ url }) =>
      new Response(url.endsWith('/by-hand') ? handWritten(demo) : withWidget(demo, url.slice(-2)), {
        headers: { 'Content-Type': 'text/html' },
      }),
  })
  const url = `http://localhost:${port}`
  const answer = await fetch(`${demo.worker}/v1/admin/sites/acme`, {
    method: 'PATCH',
    headers: { Authorization: `Bearer ${KEYS.ADMIN_TOKEN}` },
    body: JSON.stringify({ origins: [demo.shop, url] }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return { url, close: () => server.close() }
}

/** One purchase by a visitor with a fresh browser. */
async function buy(browser: Browser, url: string): Promise<{ form: number; paid: number }> {
  const context = await browser.newContext()
  const page = await context.newPage()
  try {
    await page.addInitScript(WATCH)
    await slow(page)
    await page.goto(url)
    await page.waitForFunction('window.formAt')
    await fillCard(page, '4242424242424242')
    await cardField(page, 'cvc').blur()
    await page.waitForTimeout(6 * LATENCY_MS) // a visitor's hand goes to the button; the intent is there by then
    await page.getByRole('button', { name: /12[.,]00/ }).click()
    await page.waitForFunction('window.paidAt')
    return await page.evaluate('({ form: window.formAt, paid: window.paidAt - window.clickAt })')
  } finally {
    await context.close()
  }
}

async function slow(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
