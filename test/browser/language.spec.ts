/** A visitor reads her own language, from the first word on; where that cannot be had, English, and it is called so. */
import { expect, type Page } from '@playwright/test'
import { openAccount } from './account-page.ts'
import { expectPaidOnce } from './books.ts'
import { test } from './fixtures.ts'
import { CARDS, element, expectState, notice, payButton, payWith } from './shop.ts'

const FILES = '**/widget/*/text/**'
const SLOW_MS = 700
const ENGLISH = /Loading|Card number|Security code|Pay \$/

interface Heard {
  lang: string | undefined
  text: string
}

/** Keeps all that our chrome ever shows, hidden words included, with the language that it says it is in. */
async function hear(page: Page): Promise<() => Promise<Heard[]>> {
  await page.addInitScript(() => {
    const heard: Heard[] = []
    Object.assign(window, { heard })
    const { attachShadow } = Element.prototype
    Element.prototype.attachShadow = function (init) {
      const root = attachShadow.call(this, init)
      const listen = () => {
        const form = root.getElementById('form')
        if (form) heard.push({ lang: form.lang, text: form.textContent ?? '' })
      }
      const everything = { childList: true, subtree: true, characterData: true, attributes: true }
      new MutationObserver(listen).observe(root, everything)
      return root
    }
  })
  return () => page.evaluate(() => (window as unknown as { heard: Heard[] }).heard)
}

const asked = (page: Page): string[] => {
  const files: string[] = []
  page.on('request', (request) => {
    const file = /\/text\/\w+\/(.+)$/.exec(request.url())
    if (file) files.push(file[1]!)
  })
  return files
}

const form = (page: Page) => element(page).locator('#form')

test('a German reads German from the first word on, however late it comes, and gets no other language', async ({
  visit,
  page,
}) => {
  const files = asked(page)
  const heard = await hear(page)
  await page.route(FILES, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
    await route.continue()
  })
  await visit('mug', { query: { locale: 'de' } })
  await expect(form(page)).toHaveAttribute('lang', 'de')
  await expect(element(page).getByRole('button', { name: /bezahlen/ })).toBeVisible()
  const all = await heard()
  expect(all.length).toBeGreaterThan(2)
  for (const { lang, text } of all) {
    expect(lang, text).toBe('de')
    expect(text).not.toMatch(ENGLISH)
  }
  expect(files).toEqual(['widget.de.json'])
})

test('who reads English fetches no language', async ({ visit, page }) => {
  const files = asked(page)
  await visit('mug')
  await expect(form(page)).toHaveAttribute('lang', 'en')
  expect(files).toEqual([])
})

test('the language is blocked: the form is English, says so, and takes the payment', async ({
  visit,
  page,
  demo,
  reference,
}) => {
  await page.route(FILES, (route) => route.abort())
  await visit('mug', { query: { locale: 'de' } })
  await expect(form(page)).toHaveAttribute('lang', 'en')
  await payWith(page, CARDS.good)
  await expect(form(page)).toContainText('Payment received')
  await expectPaidOnce(demo, reference, 1200)
})

test('the language never answers: the form is there all the same, in English', async ({ visit, page }) => {
  await page.route(FILES, () => {})
  await visit('mug', { query: { locale: 'fr' } })
  await expect(form(page)).toHaveAttribute('lang', 'en')
  await expect(payButton(page)).toHaveAccessibleName('Pay $12.00')
})

test('nothing of the Worker can be reached: what happened and what to do is said in the visitor’s language', async ({
  visit,
  page,
}) => {
  const doors = /\/v1\/sites\/|\/healthz|\/text\//
  await page.route(doors, (route) => route.abort())
  await visit('mug', { query: { locale: 'es' }, until: 'error' })
  await expect(form(page)).toHaveAttribute('lang', 'es')
  await expect(notice(page)).toHaveText('No se ha podido cargar el formulario de pago. Revise su conexión.')
  await page.unroute(doors)
  await element(page).getByRole('button', { name: 'Intentar de nuevo' }).click()
  await expectState(element(page), 'ready')
  await expect(element(page).getByRole('button', { name: /^Pagar/ })).toBeVisible()
})

test('another language later: the one that is there stays until the other has come', async ({
  visit,
  page,
}) => {
  const heard = await hear(page)
  await visit('mug', { query: { locale: 'de' } })
  await element(page).evaluate((checkout) => checkout.setAttribute('locale', 'fr'))
  await expect(element(page).getByRole('button', { name: /^Payer/ })).toBeVisible()
  await expect(form(page)).toHaveAttribute('lang', 'fr')
  for (const { lang, text } of await heard()) {
    expect(['de', 'fr']).toContain(lang)
    expect(text).not.toMatch(ENGLISH)
    if (/bezahlen/.test(text)) expect(lang).toBe('de')
    if (/Payer/.test(text)) expect(lang).toBe('fr')
  }
})

test('two elements of one page speak two languages', async ({ visit, page }) => {
  await visit('mug', { query: { locale: 'de' } })
  await element(page, 'mug').evaluate((first) => {
    const second = document.createElement('edge-checkout')
    for (const [name, value] of Object.entries({ site: 'acme', offer: 'tee', locale: 'es' }))
      second.setAttribute(name, value)
    first.after(second)
  })
  await expectState(element(page, 'tee'), 'ready')
  await expect(element(page, 'tee').getByRole('button', { name: /^Pagar/ })).toBeVisible()
  await expect(element(page, 'mug').getByRole('button', { name: /bezahlen/ })).toBeVisible()
})

test('the account comes in its user’s language, under a strict policy', async ({ page, demo }) => {
  const files = asked(page)
  const heard = await hear(page)
  const account = await openAccount(page, demo.shop, 'ada', { locale: 'de-CH', csp: 'strict' })
  await expect(account.locator('#form')).toHaveAttribute('lang', 'de-CH')
  await expect(account.getByRole('heading', { name: 'Rechnungen' })).toBeVisible()
  for (const { lang } of await heard()) expect(lang).toBe('de-CH')
  expect(files).toEqual(['widget-account.de.json'])
})
