/** What whoever opened the link to a failed renewal sees, as one value. Pure: no DOM, no network, no clock. */
import type { RecoveryAnswer } from '../../worker/account-contract.ts'
import { blankCard, type CardAction, type CardForm, reduceCard } from './card-form.ts'
import type { Key } from './text/en.ts'
import type { Say } from './text/say.ts'

/** With which card: the one that failed, or one that is being typed. */
export type With = 'same' | CardForm

/** `already`: before this page was opened, or by another tab. `accepted`: Stripe.js says so, the Worker does not know yet. */
export type Ending = 'paid' | 'already' | 'over' | 'accepted' | 'processing'

export type State =
  | { at: 'loading' }
  | { at: 'ready'; bill: RecoveryAnswer; with: With; notice: Say | null }
  | { at: 'submitting'; bill: RecoveryAnswer; with: With; doing: 'asking' | 'checking' }
  | { at: 'authenticating'; bill: RecoveryAnswer; with: With } // the bank's challenge, which Stripe.js shows
  | { at: 'unknown'; bill: RecoveryAnswer; with: With } // asking again is all that is safe
  | { at: 'complete'; bill: RecoveryAnswer; ending: Ending }
  | { at: 'error'; problem: Key; way: 'none' | 'retry' }

export type Action =
  | { type: 'bill'; bill: RecoveryAnswer; opened: boolean }
  | { type: 'fail'; problem: Key; way: 'none' | 'retry' }
  | { type: 'with'; with: With }
  | { type: 'restart' }
  | { type: 'submit' }
  | { type: 'authenticate' }
  | { type: 'check' }
  | { type: 'unknown' }
  | { type: 'back'; say: Say }
  | { type: 'end'; ending: Ending }
  | CardAction

/** What may happen where. Anything else came too late, or is a second click, and is dropped. */
const MAY: Record<State['at'], readonly Action['type'][]> = {
  loading: ['bill', 'fail'],
  ready: ['bill', 'with', 'submit', 'back', 'card', 'focus', 'remount', 'refuse', 'fail'],
  submitting: ['bill', 'authenticate', 'check', 'unknown', 'back', 'end', 'card', 'focus'],
  authenticating: ['bill', 'check', 'unknown', 'back', 'end', 'card', 'focus'],
  unknown: ['check', 'bill', 'end'],
  complete: [],
  error: ['restart'],
}

export const initial: State = { at: 'loading' }

export function reduce(state: State, action: Action): State {
  if (!MAY[state.at].includes(action.type)) return state
  switch (action.type) {
    case 'restart':
      return initial
    case 'fail':
      return { at: 'error', problem: action.problem, way: action.way }
    case 'bill':
      return taken(state, action.bill, action.opened)
  }
  if (!('with' in state)) return state
  const { bill, with: means } = state
  const both = { bill, with: means }
  switch (action.type) {
    case 'with':
      return { at: 'ready', bill, with: action.with, notice: null }
    case 'submit':
      return { at: 'submitting', ...both, doing: 'asking' }
    case 'check':
      return { at: 'submitting', ...both, doing: 'checking' }
    case 'authenticate':
      return { at: 'authenticating', ...both }
    case 'unknown':
      return { at: 'unknown', ...both }
    case 'back':
      return { at: 'ready', ...both, notice: action.say }
    case 'end':
      return { at: 'complete', bill, ending: action.ending }
    default:
      return means === 'same' ? state : { ...state, with: reduceCard(means, action) }
  }
}

/** What the Worker says it is. @param opened whether it is the first answer: then whatever is over was over before. */
function taken(state: State, bill: RecoveryAnswer, opened: boolean): State {
  if (opened && bill.status !== 'due')
    return { at: 'complete', bill, ending: bill.status === 'paid' ? 'already' : 'over' }
  if ('with' in state) return { ...state, bill }
  const same = bill.payment_method !== null
  return { at: 'ready', bill, with: same ? 'same' : blankCard, notice: null }
}

/** The fields that are open. */
export const formOf = (state: State): CardForm | null =>
  'with' in state && state.with !== 'same' ? state.with : null
