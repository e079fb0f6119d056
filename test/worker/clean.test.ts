import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runJobs } from '../../worker/jobs/run.ts'
import {
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
  intentsOf,
  owner,
  rewriting,
  visitor,
} from './harness.ts'

const HOUR = 3600
/** When a checkout is over. */
const LIFE = 23 * HOUR
const begun = Math.floor(Date.now() / 1000)

/** The jobs, so long after these tests began. */
const cleanAfter = async (seconds: number) => (await runJobs(env, begun + seconds)).cleaned

/** Stripe's search finds an object up to a minute late. */
const indexed = () => control('POST', 'clock', { advance_s: 60 })

const statusAtStripe = async (intent: string) => (await api('GET', `payment_intents/${intent}`)).body.status

/** Stripe does not cancel what it could. */
const UNCANCELED = {
  method: 'POST',
  path: '/v1/payment_intents/*/cancel',
  times: 9,
  action: 'status',
  status: 400,
  code: 'payment_intent_unexpected_state',
}

const started = async () => {
  const buyer = visitor()
  const { body } = await buyer.start()
  return { ...body, buyer, intent: intentOf(body.client_secret) }
}

// Each test meets only its own checkouts and events.
beforeEach(() => emptyStripe())
beforeEach(async () => {
  for (const table of ['checkouts', 'cleanings', 'leftovers', 'reconciliations'])
    await env.DB.prepare(`DELETE FROM ${table}`).run()
})
afterEach(() => void vi.restoreAllMocks())

describe('cleaning', () => {
  it('cancels what was left for 23 hours, and says expired once Stripe has confirmed it', async () => {
    const { id, intent, client_secret } = await started()
    expect(await cleanAfter(LIFE - 60)).toMatchObject({ checkouts: 0 })
    expect(await cleanAfter(LIFE + 60)).toMatchObject({ checkouts: 1, expired: 1, postponed: 0, done: true })
    expect(await statusAtStripe(intent)).toBe('canceled')
    expect((await owner.checkout(id)).status).toBe('expired')
    expect((await confirm(client_secret)).status).toBe(400)
  })

  it('looks at each checkout once', async () => {
    await started()
    const paid = await started()
    await confirm(paid.client_secret)
    expect(await cleanAfter(LIFE + 60)).toMatchObject({ checkouts: 2, expired: 1 })
    expect(await cleanAfter(2 * LIFE)).toMatchObject({ checkouts: 0, expired: 0 })
    expect(await statusAtStripe(paid.intent)).toBe('succeeded')
  })

  it('keeps what Stripe does not confirm as it is, and tries again an hour later', async () => {
    const { id } = await started()
    const busy = {
      method: 'POST',
      path: '/v1/payment_intents/*/cancel',
      times: 9,
      action: 'status',
      status: 409,
    }
    expect(await failing(busy, () => cleanAfter(LIFE + 60))).toMatchObject({ expired: 0, postponed: 1 })
    expect((await owner.checkout(id)).status).toBe('open')
    expect(await cleanAfter(LIFE + 120)).toMatchObject({ checkouts: 0 })
    expect(await cleanAfter(LIFE + HOUR + 120)).toMatchObject({ checkouts: 1, expired: 1, postponed: 0 })
    expect(await cleanAfter(LIFE + 3 * HOUR)).toMatchObject({ checkouts: 0 })
    expect((await owner.checkout(id)).status).toBe('expired')
  })

  it('learns of a payment that nobody told it about instead of expiring it', async () => {
    const { id, client_secret } = await started()
    await confirm(client_secret)
    const unread = { method: 'GET', path: '/v1/events', times: 9, action: 'status', status: 400 }
    await failing(unread, () => cleanAfter(LIFE + 60)) // reconciliation would have been faster
    expect((await owner.checkout(id)).status).toBe('succeeded')
  })

  it('waits for a checkout whose terms changed since', async () => {
    const { id, buyer } = await started()
    vi.spyOn(Date, 'now').mockReturnValue((begun + 20 * HOUR) * 1000)
    const changed = await buyer.change(id, { quantity: 2 })
    vi.restoreAllMocks()
    expect(changed.body.revision).toBe(2)
    expect(await cleanAfter(LIFE + 60)).toMatchObject({ checkouts: 1, expired: 0, postponed: 1 })
    expect((await owner.checkout(id)).status).toBe('open')
    expect(await cleanAfter(43 * HOUR + 60)).toMatchObject({ checkouts: 1, expired: 1, postponed: 0 })
  })

  it('cancels an intent that was made, although its answer never came', async () => {
    const buyer = visitor()
    const lost = { method: 'POST', path: '/v1/payment_intents', times: 2, action: 'lose_answer' }
    await failing(lost, () => buyer.start())
    const { data } = (await owner.list('?limit=1')).body
    expect(data[0].payment_intent).toBeNull()
    await indexed()
    await cleanAfter(LIFE + 60)
    expect((await owner.checkout(data[0].id)).status).toBe('expired')
    expect((await intentsOf(data[0].id)).map(({ status }) => status)).toEqual(['canceled'])
  })

  it('cancels the orphans of a purchase that was paid with a later revision', async () => {
    const { id, buyer, intent } = await started()
    const { body } = await buyer.change(id, { quantity: 2 })
    await confirm(body.client_secret)
    await deliver()
    const orphan = await api('POST', 'payment_intents', undefined, {
      amount: '1200',
      currency: 'usd',
      'allowed_payment_method_types[]': 'card',
      'metadata[edge_checkout]': id,
      'metadata[edge_site]': 'acme',
    })
    await indexed()
    await cleanAfter(LIFE + 60)
    expect(await statusAtStripe(orphan.body.id)).toBe('canceled')
    expect(await statusAtStripe(intent)).toBe('canceled')
    expect(await owner.checkout(id)).toMatchObject({ status: 'succeeded', amount: 2400 })
  })

  it('is not expired as long as an orphan of it can be paid', async () => {
    const lost = { method: 'POST', path: '/v1/payment_intents', times: 2, action: 'lose_answer' }
    await failing(lost, () => visitor().start())
    const { id } = (await owner.list('?limit=1')).body.data[0]
    await indexed()
    const cleaned = await failing(UNCANCELED, () => cleanAfter(LIFE + 60))
    expect(cleaned).toMatchObject({ expired: 0, postponed: 1 })
    expect((await owner.checkout(id)).status).toBe('open')
    expect(await cleanAfter(LIFE + 2 * HOUR)).toMatchObject({ expired: 1, postponed: 0 })
    expect((await intentsOf(id)).map(({ status }) => status)).toEqual(['canceled'])
  })

  it('looks again for an orphan that could not be canceled', async () => {
    const { id, buyer } = await started()
    const { body } = await buyer.change(id, { quantity: 2 })
    await confirm(body.client_secret)
    await deliver()
    const orphan = await api('POST', 'payment_intents', undefined, {
      amount: '1200',
      currency: 'usd',
      'allowed_payment_method_types[]': 'card',
      'metadata[edge_checkout]': id,
      'metadata[edge_site]': 'acme',
    })
    await indexed()
    expect(await failing(UNCANCELED, () => cleanAfter(LIFE + 60))).toMatchObject({ postponed: 1 })
    expect(await cleanAfter(LIFE + 2 * HOUR)).toMatchObject({ checkouts: 1, postponed: 0 })
    expect(await statusAtStripe(orphan.body.id)).toBe('canceled')
  })

  it('looks again at a payment that a bank takes its time for', async () => {
    const { id, client_secret, buyer } = await started()
    const [waiting, processing] = ['"status":"requires_payment_method"', '"status":"processing"']
    await rewriting(waiting, processing, () => buyer.read(id))
    await confirm(client_secret)
    const unread = { method: 'GET', path: '/v1/events', times: 9, action: 'status', status: 400 }
    const cleaned = await failing(unread, () => cleanAfter(LIFE + 60)) // reconciliation would have been faster
    expect(cleaned).toMatchObject({ postponed: 1 })
    await failing(unread, () => cleanAfter(LIFE + 2 * HOUR))
    expect((await owner.checkout(id)).status).toBe('succeeded')
  })

  it('reads again what Stripe did not show, and learns what became of it', async () => {
    const { id, intent, client_secret } = await started()
    await confirm(client_secret)
    const gone = { path: `/v1/payment_intents/${intent}*`, times: 99, action: 'status', status: 404 }
    const hidden = { ...gone, code: 'resource_missing' }
    await failing(hidden, () => deliver()) // acknowledged: the last state and that it is unreachable is all there is
    expect(await owner.checkout(id)).toMatchObject({ status: 'open', unreachable: true })
    await failing(hidden, async () => {
      await cleanAfter(LIFE + 60)
      await control('POST', 'clock', { advance_s: 2 * HOUR })
      await confirm((await started()).client_secret)
      await cleanAfter(LIFE + 90) // its events are past
    })
    expect(await owner.checkout(id)).toMatchObject({ status: 'open', unreachable: true })
    await cleanAfter(LIFE + 2 * HOUR)
    expect(await owner.checkout(id)).toMatchObject({ status: 'succeeded', unreachable: false })
  })

  it('does not end a subscription that Stripe does not show, though the intent of its invoice is canceled', async () => {
    const shown = { amount: 900, currency: 'usd' }
    const { body } = await visitor().start({ offer: 'club', shown })
    await control('POST', 'clock', { advance_s: LIFE + HOUR }) // Stripe has ended what nobody paid
    expect(await statusAtStripe(intentOf(body.client_secret))).toBe('canceled')
    const hidden = { method: 'GET', path: '/v1/subscriptions/*', times: 9, action: 'status', status: 404 }
    await failing({ ...hidden, code: 'resource_missing' }, () => cleanAfter(LIFE + HOUR))
    expect(await owner.checkout(body.id)).toMatchObject({ status: 'open', unreachable: true })
  })

  it('gives up in the end what Stripe never shows again', async () => {
    const { id, intent } = await started()
    const gone = { path: `/v1/payment_intents/${intent}*`, times: 999, action: 'status', status: 404 }
    const looks = await failing({ ...gone, code: 'resource_missing' }, async () => {
      let looks = 0
      for (let hours = 23; hours < 40 * 24; hours += 12)
        looks += (await cleanAfter(hours * HOUR + 60)).checkouts
      return looks
    })
    expect(looks).toBeGreaterThan(5)
    expect(looks).toBeLessThan(20)
    expect(await owner.checkout(id)).toMatchObject({ status: 'open', unreachable: true })
    expect(await cleanAfter(50 * 24 * HOUR)).toMatchObject({ checkouts: 0 })
  })

  it('ends nothing that a visitor has begun anew meanwhile', async () => {
    const { id, intent, buyer } = await started()
    const { arrived, release } = hold(`POST /v1/payment_intents/${intent}/cancel`, 'before')
    const cleaning = cleanAfter(LIFE + 60)
    await arrived()
    const { body } = await buyer.change(id, { quantity: 2 })
    expect(body).toMatchObject({ revision: 2, status: 'open' })
    release()
    await cleaning
    expect(await owner.checkout(id)).toMatchObject({ status: 'open', revision: 2 })
    await confirm(body.client_secret)
    await deliver()
    expect(await owner.checkout(id)).toMatchObject({ status: 'succeeded', verified: true, amount: 2400 })
  })

  it('cancels an intent that is made after its checkout was ended', async () => {
    const buyer = visitor()
    const { arrived, release } = hold('POST /v1/payment_intents', 'before')
    const starting = buyer.start()
    await arrived()
    await cleanAfter(LIFE + 60)
    release()
    expect((await starting).body.status).toBe('expired')
    const { id } = (await starting).body
    expect((await intentsOf(id)).map(({ status }) => status)).toEqual(['canceled'])
  })
})

describe('a checkout of more than 23 hours', () => {
  it('takes no new terms, whatever became of its intent', async () => {
    const { id, intent, buyer } = await started()
    await api('POST', `payment_intents/${intent}/cancel`)
    await deliver()
    expect((await owner.checkout(id)).status).toBe('canceled')
    vi.spyOn(Date, 'now').mockReturnValue((begun + LIFE + 120) * 1000)
    expect((await buyer.change(id, { quantity: 2 })).body).toMatchObject({
      status: 'expired',
      client_secret: null,
    })
    vi.restoreAllMocks()
    expect(await intentsOf(id)).toHaveLength(1)
  })
})

describe('a checkout on which card after card is declined', () => {
  const decline = (secret: string) => confirm(secret, 'pm_card_chargeDeclined')

  it('is over after ten, and its intent canceled', async () => {
    const { id, intent, client_secret, buyer } = await started()
    for (let i = 0; i < 9; i++) await decline(client_secret)
    await deliver()
    expect((await owner.checkout(id)).status).toBe('open')
    await decline(client_secret)
    await deliver()
    expect(await statusAtStripe(intent)).toBe('canceled')
    expect((await owner.checkout(id)).status).toBe('expired')
    expect((await confirm(client_secret)).status).toBe(400)
    const again = await buyer.start()
    expect(again.body).toMatchObject({ status: 'expired', client_secret: null })
  })

  it.each([
    ['a subscription', 'club'],
    ['a free start', 'club-trial'],
  ])('is over after ten too, where it is to begin %s', async (_what, offer) => {
    await env.DB.prepare('DELETE FROM prices').run()
    const buyer = visitor()
    const click = () => buyer.start({ offer, shown: { amount: 900, currency: 'usd' } })
    const { id, client_secret } = (await click()).body
    const refuse =
      offer === 'club' ? decline : (secret: string) => confirmSetup(secret, 'pm_card_chargeDeclined')
    for (let i = 0; i < 9; i++) await refuse(client_secret)
    await deliver()
    expect((await owner.checkout(id)).status).toBe('open')
    await refuse(client_secret)
    await deliver()
    expect((await click()).body).toMatchObject({ status: 'expired', client_secret: null })
    expect((await refuse(client_secret)).status).toBe(400)
  })

  it('counts cards, not deliveries', async () => {
    const { id, intent, client_secret } = await started()
    for (let i = 0; i < 3; i++) await decline(client_secret)
    const events = await eventsOf(intent, 'payment_intent.payment_failed')
    await deliver(events, { copies: 5 })
    expect((await owner.checkout(id)).status).toBe('open')
  })

  it('is paid, where the eleventh card was good and faster than the news', async () => {
    const { id, client_secret } = await started()
    for (let i = 0; i < 10; i++) await decline(client_secret)
    await confirm(client_secret)
    await deliver('pending', { order: 'reverse' })
    expect((await owner.checkout(id)).status).toBe('succeeded')
  })

  it('ends by reconciliation too, whatever came after the decline', async () => {
    const { id, client_secret } = await started()
    for (let i = 0; i < 10; i++) await decline(client_secret)
    await confirm(client_secret, 'pm_card_threeDSecure2Required')
    await cleanAfter(0)
    expect((await owner.checkout(id)).status).toBe('expired')
  })

  it('ends by reconciliation too', async () => {
    const { id, client_secret } = await started()
    for (let i = 0; i < 10; i++) await decline(client_secret)
    await cleanAfter(0)
    expect((await owner.checkout(id)).status).toBe('expired')
  })
})
