import { describe, expect, it } from 'vitest'
import { initial, payable, receipt, reduce, type State, wayOut, wrongs } from '../../widget/state.ts'
import { blank, checkout, filled, mug, ready, tee } from './fixtures.ts'

const submitting = (): State => reduce(filled(), { type: 'submit' })
const paid = (): State => reduce(submitting(), { type: 'settle', receipt: receipt(checkout, 'paid', null) })

describe('what the visitor sees', () => {
  it('is loading until all three of Stripe’s fields are there', () => {
    let state = reduce(initial, { type: 'offer', offer: mug, choices: blank })
    state = reduce(state, { type: 'card', field: 'cardNumber', filled: 'empty', code: null })
    state = reduce(state, { type: 'card', field: 'cardCvc', filled: 'empty', code: null })
    expect(state.at).toBe('loading')
    state = reduce(state, { type: 'card', field: 'cardExpiry', filled: 'empty', code: null })
    expect(state.at).toBe('ready')
  })

  it('keeps everything typed through a decline', () => {
    const form = filled(tee, { ...blank, email: 'ada@example.com' })
    const declined = reduce(reduce(form, { type: 'submit' }), {
      type: 'decline',
      notice: { key: 'declined_generic' },
    })
    expect(declined).toMatchObject({
      at: 'declined',
      form: { choices: { email: 'ada@example.com' }, card: { cardNumber: 'complete' } },
    })
    expect(payable(declined)).toBe(true)
  })

  it('holds the terms still while they are being paid', () => {
    expect(reduce(submitting(), { type: 'choose', choices: { quantity: '9' } })).toEqual(submitting())
  })

  it('takes one click for one: a second submit changes nothing', () => {
    const state = submitting()
    expect(reduce(state, { type: 'submit' })).toBe(state)
  })

  it('stays complete, whatever arrives late', () => {
    const done = paid()
    for (const late of [
      { type: 'fail', problem: 'load_failed', way: 'retry' },
      { type: 'decline', notice: { key: 'declined_generic' } },
      { type: 'card', field: 'cardNumber', filled: 'partial', code: null },
      { type: 'return', notice: { key: 'not_charged' } },
    ] as const)
      expect(reduce(done, late)).toBe(done)
  })

  it('goes back from processing where the bank refuses in the end', () => {
    const waiting = reduce(submitting(), {
      type: 'settle',
      receipt: receipt(checkout, 'processing', null),
    })
    expect(waiting.at).toBe('processing')
    expect(reduce(waiting, { type: 'restart' }).at).toBe('loading')
  })

  it('closes without a pay button where a payment has to be looked at', () => {
    const review = reduce(submitting(), { type: 'settle', receipt: receipt(checkout, 'review', null) })
    expect(review.at).toBe('closed')
    expect(payable(review)).toBe(false)
    expect(reduce(review, { type: 'return', notice: { key: 'not_charged' } })).toBe(review)
  })

  it('shows the new price beside what was typed', () => {
    const back = reduce(submitting(), {
      type: 'return',
      notice: { key: 'price_reload' },
      offer: { ...mug, amount: 1500 },
    })
    expect(back).toMatchObject({ at: 'ready', form: { offer: { amount: 1500 }, choices: { quantity: '1' } } })
  })
})

describe('fields that were taken away', () => {
  it('come anew, and what was said before still stands', () => {
    const declined = reduce(submitting(), { type: 'decline', notice: { key: 'declined_funds' } })
    const loading = reduce(declined, { type: 'remount' })
    expect(loading).toMatchObject({
      at: 'loading',
      form: { notice: { key: 'declined_funds' }, card: { cardNumber: 'mounting' } },
    })
  })

  it('do not come while something is being paid', () => {
    expect(reduce(submitting(), { type: 'remount' })).toEqual(submitting())
  })
})

describe('the way out', () => {
  it('is there while nothing can be paid here', () => {
    expect(wayOut(initial)).toBe(true)
    expect(wayOut(reduce(initial, { type: 'fail', problem: 'stripe_blocked', way: 'retry' }))).toBe(true)
  })

  it('is closed where a payment may have gone through, for it would be a second one', () => {
    expect(wayOut(reduce(submitting(), { type: 'fail', problem: 'unknown_outcome', way: 'check' }))).toBe(
      false,
    )
  })

  it.each(['not_started_person', 'not_started_busy', 'not_started_wait'] as const)(
    'is open beside the form after %s, until the visitor goes on',
    (key) => {
      const refused = reduce(submitting(), { type: 'return', notice: { key } })
      expect(refused.at).toBe('ready')
      expect(wayOut(refused)).toBe(true)
      expect(wayOut(reduce(refused, { type: 'submit' }))).toBe(false)
    },
  )

  it('is closed beside a form that says money may still be on its way', () => {
    expect(wayOut(reduce(submitting(), { type: 'return', notice: { key: 'not_arrived' } }))).toBe(false)
  })

  it('is closed beside the form and after the payment', () => {
    expect(wayOut(ready())).toBe(false)
    expect(wayOut(paid())).toBe(false)
  })
})

describe('complaints', () => {
  it('name every empty card field at the click', () => {
    expect(wrongs(ready().form)).toEqual({
      cardNumber: { key: 'number_missing' },
      cardExpiry: { key: 'expiry_missing' },
      cardCvc: { key: 'cvc_missing' },
    })
  })

  it('are none for a full form', () => {
    expect(wrongs(filled().form)).toEqual({})
  })

  it('repeat what Stripe’s field says', () => {
    const state = reduce(filled(), {
      type: 'card',
      field: 'cardNumber',
      filled: 'partial',
      code: 'invalid_number',
    }) as { form: ReturnType<typeof ready>['form'] }
    expect(wrongs(state.form)).toEqual({ cardNumber: { key: 'number_invalid' } })
  })

  it('wait until the field is left, and go as soon as they are no longer true', () => {
    let state: State = ready(tee)
    state = reduce(state, { type: 'choose', choices: { email: 'ada' } })
    expect(state.form?.problems).toEqual({})
    state = reduce(state, { type: 'left', field: 'email' })
    expect(state.form?.problems).toEqual({ email: { key: 'email_invalid' } })
    state = reduce(state, { type: 'choose', choices: { email: 'ada@example.com' } })
    expect(state.form?.problems).toEqual({})
  })

  it('are not made of a field that was only passed through', () => {
    const state = reduce(ready(tee), { type: 'left', field: 'email' })
    expect(state.form?.problems).toEqual({})
  })
})
