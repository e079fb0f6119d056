/**
 * Who goes on first, where several do something at the same time: everything that crosses a wire waits for its turn, and a list
 * of numbers says whose turn it is. So an order that breaks something can be drawn, told, and made simpler.
 */
import fc from 'fast-check'
import { turn } from './clock.ts'

/** A crowd that is on its way. */
interface Crowd {
  order: Order
  /** How many have crossed. */
  crossings: number
  /** How many of them were calls to Stripe. */
  asked: number
  crossing: number
  waiting: (() => void)[]
  /** Answers that are still on the wire. */
  held: { until: number; release: () => void }[]
}

let crowd: Crowd | null = null

/**
 * Does something that crosses a wire, when it is its turn. Alone, it is always its turn.
 * @param asks that it is a call to Stripe, whose answer may be slow.
 */
export async function inTurn<T>(cross: () => Promise<T>, asks = false): Promise<T> {
  const mine = crowd
  if (!mine) return cross()
  await new Promise<void>((release) => mine.waiting.push(release))
  mine.crossings++
  const at = asks ? mine.asked++ : null
  mine.crossing++
  const value = await cross().finally(() => mine.crossing--)
  const slow = mine.order.slow.find((one) => one.at === at)
  if (slow) await new Promise<void>((release) => mine.held.push({ until: mine.crossings + slow.by, release }))
  return value
}

/** In which order a crowd goes on. */
export interface Order {
  /** Each but the first begins after so many crossings. */
  after: number[]
  /** Who goes on next: 0 for whoever went on last, n for the nth of those that wait longest. Once used up, all by turns. */
  picks: number[]
  /** The answer to the nth call to Stripe is on its way while so many others cross. */
  slow: { at: number; by: number }[]
}

/** Others are overtaken where one goes on and on, not where all go on by turns. */
export const orders: fc.Arbitrary<Order> = fc.record({
  after: fc.array(fc.nat(8), { maxLength: 4, size: 'max' }),
  picks: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 4 })), {
    maxLength: 50,
    size: 'max',
  }),
  slow: fc.array(fc.record({ at: fc.nat(3), by: fc.integer({ min: 3, max: 12 }) }), {
    maxLength: 3,
    size: 'max',
  }),
})

export const sayOrder = ({ after, picks, slow }: Order): string =>
  [
    `at the same time; those after the first begin after ${after.join(' ') || '0'} calls; they go on in the order ${picks.join(' ') || '1'}`,
    ...slow.map(({ at, by }) => `the answer to call ${at + 1} to Stripe waits for ${by} more calls`),
  ].join('; ')

/** Forgets a crowd that never came to its end. */
export function disperse(): void {
  crowd = null
}

/** As long as that nobody waits for a turn: those that began are asleep, and what is late need not wait for them. */
const IDLE_TURNS = 10

/** Runs all of these at the same time, one crossing after another, and waits for all of them. */
export async function together(runs: (() => Promise<unknown>)[], order: Order): Promise<void> {
  const own: Crowd = { order, crossings: 0, asked: 0, crossing: 0, waiting: [], held: [] }
  crowd = own
  const late = runs
    .map((run, index) => ({ run, after: (index > 0 && order.after[index - 1]) || 0 }))
    .sort((a, b) => a.after - b.after)
  const begun: Promise<unknown>[] = []
  let going = 0
  const begin = () => {
    going++
    const begins = late
      .shift()!
      .run()
      .finally(() => going--)
    begun.push(begins)
    begins.catch(() => {}) // it is awaited at the end
  }
  for (let idle = 0; going > 0 || late.length > 0; ) {
    const impatient = idle > IDLE_TURNS
    while (late[0] && (late[0].after <= own.crossings || impatient || going === 0)) begin()
    own.held = own.held.filter(({ until, release }) => {
      const waits = until > own.crossings && !impatient
      if (!waits) release()
      return waits
    })
    await turn()
    const free = own.crossing === 0
    idle = free && own.waiting.length === 0 ? idle + 1 : 0
    if (!free || own.waiting.length === 0) continue
    const pick = order.picks[own.crossings] ?? 1
    const [release] = own.waiting.splice(pick === 0 ? -1 : (pick - 1) % own.waiting.length, 1)
    release!()
  }
  crowd = null
  for (const result of await Promise.allSettled(begun)) if (result.status === 'rejected') throw result.reason
}
