/** Who is signed in at the shop pays with cards that they saved; nobody else on the same browser sees any of it. */
import { expect, type Page } from '@playwright/test'
import { customerToken } from '../shop/customer.ts'
import { checkoutsOf, expectBegunOnce, expectPaidOnce } from './books.ts'
import { test as base } from './fixtures.ts'
import {
  CARDS,
  cardField,
  challenge,
  element,
  expectState,
  fillCard,
  notice,
  pay,
  payButton,
  payWith,
  said,
} from './shop.ts'

const test = base.extend<{ ada: string }>({
  /** A user whom no other test knows. */
  ada: async ({ reference }, use) => use(`ada-${reference}`),
})

const cards = (page: Page) => element(page).getByRole('group', { name: 'Your cards' })
const card = (page: Page, last4: string) => cards(page).getByRole('radio', { name: `ending in ${last4}` })
const other = (page: Page) => cards(page).getByRole('radio', { name: 'Use another card' })

/** Saves a card to the user's account. */
async function save(page: Page, shop: string, user: string, number: string): Promise<void> {
  await page.goto(`${shop}/card?user=${user}`)
  await expect(element(page)).toHaveAttribute('data-state', /ready|complete/, { timeout: 15_000 })
  const again = element(page).getByRole('button', { name: 'Save another card' })
  if (await again.isVisible()) await again.click()
  await expectState(element(page), 'ready')
  await payWith(page, number)
  await expect(element(page).getByRole('heading', { name: 'Card saved' })).toBeVisible()
}

test('a saved card pays at one click', async ({ visit, page, demo, reference, ada }) => {
  await save(page, demo.shop, ada, CARDS.good)
  await visit('mug', { query: { user: ada } })
  await expect(card(page, '4242')).toBeChecked()
  await expect(card(page, '4242')).toHaveAccessibleName(/^Visa ending in 4242\s*Expires 12\/34$/)
  await expect(cardField(page, 'number')).toBeHidden()
  await pay(page)
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 1200)
})

test('of two saved cards the one that is chosen pays, and a subscription begins with it', async ({
  visit,
  page,
  demo,
  reference,
  ada,
}) => {
  await save(page, demo.shop, ada, CARDS.good)
  await save(page, demo.shop, ada, CARDS.mastercard)
  await visit('club', { query: { user: ada } })
  await expect(cards(page).getByRole('radio')).toHaveCount(3)
  await card(page, '4444').check()
  await pay(page)
  await expectState(element(page), 'complete')
  await expectBegunOnce(demo, reference, 900)
})

test('a saved card begins a free start, without being typed again', async ({
  visit,
  page,
  demo,
  reference,
  ada,
}) => {
  await save(page, demo.shop, ada, CARDS.good)
  await visit('club-trial', { query: { user: ada } })
  await pay(page)
  await expectState(element(page), 'complete')
  await expectBegunOnce(demo, reference, 900, { status: 'trialing' })
})

test('a saved card that the bank asks about, failed: the choice has the cursor, and another card pays', async ({
  visit,
  page,
  demo,
  reference,
  ada,
}) => {
  await page.goto(`${demo.shop}/card?user=${ada}`)
  await expectState(element(page), 'ready')
  await fillCard(page, CARDS.challenge)
  await pay(page)
  await challenge(page).authorize.click()
  await expectState(element(page), 'complete')

  await visit('mug', { query: { user: ada } })
  await pay(page)
  await challenge(page).fail.click()
  await expectState(element(page), 'declined')
  await expect(notice(page)).toHaveText(/You have not been charged/)
  await expect(card(page, '3184')).toBeFocused()
  await other(page).check()
  await payWith(page, CARDS.good)
  await expectPaidOnce(demo, reference, 1200)
})

for (const keep of [true, false])
  test(`a card that pays is saved only where its owner ${keep ? 'ticks that' : 'does not tick that, not at all'}`, async ({
    visit,
    page,
    demo,
    reference,
    ada,
  }) => {
    await visit('mug', { query: { user: ada } })
    await expect(cards(page)).toBeHidden()
    const box = element(page).getByRole('checkbox', { name: 'Save this card for next time' })
    await expect(box).not.toBeChecked()
    if (keep) await box.check()
    await payWith(page, CARDS.good)
    await expectPaidOnce(demo, reference, 1200)
    await visit('tee', { query: { user: ada } })
    await expect(card(page, '4242')).toBeVisible({ visible: keep })
  })

test('a visitor without a token is offered no card, and none is saved', async ({ visit, page }) => {
  await visit('mug')
  await expect(cards(page)).toBeHidden()
  await expect(element(page).getByRole('checkbox')).toHaveCount(0)
})

test('another user of the same browser sees nothing of the first: no card, no purchase', async ({
  visit,
  page,
  demo,
  ada,
}) => {
  await save(page, demo.shop, ada, CARDS.good)
  await visit('club', { query: { user: ada } })
  await pay(page)
  await expectState(element(page), 'complete')
  for (const query of [{ user: `bob-${ada}` }, {}]) {
    await visit('club', { query })
    await expect(cards(page)).toBeHidden()
    await expect(element(page).getByRole('heading', { name: 'Print club' })).toBeVisible()
  }
  await visit('club', { query: { user: ada }, until: 'complete' })
  await expect(element(page).getByRole('heading', { name: 'Already subscribed' })).toBeVisible()
})

const setToken = (page: Page, token: string | null): Promise<void> =>
  element(page).evaluate(
    (node, value) =>
      value === null ? node.removeAttribute('customer-token') : node.setAttribute('customer-token', value),
    token,
  )

test('signing in while the form is filled loses nothing that was typed', async ({
  visit,
  page,
  demo,
  reference,
  ada,
}) => {
  await save(page, demo.shop, ada, CARDS.good)
  await visit('tee')
  await element(page).getByLabel('Email').fill('ada@example.com')
  await fillCard(page, CARDS.mastercard)
  await setToken(page, await customerToken(demo.worker, ada))
  await expect(card(page, '4242')).toBeVisible()
  await expect(other(page), 'the card that is typed is the one that is paid with').toBeChecked()
  await expect(cardField(page, 'number')).toHaveValue('5555 5555 5555 4444')
  await expect(element(page).getByLabel('Email')).toHaveValue('ada@example.com')
  await pay(page)
  await expectState(element(page), 'complete')
  const paid = (await checkoutsOf(demo, reference)).filter(({ status }) => status === 'succeeded')
  expect(paid).toMatchObject([{ amount: 2500, customer: expect.stringMatching(/^cus_/) }])
})

test('signing out takes cards, and what was typed, from the page', async ({ visit, page, demo, ada }) => {
  await save(page, demo.shop, ada, CARDS.good)
  await visit('tee', { query: { user: ada } })
  await element(page).getByLabel('Email').fill('ada@example.com')
  await setToken(page, null)
  await expectState(element(page), 'ready')
  await expect(cards(page)).toBeHidden()
  await expect(element(page).getByLabel('Email')).toHaveValue('')
})

test('a token that is refused is said to the page, never dropped; a fresh one goes on with all that was typed', async ({
  visit,
  page,
  demo,
  reference,
  ada,
}) => {
  await save(page, demo.shop, ada, CARDS.good)
  const good = await customerToken(demo.worker, ada)
  await visit('tee', { query: { 'customer-token': `${good.slice(0, -4)}AAAA` } })
  expect((await said(page)).map(({ detail }) => detail.code)).toContain('token_invalid')
  await expect(cards(page)).toBeHidden()
  await element(page).getByLabel('Email').fill('ada@example.com')
  await fillCard(page, CARDS.mastercard)
  await pay(page)
  await expect(notice(page)).toHaveText(/no longer knows who you are, so no payment was started. Reload/)
  expect(await checkoutsOf(demo, reference)).toEqual([])

  await setToken(page, good)
  await expect(card(page, '4242')).toBeVisible()
  await expect(notice(page)).toBeEmpty()
  await expect(cardField(page, 'number')).toHaveValue('5555 5555 5555 4444')
  await expect(payButton(page)).toHaveAccessibleName('Pay $25.00')
  await pay(page)
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 2500)
})

test('is paid with the keyboard alone: the cards are one stop, and arrows choose among them', async ({
  visit,
  page,
  demo,
  reference,
  ada,
}) => {
  await save(page, demo.shop, ada, CARDS.good)
  await save(page, demo.shop, ada, CARDS.mastercard)
  await visit('poster', { query: { user: ada } })
  await page.getByRole('link', { name: 'Riso poster' }).focus() // the picture
  await page.keyboard.press('Tab')
  await expect(cards(page).locator(':focus')).toHaveCount(1)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(other(page)).toBeChecked()
  await expect(cardField(page, 'number')).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await expect(cardField(page, 'number')).toBeHidden()
  await page.keyboard.press('Tab')
  await expect(payButton(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expectState(element(page), 'complete')
  await expect(element(page).getByRole('heading', { name: 'Payment received' })).toBeFocused()
  await expectPaidOnce(demo, reference, 500, 'jpy')
})

test('two offers on one page: one is begun with a saved card, the other is left as it was', async ({
  visit,
  page,
  demo,
  ada,
}) => {
  await save(page, demo.shop, ada, CARDS.good)
  await visit('', { query: { user: ada }, until: null })
  const [club, mug] = [element(page, 'club'), element(page, 'mug')]
  await expectState(club, 'ready')
  await expectState(mug, 'ready')
  await mug.getByRole('radio', { name: 'Use another card' }).check()
  await expect(club.getByRole('radio', { name: 'ending in 4242' })).toBeChecked()
  await pay(club)
  await expectState(club, 'complete')
  await expectState(mug, 'ready')
  await expect(mug.getByRole('radio', { name: 'Use another card' })).toBeChecked()
})
