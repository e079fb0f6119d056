/** What the visitor sees, as one value, and everything that may change it. Pure: no DOM, no network, no clock. */
import type { CheckoutAnswer, OfferAnswer } from '../worker/contract.ts'
import type { Money } from '../worker/domain/money.ts'
import { type CardField, MOUNTING, mounted } from './card-state.ts'
import {
  blank,
  type CardChange,
  changeCard,
  choose,
  type Form,
  leave,
  promote,
  refuse,
  remember,
} from './form.ts'
import type { Promotion } from './promotion.ts'
import type { ChoiceField, Choices } from './terms.ts'
import type { Key } from './text/en.ts'
import type { Say } from './text/say.ts'

/** The end of a purchase, or what stands for it. */
export interface Receipt {
  is: 'paid' | 'accepted' | 'already' | 'processing' | 'review'
  /** `chk_…` */
  checkout: string
  total: Money
  /** Of `total`, what was charged at once, minor units. */
  due: number
  quantity: number
  /** `sub_…`; null where nothing recurs, or it has not begun. */
  subscription: string | null
  /** Unix seconds: until when it is free; null where it is not. */
  trialEnd: number | null
  email: string | null
  /** Unix seconds; null where Stripe has not said. */
  paidAt: number | null
}

/** `check` is for an unknown outcome: asking again is all that is safe. */
export type Way = 'none' | 'retry' | 'check'

export type State =
  | { at: 'loading'; form: Form | null }
  | { at: 'ready'; form: Form }
  | { at: 'submitting'; form: Form; doing: 'paying' | 'checking' }
  | { at: 'authenticating'; form: Form } // the bank's challenge, which Stripe.js shows
  | { at: 'declined'; form: Form } // everything typed is still there
  | { at: 'processing'; form: Form; receipt: Receipt } // days, with some banks
  | { at: 'complete'; form: Form; receipt: Receipt }
  | { at: 'closed'; form: Form; receipt: Receipt } // money came, but a person has to look at it
  | { at: 'error'; form: Form | null; problem: Key; way: Way }

export type At = State['at']

export type Action =
  | { type: 'offer'; offer: OfferAnswer; choices: Choices }
  | { type: 'open' }
  | ({ type: 'card' } & CardChange)
  | { type: 'focus'; field: CardField | null }
  | { type: 'choose'; choices: Partial<Choices> }
  | { type: 'left'; field: ChoiceField }
  | { type: 'promotion'; promotion: Promotion; wrong?: Say }
  | { type: 'saved'; cards: Form['saved'] }
  | ({ type: 'means' } & Partial<Pick<Form, 'payWith' | 'keep'>>)
  | { type: 'terms'; terms: Form['terms'] }
  | { type: 'refuse'; problems: Form['problems'] }
  | { type: 'submit' }
  | { type: 'authenticate' }
  | { type: 'check' }
  | { type: 'decline'; notice: Say }
  | { type: 'return'; notice: Say; offer?: OfferAnswer }
  | { type: 'settle'; receipt: Receipt }
  | { type: 'fail'; problem: Key; way: Way }
  | { type: 'remount' }
  | { type: 'restart' }

const CHOOSING = ['card', 'focus', 'choose', 'left', 'promotion', 'saved', 'means', 'remount'] as const
const TYPING = [...CHOOSING, 'refuse', 'terms', 'submit', 'return'] as const
const ENDING = ['settle', 'fail', 'restart'] as const
const PAYING = ['card', 'focus', 'terms', 'check', 'decline', 'return'] as const

/**
 * What may happen where. Anything else is an answer that came too late, and is dropped: a card field that reports after
 * the payment, an offer that arrives after the visitor has paid in another tab.
 */
const MAY: Record<At, readonly Action['type'][]> = {
  loading: ['offer', 'open', ...CHOOSING, ...ENDING],
  ready: [...TYPING, ...ENDING],
  declined: [...TYPING, ...ENDING],
  submitting: [...PAYING, 'authenticate', 'refuse', ...ENDING], // no `choose`: what is being paid stands still
  authenticating: [...PAYING, ...ENDING],
  processing: ['return', ...ENDING],
  complete: ['restart'],
  closed: ['restart'],
  error: ['choose', 'saved', 'check', ...ENDING],
}

export const initial: State = { at: 'loading', form: null }

export function reduce(state: State, action: Action): State {
  if (!MAY[state.at].includes(action.type)) return state
  switch (action.type) {
    case 'offer':
      return { at: 'loading', form: blank(action.offer, action.choices, state.form) }
    case 'fail':
      return { at: 'error', form: state.form, problem: action.problem, way: action.way }
    case 'restart':
      return {
        at: 'loading',
        form: state.form && { ...state.form, card: MOUNTING, problems: {}, notice: null },
      }
  }
  const { form } = state
  if (!form) return state
  switch (action.type) {
    case 'open':
      return { at: 'ready', form }
    case 'card': {
      const next = changeCard(form, action)
      return state.at === 'loading' && mounted(next.card) ? { at: 'ready', form: next } : with_(state, next)
    }
    case 'focus':
      return with_(state, { ...form, focus: action.field })
    case 'choose':
      return with_(state, choose(form, action.choices))
    case 'left':
      return with_(state, leave(form, action.field))
    case 'promotion':
      return with_(state, promote(form, action.promotion, action.wrong ?? null))
    case 'saved':
      return with_(state, remember(form, action.cards))
    case 'means': {
      const { payWith = form.payWith, keep = form.keep } = action
      return with_(state, { ...form, payWith, keep })
    }
    case 'terms':
      return with_(state, { ...form, terms: action.terms })
    case 'remount':
      return { at: 'loading', form: { ...form, card: MOUNTING, problems: {} } } // what was said still stands
    case 'refuse':
      return { at: 'ready', form: refuse(form, action.problems) }
    case 'submit':
      return { at: 'submitting', form: { ...form, problems: {}, notice: null }, doing: 'paying' }
    case 'check':
      return { at: 'submitting', form: { ...form, problems: {}, notice: null }, doing: 'checking' }
    case 'authenticate':
      return { at: 'authenticating', form }
    case 'decline':
      return { at: 'declined', form: { ...form, notice: action.notice } }
    case 'return':
      return { at: 'ready', form: { ...form, offer: action.offer ?? form.offer, notice: action.notice } }
    case 'settle':
      return { at: END[action.receipt.is], form, receipt: action.receipt }
  }
}

const END: Record<Receipt['is'], 'complete' | 'processing' | 'closed'> = {
  paid: 'complete',
  accepted: 'complete',
  already: 'complete',
  processing: 'processing',
  review: 'closed',
}

/** What the visitor keeps. */
export const receipt = (checkout: CheckoutAnswer, is: Receipt['is'], email: string | null): Receipt => ({
  is,
  checkout: checkout.id,
  total: { amount: checkout.amount, currency: checkout.currency },
  due: checkout.amount_due,
  quantity: checkout.quantity,
  subscription: checkout.subscription,
  trialEnd: checkout.trial_end,
  email,
  paidAt: checkout.paid_at,
})

/** The same state around another form. */
const with_ = (state: State, form: Form): State => ({ ...state, form }) as State

/** Whether a click on the pay button would do anything. */
export const payable = (state: State): state is Extract<State, { at: 'ready' | 'declined' }> =>
  state.at === 'ready' || state.at === 'declined'

/** Nothing was paid, and the same button may not help: what the site owner offers instead is shown beside the form. */
const ELSEWHERE: readonly (Key | undefined)[] = ['not_started_person', 'not_started_busy', 'not_started_wait']

/** Whether the site owner's own link is shown: not where a payment may have gone through, for it would be a second one. */
export const wayOut = (state: State): boolean =>
  state.at === 'loading' ||
  (state.at === 'error' && state.way !== 'check') ||
  (state.at === 'ready' && ELSEWHERE.includes(state.form.notice?.key))
