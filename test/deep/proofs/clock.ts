/**
 * One clock for the Worker, the stand-in and everybody else: it stands still until somebody waits, or moves it. Waiting takes
 * a hundredth of its time, so that a day of retries is over in a blink.
 */
import { vi } from 'vitest'

const START_MS = Date.UTC(2026, 10, 23, 12)
const SHORTENED = 100
/** Longer ones are no pauses: they are what a call to Stripe is given, which has to last while this machine is busy. */
const LONGEST_PAUSE_MS = 9_000

const wait = globalThis.setTimeout

/** A turn of the event loop: whatever can go on has gone on. */
export const turn = (): Promise<void> => new Promise((resolve) => wait(resolve, 0))

export function stopClock(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: START_MS })
  globalThis.setTimeout = ((run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    if (ms > LONGEST_PAUSE_MS) return wait(run, ms, ...args)
    const end = Date.now() + ms
    return wait(() => {
      if (end > Date.now()) vi.setSystemTime(end)
      run(...args)
    }, ms / SHORTENED)
  }) as typeof setTimeout
}

export function startClock(): void {
  globalThis.setTimeout = wait
  vi.useRealTimers()
}

export const rewindClock = (): void => void vi.setSystemTime(START_MS)

export const advanceClock = (seconds: number): void => void vi.setSystemTime(Date.now() + seconds * 1000)
