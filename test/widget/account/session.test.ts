/** A session between a page and a Worker: the wire is the test's. What needs Stripe.js is in `test/browser`. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Session } from '../../../widget/account/session.ts'
import { type State, sheetOf } from '../../../widget/account/state.ts'
import type { AccountAnswer } from '../../../worker/account-contract.ts'
import { account, club, mastercard, PERIOD_END, preview, visa } from './fixtures.ts'

interface Call {
  method: string
  path: string
  token: string | null
  body: Record<string, unknown> | null
}
let calls: Call[] = []
let answers: (Response | 'lost')[] = []
let said: [event: string, detail: object][] = []
let focused: string[] = []
let state: State

const says = (body: object, status = 200) => new Response(JSON.stringify(body), { status })
const refuses = (status: number, code: string, more: object = {}) =>
  says({ error: { code, message: code, ...more } }, status)
const has = (changes: Partial<AccountAnswer>) => says({ ...account, ...changes })
const asked = () => calls.map(({ method, path }) => `${method} ${path}`)

const host = {
  show: (next: State) => {
    state = next
  },
  emit: (event: string, detail: object) => said.push([event, detail]) > 0,
  report: () => {},
  containers: () => {
    throw new Error('no page')
  },
  cardStyle: () => ({}),
  language: () => 'en',
  learn: async () => {},
  focused: () => false,
  focus: (id: string) => void focused.push(id),
  go: (url: string) => void said.push(['go', { url }]),
  here: () => 'https://shop.example/account',
}

const settle = () => vi.advanceTimersByTimeAsync(30_000)

async function ready(token: string | null = 'first'): Promise<Session> {
  answers.unshift(has({}))
  const session = new Session(host, { api: 'https://pay.example', site: 'acme' }, token)
  void session.start()
  await settle()
  calls = []
  focused = []
  said = []
  return session
}
const notice = () => sheetOf(state)?.notice

beforeEach(() => {
  calls = []
  answers = []
  said = []
  vi.useFakeTimers()
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    calls.push({
      method: init.method ?? 'GET',
      path: new URL(url).pathname.replace('/v1/account', ''),
      token: headers.get('authorization')?.replace('Bearer ', '') ?? null,
      body: init.body ? JSON.parse(String(init.body)) : null,
    })
    const answer = answers.shift()
    if (!answer || answer === 'lost') throw new TypeError('Failed to fetch')
    return answer
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a token that is over', () => {
  it('is asked for anew, and what waited for it is done once it comes', async () => {
    const session = await ready()
    answers = [refuses(401, 'key_invalid'), has({ subscriptions: [{ ...club, cancel_at: PERIOD_END }] })]
    session.open({ is: 'cancel', subscription: club.id }, 'x')
    session.submit()
    await settle()
    expect(state.at).toBe('waiting')
    expect(said).toEqual([['account-token', {}]])
    expect(asked()).toEqual(['POST /subscriptions/sub_club/cancel'])

    session.renew('second')
    await settle()
    expect(calls.map(({ token }) => token)).toEqual(['first', 'second'])
    expect(notice()).toMatchObject({ good: true, say: { key: 'canceled' } })
  })

  it('is asked for once, however often it is refused, and the same one is not tried again', async () => {
    const session = await ready()
    answers = [refuses(401, 'key_invalid'), refuses(401, 'key_invalid'), has({})]
    session.prefer(mastercard)
    await settle()
    session.renew('second')
    await settle()
    expect(said.filter(([event]) => event === 'account-token')).toHaveLength(2)
    session.renew('third')
    await settle()
    expect(calls.map(({ token }) => token)).toEqual(['first', 'second', 'third'])
  })

  it('of a page whose tokens are never taken is asked for ever more rarely', async () => {
    const session = await ready()
    answers = Array.from({ length: 9 }, () => refuses(401, 'key_invalid'))
    session.prefer(mastercard)
    let given = 0
    for (let second = 0; second < 60; second++) {
      await vi.advanceTimersByTimeAsync(1_000)
      const wanted = said.filter(([event]) => event === 'account-token').length
      if (wanted > given) session.renew(`token-${++given}`)
    }
    expect(calls.length).toBeGreaterThan(2)
    expect(calls.length).toBeLessThan(8)
  })

  it('that is not there yet is asked for before anything else', async () => {
    answers = [has({})]
    const session = new Session(host, { api: 'https://pay.example', site: 'acme' }, null)
    void session.start()
    await settle()
    expect(calls).toEqual([])
    session.renew('first')
    await settle()
    expect(state.at).toBe('ready')
  })
})

describe('a click', () => {
  it('is one: a second one asks nothing', async () => {
    const session = await ready()
    answers = [has({ payment_methods: [visa] })]
    session.open({ is: 'remove_card', card: mastercard.id }, 'x')
    session.submit()
    session.submit()
    await settle()
    expect(asked()).toEqual(['DELETE /payment_methods/pm_mastercard'])
    expect(said).toEqual([['account-change', { what: 'card_removed' }]])
    expect(focused.at(-1)).toBe('cards')
  })

  it('that is refused says so beside the card', async () => {
    const session = await ready()
    answers = [refuses(409, 'card_in_use')]
    session.open({ is: 'remove_card', card: visa.id }, 'x')
    session.submit()
    await settle()
    expect(notice()).toMatchObject({ about: visa.id, good: false, say: { key: 'remove_refused' } })
  })

  it('whose answer was lost claims neither', async () => {
    const session = await ready()
    answers = ['lost', 'lost']
    session.open({ is: 'cancel', subscription: club.id }, 'x')
    session.submit()
    await settle()
    expect(notice()).toMatchObject({ good: false, say: { key: 'refused_unknown' } })
  })

  it('on what has changed meanwhile shows how it stands', async () => {
    const session = await ready()
    answers = [refuses(404, 'not_found'), has({ payment_methods: [visa] })]
    session.prefer(mastercard)
    await settle()
    expect(notice()).toMatchObject({ say: { key: 'refused_changed' } })
    expect(sheetOf(state)?.account.payment_methods).toEqual([visa])
  })
})

describe('a change of plan', () => {
  const changed = has.bind(null, { subscriptions: [{ ...club, offer: 'club-plus', amount: 1500 }] })

  async function previewed(): Promise<Session> {
    const session = await ready()
    answers = [says(preview)]
    session.openPlan(club)
    session.wish(club, { offer: 'club-plus', quantity: '1' })
    await settle()
    return session
  }

  it('is agreed to as it was shown', async () => {
    const session = await previewed()
    answers = [says({ object: 'change', account: await changed().json(), confirm: null })]
    session.submit()
    await settle()
    expect(calls.at(-1)).toMatchObject({
      method: 'PATCH',
      path: '/subscriptions/sub_club',
      body: {
        offer: 'club-plus',
        quantity: 1,
        shown: { amount: 300, currency: 'usd', recurring: preview.recurring },
        proration_date: preview.proration_date,
      },
    })
    expect(notice()).toMatchObject({ good: true, say: { key: 'changed' } })
  })

  it('cannot be confirmed before its price is there', async () => {
    const session = await ready()
    session.openPlan(club)
    session.submit()
    session.wish(club, { offer: 'club-plus', quantity: '1' })
    session.submit()
    await settle()
    expect(asked().filter((call) => call.startsWith('PATCH'))).toEqual([])
  })

  it('that costs something else by now is shown again, and is not made', async () => {
    const session = await previewed()
    answers = [refuses(409, 'price_changed'), has({}), says({ ...preview, amount: 290 })]
    session.submit()
    await settle()
    expect(notice()).toMatchObject({ good: false, say: { key: 'price_moved' } })
    expect(sheetOf(state)?.now).toMatchObject({ at: 'open', task: { preview: { answer: { amount: 290 } } } })
  })

  it('whose answer was lost is not made again, but looked at', async () => {
    const session = await previewed()
    answers = ['lost', refuses(409, 'price_changed'), changed()]
    session.submit()
    await settle()
    expect(notice()).toMatchObject({ good: true, say: { key: 'changed' } })
  })

  it('that nobody can be asked about is not claimed', async () => {
    const session = await previewed()
    answers = []
    session.submit()
    await settle()
    expect(notice()).toMatchObject({ good: false, say: { key: 'changed_unknown' } })
  })
})

describe('a payment', () => {
  const due = { invoice: 'in_2', amount: 900, currency: 'usd' }
  const owes = { subscriptions: [{ ...club, status: 'past_due' as const, due }] }

  it('whose amount moved is not begun before the new one was seen', async () => {
    const session = await ready()
    session.openDue('in_2', { amount: 900, currency: 'usd' }, visa.id)
    answers = [
      says({
        invoice: 'in_2',
        amount: 1100,
        currency: 'usd',
        client_secret: 'pi_secret',
        payment_method: null,
      }),
      has(owes),
    ]
    session.submit()
    await settle()
    expect(notice()).toMatchObject({ say: { key: 'total_moved' } })
    expect(sheetOf(state)?.now).toMatchObject({ at: 'open', task: { total: { amount: 1100 } } })
  })

  it('of what is not owed any more is said not to be', async () => {
    const session = await ready()
    session.openDue('in_2', { amount: 900, currency: 'usd' }, visa.id)
    answers = [refuses(404, 'not_found'), has({}), has({})]
    session.submit()
    await settle()
    expect(notice()).toMatchObject({ section: 'due', say: { key: 'pay_over' } })
  })
})

describe('the details', () => {
  it('that are refused show the field, and keep what was typed', async () => {
    const session = await ready()
    session.open({ is: 'details', wrong: null }, 'name')
    session.edit('email', 'nobody@')
    answers = [refuses(400, 'parameter_invalid', { param: 'email' })]
    session.submit()
    await settle()
    expect(sheetOf(state)).toMatchObject({
      now: { at: 'open', task: { is: 'details', wrong: 'email' } },
      draft: { email: 'nobody@' },
    })
    expect(focused.at(-1)).toBe('email')
  })

  it('that nobody changed are not sent', async () => {
    const session = await ready()
    session.open({ is: 'details', wrong: null }, 'name')
    session.submit()
    await settle()
    expect(calls).toEqual([])
  })
})

it('the portal is opened with a way back, and leaves nothing turning behind', async () => {
  const session = await ready()
  answers = [says({ object: 'portal', url: 'https://billing.stripe.example/p' })]
  await Promise.all([session.portal(), session.portal(), settle()])
  expect(calls).toMatchObject([{ path: '/portal', body: { return_url: 'https://shop.example/account' } }])
  expect(said).toEqual([['go', { url: 'https://billing.stripe.example/p' }]])
  expect(sheetOf(state)?.now.at).toBe('rest')
})

it('a token of another site opens nothing here', async () => {
  answers = [has({ site: 'other' })]
  const session = new Session(host, { api: 'https://pay.example', site: 'acme' }, 'first')
  await Promise.all([session.start(), settle()])
  expect(state).toMatchObject({ at: 'error', problem: 'misconfigured' })
})
