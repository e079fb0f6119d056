/** A renewal fails, and is paid: in the account, or by the link that the site's server sends. Stripe's clock moves, so the demo is this file's own. */
import { expect, type Locator, type Page } from '@playwright/test'
import { spawnDemo } from '../demo/spawn.ts'
import { expectFocus, item, openAccount, press, section } from './account-page.ts'
import { CONFIRM } from './faults.ts'
import { test as base } from './fixtures.ts'
import { atStripe, giveCard, owner, pass, type Subscriber, subscribe, subscriptionOf } from './people.ts'
import { CARDS, challenge, expectState, fillCard, payButton } from './shop.ts'

const test = base.extend<object, { demo: Awaited<ReturnType<typeof spawnDemo>> }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const demo = await spawnDemo()
      await use(demo)
      await demo.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

test.describe.configure({ mode: 'default' }) // one clock

const MONTH_DAYS = 32

type Demo = Parameters<typeof subscribe>[0]

interface Invoice {
  id: string
  status: string
  amount_paid: number
  amount_due: number
}

/** A subscriber whose card does not pay the second month. @param card Stripe's own name of a test card. */
async function failing(demo: Demo, card: string): Promise<Subscriber & { invoice: string }> {
  const ada = await subscribe(demo, 'club')
  const default_payment_method = await giveCard(demo, ada, card)
  await atStripe(demo, `subscriptions/${ada.subscription}`, { default_payment_method })
  await pass(demo, MONTH_DAYS)
  await expect.poll(() => subscriptionOf(demo, ada)).toMatchObject({ status: 'past_due' })
  const { data } = await owner<{ data: Invoice[] }>(
    demo,
    'GET',
    `/v1/invoices?subscription=${ada.subscription}&status=open`,
  )
  expect(data).toHaveLength(1)
  return { ...ada, invoice: data[0]!.id }
}

const expectPaid = async (demo: Demo, ada: Subscriber & { invoice: string }): Promise<void> => {
  await expect.poll(() => subscriptionOf(demo, ada)).toMatchObject({ status: 'active' })
  const at = await atStripe<Invoice>(demo, `invoices/${ada.invoice}`)
  expect(at).toMatchObject({ status: 'paid', amount_paid: 900 })
}

test.describe('in the account', () => {
  test('it is paid with another card, and nothing is due any more', async ({ page, demo }) => {
    const ada = await failing(demo, 'pm_card_chargeCustomerFail')
    const account = await openAccount(page, demo.shop, ada.user)
    await expect(section(account, 'To pay')).toContainText('$9.00 for Print club is not paid yet.')
    await expect(item(account, 'Subscriptions', 'Print club')).toContainText('The last payment failed.')
    await press(account, 'Pay $9.00 for Print club')
    await account.getByRole('radio', { name: 'Visa ending in 0341' }).check()
    await payButton(account).click()
    await expect(section(account, 'To pay').getByRole('alert')).toContainText('You have not been charged')

    await account.getByRole('radio', { name: 'Visa ending in 4242' }).check()
    await payButton(account).dblclick()
    await expect(section(account, 'To pay')).toContainText('$9.00 paid. Thank you.')
    await expectFocus(account, 'To pay')
    await expect(item(account, 'Subscriptions', 'Print club')).toContainText('Active. Renews on')
    await expectPaid(demo, ada)
  })

  test('it is paid with a card that is typed, by the word of its bank', async ({ page, demo }) => {
    const ada = await failing(demo, 'pm_card_chargeCustomerFail')
    const account = await openAccount(page, demo.shop, ada.user)
    await press(account, 'Pay $9.00 for Print club')
    await account.getByRole('radio', { name: 'Another card' }).check()
    await fillCard(page, CARDS.challenge)
    await payButton(account).click()
    await challenge(page).authorize.click()
    await expect(section(account, 'To pay')).toContainText('$9.00 paid. Thank you.')
    await expectPaid(demo, ada)
  })
})

test.describe('when something is lost on the way', () => {
  const payWithVisa = async (account: Locator): Promise<void> => {
    await press(account, 'Pay $9.00 for Print club')
    await account.getByRole('radio', { name: 'Visa ending in 4242' }).check()
    await payButton(account).click()
  }
  const charged = async (demo: Demo, { customer }: Subscriber): Promise<number> => {
    const { data } = await atStripe<{ data: { status: string }[] }>(
      demo,
      `charges?customer=${customer}&limit=100`,
    )
    return data.filter(({ status }) => status === 'succeeded').length
  }

  test('the answer of Stripe: the Worker is asked, and it is paid once', async ({ page, demo, stripe }) => {
    const ada = await failing(demo, 'pm_card_chargeCustomerFail')
    const account = await openAccount(page, demo.shop, ada.user)
    await stripe.add({ ...CONFIRM, times: 1, action: 'lose_answer' })
    await payWithVisa(account)
    await expect(section(account, 'To pay')).toContainText('$9.00 paid. Thank you.')
    await expectPaid(demo, ada)
    expect(await charged(demo, ada)).toBe(2) // the first month and this one
  })

  test('every event: the Worker learns by being asked', async ({ page, demo, stripe }) => {
    const ada = await failing(demo, 'pm_card_chargeCustomerFail')
    const account = await openAccount(page, demo.shop, ada.user)
    await stripe.silence()
    await payWithVisa(account)
    await expect(section(account, 'To pay')).toContainText('$9.00 paid. Thank you.')
    await expect(item(account, 'Subscriptions', 'Print club')).toContainText('Active. Renews on')
    await expectPaid(demo, ada)
  })

  test('the Worker too: nothing is claimed, nothing else can be done, and asking again tells', async ({
    page,
    demo,
    stripe,
  }) => {
    const ada = await failing(demo, 'pm_card_chargeCustomerFail')
    const account = await openAccount(page, demo.shop, ada.user)
    await stripe.add({ ...CONFIRM, times: 1, action: 'lose_answer' })
    await page.route('**/v1/account/invoices/in_*', (route) =>
      route.request().method() === 'GET' ? route.abort() : route.continue(),
    )
    await payWithVisa(account)
    await expectState(account, 'unknown', 30_000)
    await expect(section(account, 'To pay').getByRole('alert')).toContainText('Do not pay again yet.')
    await expect(payButton(account)).toHaveCount(0)
    await page.unrouteAll()
    await press(account, 'Check again')
    await expect(section(account, 'To pay')).toContainText('$9.00 paid. Thank you.')
    expect(await charged(demo, ada)).toBe(2)
  })
})

const recovery = (page: Page): Locator => page.locator('edge-checkout-recovery')

/** As the site's server puts it into its mail. */
const linkTo = async (demo: Demo, { invoice }: { invoice: string }): Promise<string> =>
  (await owner<{ url: string }>(demo, 'POST', `/v1/invoices/${invoice}/recovery`, {})).url

test.describe('by the link', () => {
  test('it is paid with the same card, by the word of its bank, and nothing is typed', async ({
    page,
    demo,
  }) => {
    const ada = await failing(demo, 'pm_card_authenticationRequired')
    const link = await linkTo(demo, ada)
    await page.goto(link)
    await expectState(recovery(page), 'ready')
    expect(page.url()).not.toContain('#')
    await expect(recovery(page)).toContainText('Acme could not collect $9.00 for Print club.')
    await expect(recovery(page)).toContainText('Visa ending in 3184')
    await payButton(recovery(page)).dblclick()
    await challenge(page).fail.click()
    await expect(recovery(page).getByRole('alert')).toContainText('You have not been charged')
    await payButton(recovery(page)).click()
    await challenge(page).authorize.click()
    await expectState(recovery(page), 'complete')
    await expect(recovery(page).getByRole('heading', { name: 'Paid' })).toBeFocused()
    await expectPaid(demo, ada)

    await page.goto(link) // the same page, by another fragment
    await expectState(recovery(page), 'complete')
    await expect(recovery(page)).toContainText('Nothing is left to pay for Print club.')
  })

  test('it is paid with another card, in the reader’s language, on a phone', async ({ browser, demo }) => {
    const ada = await failing(demo, 'pm_card_chargeCustomerFail')
    const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 320, height: 640 } })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await page.goto(await linkTo(demo, ada))
    await expectState(recovery(page), 'ready')
    await recovery(page).getByRole('radio', { name: 'Une autre carte' }).check()
    await fillCard(page, CARDS.good)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    await recovery(page)
      .getByRole('button', { name: /^Payer 9,00/ })
      .click()
    await expectState(recovery(page), 'complete')
    await expect(recovery(page).getByRole('heading', { name: 'Payé' })).toBeVisible()
    await expectPaid(demo, ada)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('what was paid in the account meanwhile is not paid again', async ({ page, demo }) => {
    const ada = await failing(demo, 'pm_card_authenticationRequired')
    await page.goto(await linkTo(demo, ada))
    await expectState(recovery(page), 'ready')
    await atStripe(demo, `invoices/${ada.invoice}/pay`, {
      payment_method: await giveCard(demo, ada, 'pm_card_visa'),
    })
    await payButton(recovery(page)).click()
    await expectState(recovery(page), 'complete')
    await expect(recovery(page)).toContainText('You have not been charged again.')
    await expectPaid(demo, ada)
  })

  test('what was forged, or cut short on the way, opens nothing', async ({ page, demo }) => {
    for (const token of ['', '#', '#eyJhbGciOiJIUzI1NiJ9.e30.x']) {
      await page.goto('about:blank')
      await page.goto(`${demo.worker}/recover${token}`)
      await expectState(recovery(page), 'error')
      await expect(recovery(page).getByRole('alert')).toHaveText(/This link is not valid any more/)
    }
  })
})
