import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { checkoutId } from '../../worker/keys/attempt.ts'
import { subscribe, user } from './account-harness.ts'
import {
  admin,
  api,
  confirm,
  confirmSetup,
  control,
  deliver,
  emptyStripe,
  eventsOf,
  failing,
  hold,
  intentOf,
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

/** Before any answer names it. */
const idOf = ({ attempt }: { attempt: string }) => checkoutId('acme', attempt)
/** Those that D1 mirrors for a checkout. */
const mirrorsOf = async (checkout: string): Promise<string[]> =>
  (
    await env.DB.prepare('SELECT id FROM subscriptions WHERE checkout = ?1').bind(checkout).all<any>()
  ).results.map(({ id }) => id)

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
    const elsewhere = await subscribe(who, 'pm_card_visa', 'club-trial')
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
    expect((await api('GET', `subscriptions/${elsewhere}`)).body.status, 'of another checkout').toBe(
      'trialing',
    )
  })

  it.each(['before', 'after'] as const)(
    'though new terms came while the first was made, %s Stripe heard of it',
    async (where) => {
      const buyer = visitor()
      await buyer.start(seats(1)) // so that price and customer are known
      const other = visitor()
      const wire = hold('POST /v1/subscriptions', where)
      const slow = other.start(seats(1))
      await wire.arrived()
      const id = await idOf(other)
      const quick = await other.change(id, seats(2))
      wire.release()
      expect((await slow).body.error.code).toBe('terms_differ')
      expect(quick.body).toMatchObject({ status: 'open', amount: 1600, revision: 2 })
      expect((await liveOf(id)).map(({ id: live }) => live)).toEqual([quick.body.subscription])
      expect(await mirrorsOf(id)).toEqual([quick.body.subscription])
      expect((await confirm(quick.body.client_secret)).body).toMatchObject({
        status: 'succeeded',
        amount: 1600,
      })
    },
  )

  it('nor any of one that ended while it was made', async () => {
    const buyer = visitor()
    const wire = hold('POST /v1/subscriptions', 'before')
    const slow = buyer.start(seats(1))
    await wire.arrived()
    const id = await idOf(buyer)
    await env.DB.prepare(`UPDATE checkouts SET status = 'expired', version = version + 1 WHERE id = ?1`)
      .bind(id)
      .run()
    wire.release()
    expect((await slow).body).toMatchObject({ status: 'expired', client_secret: null })
    expect(await liveOf(id)).toEqual([])
    expect(await mirrorsOf(id)).toEqual([])
  })

  it('nor two set-ups, though two tabs ask at once', async () => {
    const buyer = visitor()
    const wire = hold('POST /v1/setup_intents')
    const slow = buyer.start(trial)
    await wire.arrived()
    const quick = await buyer.start(trial)
    wire.release()
    expect((await slow).body.client_secret).toBe(quick.body.client_secret)
    expect((await confirmSetup(quick.body.client_secret)).body.status).toBe('succeeded')
    const { data } = (await api('GET', 'setup_intents?limit=100')).body
    expect(data.filter(({ metadata }: any) => metadata.edge_checkout === quick.body.id)).toHaveLength(1)
  })

  it('nor a set-up whose terms are others by now', async () => {
    await admin('PATCH', '/sites/acme/offers/club-trial', { limits: { quantity: { min: 1, max: 5 } } })
    const buyer = visitor()
    const wire = hold('POST /v1/setup_intents', 'before')
    const slow = buyer.start(trial)
    await wire.arrived()
    const id = await idOf(buyer)
    const quick = await buyer.change(id, { quantity: 2, shown: usd(1800) })
    wire.release()
    expect((await slow).body.error.code).toBe('terms_differ')
    const { data } = (await api('GET', 'setup_intents?limit=100')).body
    const ours = data.filter(
      ({ metadata, status }: any) => metadata.edge_checkout === id && status !== 'canceled',
    )
    expect(ours.map(({ client_secret }: any) => client_secret)).toEqual([quick.body.client_secret])
  })

  it('and what is paid in the moment before its invoice is voided stays', async () => {
    const buyer = visitor()
    const { body } = await buyer.start(seats(1))
    const [{ latest_invoice: invoice }] = await liveOf(body.id)
    const wire = hold(`POST /v1/invoices/${invoice}/void`, 'before')
    const late = buyer.change(body.id, seats(2))
    await wire.arrived()
    expect((await confirm(body.client_secret)).body.status).toBe('succeeded')
    wire.release()
    expect((await late).body).toMatchObject({ status: 'succeeded', amount: 800, revision: 1 })
    expect((await liveOf(body.id)).map(({ status }) => status)).toEqual(['active'])
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

describe('A subscription', () => {
  it('is the user’s where a token came while a customer was made for nobody', async () => {
    const [buyer, who] = [visitor(), user()]
    const wire = hold('POST /v1/customers')
    const slow = buyer.start({ ...club, email: 'before@example.com' })
    await wire.arrived()
    const id = await idOf(buyer)
    await buyer.change(id, { customer_token: await who.token() })
    wire.release()
    await slow
    const { customer } = (await env.DB.prepare('SELECT customer FROM users WHERE user = ?1')
      .bind(who.name)
      .first<any>())!
    expect((await owner.checkout(id)).customer).toBe(customer)
    expect((await liveOf(id)).map((one) => one.customer)).toEqual([customer])
  })

  it('that a customer’s credit has paid in part has begun: its invoice is paid', async () => {
    const [buyer, who] = [visitor(), user()]
    await who.save()
    const { customer } = (await env.DB.prepare('SELECT customer FROM users WHERE user = ?1')
      .bind(who.name)
      .first<any>())!
    const credit = { amount: '-500', currency: 'usd' }
    await api('POST', `customers/${customer}/balance_transactions`, undefined, credit)
    const { body } = await buyer.start({ ...club, customer_token: await who.token() })
    expect((await confirm(body.client_secret)).body).toMatchObject({ status: 'succeeded', amount: 400 })
    await deliver(await eventsOf(intentOf(body.client_secret), 'payment_intent.succeeded'))
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'succeeded', review: null })
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

  it('is no orphan where it began with a later revision', async () => {
    await emptyStripe()
    await env.DB.batch([env.DB.prepare('DELETE FROM prices'), env.DB.prepare('DELETE FROM users')])
    const buyer = visitor()
    const stored = { method: 'POST', path: '/v1/subscriptions', times: 2, action: 'status', status: 500 }
    const free = { offer: 'club-free', shown: usd(900) }
    await failing(stored, () => buyer.start(free))
    const { body } = await buyer.start(free)
    expect(body).toMatchObject({ status: 'succeeded', revision: 2 })
    await aDayLater(body.id)
    await admin('POST', '/reconcile')
    expect((await liveOf(body.id)).map(({ status }) => status)).toEqual(['trialing'])
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
