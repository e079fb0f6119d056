import { describe, expect, it } from 'vitest'
import { blankCard } from '../../../widget/account/card-form.ts'
import {
  type Action,
  cardFormOf,
  duesOf,
  firstMeans,
  initial,
  reduce,
  type State,
  sheetOf,
  type Task,
  targetOf,
} from '../../../widget/account/state.ts'
import { CARD_FIELDS } from '../../../widget/card-state.ts'
import { account, club, mastercard, owing, preview, seats, shown, visa } from './fixtures.ts'

const after = (state: State, ...actions: Action[]): State => actions.reduce(reduce, state)
const now = (state: State) => sheetOf(state)?.now
const add: Task = { is: 'add_card', form: blankCard }
const cancel: Task = { is: 'cancel', subscription: club.id }
const pay: Task = {
  is: 'pay',
  invoice: 'in_2',
  total: { amount: 900, currency: 'usd' },
  means: { saved: visa.id },
}
const typed = CARD_FIELDS.map((field): Action => ({ type: 'card', field, filled: 'complete', code: null }))

describe('one thing at a time', () => {
  it('takes one click for one: a second one changes nothing', () => {
    const busy = after(shown(), { type: 'open', task: cancel }, { type: 'begin' })
    expect(now(busy)).toMatchObject({ at: 'busy' })
    expect(after(busy, { type: 'begin' })).toBe(busy)
    expect(after(busy, { type: 'begin', task: { is: 'portal' } })).toBe(busy)
  })

  it('begins nothing else, and closes nothing, while something is under way', () => {
    const busy = after(shown(), { type: 'open', task: pay }, { type: 'begin' })
    for (const action of [
      { type: 'open', task: add },
      { type: 'close' },
      { type: 'means', means: { saved: mastercard.id } },
    ] as const)
      expect(after(busy, action)).toBe(busy)
  })

  it('offers nothing but to ask again while nobody knows whether money moved', () => {
    const unknown = after(shown(), { type: 'open', task: pay }, { type: 'begin' }, { type: 'unknown' })
    for (const action of [{ type: 'open', task: pay }, { type: 'begin' }, { type: 'close' }] as const)
      expect(after(unknown, action)).toBe(unknown)
    expect(now(after(unknown, { type: 'check' }))).toMatchObject({ at: 'busy', doing: 'checking' })
  })

  it('has one set of card fields: those of a payment are not those of a new card', () => {
    const state = after(shown(), { type: 'open', task: add }, ...typed)
    const other = after(state, { type: 'open', task: { ...pay, means: { typed: blankCard } } })
    const is = now(other)
    expect(is && 'task' in is && cardFormOf(is.task)).toEqual(blankCard)
  })

  it('says what is missing at a click that was faster than Stripe’s fields, and still when they are there', () => {
    const refused = after(shown(), { type: 'open', task: add }, { type: 'refuse' })
    const there = after(
      refused,
      ...CARD_FIELDS.map((field): Action => ({ type: 'card', field, filled: 'empty', code: null })),
    )
    expect(now(there)).toMatchObject({ task: { form: { problems: { cardNumber: 'number_missing' } } } })
    expect(now(after(there, ...typed))).toMatchObject({ task: { form: { problems: {} } } })
  })

  it('drops what Stripe’s fields report after they are gone', () => {
    const state = shown()
    expect(after(state, ...typed)).toBe(state)
  })
})

describe('what was typed', () => {
  it('stays through a decline', () => {
    const declined = after(
      shown(),
      { type: 'open', task: add },
      ...typed,
      { type: 'begin' },
      {
        type: 'back',
        say: { key: 'declined_generic' },
      },
    )
    expect(now(declined)).toMatchObject({ at: 'open', task: { form: { card: { cardNumber: 'complete' } } } })
    expect(sheetOf(declined)?.notice).toMatchObject({ section: 'cards', good: false })
  })

  it('stays while the page gets a fresh token, and so does what is under way', () => {
    const busy = after(
      shown(),
      { type: 'open', task: { is: 'details', wrong: null } },
      { type: 'edit', field: 'name', value: 'Ada L.' },
      { type: 'begin' },
    )
    const waiting = after(busy, { type: 'wait' })
    expect(waiting.at).toBe('waiting')
    expect(after(waiting, { type: 'go_on' })).toEqual(busy)
  })

  it('stays in the details while something else is open, until they are closed or saved', () => {
    const edited = after(
      shown(),
      { type: 'open', task: { is: 'details', wrong: null } },
      { type: 'edit', field: 'phone', value: '+44' },
    )
    const elsewhere = after(edited, { type: 'open', task: cancel }, { type: 'close' })
    expect(sheetOf(elsewhere)?.draft).toMatchObject({ phone: '+44' })
    const back = after(elsewhere, { type: 'open', task: { is: 'details', wrong: null } })
    expect(sheetOf(back)?.draft).toMatchObject({ phone: '+44', name: 'Ada' })
    expect(sheetOf(after(back, { type: 'close' }))?.draft).toBeNull()
  })

  it('shows the new amount beside the same card where the amount moved', () => {
    const total = { amount: 1100, currency: 'usd' }
    const moved = after(
      shown(),
      { type: 'open', task: pay },
      { type: 'begin' },
      {
        type: 'back',
        say: { key: 'total_moved', values: { total } },
        total,
      },
    )
    expect(now(moved)).toMatchObject({ at: 'open', task: { total, means: { saved: visa.id } } })
  })
})

describe('a preview', () => {
  const wish = { offer: 'club-plus', quantity: '1' }
  const open = after(shown(), {
    type: 'open',
    task: {
      is: 'change',
      subscription: club.id,
      wish: { offer: 'club', quantity: '1' },
      preview: { is: 'same' },
    },
  })

  it('is of what is wished for now: one of another wish comes too late', () => {
    const asked = after(open, { type: 'wish', wish, preview: { is: 'asking' } })
    const again = after(asked, { type: 'wish', wish: { ...wish }, preview: { is: 'asking' } })
    const late = after(again, { type: 'preview', wish, preview: { is: 'known', answer: preview } })
    expect(now(late)).toMatchObject({ task: { preview: { is: 'asking' } } })
  })

  it('cannot change any more once it was agreed to', () => {
    const agreed = after(
      open,
      { type: 'wish', wish, preview: { is: 'asking' } },
      { type: 'preview', wish, preview: { is: 'known', answer: preview } },
      { type: 'begin' },
    )
    expect(after(agreed, { type: 'wish', wish: { ...wish, quantity: '2' }, preview: { is: 'asking' } })).toBe(
      agreed,
    )
  })

  it.each([
    [club, { offer: 'club', quantity: '1' }, 'same'],
    [club, { offer: 'club-plus', quantity: '1' }, { offer: 'club-plus' }],
    [seats, { offer: 'seats', quantity: '4' }, { offer: 'seats', quantity: 4 }],
    [seats, { offer: 'seats', quantity: '51' }, 'wrong'],
    [seats, { offer: 'seats', quantity: '' }, 'wrong'],
    [seats, { offer: 'seats', quantity: '1.5' }, 'wrong'],
  ])('of %o for %o asks for %o', (subscription, wish, target) => {
    expect(targetOf(subscription, wish)).toEqual(target)
  })
})

describe('what is paid with', () => {
  it('is the card that the subscription is paid with, else the default, else one that is typed', () => {
    expect(firstMeans(account, mastercard.id)).toEqual({ saved: mastercard.id })
    expect(firstMeans(account, 'pm_gone')).toEqual({ saved: visa.id })
    expect(firstMeans({ ...account, payment_methods: [] })).toEqual({ typed: blankCard })
  })
})

describe('what is due', () => {
  it('is what the Worker says is due, and nothing else', () => {
    expect(duesOf(account)).toEqual([])
    expect(duesOf({ ...account, subscriptions: [seats, owing] })).toMatchObject([
      { invoice: 'in_2', amount: 900, name: 'Tea club', card: visa.id },
    ])
  })
})

describe('an account that came', () => {
  it('does not end what is open, nor what was said', () => {
    const open = after(shown(), { type: 'open', task: add }, ...typed)
    const fresh = after(open, { type: 'account', account: { ...account, payment_methods: [visa] } })
    expect(now(fresh)).toEqual(now(open))
    expect(sheetOf(fresh)?.account.payment_methods).toEqual([visa])
  })

  it('is not shown after an error that nobody tried to get over', () => {
    const failed = after(initial, { type: 'fail', problem: 'unavailable', way: 'retry' })
    expect(after(failed, { type: 'account', account })).toBe(failed)
    expect(after(failed, { type: 'restart' }, { type: 'account', account }).at).toBe('ready')
  })
})
