/** A user sees to cards, subscriptions and details alone. After each step Stripe and the site's books are read. */
import { expect } from '@playwright/test'
import { accountElement, expectFocus, item, openAccount, press, section } from './account-page.ts'
import { test } from './fixtures.ts'
import { atStripe, giveCard, someone, subscribe, subscriptionOf } from './people.ts'
import { CARDS, cardField, challenge, expectState, fillCard, holdBack, said } from './shop.ts'

interface Customer {
  invoice_settings: { default_payment_method: string | null }
}

test.describe('cards', () => {
  test('the first one is saved by a user who never paid, and is the default', async ({ page, demo }) => {
    const account = await openAccount(page, demo.shop, someone())
    await expect(section(account, 'Cards')).toContainText('You have no saved cards.')
    await press(account, 'Add a card')
    await fillCard(page, CARDS.good)
    await press(account, 'Save card')
    const card = item(account, 'Cards', 'Visa ending in 4242')
    await expect(card).toContainText('Default')
    await expect(card).toContainText('Expires 12/34')
    await expect(card.getByRole('status')).toHaveText('Visa ending in 4242 is saved.')
    await expectFocus(account, 'Cards')
    await page.reload()
    await expect(card).toBeVisible()
    expect((await said(page)).map(({ event }) => event)).toEqual(['account-ready'])
  })

  for (const ending of ['passed', 'failed'] as const)
    test(`one whose bank asks first is ${ending === 'passed' ? '' : 'not '}saved when the challenge is ${ending}`, async ({
      page,
      demo,
    }) => {
      const account = await openAccount(page, demo.shop, someone())
      await press(account, 'Add a card')
      await fillCard(page, CARDS.challenge)
      await press(account, 'Save card')
      await expectState(account, 'authenticating')
      await challenge(page)[ending === 'passed' ? 'authorize' : 'fail'].click()
      await expectState(account, 'ready')
      if (ending === 'passed') return expect(item(account, 'Cards', 'Visa ending in 3184')).toBeVisible()
      await expect(
        account.getByRole('alert').filter({ hasText: 'did not confirm that it was you' }),
      ).toBeVisible()

      await fillCard(page, CARDS.good)
      await press(account, 'Save card')
      await expect(item(account, 'Cards', 'Visa ending in 4242')).toBeVisible()
      await expect(section(account, 'Cards').getByRole('listitem')).toHaveCount(1)
    })

  test('one that is declined is not saved, and what was typed stays', async ({ page, demo }) => {
    const account = await openAccount(page, demo.shop, someone())
    await press(account, 'Add a card')
    await press(account, 'Save card')
    await expect(account.getByText('Enter your card number.', { exact: true })).toBeVisible()
    await fillCard(page, CARDS.generic_decline)
    await press(account, 'Save card')
    await expect(account.getByRole('alert').filter({ hasText: 'You have not been charged' })).toBeVisible()
    await expect(section(account, 'Cards').getByRole('listitem')).toHaveCount(0)
  })

  test('a click that was faster than Stripe’s fields says what is missing, and nothing typed is lost', async ({
    page,
    demo,
  }) => {
    const letFramesIn = await holdBack(page, /\/elements-inner-card/)
    const account = await openAccount(page, demo.shop, someone())
    await press(account, 'Add a card')
    await press(account, 'Save card')
    const missing = account.getByText('Enter your card number.', { exact: true })
    await expect(missing).toBeVisible()
    letFramesIn()
    await expect(cardField(page, 'number')).toBeVisible()
    await expect(missing).toBeVisible()
    await fillCard(page, CARDS.good)
    await expect(missing).toBeHidden()
    await press(account, 'Save card')
    await expect(item(account, 'Cards', 'Visa ending in 4242')).toBeVisible()
  })

  test('are typed again where the page took Stripe’s fields away', async ({ page, demo }) => {
    const account = await openAccount(page, demo.shop, someone())
    await press(account, 'Add a card')
    await fillCard(page, CARDS.good)
    await account.evaluate((element) => element.querySelector('iframe')!.remove())
    await fillCard(page, CARDS.good)
    await press(account, 'Save card')
    await expect(item(account, 'Cards', 'Visa ending in 4242')).toBeVisible()
  })

  test('another one pays from now on, and the old one can be removed', async ({ page, demo }) => {
    const ada = await subscribe(demo, 'club')
    const mastercard = await giveCard(demo, ada, 'pm_card_mastercard')
    const account = await openAccount(page, demo.shop, ada.user)
    await press(account, 'Make Mastercard ending in 4444 the default')
    await expect(item(account, 'Cards', 'Mastercard')).toContainText('Pays a subscription')
    await expectFocus(account, 'Cards')
    const at = await atStripe<{ default_payment_method: string }>(demo, `subscriptions/${ada.subscription}`)
    expect(at.default_payment_method).toBe(mastercard)

    await press(account, 'Remove Visa ending in 4242')
    await press(account, 'Keep as it is')
    await press(account, 'Remove Visa ending in 4242')
    await press(account, 'Yes, remove Visa ending in 4242')
    await expect(section(account, 'Cards').getByRole('listitem')).toHaveCount(1)
    await expectFocus(account, 'Cards')
    const { invoice_settings } = await atStripe<Customer>(demo, `customers/${ada.customer}`)
    expect(invoice_settings.default_payment_method).toBe(mastercard)
  })

  test('the default pays a subscription that was begun with another card, once its owner says so', async ({
    page,
    demo,
  }) => {
    const ada = await subscribe(demo, 'club')
    const account = await openAccount(page, demo.shop, ada.user)
    await press(account, 'Add a card')
    await fillCard(page, CARDS.mastercard)
    await press(account, 'Save card')
    const card = item(account, 'Cards', 'Mastercard ending in 4444')
    await expect(card).toContainText('Default')
    await press(account, 'Use Mastercard ending in 4444 for subscriptions')
    await expect(card).toContainText('Pays a subscription')
    await expect(account.getByRole('button', { name: /for subscriptions$/ })).toHaveCount(0)
    const { default_payment_method: paying } = await atStripe<{ default_payment_method: string }>(
      demo,
      `subscriptions/${ada.subscription}`,
    )
    const { card: own } = await atStripe<{ card: { last4: string } }>(demo, `payment_methods/${paying}`)
    expect(own.last4).toBe('4444')
  })

  test('the one that pays a subscription stays, and the user reads why', async ({ page, demo }) => {
    const ada = await subscribe(demo, 'club')
    const account = await openAccount(page, demo.shop, ada.user)
    await press(account, 'Remove Visa ending in 4242')
    await press(account, 'Yes, remove Visa ending in 4242')
    const card = item(account, 'Cards', 'Visa ending in 4242')
    await expect(card.getByRole('alert')).toContainText('pays a subscription and cannot be removed')
  })
})

test.describe('a subscription', () => {
  test('is canceled once it was asked, and kept after all', async ({ page, demo }) => {
    const ada = await subscribe(demo, 'club')
    const account = await openAccount(page, demo.shop, ada.user)
    const club = item(account, 'Subscriptions', 'Print club')
    await expect(club).toContainText('$9.00 a month')
    await expect(club).toContainText('Active. Renews on')
    await press(account, 'Cancel Print club')
    await expect(club).toContainText('You can use it until')
    await press(account, 'Yes, cancel Print club')
    await expect(club).toContainText('It will not renew.')
    await expectFocus(account, 'Subscriptions')
    expect(await subscriptionOf(demo, ada)).toMatchObject({ status: 'active', cancel_at_period_end: true })

    await press(account, 'Keep Print club')
    await expect(club).toContainText('Active. Renews on')
    expect(await subscriptionOf(demo, ada)).toMatchObject({ status: 'active', cancel_at_period_end: false })
    expect((await said(page)).map(({ detail }) => detail.what).filter(Boolean)).toEqual([
      'subscription_canceled',
      'subscription_resumed',
    ])
  })

  test('is changed to another plan for what was shown before', async ({ page, demo }) => {
    const ada = await subscribe(demo, 'club')
    const account = await openAccount(page, demo.shop, ada.user)
    await press(account, 'Change plan of Print club')
    await expect(account.getByText('This is what you have now.')).toBeVisible()
    await account.getByRole('radio', { name: 'Print club, large: $15.00 a month' }).check()
    const confirm = account.getByRole('button', { name: /^Change and pay \$[\d.]+$/ })
    await expect(account.getByText('From then on')).toBeVisible()
    await expect(account.getByText(/^Unused time: Print club, \w+ \d+/)).toBeVisible()
    await expect(account.getByText(/^Remaining time: Print club, large, \w+ \d+/)).toBeVisible()
    const cents = Math.round(Number((await confirm.textContent())!.replace(/[^\d.]/g, '')) * 100)
    await confirm.dblclick()
    await expect(item(account, 'Subscriptions', 'Print club, large')).toContainText('$15.00 a month')
    await expectFocus(account, 'Subscriptions')
    expect(await subscriptionOf(demo, ada)).toMatchObject({ offer: 'club-plus', status: 'active' })
    const { data } = await atStripe<{ data: { billing_reason: string; amount_paid: number }[] }>(
      demo,
      `invoices?subscription=${ada.subscription}`,
    )
    expect(data.filter(({ billing_reason }) => billing_reason === 'subscription_update')).toMatchObject([
      { amount_paid: cents },
    ])
  })

  test('has as many seats as its owner wants, within the limits', async ({ page, demo }) => {
    const ada = await subscribe(demo, 'seats', { quantity: 2 })
    const account = await openAccount(page, demo.shop, ada.user)
    await press(account, 'Change quantity of Workshop seats')
    await expect(account.getByRole('form', { name: 'Change quantity of Workshop seats' })).toBeFocused()
    await account.getByRole('textbox', { name: 'Quantity' }).fill('51')
    await expect(account.getByRole('alert')).toHaveText('Enter a whole number from 1 to 50.')
    await account.getByRole('textbox', { name: 'Quantity' }).fill('2')
    await press(account, 'One more')
    await press(account, /^Change and pay \$/)
    await expect(item(account, 'Subscriptions', 'Workshop seats')).toContainText('Quantity 3')
    expect(await subscriptionOf(demo, ada)).toMatchObject({ quantity: 3 })

    await press(account, 'Change quantity of Workshop seats')
    await press(account, 'One fewer')
    await expect(account.getByText('Credit for your next invoices')).toBeVisible()
    await press(account, 'Confirm the change')
    await expect(item(account, 'Subscriptions', 'Workshop seats')).toContainText('Quantity 2')
    expect(await subscriptionOf(demo, ada)).toMatchObject({ quantity: 2 })
  })

  for (const ending of ['passed', 'failed'] as const)
    test(`whose change the bank wants to confirm ${ending === 'passed' ? 'is changed' : 'stays as it is'} when the challenge is ${ending}`, async ({
      page,
      demo,
    }) => {
      const ada = await subscribe(demo, 'club')
      const card = await giveCard(demo, ada, 'pm_card_authenticationRequired')
      await atStripe(demo, `subscriptions/${ada.subscription}`, { default_payment_method: card })
      const account = await openAccount(page, demo.shop, ada.user)
      await press(account, 'Change plan of Print club')
      await account.getByRole('radio', { name: /Print club, large/ }).check()
      await press(account, /^Change and pay \$/)
      await challenge(page)[ending === 'passed' ? 'authorize' : 'fail'].click()
      if (ending === 'passed') {
        await expect(item(account, 'Subscriptions', 'Print club, large')).toContainText('$15.00 a month')
        return expect.poll(() => subscriptionOf(demo, ada)).toMatchObject({ offer: 'club-plus' })
      }
      await expect(section(account, 'To pay').getByRole('alert')).toContainText(
        'did not confirm that it was you',
      )
      await expect(item(account, 'Subscriptions', 'Print club')).toContainText('A change waits')
      expect(await subscriptionOf(demo, ada)).toMatchObject({ offer: 'club' })

      await account.getByRole('radio', { name: 'Visa ending in 4242' }).check()
      await section(account, 'To pay')
        .getByRole('button', { name: /^Pay \$/ })
        .click()
      await expect(item(account, 'Subscriptions', 'Print club, large')).toContainText('$15.00 a month')
    })
})

test.describe('a token', () => {
  test('that is over is renewed by the page, and what was asked is done, with nothing lost', async ({
    page,
    demo,
  }) => {
    const ada = await subscribe(demo, 'club')
    const account = await openAccount(page, demo.shop, ada.user)
    await account.evaluate((element) => {
      const token = element.getAttribute('customer-token')!
      element.setAttribute('customer-token', `${token.slice(0, -6)}AAAAAA`) // the same user, and no signature of ours
    })
    await press(account, 'Edit your details')
    await account.getByLabel('Name').fill('Ada Lovelace')
    await press(account, 'Save')
    await expect(section(account, 'Your details')).toContainText('Ada Lovelace')
    const events = (await said(page)).map(({ event }) => event)
    expect(events).toEqual(['account-ready', 'account-token', 'account-change'])
    const { name } = await atStripe<{ name: string }>(demo, `customers/${ada.customer}`)
    expect(name).toBe('Ada Lovelace')
  })

  test('of another user shows that one’s account, and nothing of the first', async ({ page, demo }) => {
    const ada = await subscribe(demo, 'club')
    const account = await openAccount(page, demo.shop, ada.user)
    await expect(account).toContainText('Visa ending in 4242')
    const response = await page.request.get(`${demo.shop}/customer-token?user=${someone()}`)
    const { token } = (await response.json()) as { token: string }
    await account.evaluate((element, fresh) => element.setAttribute('customer-token', fresh), token)
    await expect(account).toContainText('You have no saved cards.')
    await expect(account).not.toContainText('4242')
    await expect(account).not.toContainText('Print club')
  })
})

test('details are edited in place, a wrong one is refused beside its field', async ({ page, demo }) => {
  const ada = await subscribe(demo, 'club')
  const account = await openAccount(page, demo.shop, ada.user)
  await press(account, 'Edit your details')
  await account.getByLabel('Email').fill('nobody')
  await account.getByLabel('City').fill('London')
  await account.getByLabel('Country').selectOption('GB')
  await press(account, 'Save')
  await expect(account.getByRole('alert')).toContainText('Enter an email address')
  await expect(account.getByLabel('Email')).toBeFocused()
  await account.getByLabel('Email').fill('countess@example.com')
  await press(account, 'Save')
  await expect(section(account, 'Your details')).toContainText('London, United Kingdom')
  await expectFocus(account, 'Your details')
  const at = await atStripe<{ email: string; address: { city: string; country: string } }>(
    demo,
    `customers/${ada.customer}`,
  )
  expect(at).toMatchObject({ email: 'countess@example.com', address: { city: 'London', country: 'GB' } })
})

test('invoices have their documents, in a tab of their own', async ({ page, demo }) => {
  const ada = await subscribe(demo, 'club')
  const account = await openAccount(page, demo.shop, ada.user)
  const row = section(account, 'Invoices').getByRole('row').filter({ hasText: '$9.00' })
  await expect(row).toContainText('Paid')
  const receipt = row.getByRole('link', { name: /^Receipt / })
  await expect(receipt).toHaveAttribute('rel', /noopener/)
  await expect(receipt).toHaveAttribute('href', /^https?:/)
})

test('headings fit under those of the page', async ({ page, demo }) => {
  const ada = await subscribe(demo, 'club')
  const account = await openAccount(page, demo.shop, ada.user, { 'heading-level': '4' })
  await expect(account.getByRole('heading', { level: 4, name: 'Subscriptions' })).toBeVisible()
  await expect(account.getByRole('heading', { level: 5, name: 'Print club' })).toBeVisible()
  await account.evaluate((element) => element.removeAttribute('heading-level'))
  await expect(account.getByRole('heading', { level: 2, name: 'Subscriptions' })).toBeVisible()
  await page.goto(`${demo.shop}/mug?heading-level=3`)
  await expect(page.locator('edge-checkout').getByRole('heading', { level: 3 })).toBeVisible()
})

test('Stripe’s portal opens, and brings its visitor back', async ({ page, demo }) => {
  const ada = await subscribe(demo, 'club')
  await openAccount(page, demo.shop, ada.user)
  await press(accountElement(page), 'Open my billing page at Stripe')
  await page.waitForURL(/^http:\/\/127\.0\.0\.1/)
  await page.getByRole('link', { name: /return|back/i }).click()
  await page.waitForURL(/\/account\?user=/)
  await expectState(accountElement(page), 'ready')
})

test('everything is done with the keyboard alone', async ({ page, demo }) => {
  const ada = await subscribe(demo, 'club')
  const account = await openAccount(page, demo.shop, ada.user)
  const to = async (name: string | RegExp) => {
    const target = account.getByRole('button', { name })
    await expect(async () => {
      await page.keyboard.press('Tab')
      await expect(target).toBeFocused({ timeout: 20 })
    }).toPass({ intervals: [0] })
  }
  await to('Cancel Print club')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(account.getByRole('button', { name: 'Cancel Print club' })).toBeFocused()
  await page.keyboard.press('Space')
  await to('Yes, cancel Print club')
  await page.keyboard.press('Enter')
  await expect(item(account, 'Subscriptions', 'Print club')).toContainText('It will not renew.')
  await expectFocus(account, 'Subscriptions')

  await to('Add a card')
  await page.keyboard.press('Enter')
  await expect(cardField(page, 'cvc')).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(cardField(page, 'number')).toBeFocused()
  // Stripe.js moves on by itself where a field is full.
  await page.keyboard.type(`${CARDS.good}1234123`)
  await page.keyboard.press('Enter')
  await expect(section(account, 'Cards').getByRole('listitem')).toHaveCount(2)
  await expectFocus(account, 'Cards')
})
