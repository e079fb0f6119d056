/** Taking the steps that time brings: of the stand-in's own clock in every account, and of a test clock when it is advanced. */
import { atTime, ownTime } from '../clock.ts'
import { nextId } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import type { State } from '../state.ts'
import { earliest, nextStep } from './due.ts'

export interface Schedule {
  /** When the next step is due: unix seconds; null when nothing is. */
  next(): number | null
  /** Takes every step that is due by now, each at its own time. @returns whether there was one. */
  run(): boolean
}

/** @param base public origin, for what a step links to. */
export function schedule(state: State, base: string): Schedule {
  const first = () =>
    earliest(
      Object.entries(state.accounts).flatMap(([account, objects]) => {
        const step = nextStep({ objects }, null)
        return step ? [{ ...step, account }] : []
      }),
    )
  return {
    next: () => first()?.at ?? null,
    run() {
      let moved = false
      for (let step = first(); step && step.at <= ownTime(state); step = first()) {
        take(step, clockCall(state, step.account, base))
        moved = true
      }
      return moved
    },
  }
}

/** What nobody asked for: as a request, but with nobody to answer. */
const clockCall = (state: State, account: string, base: string): Call => ({
  state,
  objects: state.accounts[account]!,
  account,
  key: 'secret',
  version: state.api_version,
  path: '',
  requestId: nextId(state, 'req', 14),
  byClock: true,
  idempotencyKey: null,
  base,
})

const take = ({ at, run }: { at: number; run(call: Call): void }, call: Call): void =>
  atTime(call.state, at, () => run(call))

/** Moves a test clock, step by step; its customers live by the time that it has then. */
export function advanceTestClock(
  { state, account, base, objects }: Call,
  clock: { id: string; frozen_time: number },
  to: number,
): void {
  for (
    let step = nextStep({ objects }, clock.id);
    step && step.at <= to;
    step = nextStep({ objects }, clock.id)
  ) {
    clock.frozen_time = Math.max(clock.frozen_time, step.at)
    take({ ...step, at: clock.frozen_time }, clockCall(state, account, base))
  }
  clock.frozen_time = to
}
