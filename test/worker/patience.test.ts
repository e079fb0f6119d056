import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { patientFetch } from '../../worker/stripe/patience.ts'

let sent: number[] = []
/** What Stripe answers next; 200 where nothing is said. */
let answers: number[] = []

beforeEach(() => {
  sent = []
  answers = []
  vi.useFakeTimers()
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => {
    sent.push(Date.now())
    return new Response(null, { status: answers.shift() ?? 200 })
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Lets the pauses between the calls pass. */
async function soon<T>(asked: Promise<T>): Promise<T> {
  await vi.runAllTimersAsync()
  return asked
}

describe('a job calls Stripe', () => {
  it('at most 25 times in any second', async () => {
    const { send } = patientFetch()
    await soon(Promise.all(Array.from({ length: 100 }, () => send('http://stripe.test'))))
    const within = sent.map((start) => sent.filter((time) => time >= start && time < start + 1000).length)
    expect(sent).toHaveLength(100)
    expect(Math.max(...within)).toBeLessThanOrEqual(25)
    expect(sent.at(-1)! - sent[0]!).toBeLessThan(8000)
  })

  it('again where it asks for patience, and counts every call', async () => {
    const { send, calls } = patientFetch()
    answers = [429, 429]
    expect((await soon(send('http://stripe.test'))).status).toBe(200)
    expect(calls()).toBe(3)
    expect(sent[1]! - sent[0]!).toBeGreaterThanOrEqual(1000)
  })

  it('five times at most, and passes on the refusal', async () => {
    const { send, calls } = patientFetch()
    answers = Array(9).fill(429)
    expect((await soon(send('http://stripe.test'))).status).toBe(429)
    expect(calls()).toBe(5)
  })
})
