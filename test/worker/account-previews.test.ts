/** What a change of plan is said to cost, line by line, and that it is what Stripe then charges. */
import { describe, expect, it } from 'vitest'
import { invoicesOf, stripes, subscriber } from './account-harness.ts'
import { admin, api } from './harness.ts'

type Line = { kind: string; amount: number; quantity?: number; name?: string }

/** Asks for a price, agrees to it, and looks at what Stripe made of it. */
async function reckon({ ada, id, path, agree }: Awaited<ReturnType<typeof subscriber>>, choice: object) {
  const preview = (await ada.door('POST', `${path}/preview`, choice)).body
  const lines: Line[] = preview.lines
  expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(preview.amount)
  const before = (await invoicesOf(id)).map((one) => one.id)
  const changed = await ada.door('PATCH', path, await agree(choice))
  expect(changed.status).toBe(200)
  const made = (await invoicesOf(id)).find((one) => !before.includes(one.id))
  expect(made.total < 0 ? made.total : made.amount_due).toBe(preview.amount)
  return {
    lines: lines.map(({ kind, quantity, name, amount }) => [kind, quantity, name, amount]),
    gross: preview.is_gross,
    preview,
  }
}

const customerOf = async (id: string) => (await stripes(id)).customer
const credited = async (id: string, amount: number) =>
  api('POST', `customers/${await customerOf(id)}/balance_transactions`, undefined, {
    amount: String(amount),
    currency: 'usd',
  })

const discounted = async (id: string, coupon: Record<string, string>) => {
  const made = await api('POST', 'coupons', undefined, { duration: 'forever', ...coupon })
  await api('POST', `subscriptions/${id}`, undefined, { 'discounts[0][coupon]': made.body.id })
}

describe('a preview', () => {
  it('of an upgrade names both plans, and for which days', async () => {
    const ada = await subscriber()
    const { items } = await stripes(ada.id)
    const { lines, gross, preview } = await reckon(ada, { offer: 'club-plus' })
    expect([lines, gross]).toEqual([
      [
        ['unused', 1, 'Club', -900],
        ['remaining', 1, 'Club plus', 1500],
      ],
      false,
    ])
    const { current_period_end: end } = items.data[0]
    for (const line of preview.lines) expect(line.period).toEqual({ start: preview.proration_date, end })
  })

  it('of a downgrade gives back more than it takes', async () => {
    const { lines } = await reckon(await subscriber('pm_card_visa', 'club-plus'), { offer: 'club' })
    expect(lines).toEqual([
      ['unused', 1, 'Club plus', -1500],
      ['remaining', 1, 'Club', 900],
    ])
  })

  it('of more seats, and of fewer again, says how many', async () => {
    const ada = await subscriber('pm_card_visa', 'seats')
    expect((await reckon(ada, { quantity: 5 })).lines).toEqual([
      ['unused', 1, 'Seats', -800],
      ['remaining', 5, 'Seats', 4000],
    ])
    expect((await reckon(ada, { quantity: 2 })).lines).toEqual([
      ['unused', 5, 'Seats', -4000],
      ['remaining', 2, 'Seats', 1600],
    ])
  })

  it('has the coupon in it, and says that what comes then is before discounts', async () => {
    const ada = await subscriber()
    await discounted(ada.id, { percent_off: '50' })
    const { lines, gross, preview } = await reckon(ada, { offer: 'club-plus' })
    expect([lines, gross]).toEqual([
      [
        ['unused', 1, 'Club', -900],
        ['remaining', 1, 'Club plus', 750],
      ],
      true,
    ])
    expect(preview.recurring.amount).toBe(1500)
  })

  it('of a period that begins anew takes the coupon off all of it', async () => {
    await admin('POST', '/sites/acme/offers', {
      id: 'club-year',
      mode: 'subscription',
      name: 'Club year',
      currency: 'usd',
      amount: 9000,
      plan_group: 'club',
      recurring: { interval: 'year' },
    })
    const ada = await subscriber()
    await discounted(ada.id, { amount_off: '1000', currency: 'usd' })
    const { lines, gross } = await reckon(ada, { offer: 'club-year' })
    expect([lines, gross]).toEqual([
      [
        ['unused', 1, 'Club', -900],
        ['period', 1, 'Club year', 9000],
        ['discount', undefined, undefined, -1000],
      ],
      true,
    ])
    await admin('DELETE', '/sites/acme/offers/club-year')
  })

  it('is paid from the customer’s credit first', async () => {
    const ada = await subscriber()
    await credited(ada.id, -250)
    const { lines, preview } = await reckon(ada, { offer: 'club-plus' })
    expect(lines.at(-1)).toEqual(['credit', undefined, undefined, -250])
    expect(preview.amount).toBe(350)
  })

  it('has in it what is left to pay from before', async () => {
    const ada = await subscriber()
    await credited(ada.id, 40)
    const { lines, preview } = await reckon(ada, { offer: 'club-plus' })
    expect(lines.at(-1)).toEqual(['owed', undefined, undefined, 40])
    expect(preview.amount).toBe(640)
  })

  it('says that too little is not charged now', async () => {
    const ada = await subscriber()
    await credited(ada.id, -580)
    const { lines, preview } = await reckon(ada, { offer: 'club-plus' })
    expect(lines.slice(-2)).toEqual([
      ['credit', undefined, undefined, -580],
      ['deferred', undefined, undefined, -20],
    ])
    expect(preview.amount).toBe(0)
  })

  it('of what ends with its free days costs nothing', async () => {
    await admin('PATCH', '/sites/acme/offers/club-trial', { plan_group: 'club' })
    const ada = await subscriber('pm_card_visa', 'club-trial')
    await ada.ada.door('POST', `${ada.path}/cancel`)
    const { status, body } = await ada.ada.door('POST', `${ada.path}/preview`, { offer: 'club-plus' })
    expect([status, body.amount, body.lines]).toEqual([200, 0, []])
    await admin('PATCH', '/sites/acme/offers/club-trial', { plan_group: null })
  })
})
