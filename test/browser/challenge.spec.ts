/** 3-D Secure: the bank asks first, and what it hears decides. */
import { expect } from '@playwright/test'
import { expectNothingCharged, expectPaidOnce } from './books.ts'
import { test } from './fixtures.ts'
import { CARDS, challenge, element, expectState, fillCard, notice, pay, payWith, said } from './shop.ts'

for (const host of ['localhost', '127.0.0.1'] as const) {
  test(`pays when the challenge is passed, from a shop on ${host}`, { tag: '@live' }, async ({
    visit,
    demo,
    reference,
  }) => {
    const page = await visit('mug', { host })
    await payWith(page, CARDS.challenge, 'authenticating')
    await challenge(page).authorize.click()
    await expectState(element(page), 'complete')
    await expectPaidOnce(demo, reference, 1200)
    expect((await said(page)).map(({ event }) => event)).toContain('checkout-authenticate')
  })
}

const ENDINGS = [
  ['failed', 'fail'],
  ['closed', 'close'],
] as const

for (const [ending, button] of ENDINGS) {
  test(`charges nothing when the challenge is ${ending}, and is paid by another card afterwards`, {
    tag: '@live',
  }, async ({ visit, demo, reference }) => {
    const page = await visit('mug')
    await fillCard(page, CARDS.challenge)
    await pay(page)
    await challenge(page)[button].click()
    // A bank may take a closed page for a refusal, or still wait for an answer: each is said as it is.
    await expect(element(page)).toHaveAttribute(
      'data-state',
      button === 'fail' ? 'declined' : /declined|ready/,
    )
    await expect(notice(page)).toHaveText(
      button === 'fail'
        ? /You have not been charged/
        : /You have not been charged|nothing has been charged so far/,
    )
    await expectNothingCharged(demo, reference)

    await payWith(page, CARDS.good)
    await expectPaidOnce(demo, reference, 1200)
  })
}

test('charges nothing when the page is left during the challenge, and can be paid afterwards', {
  tag: '@live',
}, async ({ visit, demo, reference }) => {
  const page = await visit('mug')
  await fillCard(page, CARDS.challenge)
  await pay(page)
  await challenge(page).authorize.waitFor()
  await page.reload()
  await expectState(element(page), 'ready')
  await expectNothingCharged(demo, reference)
  await payWith(page, CARDS.good)
  await expectPaidOnce(demo, reference, 1200)
})
