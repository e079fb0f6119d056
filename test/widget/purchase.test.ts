import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Api } from '../../widget/api.ts'
import { Attempts, type Store } from '../../widget/attempt.ts'
import { Purchase } from '../../widget/purchase.ts'
import type { Terms } from '../../widget/terms.ts'
import type { CheckoutAnswer } from '../../worker/contract.ts'
import { checkout, clubTrial } from './fixtures.ts'

/** The Worker's side of the wire: what it was asked, and what it answers next. */
interface Call {
  method: string
  path: string
  attempt: string | null
  body: Record<string, unknown> | null
}
let calls: Call[] = []
let answers: (Response | 'lost')[] = []

const says = (status: number, body: object) => new Response(JSON.stringify(body), { status })
const answer = (changes: Partial<CheckoutAnswer> = {}) => says(200, { ...checkout, ...changes })
const refusal = (status: number, code: string, more: object = {}) =>
  says(status, { error: { code, ...more } })

function storage(): Store {
  const all = new Map<string, string>()
  return {
    getItem: (name) => all.get(name) ?? null,
    setItem: (name, value) => void all.set(name, value),
    removeItem: (name) => void all.delete(name),
  }
}

const mugs = (quantity: number): Terms => ({
  quantity,
  amount: null,
  email: null,
  name: null,
  promotion_code: null,
  total: { amount: 1200 * quantity, currency: 'usd' },
  recurring: null,
})

let store: Store
const purchase = (token: string | null = null) =>
  new Purchase(
    new Api('https://pay.example', new AbortController().signal),
    new Attempts('acme', 'mug', () => store),
    { site: 'acme', offer: 'mug' },
    'order-7',
    token,
  )
/** Lets the pauses between two questions pass. */
async function soon<T>(asked: Promise<T>): Promise<T> {
  await vi.runAllTimersAsync()
  return asked
}
const methods = () => calls.map(({ method, path }) => `${method} ${path}`)

beforeEach(() => {
  store = storage()
  calls = []
  answers = []
  vi.useFakeTimers()
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    calls.push({
      method: init.method ?? 'GET',
      path: new URL(url).pathname,
      attempt: headers.get('authorization'),
      body: init.body ? JSON.parse(String(init.body)) : null,
    })
    const next = answers.shift()
    if (!next) throw new Error('the test has no answer for this')
    if (next === 'lost') throw new TypeError('Failed to fetch')
    return next
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('settling on terms', () => {
  it('creates the checkout with the price that was shown, and asks no second time', async () => {
    answers = [answer()]
    const mug = purchase()
    expect(await mug.settle(mugs(1))).toMatchObject({ ok: true, value: { id: 'chk_1' } })
    await mug.settle(mugs(1))
    expect(calls).toHaveLength(1)
    expect(calls[0]).toMatchObject({
      method: 'POST',
      attempt: expect.stringMatching(/^Bearer [0-9a-f]{32}$/),
      body: {
        site: 'acme',
        offer: 'mug',
        form: 'card',
        shown: { amount: 1200, currency: 'usd' },
        quantity: 1,
        client_reference_id: 'order-7',
      },
    })
  })

  it('says how often it is charged as it was shown: that is a part of the price', async () => {
    answers = [answer()]
    await purchase().settle({ ...mugs(1), recurring: clubTrial.recurring })
    expect(calls[0]?.body?.shown).toEqual({
      ...{ amount: 1200, currency: 'usd' },
      recurring: { interval: 'month', interval_count: 1, trial_period_days: 7 },
    })
  })

  it('changes the same checkout where the terms change', async () => {
    answers = [answer(), answer({ revision: 2, amount: 2400 })]
    const mug = purchase()
    await mug.settle(mugs(1))
    await mug.settle(mugs(2))
    expect(methods()).toEqual(['POST /v1/checkouts', 'PATCH /v1/checkouts/chk_1'])
    expect(calls[1]?.attempt).toBe(calls[0]?.attempt)
  })

  it('takes its turn: the last terms asked for are the ones that stand', async () => {
    answers = [answer(), answer({ revision: 2, amount: 2400 }), answer({ revision: 3, amount: 3600 })]
    const mug = purchase()
    await Promise.all([mug.settle(mugs(1)), mug.settle(mugs(2)), mug.settle(mugs(3))])
    expect(calls.map(({ body }) => body?.quantity)).toEqual([1, 2, 3])
    const change = 'PATCH /v1/checkouts/chk_1'
    expect(methods()).toEqual(['POST /v1/checkouts', change, change])
  })

  it('puts its own terms where a reload or another tab left others', async () => {
    answers = [refusal(409, 'terms_differ', { checkout: 'chk_9' }), answer({ id: 'chk_9', revision: 2 })]
    expect(await purchase().settle(mugs(1))).toMatchObject({ ok: true, value: { revision: 2 } })
    expect(methods()).toEqual(['POST /v1/checkouts', 'PATCH /v1/checkouts/chk_9'])
  })

  it('begins a new attempt where the old one is expired', async () => {
    answers = [answer({ status: 'expired', client_secret: null }), answer({ id: 'chk_2' })]
    expect(await purchase().settle(mugs(1))).toMatchObject({ value: { id: 'chk_2', status: 'open' } })
    expect(calls[0]?.attempt).not.toBe(calls[1]?.attempt)
  })

  it('asks again for a checkout that has nothing to pay with yet', async () => {
    answers = [answer({ client_secret: null, intent: null }), answer()]
    const mug = purchase()
    await mug.settle(mugs(1))
    expect(await mug.settle(mugs(1))).toMatchObject({ value: { client_secret: 'pi_1_secret_1' } })
    expect(calls[1]?.attempt).toBe(calls[0]?.attempt)
  })

  it('tells the owner’s reference with a change too: the last page that asks is the one that is paid', async () => {
    answers = [refusal(409, 'terms_differ', { checkout: 'chk_9' }), answer({ id: 'chk_9', revision: 2 })]
    await purchase().settle(mugs(1))
    expect(calls[1]?.body).toMatchObject({ client_reference_id: 'order-7' })
  })

  it('begins a new attempt where the checkout is closed', async () => {
    answers = [refusal(409, 'checkout_closed'), answer({ id: 'chk_2' })]
    expect(await purchase().settle(mugs(1))).toMatchObject({ value: { id: 'chk_2' } })
    expect(calls[0]?.attempt).not.toBe(calls[1]?.attempt)
  })

  it('keeps the attempt where it was paid already: a second one would be a second payment', async () => {
    answers = [answer({ status: 'succeeded', verified: true })]
    expect(await purchase().settle(mugs(1))).toMatchObject({ value: { status: 'succeeded' } })
    expect(calls).toHaveLength(1)
  })

  it('asks once more, with the same attempt, where the answer was lost', async () => {
    answers = ['lost', answer()]
    expect(await soon(purchase().settle(mugs(1)))).toMatchObject({ ok: true })
    expect(calls[0]?.attempt).toBe(calls[1]?.attempt)
  })

  it('does not ask again where it asked too often, and passes on how long to wait', async () => {
    const busy = { error: { code: 'rate_limited', message: 'too many' } }
    answers = [new Response(JSON.stringify(busy), { status: 429, headers: { 'retry-after': '30' } })]
    expect(await soon(purchase().settle(mugs(1)))).toMatchObject({
      ok: false,
      error: { code: 'rate_limited', retryAfter: 30 },
    })
    expect(calls).toHaveLength(1)
  })

  it('tells the promotion code, and that there is none: another tab may have applied one', async () => {
    answers = [answer(), answer({ revision: 2, amount: 1080 })]
    const mug = purchase()
    await mug.settle(mugs(1))
    await mug.settle({ ...mugs(1), promotion_code: 'TENOFF', total: { amount: 1080, currency: 'usd' } })
    expect(calls.map(({ body }) => body?.promotion_code)).toEqual([null, 'TENOFF'])
  })

  it('says who buys with every change, and changes nothing for a fresh token of the same user', async () => {
    answers = [answer(), answer({ revision: 2, amount: 2400 })]
    const mug = purchase('first')
    await mug.settle(mugs(1))
    mug.identify('second', null)
    await mug.settle(mugs(1))
    expect(calls).toHaveLength(1)
    await mug.settle(mugs(2))
    expect(calls.map(({ body }) => body?.customer_token)).toEqual(['first', 'second'])
  })

  it('is another purchase where somebody else buys', async () => {
    answers = [answer(), answer({ id: 'chk_2' })]
    const mug = purchase()
    await mug.settle(mugs(1))
    mug.identify('ada', new Attempts('acme', 'mug', () => store, 'ada'))
    expect(await mug.settle(mugs(1))).toMatchObject({ value: { id: 'chk_2' } })
    expect(methods()).toEqual(['POST /v1/checkouts', 'POST /v1/checkouts'])
    expect(calls[0]?.attempt).not.toBe(calls[1]?.attempt)
  })

  it('joins the attempt that another tab has begun meanwhile', async () => {
    answers = [answer(), answer({ id: 'chk_2' })]
    const mug = purchase()
    await mug.settle(mugs(1))
    const other = new Attempts('acme', 'mug', () => store)
    const next = other.renew(other.current().key)
    await mug.settle(mugs(1))
    expect(methods()).toEqual(['POST /v1/checkouts', 'POST /v1/checkouts'])
    expect(calls[1]?.attempt).toBe(`Bearer ${next.key}`)
  })
})

describe('learning what became of it', () => {
  const begun = async () => {
    answers = [answer()]
    const mug = purchase()
    await mug.settle(mugs(1))
    return mug
  }

  it('asks until Stripe was asked', async () => {
    const mug = await begun()
    answers = [answer({ fresh: false }), answer({ fresh: false }), answer({ status: 'succeeded' })]
    expect(await soon(mug.learn())).toMatchObject({ status: 'succeeded' })
  })

  it('says nothing where nobody can tell', async () => {
    const mug = await begun()
    answers = Array.from({ length: 10 }, () => 'lost' as const)
    expect(await soon(mug.learn())).toBeNull()
  })

  it('stops asking a Worker that is slow: the visitor is told that it is not known', async () => {
    const mug = await begun()
    vi.stubGlobal('fetch', async (_url: string, { signal }: RequestInit) => {
      calls.push({ method: 'GET', path: '', attempt: null, body: null })
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('late'))))
    })
    const asked = Date.now()
    expect(await soon(mug.learn())).toBeNull()
    expect(Date.now() - asked).toBeLessThan(60_000)
  })

  it('does not take an old answer for one', async () => {
    const mug = await begun()
    answers = Array.from({ length: 5 }, () => answer({ fresh: false }))
    expect(await soon(mug.learn())).toBeNull()
  })

  it('puts our terms back after another tab changed them', async () => {
    const mug = await begun()
    answers = [answer({ revision: 2, amount: 2400 }), answer({ revision: 3 })]
    await mug.learn()
    await mug.settle(mugs(1))
    expect(methods().at(-1)).toBe('PATCH /v1/checkouts/chk_1')
  })
})

describe('what a reload finds', () => {
  it('is nothing where nothing was begun', async () => {
    expect(await purchase().earlier()).toBeNull()
    expect(calls).toEqual([])
  })

  it('is the checkout of its attempt', async () => {
    answers = [answer(), answer({ status: 'succeeded', paid_at: 1 })]
    await purchase().settle(mugs(1))
    expect(await purchase().earlier()).toMatchObject({ id: 'chk_1', status: 'succeeded' })
  })

  it('is asked for again where Stripe was not read for it', async () => {
    answers = [answer(), answer({ fresh: false }), answer({ status: 'succeeded', paid_at: 1 })]
    await purchase().settle(mugs(1))
    expect(await soon(purchase().earlier())).toMatchObject({ status: 'succeeded' })
  })

  it('is nothing where the Worker does not know it, and the next purchase is a new attempt', async () => {
    answers = [answer(), refusal(404, 'checkout_unknown'), answer({ id: 'chk_2' })]
    await purchase().settle(mugs(1))
    const reloaded = purchase()
    expect(await reloaded.earlier()).toBeNull()
    await reloaded.settle(mugs(1))
    expect(calls[2]?.attempt).not.toBe(calls[0]?.attempt)
  })

  it('goes on where that was canceled: another tab may be about to pay its next revision', async () => {
    answers = [answer(), answer({ status: 'canceled', client_secret: null }), answer({ revision: 2 })]
    await purchase().settle(mugs(1))
    const reloaded = purchase()
    expect(await reloaded.earlier()).toMatchObject({ status: 'canceled' })
    expect(await reloaded.settle(mugs(1))).toMatchObject({ value: { revision: 2, status: 'open' } })
    expect(calls[2]?.attempt).toBe(calls[0]?.attempt)
  })

  it('is nothing where that is expired, and the next purchase is a new attempt', async () => {
    answers = [answer(), answer({ status: 'expired', client_secret: null }), answer({ id: 'chk_2' })]
    await purchase().settle(mugs(1))
    const reloaded = purchase()
    expect(await reloaded.earlier()).toBeNull()
    await reloaded.settle(mugs(1))
    expect(calls[2]?.attempt).not.toBe(calls[0]?.attempt)
  })
})
