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

export const now = (state: State): number =>
  state.clock.runs ? wallClock() + state.clock.offset : state.clock.now

/** Moves the clock; it keeps running or standing as it did. */
export function setClock(state: State, to: number): void {
  state.clock = state.clock.runs ? { runs: true, offset: to - wallClock() } : { runs: false, now: to }
}
