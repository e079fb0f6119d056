/** The Worker asks for proof of a person, or for patience: the visitor reads what to do, and nothing is lost. */
import { expect, type Page, type Route } from '@playwright/test'
import { checkoutsOf, expectNothingCharged, expectOnePaid, expectPaidOnce } from './books.ts'
import { CONFIRM } from './faults.ts'
import { test } from './fixtures.ts'
import { CARDS, cardField, element, expectState, fillCard, notice, pay, payButton, said } from './shop.ts'

const refuse =
  (status: number, code: string, headers: Record<string, string> = {}) =>
  (route: Route): Promise<void> =>
    route.fulfill({
      status,
      headers: { ...headers, 'access-control-expose-headers': 'Retry-After' },
      json: { error: { code, message: `${code}, says the Worker`, request_id: 'req_1' } },
    })

const otherWay = (page: Page) => page.getByRole('link', { name: /Order by mail/ })

const PERSON = {
  en: /could not be sure that a person is paying, so no payment was started. Wait a moment and try again, or use/,
  de: /nicht sicher sein, dass ein Mensch bezahlt, daher wurde keine Zahlung begonnen. Warten Sie .* oder nutzen/,
  fr: /pas pu s’assurer qu’une personne paie : aucun paiement n’a commencé. Attendez .* ou utilisez/,
  es: /no pudo asegurarse de que paga una persona, así que no se ha iniciado ningún pago. Espere .* o use/,
}

for (const [locale, sentence] of Object.entries(PERSON))
  test(`challenge_required at the beginning, in ${locale}: what to do, the shop’s own way, and all that was typed`, async ({
    visit,
    page,
    demo,
    reference,
  }) => {
    await page.route(`${demo.worker}/v1/checkouts`, refuse(403, 'challenge_required'))
    await visit('tee', { query: { locale } })
    const email = element(page).getByRole('textbox')
    await email.fill('ada@example.com')
    await fillCard(page, CARDS.good)
    await element(page).locator('button[type=submit]').click()
    await expect(notice(page)).toHaveText(sentence)
    await expectState(element(page), 'ready')
    await expect(otherWay(page)).toBeVisible()
    expect((await said(page)).at(-1)).toEqual({
      event: 'checkout-error',
      detail: { code: 'challenge_required', message: 'challenge_required, says the Worker' },
    })
    await expect(email).toHaveValue('ada@example.com')
    await expect(cardField(page, 'number')).toHaveValue('4242 4242 4242 4242')
    await expectNothingCharged(demo, reference)

    await page.unrouteAll()
    await element(page).locator('button[type=submit]').click()
    await expectState(element(page), 'complete')
    await expectPaidOnce(demo, reference, 2500)
  })

const CHANGES = [
  ['challenge_required', refuse(403, 'challenge_required'), PERSON.en],
  [
    'rate_limited',
    refuse(429, 'rate_limited'),
    /Too many tries just now, so no payment was started. Wait a minute/,
  ],
  [
    'rate_limited for half a minute',
    refuse(429, 'rate_limited', { 'retry-after': '30' }),
    /Wait 30 seconds and try/,
  ],
  [
    'rate_limited for five minutes',
    refuse(429, 'rate_limited', { 'retry-after': '300' }),
    /Wait 5 minutes and try/,
  ],
] as const

for (const [what, answer, sentence] of CHANGES)
  test(`${what} at a change of terms: said at the click, and the next click pays the new total`, async ({
    visit,
    page,
    demo,
    reference,
  }) => {
    await visit('mug')
    await fillCard(page, CARDS.good)
    await expect.poll(() => checkoutsOf(demo, reference)).toHaveLength(1)
    await page.route(`${demo.worker}/v1/checkouts/chk_*`, answer)
    const asked = page.waitForRequest((request) => request.method() === 'PATCH')
    await element(page).getByRole('button', { name: 'One more' }).click()
    await asked // while the visitor still chooses: nothing is said yet
    await expect(notice(page)).toBeEmpty()
    await pay(page)
    await expect(notice(page)).toHaveText(sentence)
    await expectState(element(page), 'ready')
    await expect(payButton(page)).toHaveAccessibleName('Pay $24.00')
    await expect(otherWay(page)).toBeVisible()
    await otherWay(page).focus()
    await expect(otherWay(page)).toBeFocused()
    await expectNothingCharged(demo, reference)

    await page.unrouteAll()
    await pay(page)
    await expectState(element(page), 'complete')
    await expectPaidOnce(demo, reference, 2400)
  })

test('no other way to buy is named while an earlier click may still be paid', async ({
  visit,
  page,
  demo,
  reference,
  stripe,
}) => {
  await visit('mug')
  await fillCard(page, CARDS.good)
  await stripe.add({ ...CONFIRM, action: 'status', status: 500 })
  await pay(page)
  await expect(notice(page)).toHaveText(/no payment has arrived/)
  await stripe.clear()
  await page.route(`${demo.worker}/v1/checkouts/chk_*`, refuse(403, 'challenge_required'))
  await element(page).getByRole('button', { name: 'One more' }).click()
  await pay(page)
  await expect(notice(page)).toHaveText(/no payment was started. Please try again in a moment/)
  await expect(otherWay(page)).toBeHidden()
  await page.unrouteAll()
  await pay(page)
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 2400)
})

test('after ten declines the checkout is closed: the next click says so, and the one after it pays a new one', async ({
  visit,
  page,
  demo,
  reference,
}) => {
  test.slow()
  await visit('mug')
  await fillCard(page, CARDS.generic_decline)
  for (let tries = 1; tries <= 9; tries++) {
    await pay(page)
    await expectState(element(page), 'declined')
    await expect
      .poll(async () => (await said(page)).filter(({ event }) => event === 'checkout-declined').length)
      .toBe(tries)
  }
  await pay(page)
  await expect
    .poll(async () => (await checkoutsOf(demo, reference)).map(({ status }) => status))
    .toEqual(['expired'])
  await expect(payButton(page)).toBeEnabled()
  const closed = /was closed.*You have not been charged. Try again to start a new one/
  const isTold = closed.test(await notice(page).innerText()) // where the Worker heard of it before the page did
  await fillCard(page, CARDS.good)
  if (!isTold) await pay(page)
  await expect(notice(page)).toHaveText(closed)
  await expectState(element(page), 'ready')
  await expectNothingCharged(demo, reference)
  await expect(cardField(page, 'number')).toHaveValue('4242 4242 4242 4242')

  await pay(page)
  await expectState(element(page), 'complete')
  await expectOnePaid(demo, reference, 1200, ['expired', 'succeeded'])
})
