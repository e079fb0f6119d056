import { describe, expect, it } from 'vitest'
import { blankCard } from '../../../widget/account/card-form.ts'
import { type Action, formOf, initial, reduce, type State } from '../../../widget/account/recovery-state.ts'
import { bill } from './fixtures.ts'

const after = (state: State, ...actions: Action[]): State => actions.reduce(reduce, state)
const open = (changes: Partial<typeof bill> = {}) =>
  after(initial, { type: 'bill', bill: { ...bill, ...changes }, opened: true })

describe('a link to a failed renewal', () => {
  it('offers the card that failed where it can be tried again, else Stripe’s fields', () => {
    expect(open()).toMatchObject({ at: 'ready', with: 'same' })
    expect(formOf(open({ payment_method: null }))).toEqual(blankCard)
  })

  it('that was paid before, or is over, has no button', () => {
    expect(open({ status: 'paid' })).toMatchObject({ at: 'complete', ending: 'already' })
    expect(open({ status: 'over' })).toMatchObject({ at: 'complete', ending: 'over' })
  })

  it('takes one click for one', () => {
    const paying = after(open(), { type: 'submit' })
    for (const action of [{ type: 'submit' }, { type: 'with', with: blankCard }] as const)
      expect(after(paying, action)).toBe(paying)
  })

  it('shows the amount as it is now, and keeps the choice of card', () => {
    const moved = after(
      open(),
      { type: 'submit' },
      { type: 'bill', bill: { ...bill, amount: 1100 }, opened: false },
      {
        type: 'back',
        say: { key: 'total_moved', values: { total: { amount: 1100, currency: 'usd' } } },
      },
    )
    expect(moved).toMatchObject({ at: 'ready', bill: { amount: 1100 }, with: 'same' })
  })

  it('stays complete, whatever arrives late', () => {
    const paid = after(open(), { type: 'submit' }, { type: 'end', ending: 'paid' })
    for (const late of [
      { type: 'back', say: { key: 'not_arrived' } },
      { type: 'fail', problem: 'stripe_blocked', way: 'retry' },
      { type: 'unknown' },
    ] as const)
      expect(after(paid, late)).toBe(paid)
  })

  it('offers nothing but to ask again while nobody knows whether money moved', () => {
    const unknown = after(open(), { type: 'submit' }, { type: 'unknown' })
    expect(after(unknown, { type: 'submit' })).toBe(unknown)
    expect(after(unknown, { type: 'with', with: blankCard })).toBe(unknown)
    expect(after(unknown, { type: 'check' })).toMatchObject({ at: 'submitting', doing: 'checking' })
  })
})
