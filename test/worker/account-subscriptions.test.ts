import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { invoicesOf, stripes, subscriber, user } from './account-harness.ts'
import { admin, answerChallenge, ask, confirm, deliver, failing, SHOP, visitor } from './harness.ts'

const FREE = { offer: 'club-free', shown: { amount: 900, currency: 'usd' } }

describe('an account shows a subscription', () => {
  it('with its price, its next charge, its plans, its card and its receipt', async () => {
    const { ada, id } = await subscriber()
    const { subscriptions, payment_methods, invoices } = await ada.account()
    const { items } = await stripes(id)
    expect(subscriptions).toEqual([
      {
        id,
        object: 'subscription',
        offer: 'club',
        name: 'Club',
        status: 'active',
        quantity: 1,
        amount: 900,
        currency: 'usd',
        interval: 'month',
        interval_count: 1,
        current_period_end: items.data[0].current_period_end,
        trial_end: null,
        cancel_at: null,
        ended_at: null,
        paused: false,
        pending_update: false,
        payment_method: payment_methods[0].id,
        due: null,
        limits: { quantity: { min: 1, max: 1 } },
        plans: [
          { offer: 'club', name: 'Club', amount: 900, currency: 'usd', interval: 'month', interval_count: 1 },
          {
            offer: 'club-plus',
            name: 'Club plus',
            amount: 1500,
            currency: 'usd',
            interval: 'month',
            interval_count: 1,
          },
        ],
      },
    ])
    expect(payment_methods).toMatchObject([{ last4: '4242', in_use: true }])
    expect(invoices).toMatchObject([
      {
        object: 'invoice',
        subscription: id,
        status: 'paid',
        amount_due: 900,
        amount_paid: 900,
        amount_refunded: 0,
        hosted_invoice_url: expect.stringMatching(/^http/),
      },
    ])
  })

  it('once it has begun: a purchase that was never paid is none', async () => {
    const ada = user()
    await visitor().start({ ...FREE, offer: 'club', customer_token: await ada.token() })
    await deliver()
    expect(await ada.account()).toMatchObject({ subscriptions: [], invoices: [] })
  })

  it('to its subscriber only', async () => {
    const { ada, id, path } = await subscriber()
    const invoice = (await ada.account()).invoices[0].id
    const bob = await subscriber()
    const shown = { amount: 600, currency: 'usd' }
    for (const answer of [
      await bob.ada.door('POST', `${path}/preview`, { offer: 'club-plus' }),
      await bob.ada.door('PATCH', path, { offer: 'club-plus', shown, proration_date: 1_800_000_000 }),
      await bob.ada.door('POST', `${path}/cancel`, { at: 'now' }),
      await bob.ada.door('POST', `${path}/resume`),
      await bob.ada.door('GET', `/invoices/${invoice}`),
      await bob.ada.door('POST', `/invoices/${invoice}/pay`),
      await user().door('POST', `${path}/cancel`),
    ])
      expect([answer.status, answer.body.error.code]).toEqual([404, 'not_found'])
    expect((await bob.ada.account()).subscriptions.map((one: any) => one.id)).toEqual([bob.id])
    expect((await stripes(id)).status).toBe('active')
  })
})

describe('a change of plan', () => {
  it('says what it costs before it is made, and makes nothing', async () => {
    const { ada, id, path } = await subscriber()
    const { status, body } = await ada.door('POST', `${path}/preview`, { offer: 'club-plus' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      object: 'preview',
      offer: 'club-plus',
      quantity: 1,
      amount: 600, // it has just begun: all of the new one, less all of the old one
      currency: 'usd',
      recurring: { amount: 1500, interval: 'month', interval_count: 1 },
    })
    const sum = body.lines.reduce((total: number, line: any) => total + line.amount, 0)
    expect(sum).toBe(600)
    expect((await stripes(id)).items.data[0].price.unit_amount).toBe(900)
    expect(await invoicesOf(id)).toHaveLength(1)
  })

  it('is made at the price that was shown, and paid at once', async () => {
    const { id, shown, change, ada } = await subscriber()
    const { status, body } = await change({ offer: 'club-plus' })
    expect([status, body.object, body.confirm]).toEqual([200, 'change', null])
    expect(body.account.subscriptions[0]).toMatchObject({
      offer: 'club-plus',
      name: 'Club plus',
      amount: 1500,
    })
    expect(await shown()).toEqual(body.account.subscriptions[0])
    const paid = (await ada.account()).invoices.map((invoice: any) => invoice.amount_paid)
    expect(paid.sort()).toEqual([600, 900])
    expect(await stripes(id)).toMatchObject({
      metadata: { edge_offer: 'club-plus', edge_site: 'acme' },
      items: { data: [{ quantity: 1, price: { unit_amount: 1500 } }] },
    })
  })

  it('to a cheaper one is credited, and the preview says so by a sum below nothing', async () => {
    const { ada, path, change, shown } = await subscriber('pm_card_visa', 'club-plus')
    const preview = await ada.door('POST', `${path}/preview`, { offer: 'club' })
    expect(preview.body).toMatchObject({ amount: -600, recurring: { amount: 900 } })
    const { body } = await change({ offer: 'club' })
    expect(body.confirm).toBeNull()
    expect(await shown()).toMatchObject({ offer: 'club', amount: 900, due: null })
  })

  it('is refused at another price, in another currency, and for long ago, and changes nothing', async () => {
    const { id, change } = await subscriber()
    const refused = async (agreed: object) => {
      const { status, body } = await change({ offer: 'club-plus' }, agreed)
      expect([status, body.error?.code]).toEqual([409, 'price_changed'])
      return body.error.param
    }
    expect(await refused({ shown: { amount: 599, currency: 'usd' } })).toBe('shown')
    expect(await refused({ shown: { amount: 600, currency: 'eur' } })).toBe('shown')
    const now = Math.floor(Date.now() / 1000)
    expect(await refused({ proration_date: now - 2 * 3600 })).toBe('proration_date')
    expect(await refused({ proration_date: now + 3600 })).toBe('proration_date')
    expect(await invoicesOf(id)).toHaveLength(1)
  })

  it('waits for the bank’s word, and takes effect with it', async () => {
    const { ada, id, shown, change } = await subscriber()
    await ada.door('PATCH', `/payment_methods/${await ada.save('pm_card_authenticationRequired')}`, {
      default: true,
    })
    const { body } = await change({ offer: 'club-plus' })
    expect(body.confirm).toMatchObject({
      amount: 600,
      currency: 'usd',
      client_secret: expect.stringMatching(/_secret_/),
    })
    expect(body.account.subscriptions[0]).toMatchObject({
      offer: 'club',
      amount: 900,
      pending_update: true,
      due: { invoice: body.confirm.invoice, amount: 600, currency: 'usd' },
    })
    const again = await change(
      { offer: 'club-plus' },
      { shown: { amount: 600, currency: 'usd' }, proration_date: 1 },
    )
    expect(again.body.error).toMatchObject({ code: 'subscription_unexpected_state' })

    const confirmed = await confirm(body.confirm.client_secret, body.confirm.payment_method)
    if (confirmed.body.status === 'requires_action') await answerChallenge(confirmed.body, 'authorize')
    const learned = await ada.door('GET', `/invoices/${body.confirm.invoice}`)
    expect(learned.body).toMatchObject({ status: 'paid', amount_paid: 600 })
    expect(await shown()).toMatchObject({ offer: 'club-plus', pending_update: false, due: null })
    expect((await stripes(id)).metadata.edge_offer).toBe('club-plus')
  })

  it('leaves the old plan where the card is declined', async () => {
    const { ada, shown, change } = await subscriber()
    await ada.door('PATCH', `/payment_methods/${await ada.save('pm_card_chargeCustomerFail')}`, {
      default: true,
    })
    const { body } = await change({ offer: 'club-plus' })
    expect(body.confirm.client_secret).toMatch(/_secret_/)
    expect(await shown()).toMatchObject({ offer: 'club', status: 'active', pending_update: true })
  })

  it('of the number of seats keeps to the offer’s limits', async () => {
    const { ada, path, shown, change } = await subscriber('pm_card_visa', 'seats')
    const { body } = await change({ quantity: 3 })
    expect(body.account.subscriptions[0]).toMatchObject({ quantity: 3, amount: 2400 })
    const much = await ada.door('POST', `${path}/preview`, { quantity: 51 })
    expect(much.body.error).toMatchObject({ code: 'parameter_invalid', param: 'quantity' })
    expect(await shown()).toMatchObject({ limits: { quantity: { min: 1, max: 50 } } })
  })

  it.each([
    ['an offer of another group', { offer: 'seats' }],
    ['an offer that is paid once', { offer: 'mug' }],
    ['an offer that is not there', { offer: 'nothing' }],
    ['what it is already', { offer: 'club' }],
    ['nothing', {}],
  ])('is refused to %s', async (_what, choice) => {
    const { ada, path } = await subscriber()
    const answer = await ada.door('POST', `${path}/preview`, choice)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'parameter_invalid'])
  })

  it('is refused between offers that have no group', async () => {
    const { ada, path } = await subscriber('pm_card_visa', 'seats')
    const answer = await ada.door('POST', `${path}/preview`, { offer: 'club-trial' })
    expect(answer.body.error).toMatchObject({ code: 'parameter_invalid', param: 'offer' })
  })

  it('is not made where Stripe fails, and the answer does not say it was', async () => {
    const { id, change, shown } = await subscriber()
    const fault = { method: 'POST', path: `/v1/subscriptions/${id}`, times: 9, action: 'status', status: 500 }
    const answer = await failing(fault, () => change({ offer: 'club-plus' }))
    expect([answer.status, answer.body.error.code]).toEqual([502, 'stripe_unavailable'])
    expect(await shown()).toMatchObject({ offer: 'club' })
  })

  it('is not said to have cost nothing where Stripe’s answer was lost, and is found once Stripe rings', async () => {
    const { id, change, shown } = await subscriber()
    const fault = { method: 'POST', path: `/v1/subscriptions/${id}`, times: 9, action: 'lose_answer' }
    const answer = await failing(fault, () => change({ offer: 'club-plus' }))
    expect([answer.status, answer.body.error.code]).toEqual([502, 'stripe_unavailable'])
    expect(answer.body.error.message).not.toMatch(/nothing was charged/i)
    await deliver()
    expect(await shown()).toMatchObject({ offer: 'club-plus' })
    expect(await invoicesOf(id)).toHaveLength(2)
  })

  it('is found, though D1 failed when Stripe had made it', async () => {
    const { change, shown } = await subscriber()
    const prepare = vi.spyOn(env.DB, 'prepare').mockImplementation(function (this: D1Database, sql: string) {
      if (sql.includes('SET offer =')) throw new Error('D1_ERROR')
      return Object.getPrototypeOf(env.DB).prepare.call(env.DB, sql)
    })
    const answer = await change({ offer: 'club-plus' })
    prepare.mockRestore()
    expect([answer.status, answer.body.error.code]).toEqual([500, 'unexpected'])
    await deliver()
    expect(await shown()).toMatchObject({ offer: 'club-plus', amount: 1500 })
  })

  it('costs nothing at once while it is free, and a whole period where another one begins', async () => {
    const offer = (id: string, amount: number, recurring: object) =>
      admin('POST', '/sites/acme/offers', {
        id,
        mode: 'subscription',
        name: id,
        currency: 'usd',
        amount,
        plan_group: 'gym',
        recurring,
      })
    await offer('gym', 900, {
      interval: 'month',
      trial_period_days: 7,
      payment_method_collection: 'if_required',
    })
    await offer('gym-plus', 1500, { interval: 'month' })
    await offer('gym-year', 9000, { interval: 'year' })
    const ada = user()
    const begun = await visitor().start({
      offer: 'gym',
      shown: { amount: 900, currency: 'usd' },
      customer_token: await ada.token(),
    })
    const path = `/subscriptions/${begun.body.subscription}`
    const free = await ada.door('POST', `${path}/preview`, { offer: 'gym-plus' })
    expect(free.body).toMatchObject({ amount: 0, lines: [], recurring: { amount: 1500 } })
    const { amount, currency, proration_date } = free.body
    const agreed = { offer: 'gym-plus', shown: { amount, currency }, proration_date }
    const changed = await ada.door('PATCH', path, agreed)
    expect(changed.body.account.subscriptions[0]).toMatchObject({
      offer: 'gym-plus',
      status: 'trialing',
      due: null,
    })
    const charged = (await invoicesOf(begun.body.subscription)).map(({ total }: any) => total)
    expect(charged.every((total) => total === 0)).toBe(true)

    const bob = await subscriber('pm_card_visa', 'gym-plus')
    const year = await bob.change({ offer: 'gym-year' })
    expect(year.body.account.subscriptions[0]).toMatchObject({
      offer: 'gym-year',
      amount: 9000,
      interval: 'year',
    })
    expect((await invoicesOf(bob.id)).map(({ total }: any) => total).sort()).toEqual([1500, 7500])
  })
})

describe('the end of a subscription', () => {
  it('comes when what is paid for is over, and can be taken back', async () => {
    const { ada, id, path, shown } = await subscriber()
    const end = (await shown()).current_period_end
    const canceled = await ada.door('POST', `${path}/cancel`)
    expect(canceled.body.subscriptions[0]).toMatchObject({ status: 'active', cancel_at: end })
    expect((await ada.door('POST', `${path}/cancel`, { at: 'period_end' })).status).toBe(200)
    const kept = await ada.door('POST', `${path}/resume`)
    expect(kept.body.subscriptions[0]).toMatchObject({ status: 'active', cancel_at: null })
    expect((await stripes(id)).cancel_at_period_end).toBe(false)
    expect((await ada.door('POST', `${path}/resume`)).status).toBe(200)
  })

  it('comes at once where that is wanted, and then nothing of it changes any more', async () => {
    const { ada, path, shown, change } = await subscriber()
    const canceled = await ada.door('POST', `${path}/cancel`, { at: 'now' })
    expect(canceled.body.subscriptions[0]).toMatchObject({ status: 'canceled', ended_at: expect.any(Number) })
    expect(await shown()).toMatchObject({ status: 'canceled', due: null })
    for (const answer of [
      await ada.door('POST', `${path}/resume`),
      await ada.door('POST', `${path}/cancel`, { at: 'now' }),
      await change({ offer: 'club-plus' }, { shown: { amount: 600, currency: 'usd' }, proration_date: 1 }),
    ])
      expect(answer).toMatchObject({
        status: 409,
        body: { error: { code: 'subscription_unexpected_state', message: 'This subscription has ended.' } },
      })
  })

  it('takes back a change that waits for its payment: nobody pays for what has ended', async () => {
    const { ada, id, path, change } = await subscriber()
    const broken = await ada.save('pm_card_chargeCustomerFail')
    await ada.door('PATCH', `/payment_methods/${broken}`, { default: true })
    const { confirm: waiting } = (await change({ offer: 'club-plus' })).body
    const canceled = await ada.door('POST', `${path}/cancel`, { at: 'now' })
    expect(canceled.body.subscriptions[0]).toMatchObject({ status: 'canceled', pending_update: false })
    expect((await confirm(waiting.client_secret)).body.status).not.toBe('succeeded')
    const shown = (await ada.account()).invoices.find((one: any) => one.id === waiting.invoice)
    expect([shown.status, (await invoicesOf(id)).map(({ status }: any) => status).sort()]).toEqual([
      'void',
      ['paid', 'void'],
    ])
  })

  it('does not lift a pause of the site owner’s', async () => {
    const { ada, id, path } = await subscriber()
    await ask('POST', `/v1/subscriptions/${id}/pause`, { key: 'sk_site_acme_demo' })
    const answer = await ada.door('POST', `${path}/resume`)
    expect(answer.body.subscriptions[0]).toMatchObject({ paused: true })
    expect((await stripes(id)).pause_collection).not.toBeNull()
  })
})

describe('a card that a subscription is paid with', () => {
  it('is not removed where nothing else would pay', async () => {
    const { ada, id } = await subscriber()
    const [card] = (await ada.account()).payment_methods
    const answer = await ada.door('DELETE', `/payment_methods/${card.id}`)
    expect([answer.status, answer.body.error.code]).toEqual([409, 'card_in_use'])
    expect((await stripes(id)).default_payment_method).toBe(card.id)
  })

  it('is removed where the default goes on paying', async () => {
    const { ada, id } = await subscriber()
    const [card] = (await ada.account()).payment_methods
    const other = await ada.save('pm_card_mastercard') // the customer has no default yet: this is it
    const removed = await ada.door('DELETE', `/payment_methods/${card.id}`)
    expect(removed.body.payment_methods.map((one: any) => one.id)).toEqual([other])
    expect(removed.body.subscriptions[0].payment_method).toBe(other)
    expect((await stripes(id)).default_payment_method).toBe(other)
  })

  it('is another for every live subscription once another is chosen', async () => {
    const { ada, id } = await subscriber()
    const other = await ada.save('pm_card_mastercard')
    const chosen = await ada.door('PATCH', `/payment_methods/${other}`, { default: true })
    expect(chosen.body.subscriptions[0].payment_method).toBe(other)
    expect((await stripes(id)).default_payment_method).toBe(other)
  })

  it('may go once the subscription has ended', async () => {
    const { ada, path } = await subscriber()
    const [card] = (await ada.account()).payment_methods
    await ada.door('POST', `${path}/cancel`, { at: 'now' })
    expect((await ada.door('DELETE', `/payment_methods/${card.id}`)).body.payment_methods).toEqual([])
  })
})

describe('Stripe’s portal', () => {
  it('opens for the token’s own customer', async () => {
    const { ada } = await subscriber()
    const { status, body } = await ada.door('POST', '/portal', { return_url: `${SHOP}/account?x=1` })
    expect(status).toBe(200)
    expect(body).toEqual({ object: 'portal', url: expect.stringMatching(/^http/) })
  })
})
