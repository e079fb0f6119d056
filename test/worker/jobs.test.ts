import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import worker from '../../worker/index.ts'
import { reconcile } from '../../worker/jobs/reconcile.ts'
import { runJobs } from '../../worker/jobs/run.ts'
import { stripeClient } from '../../worker/stripe/client.ts'
import {
  admin,
  api,
  ask,
  confirm,
  control,
  emptyStripe,
  failing,
  hold,
  intentOf,
  owner,
  visitor,
} from './harness.ts'

const run = async () => (await admin('POST', '/reconcile')).body

/** Paid, and every webhook about it lost. */
async function paidUnheard(account?: string) {
  const buyer = visitor(account ? 'books' : 'acme')
  const { body } = await buyer.start()
  const intent = intentOf(body.client_secret)
  await confirm(body.client_secret, 'pm_card_visa', {}, account)
  return { ...body, intent, buyer }
}

/** The binding, with every statement counted: each is prepared once and run once. */
const counting = (db: D1Database, count: () => void): D1Database =>
  new Proxy(db, {
    get(target, name) {
      if (name === 'prepare') count()
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

const eventLists = async () =>
  (await control('GET', 'requests')).filter(({ path }: any) => path.startsWith('/v1/events'))

beforeAll(async () => {
  const origins = ['https://acme.example']
  await admin('POST', '/sites', { id: 'books', name: 'Books', origins, stripe_account: 'acct_books' })
  await admin('POST', '/sites/books/offers', {
    id: 'mug',
    mode: 'payment',
    name: 'Mug',
    currency: 'usd',
    amount: 1200,
  })
})

describe('reconciliation', () => {
  // A history of its own for each test.
  beforeEach(() => emptyStripe())
  beforeEach(async () => void (await env.DB.prepare('DELETE FROM reconciliations').run()))

  it('finds a payment whose webhooks were all lost, with the event that says so', async () => {
    const { id, intent } = await paidUnheard()
    const report = await run()
    expect(report).toMatchObject({ object: 'reconciliation', done: true })
    expect(report.accounts[0]).toMatchObject({ stripe_account: null, done: true, changed: 1, error: null })
    expect(await owner.checkout(id)).toMatchObject({ status: 'succeeded', verified_by: 'read' })
    expect(await owner.events(id)).toMatchObject([{ type: 'payment_intent.succeeded', object_id: intent }])
  })

  it('finds a refund, a decline and a cancellation that were lost', async () => {
    const paid = await paidUnheard()
    await run()
    await api('POST', 'refunds', undefined, { payment_intent: paid.intent, amount: '500' })
    const { body: canceled } = await visitor().start()
    await api('POST', `payment_intents/${intentOf(canceled.client_secret)}/cancel`)
    expect((await run()).accounts[0].changed).toBe(2)
    expect((await owner.checkout(paid.id)).amount_refunded).toBe(500)
    expect((await owner.checkout(canceled.id)).status).toBe('canceled')
  })

  it('changes nothing where nothing was lost', async () => {
    await run()
    expect((await run()).accounts[0]).toMatchObject({ changed: 0, done: true })
  })

  it('has a mark for each account, and begins ten minutes before it', async () => {
    const ours = await paidUnheard()
    const theirs = await paidUnheard('acct_books')
    const report = await run()
    expect(report.accounts.map(({ stripe_account, changed }: any) => [stripe_account, changed])).toEqual([
      [null, 1],
      ['acct_books', 1],
    ])
    expect((await owner.checkout(ours.id)).status).toBe('succeeded')
    expect((await theirs.buyer.read(theirs.id)).body.status).toBe('succeeded')
    const { mark } = report.accounts[0]
    await run()
    const asked = (await eventLists()).at(-4) // two feeds of two accounts, the payments of ours first
    expect(Number(asked.body['created[gte]'] ?? asked.body.created.gte)).toBe(mark - 600)
  })

  it('goes on with the others where one account cannot be read, and says which', async () => {
    await admin('POST', '/sites', {
      id: 'alone',
      name: 'Alone',
      origins: ['https://a.example'],
      stripe_account: 'acct_gone',
    })
    const { id } = await paidUnheard('acct_books')
    const { done, accounts } = await run()
    expect(done).toBe(true)
    expect(accounts.map(({ stripe_account, done }: any) => [stripe_account, done])).toEqual([
      [null, true],
      ['acct_books', true],
      ['acct_gone', false],
    ])
    expect(accounts[2].error).toBeTruthy()
    const row = await env.DB.prepare('SELECT status FROM checkouts WHERE id = ?1').bind(id).first()
    expect(row).toEqual({ status: 'succeeded' })
  })

  it('goes on, page by page, where it was cut short', async () => {
    const checkouts = []
    for (let i = 0; i < 25; i++) checkouts.push(await paidUnheard())
    const { data } = (await api('GET', 'events?type=payment_intent.succeeded&limit=100')).body
    const last = { method: 'GET', path: `/v1/payment_intents/${data.at(-1).data.object.id}` }
    const cut = await failing({ ...last, times: 1, action: 'status', status: 503, should_retry: false }, run)
    expect(cut.accounts[0]).toMatchObject({ done: false, mark: null })
    const before = (await eventLists()).length

    const rest = await run()
    expect(rest.accounts[0].done).toBe(true)
    expect((await eventLists())[before].body).toHaveProperty('starting_after')
    expect(rest.accounts[0].events).toBe(5)
    for (const { id } of checkouts) expect((await owner.checkout(id)).status).toBe('succeeded')
  })

  it('loses no event to a pass that another run has overtaken', async () => {
    const { id } = await paidUnheard()
    const runs = await Promise.all([run(), run(), run()])
    expect(runs.some(({ done }) => done)).toBe(true)
    expect((await owner.checkout(id)).status).toBe('succeeded')
    expect((await run()).done).toBe(true)
  })

  it('leaves a pass to the run that is ahead of it', async () => {
    await paidUnheard()
    const wire = hold('GET /v1/events')
    const slow = run()
    await wire.arrived()
    const ours = ({ accounts }: any) => accounts.find((one: any) => one.stripe_account === null)
    const quick = ours(await run())
    wire.release()
    expect(quick).toMatchObject({ done: true, changed: 1 })
    expect(ours(await slow).done).toBe(false)
    expect(ours(await run()).mark).toBe(quick.mark)
  })

  it('keeps the event that says paid, though a refund came after it', async () => {
    const { id, intent } = await paidUnheard()
    await api('POST', 'refunds', undefined, { payment_intent: intent, amount: '500' })
    await run()
    expect((await owner.checkout(id)).amount_refunded).toBe(500)
    expect((await owner.events(id)).map(({ type }: any) => type)).toContain('payment_intent.succeeded')
  })

  it('begins again where a pass was in the middle of another list', async () => {
    await env.DB.prepare(
      `INSERT INTO reconciliations (stripe_account, feed, mark, pass_to, pass_after, ran) VALUES ('', 'payments', NULL, 2, 'evt_of_another_list', 0)`,
    ).run()
    const { id } = await paidUnheard()
    expect((await run()).accounts).toContainEqual(
      expect.objectContaining({ stripe_account: null, done: true, changed: 1, error: null }),
    )
    expect((await owner.checkout(id)).status).toBe('succeeded')
  })

  it('waits where Stripe says that it is asked too much', async () => {
    const { id } = await paidUnheard()
    const busy = { path: '/v1/*', times: 1, action: 'status', status: 429 }
    const report = await failing(busy, run)
    expect(report.accounts[0].error).toBeNull()
    expect((await owner.checkout(id)).status).toBe('succeeded')
  })

  it('counts an event of ours whose row is not there, and goes on', async () => {
    await api('POST', 'payment_intents', undefined, {
      amount: '100',
      currency: 'usd',
      confirm: 'true',
      payment_method: 'pm_card_visa',
      'allowed_payment_method_types[]': 'card',
      'metadata[edge_checkout]': 'chk_lost',
      'metadata[edge_site]': 'acme',
    })
    const { id } = await paidUnheard()
    expect((await run()).accounts[0]).toMatchObject({ unwritten: 1, changed: 1, done: true })
    expect((await owner.checkout(id)).status).toBe('succeeded')
    expect((await owner.checkout('chk_lost')).error.code).toBe('checkout_unknown')
  })

  it('knows whose list it reads, whether its events say so or not', async () => {
    const { id, buyer } = await paidUnheard('acct_books')
    const outside = globalThis.fetch
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const response = await outside(input, init)
      if (!new Request(input, init).url.includes('/v1/events')) return response
      return new Response((await response.text()).replaceAll('"account":"acct_books",', ''), response)
    })
    await run()
    vi.restoreAllMocks()
    const row = await env.DB.prepare('SELECT status FROM checkouts WHERE id = ?1').bind(id).first()
    expect(row).toEqual({ status: 'succeeded' })
    expect((await buyer.read(id)).body.status).toBe('succeeded')
  })

  it('keeps a payment apart that Stripe will not answer for, and heals the others', async () => {
    const other = await paidUnheard()
    const silent = await paidUnheard() // the first that is read
    const fault = { method: 'GET', path: `/v1/payment_intents/${silent.intent}`, times: 99 }
    await failing({ ...fault, action: 'status', status: 400 }, async () => {
      await run()
      expect((await owner.checkout(other.id)).status).toBe('succeeded')
      await control('POST', 'clock', { advance_s: 7200 })
      await paidUnheard()
      await run() // its events are past
    })
    await run()
    expect((await owner.checkout(silent.id)).status).toBe('open')
    await runJobs(env, Math.floor(Date.now() / 1000) + 3700)
    expect((await owner.checkout(silent.id)).status).toBe('succeeded')
  })

  it('asks D1 less than 50 times for a page where everything was lost, and hardly ever where nothing was', async () => {
    for (let i = 0; i < 20; i++) await paidUnheard()
    const asked = async (pages: number) => {
      let statements = 0
      const DB = counting(env.DB, () => statements++)
      const flow = { db: DB, stripe: stripeClient(env, 'job'), now: Math.floor(Date.now() / 1000) }
      const [report] = await reconcile(flow, () => pages-- > 0)
      return { statements, changed: report!.changed }
    }
    const first = await asked(2) // to begin with an account, and its first page
    expect(first.changed).toBe(20)
    expect(first.statements).toBeLessThan(50)
    const second = await asked(99)
    expect(second.changed).toBe(0)
    expect(second.statements).toBeLessThan(20)
  })

  it('reads first, next time, the account that it had no allowance for', async () => {
    await paidUnheard()
    const theirs = await paidUnheard('acct_books')
    const flow = { db: env.DB, stripe: stripeClient(env, 'job'), now: Math.floor(Date.now() / 1000) }
    const once = () => {
      let left = 2 // to begin with an account, and its first page
      return () => left-- > 0
    }
    const first = await reconcile(flow, once())
    expect(first.map(({ stripe_account, changed }) => [stripe_account, changed]).slice(0, 2)).toEqual([
      [null, 1],
      ['acct_books', 0],
    ])
    const second = await reconcile({ ...flow, now: flow.now + 1 }, once())
    expect(second[0]).toMatchObject({ stripe_account: 'acct_books', changed: 1 })
    expect(second.at(-1)).toMatchObject({ stripe_account: null, events: 0 })
    expect((await theirs.buyer.read(theirs.id)).body.status).toBe('succeeded')
  })

  it('is what cron does, at the time that cron says', async () => {
    const { id } = await paidUnheard()
    const at = Math.floor(Date.now() / 1000) + 1000
    await worker.scheduled(createScheduledController({ scheduledTime: new Date(at * 1000) }), env)
    expect(await owner.checkout(id)).toMatchObject({ status: 'succeeded', updated: at })
  })

  it('is the operator’s alone', async () => {
    expect((await ask('POST', '/v1/admin/reconcile')).status).toBe(401)
    expect((await ask('POST', '/v1/admin/reconcile', { key: 'sk_site_acme_demo' })).status).toBe(401)
  })

  it('begins again where Stripe’s list is another than the one that its mark is from', async () => {
    await paidUnheard()
    await run()
    await emptyStripe(1_700_000_000) // years before the mark
    const { id } = await paidUnheard()
    const report = await run()
    expect(report.accounts[0]).toMatchObject({ done: true, changed: 1 })
    expect((await owner.checkout(id)).status).toBe('succeeded')
    expect(report.accounts[0].mark).toBeLessThan(1_700_001_000)
  })
})
