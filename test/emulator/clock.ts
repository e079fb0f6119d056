/**
 * The stand-in's clock, in whole unix seconds. With `now` given it stands still there until it is moved; otherwise it runs with the
 * wall clock. Signatures do not use it: they are dated by the wall clock, because those who verify them live by that one.
 */
import type { State } from './state.ts'

export type ClockState =
  | { runs: true /** Seconds added to the wall clock. */; offset: number }
  | { runs: false; now: number }

export const wallClock = (): number => Math.floor(Date.now() / 1000)

export const clockAt = (now: number | undefined): ClockState =>
  now === undefined ? { runs: true, offset: 0 } : { runs: false, now }

/** The time at which something is done: the stand-in's own, or that of the test clock it is done in. */
export const now = (state: State): number => state.test_time ?? ownTime(state)

/** The stand-in's own time, of which no test clock knows: events and deliveries live by it. */
export const ownTime = (state: State): number =>
  state.clock.runs ? wallClock() + state.clock.offset : state.clock.now

/** Does something at the time of a test clock. Nothing is awaited inside, so nobody else ever sees that time. */
export function atTime<T>(state: State, time: number, run: () => T): T {
  const outside = state.test_time
  state.test_time = time
  try {
    return run()
  } finally {
    state.test_time = outside
  }
}

/** Moves the clock; it keeps running or standing as it did. */
export function setClock(state: State, to: number): void {
  state.clock = state.clock.runs ? { runs: true, offset: to - wallClock() } : { runs: false, now: to }
}
