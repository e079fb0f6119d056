/** Declined: said in plain words, nothing typed is lost, and another card pays the same intent. */
import { expect } from '@playwright/test'
import { checkoutsOf, expectNothingCharged, expectPaidOnce, intentsOf } from './books.ts'
import { test } from './fixtures.ts'
import { CARDS, cardField, element, expectState, fillCard, pay, payWith, said } from './shop.ts'

const DECLINES: [card: keyof typeof CARDS, says: RegExp, at: 'localhost' | '127.0.0.1'][] = [
  ['generic_decline', /bank declined the card.*You have not been charged/, 'localhost'],
  ['insufficient_funds', /not enough funds.*You have not been charged/, '127.0.0.1'],
  // A thief learns nothing: Stripe asks shops to show what a generic decline shows.
  ['lost_card', /You have not been charged/, 'localhost'],
  ['expired_card', /card has expired.*You have not been charged/, 'localhost'],
  ['incorrect_cvc', /security code is not right.*You have not been charged/, 'localhost'],
]

for (const [card, says, host] of DECLINES) {
  test(`${card}: says so, and another card pays the same intent`, async ({ visit, demo, reference }) => {
    const page = await visit('mug', { host, query: { quantity: '2' } })
    await fillCard(page, CARDS[card])
    await pay(page)
    await expectState(element(page), 'declined')
    await expect(element(page).getByRole('alert')).toHaveText(says)
    await expectNothingCharged(demo, reference)
    const [before] = await checkoutsOf(demo, reference)
    const intents = await intentsOf(demo, before!.id)
    expect(intents).toHaveLength(1)
    expect((await said(page)).map(({ event }) => event)).toContain('checkout-declined')

    await payWith(page, CARDS.good)
    const checkout = await expectPaidOnce(demo, reference, 2400)
    expect((await intentsOf(demo, checkout.id)).map(({ id }) => id)).toEqual(intents.map(({ id }) => id))
  })
}

test('keeps everything that was typed', { tag: '@live' }, async ({ visit }) => {
  const page = await visit('tee')
  await page.getByLabel('Email').fill('ada@example.com')
  await payWith(page, CARDS.generic_decline, 'declined')
  await expect(page.getByLabel('Email')).toHaveValue('ada@example.com')
  await expect(cardField(page, 'number')).toHaveValue('4000 0000 0000 0002')
  await expect(cardField(page, 'expiry')).toHaveValue('12 / 34')
})

test('a lost card reads like any other decline', { tag: '@live' }, async ({ visit }) => {
  const page = await visit('mug')
  await payWith(page, CARDS.lost_card, 'declined')
  await expect(element(page).getByRole('alert')).not.toContainText(/lost|stolen/i)
})
