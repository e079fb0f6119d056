import { describe, expect, it } from 'vitest'
import { asksCard, type Form, isFree, whatChanged, wrongs } from '../../widget/form.ts'
import { initial, payable, receipt, reduce, type State, wayOut } from '../../widget/state.ts'
import {
  blank,
  card,
  checkout,
  club,
  clubFree,
  clubTrial,
  filled,
  mug,
  ready,
  tee,
  tenOff,
  visa,
} from './fixtures.ts'

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

describe('where a card is not asked for', () => {
  /** @param discount what an applied code takes off, in percent. */
  const form = (offer = club, discount = 0): Form => {
    const promotion = { at: 'applied', discount: { ...tenOff, percent_off: discount } } as const
    return (reduce(ready(offer), { type: 'promotion', promotion }) as { form: Form }).form
  }

  it('empty fields are no complaint: a free start without one, and nothing to pay', () => {
    expect(wrongs(form(clubFree))).toEqual({})
    expect(wrongs(form(club, 100))).toEqual({})
  })

  it('is no free start that wants one, and no card that is to be saved', () => {
    expect(asksCard(form(clubTrial, 100))).toBe(true)
    expect(asksCard(form(card))).toBe(true)
    expect(asksCard(form(club, 99))).toBe(true)
  })

  it('the form is there without Stripe’s fields', () => {
    const loading = reduce(initial, { type: 'offer', offer: clubFree, choices: blank })
    expect(reduce(loading, { type: 'open' }).at).toBe('ready')
  })

  it('nothing is charged at once, nor where it is free at first', () => {
    expect([club, clubTrial, clubFree, card].map((offer) => isFree(form(offer)))).toEqual([
      ...[false, true, true, true],
    ])
    expect(isFree(form(club, 100))).toBe(true)
  })
})

describe('saved cards', () => {
  const mastercard = { ...visa, id: 'pm_mastercard', is_default: true }
  const saved = (state: State, cards: Form['saved']): Form =>
    (reduce(state, { type: 'saved', cards }) as { form: Form }).form

  it('are paid with at one click: the default is chosen, and nothing has to be typed', () => {
    const form = saved(ready(), [visa, mastercard])
    expect(form.payWith).toBe('pm_mastercard')
    expect(wrongs(form)).toEqual({})
  })

  it('leave the choice as it was when they come again, with a fresh token', () => {
    const chosen = reduce(
      { at: 'ready', form: saved(ready(), [visa, mastercard]) },
      { type: 'means', payWith: null },
    )
    expect(saved(chosen, [visa, mastercard]).payWith).toBeNull()
  })

  it('do not take the place of a card that is being typed', () => {
    expect(saved(filled(), [visa]).payWith).toBeNull()
  })

  it('that are gone are not paid with', () => {
    const form = saved(ready(), [mastercard])
    expect(saved({ at: 'ready', form }, null).payWith).toBeNull()
    expect(saved({ at: 'ready', form }, [visa]).payWith).toBe('pm_visa')
  })

  it('are not offered to be saved again', () => {
    expect(saved(ready(card), [visa])).toMatchObject({ saved: [], payWith: null })
  })

  it('stand still while one of them is being paid with', () => {
    const paying = reduce({ at: 'ready', form: saved(ready(), [visa]) }, { type: 'submit' })
    expect(reduce(paying, { type: 'means', payWith: null })).toBe(paying)
  })
})

describe('a promotion code', () => {
  it('that is wrong is said once, and no longer once another is typed', () => {
    let state: State = ready(club)
    const wrong = { key: 'promotion_invalid' } as const
    state = reduce(state, { type: 'promotion', promotion: { at: 'open' }, wrong })
    expect(state.form).toMatchObject({ problems: { promotion_code: wrong }, spoken: [wrong] })
    state = reduce(state, { type: 'choose', choices: { email: 'ada@example.com' } })
    expect(state.form?.problems).toEqual({ promotion_code: wrong })
    state = reduce(state, { type: 'choose', choices: { promotion_code: 'TEN' } })
    expect(state.form?.problems).toEqual({})
  })

  it('is not asked about for ever where the answer never came', () => {
    let state: State = reduce(ready(club), { type: 'promotion', promotion: { at: 'asking' } })
    state = reduce(reduce(state, { type: 'restart' }), { type: 'offer', offer: club, choices: blank })
    expect(state.form?.promotion).toEqual({ at: 'open' })
  })
})

describe('an offer that changed', () => {
  it('is said by its price, or by what it costs when', () => {
    const { form } = ready(clubTrial)
    expect(whatChanged(form, { ...clubTrial, amount: 1000 })).toMatchObject({ key: 'price_changed' })
    expect(whatChanged(form, club)).toEqual({ key: 'offer_changed' })
    expect(whatChanged(form, clubTrial)).toEqual({ key: 'price_reload' })
  })
})
