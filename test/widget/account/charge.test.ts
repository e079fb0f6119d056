/** Stripe.js and the Worker speak; what may be said of it afterwards. Time is the test's. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Bill, Charge, type End, type Known } from '../../../widget/account/charge.ts'
import type { Outcome } from '../../../widget/outcome.ts'

let seen: string[] = []
let gone = false

const teller = {
  gone: () => gone,
  authenticating: () => void seen.push('authenticating'),
  checking: () => void seen.push('checking'),
  late: () => void seen.push('late'),
}
const NOT_SAID = { is: 'unknown', code: null, decline_code: null } as const
const failed = (code: string) => ({ ...NOT_SAID, code })

/** @param known What the Worker answers, in order; the last for ever. */
function charge(outcomes: (Outcome | Promise<Outcome>)[], known: Known[], live = false): Charge {
  const left = [...outcomes]
  const answers = [...known]
  const speak = async () => left.shift()!
  const bill: Bill = {
    confirm: speak,
    challenge: speak,
    live,
    ask: async () => {
      seen.push('asked')
      return answers.length > 1 ? answers.shift()! : answers[0]!
    },
  }
  return new Charge(bill, teller)
}

async function end(of: Charge): Promise<End> {
  const run = of.run()
  await vi.advanceTimersByTimeAsync(120_000)
  return run
}
const asked = () => seen.filter((what) => what === 'asked').length

beforeEach(() => {
  seen = []
  gone = false
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

describe('paid', () => {
  it('is what the Worker knows, not what Stripe.js says', async () => {
    expect(await end(charge([{ is: 'paid' }], ['open', null, 'done']))).toEqual({ is: 'done' })
    expect(asked()).toBe(3)
  })

  it('is not said where the Worker never comes to know: only that the bank accepted', async () => {
    expect(await end(charge([{ is: 'paid' }], ['open']))).toEqual({ is: 'accepted' })
    expect(await end(charge([{ is: 'paid' }], [null]))).toEqual({ is: 'accepted' })
  })

  it('after a challenge, which is shown before it is waited for', async () => {
    expect(await end(charge([{ is: 'action' }, { is: 'paid' }], ['done']))).toEqual({ is: 'done' })
    expect(seen).toEqual(['authenticating', 'asked'])
  })

  it('by another tab is not paid again', async () => {
    const moved = failed('payment_intent_unexpected_state')
    expect(await end(charge([moved], ['done']))).toEqual({ is: 'already' })
  })

  it('though the answer of Stripe.js was lost', async () => {
    expect(await end(charge([NOT_SAID], ['done']))).toEqual({ is: 'done' })
  })
})

describe('a decline', () => {
  it('that carries the intent is believed at once', async () => {
    const declined = { is: 'declined', code: 'card_declined', decline_code: null } as const
    expect(await end(charge([declined], ['open']))).toMatchObject({ is: 'declined' })
    expect(asked()).toBe(0)
  })

  it('of a challenge is believed once the Worker still has it open', async () => {
    const refused = failed('payment_intent_authentication_failure')
    expect(await end(charge([{ is: 'action' }, refused], ['open']))).toMatchObject({
      is: 'declined',
      codes: { code: 'payment_intent_authentication_failure' },
    })
  })
})

describe('after an error that may be anything', () => {
  it('an answer that may be older than it is asked for again', async () => {
    expect(await end(charge([NOT_SAID], ['open', 'done']))).toEqual({ is: 'done' })
    expect(await end(charge([NOT_SAID], ['open']))).toEqual({ is: 'open' })
  })

  it('an answer that comes from Stripe itself is enough', async () => {
    expect(await end(charge([NOT_SAID], ['open'], true))).toEqual({ is: 'open' })
    expect(asked()).toBe(1)
  })

  it('nothing is claimed where the Worker cannot be asked', async () => {
    expect(await end(charge([NOT_SAID], [null]))).toEqual({ is: 'unknown' })
    expect(await end(charge([NOT_SAID], ['open', null]))).toEqual({ is: 'unknown' })
  })

  it('what cannot be paid any more is over', async () => {
    expect(await end(charge([NOT_SAID], ['over']))).toEqual({ is: 'over' })
  })
})

describe('silence', () => {
  const never = new Promise<Outcome>(() => {})

  it('of Stripe.js ends in a question to the Worker', async () => {
    expect(await end(charge([never], ['open', 'done']))).toEqual({ is: 'done' })
  })

  it('of the bank ends when the visitor says that its page never came', async () => {
    const one = charge([{ is: 'action' }, never], ['open'])
    const run = one.run()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(seen).toEqual(['authenticating'])
    one.leave()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await run).toEqual({ is: 'open' })
  })

  it('that is broken after all is heard', async () => {
    const late = new Promise<Outcome>((speak) => setTimeout(() => speak({ is: 'paid' }), 100_000))
    expect(await end(charge([late], ['open']))).toEqual({ is: 'open' })
    expect(seen).toContain('late')
  })
})

it('nothing is said once the element is gone', async () => {
  gone = true
  expect(await end(charge([{ is: 'paid' }], ['done']))).toEqual({ is: 'gone' })
  expect(asked()).toBe(0)
})
