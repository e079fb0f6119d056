/** Stripe slow, refusing, failing or silent at every step: one charge at most, and no word that is not true. */
import { expect } from '@playwright/test'
import { expectNothingCharged, expectPaidOnce } from './books.ts'
import { CONFIRM, CREATE, type Fault, READ } from './faults.ts'
import { test } from './fixtures.ts'
import {
  CARDS,
  cardField,
  element,
  expectState,
  fillCard,
  notice,
  passUntil,
  pay,
  payButton,
  payWith,
} from './shop.ts'

type Trouble = [what: string, fault: Omit<Fault, 'path'>]

const UNDONE: Trouble[] = [
  ['refuses the connection', { action: 'refuse' }],
  ['says that the object is in use', { action: 'status', status: 409 }],
  ['says that there are too many requests', { action: 'status', status: 429 }],
  ['fails', { action: 'status', status: 500 }],
]

for (const [what, fault] of UNDONE) {
  test(`Stripe ${what} while the intent is made: no payment was started, and the next click pays`, async ({
    visit,
    demo,
    reference,
    stripe,
  }) => {
    await stripe.add({ ...CREATE, ...fault })
    const page = await visit('tee')
    await element(page).getByLabel('Email').fill('ada@example.com')
    await fillCard(page, CARDS.good)
    await pay(page)
    await expect(notice(page)).toHaveText(/no payment was started/)
    await expectState(element(page), 'ready')
    await expectNothingCharged(demo, reference)
    await expect(element(page).getByLabel('Email')).toHaveValue('ada@example.com')
    await expect(cardField(page, 'number')).toHaveValue('4242 4242 4242 4242')
    await stripe.clear()
    await pay(page)
    await expectState(element(page), 'complete')
    await expectPaidOnce(demo, reference, 2500)
  })

  test(`Stripe ${what} at the confirmation: nothing has arrived, and the next click pays`, async ({
    visit,
    demo,
    reference,
    stripe,
  }) => {
    const page = await visit('mug')
    await fillCard(page, CARDS.good)
    await stripe.add({ ...CONFIRM, ...fault })
    await pay(page)
    await expect(notice(page)).toHaveText(/no payment has arrived.*charged only once/)
    await expectNothingCharged(demo, reference)
    await expect(cardField(page, 'number')).toHaveValue('4242 4242 4242 4242')
    await stripe.clear()
    await pay(page)
    await expectState(element(page), 'complete')
    await expectPaidOnce(demo, reference, 1200)
  })

  test(`Stripe ${what} when the Worker asks whether it was paid: asked again, and then it is known`, async ({
    visit,
    demo,
    reference,
    stripe,
  }) => {
    const page = await visit('mug')
    await fillCard(page, CARDS.good)
    await stripe.silence() // so that only a read can tell
    await stripe.add({ ...READ, ...fault, times: 2 })
    await pay(page)
    await expectState(element(page), 'complete')
    await expect(element(page).getByRole('heading', { name: 'Payment received' })).toBeVisible()
    await expectPaidOnce(demo, reference, 1200)
  })
}

const LOST: [at: string, fault: Fault][] = [
  ['at the making of the intent', { ...CREATE, action: 'lose_answer', times: 1 }],
  ['at the confirmation, after it was paid', { ...CONFIRM, action: 'lose_answer', times: 1 }],
  ['at the read that verifies', { ...READ, action: 'lose_answer', times: 1 }],
]
for (const [at, fault] of LOST)
  test(`Stripe's answer is lost ${at}: paid once, and said so`, async ({
    visit,
    demo,
    reference,
    stripe,
  }) => {
    await stripe.add(fault)
    const page = await visit('mug')
    await payWith(page, CARDS.good)
    await expect(element(page).getByRole('heading', { name: 'Payment received' })).toBeVisible()
    await expectPaidOnce(demo, reference, 1200)
  })

for (const [step, call] of [
  ['makes the intent', CREATE],
  ['confirms', CONFIRM],
  ['tells the Worker whether it was paid', READ],
] as const)
  test(`clicked twice while Stripe slowly ${step}: one charge, and the button says what is being paid`, async ({
    visit,
    demo,
    reference,
    stripe,
  }) => {
    await stripe.add({ ...call, action: 'delay', delay_ms: 1_200 })
    const page = await visit('mug')
    await fillCard(page, CARDS.good)
    await payButton(page).dblclick()
    await expect(element(page).getByText('Paying $12.00. Please keep this page open.')).toBeVisible()
    await payButton(page).click({ force: true }) // Playwright would wait until it does something
    await expectState(element(page), 'complete')
    await expectPaidOnce(demo, reference, 1200)
    expect(await stripe.confirmations(reference)).toBe(1)
  })

test('nobody can tell whether it was paid: accepted is all that is said, and not to pay again', async ({
  visit,
  page,
  demo,
  reference,
  stripe,
}) => {
  await page.clock.install()
  await visit('mug')
  await fillCard(page, CARDS.good)
  await stripe.silence()
  await stripe.add({ ...READ, action: 'status', status: 500 })
  await pay(page)
  await passUntil(page, 'complete')
  await expect(element(page).getByText(/has not confirmed it yet. Do not pay again/)).toBeVisible()
  await expect(element(page).getByRole('button')).toHaveCount(0)
  await stripe.clear()
  await page.reload()
  await expectState(element(page), 'complete')
  await expect(element(page).getByText(/You already paid \$12\.00/)).toBeVisible()
  await expectPaidOnce(demo, reference, 1200)
})

test('an answer that never comes: the Worker is asked after a while, and the next click pays', async ({
  visit,
  page,
  demo,
  reference,
  stripe,
}) => {
  await page.clock.install()
  await visit('tee')
  await element(page).getByLabel('Email').fill('ada@example.com')
  await fillCard(page, CARDS.good)
  await stripe.add({ ...CONFIRM, action: 'delay', delay_ms: 600_000, times: 1 })
  await pay(page)
  await expect.poll(() => stripe.confirmations(reference)).toBe(1)
  await page.clock.fastForward(60_000)
  await expectState(element(page), 'ready')
  await expect(notice(page)).toHaveText(/no payment has arrived/)
  await expect(element(page).getByLabel('Email')).toHaveValue('ada@example.com')
  await fillCard(page, CARDS.good) // Stripe.js is asleep, and its fields with it: they came anew
  await pay(page)
  await expectState(element(page), 'complete')
  await expectPaidOnce(demo, reference, 2500)
})
