import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { user } from './account-harness.ts'
import {
  admin,
  api,
  confirm,
  confirmSetup,
  control,
  deliver,
  emptyStripe,
  failing,
  hold,
  owner,
  visitor,
} from './harness.ts'

const usd = (amount: number) => ({ amount, currency: 'usd' })
const club = { offer: 'club', shown: usd(900) }
const trial = { offer: 'club-trial', shown: usd(900) }
const seats = (quantity: number) => ({ offer: 'seats', quantity, shown: usd(800 * quantity) })

/** Both of the SDK's tries. */
const lost = { method: 'POST', path: '/v1/subscriptions', times: 2, action: 'lose_answer' }

/** What Stripe holds for a checkout and has not ended. */
const liveOf = async (checkout: string): Promise<any[]> => {
  const { body } = await api('GET', 'subscriptions?status=all&limit=100')
  return body.data.filter(
    ({ metadata, status }: any) =>
      metadata.edge_checkout === checkout && !['canceled', 'incomplete_expired'].includes(status),
  )
}
const checkoutOf = async (who: { name: string }): Promise<string> =>
  (await env.DB.prepare('SELECT id FROM checkouts WHERE user = ?1').bind(who.name).first<any>()).id

/** A day later, by our clock; by Stripe's, late enough for its search. */
async function aDayLater(id: string): Promise<void> {
  await env.DB.prepare(
    'UPDATE checkouts SET revised = revised - 86400, created = created - 86400 WHERE id = ?1',
  )
    .bind(id)
    .run()
  await control('POST', 'clock', { advance_s: 120 })
}

describe('A secret that is handed out can be paid', () => {
  it('where the answer for new terms was lost, and they are sent again', async () => {
    const buyer = visitor()
    const { body } = await buyer.start(seats(1))
    expect((await failing(lost, () => buyer.change(body.id, seats(2)))).status).toBe(502)
    const again = await buyer.change(body.id, seats(2))
    expect((await confirm(again.body.client_secret)).body).toMatchObject({
      status: 'succeeded',
      amount: 1600,
    })
    expect(await liveOf(body.id)).toHaveLength(1)
  })

  it('where two tabs change to the same terms at once', async () => {
    const buyer = visitor()
    const { body } = await buyer.start(seats(1))
    const wire = hold('POST /v1/subscriptions')
    const slow = buyer.change(body.id, seats(2))
    await wire.arrived() // it is made, and the first tab does not know
    const quick = await buyer.change(body.id, seats(2))
    wire.release()
    expect((await slow).body.client_secret).toBe(quick.body.client_secret)
    expect((await confirm(quick.body.client_secret)).body.status).toBe('succeeded')
  })

  it.each([
    ['reference', { client_reference_id: 'one' }, { client_reference_id: 'two' }],
    ['metadata', { metadata: { tab: '1' } }, { metadata: { tab: '2' } }],
  ])('where another tab says another %s while it is made', async (_what, first, second) => {
    const buyer = visitor()
    const wire = hold('POST /v1/subscriptions')
    const slow = buyer.start({ ...club, ...first })
    await wire.arrived()
    const quick = await buyer.start({ ...club, ...second })
    wire.release()
    const { body } = await slow
    expect([body.status, quick.body.status]).toEqual(['open', 'open'])
    expect(body.client_secret).toBe(quick.body.client_secret)
    expect((await confirm(body.client_secret)).body.status).toBe('succeeded')
    expect(await liveOf(body.id)).toHaveLength(1)
  })

  it('where another tab says another name while the customer is made', async () => {
    const buyer = visitor()
    const wire = hold('POST /v1/customers')
    const slow = buyer.start({ ...club, name: 'Ada' })
    await wire.arrived()
    const quick = await buyer.start({ ...club, name: 'Ben' })
    wire.release()
    expect([(await slow).body.status, quick.body.status]).toEqual(['open', 'open'])
    expect((await slow).body.client_secret).toBe(quick.body.client_secret)
  })
})

describe('Nobody has two subscriptions of one checkout', () => {
  it('though one that costs nothing at first was made, and the next key is sent', async () => {
    const { body: coupon } = await api('POST', 'coupons', undefined, { percent_off: '100', duration: 'once' })
    await api('POST', 'promotion_codes', undefined, {
      'promotion[type]': 'coupon',
      'promotion[coupon]': coupon.id,
      code: 'FIRSTFREE',
    })
    const [buyer, who] = [visitor(), user()]
    const first = async () =>
      buyer.start({ ...club, promotion_code: 'FIRSTFREE', shown: usd(0), customer_token: await who.token() })
    await failing(lost, first)
    const id = await checkoutOf(who)
    // Stripe would answer a failure of its own for this key.
    await env.DB.prepare('UPDATE checkouts SET revision = 2, version = version + 1 WHERE id = ?1')
      .bind(id)
      .run()
    expect((await first()).body).toMatchObject({ status: 'succeeded', verified: true })
    expect(await liveOf(id)).toHaveLength(1)
  })

  it('and one that a customer’s credit has paid is for a person to look at', async () => {
    const [buyer, who] = [visitor(), user()]
    await who.save()
    const { customer } = (await env.DB.prepare('SELECT customer FROM users WHERE user = ?1')
      .bind(who.name)
      .first<any>())!
    await api('POST', `customers/${customer}/balance_transactions`, undefined, {
      amount: '-5000',
      currency: 'usd',
    })
    const click = async () => buyer.start({ ...club, customer_token: await who.token() })
    await failing(lost, click)
    const id = await checkoutOf(who)
    await env.DB.prepare('UPDATE checkouts SET revision = 2, version = version + 1 WHERE id = ?1')
      .bind(id)
      .run()
    expect((await click()).status).toBe(500)
    expect(await liveOf(id)).toHaveLength(1)
    const [begun] = await liveOf(id)
    await api('POST', `subscriptions/${begun.id}`, undefined, { 'metadata[seen]': 'yes' })
    await deliver()
    await aDayLater(id)
    await admin('POST', '/reconcile')
    expect(await owner.checkout(id)).toMatchObject({
      status: 'needs_review',
      review: 'unexpected_subscription',
    })
  })
})

describe('A free start', () => {
  it('whose answer was lost for a day is ended: its card is charged by nobody', async () => {
    await emptyStripe()
    await env.DB.batch([env.DB.prepare('DELETE FROM prices'), env.DB.prepare('DELETE FROM users')])
    const { body } = await visitor().start(trial)
    await confirmSetup(body.client_secret)
    await failing({ ...lost, times: 9 }, () => deliver())
    expect(await liveOf(body.id)).toHaveLength(1)
    await aDayLater(body.id)
    await admin('POST', '/reconcile')
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'expired' })
    expect(await liveOf(body.id)).toEqual([])
  })

  it('that has begun is not taken back, by cleaning or by new terms, because D1 has not heard of it', async () => {
    await admin('PATCH', '/sites/acme/offers/club-trial', { limits: { quantity: { min: 1, max: 5 } } })
    const unheard = async () => {
      const buyer = visitor()
      const { body } = await buyer.start(trial)
      await confirmSetup(body.client_secret)
      const mute = { method: 'GET', path: '/v1/subscriptions/*', times: 9, action: 'status', status: 500 }
      await failing(mute, () => buyer.read(body.id))
      expect((await owner.checkout(body.id)).status).toBe('open')
      return { buyer, id: body.id }
    }
    const [left, changed] = [await unheard(), await unheard()]
    const late = await changed.buyer.change(changed.id, { quantity: 2, shown: usd(1800) })
    expect(late.body).toMatchObject({ status: 'succeeded', amount: 900, revision: 1 })

    await control('PUT', 'webhooks', { mode: 'manual', drop: 1 })
    await deliver() // and is lost
    await control('PUT', 'webhooks', { mode: 'manual' })
    await env.DB.prepare(
      'UPDATE reconciliations SET mark = 9999999999, pass_to = NULL, pass_after = NULL',
    ).run()
    await aDayLater(left.id)
    await admin('POST', '/reconcile')
    expect(await owner.checkout(left.id)).toMatchObject({ status: 'succeeded' })
    expect(await liveOf(left.id)).toHaveLength(1)
  })

  it('that Stripe would make of other terms keeps no other checkout from being reconciled', async () => {
    await visitor().start(seats(1)) // so that its price is known
    const { body } = await visitor().start(trial)
    await confirmSetup(body.client_secret)
    await env.DB.prepare(
      `UPDATE prices SET price = (SELECT price FROM prices WHERE offer = 'seats') WHERE offer = 'club-trial'`,
    ).run()
    const { status, body: run } = await admin('POST', '/reconcile')
    expect([status, run.done]).toEqual([200, true])
    await env.DB.prepare(`DELETE FROM prices WHERE offer = 'club-trial'`).run()
    expect(await liveOf(body.id)).toEqual([])
  })
})
