/** What each kind of action needs of the session it belongs to. */
import type { AccountAnswer } from '../../worker/account-contract.ts'
import type { Refusal } from '../call.ts'
import type { AccountChange } from '../events.ts'
import type { Card } from '../stripe.ts'
import type { AccountApi } from './api.ts'
import type { Bill, Teller } from './charge.ts'
import type { Action, Notice, Sheet } from './state.ts'
import type { Key } from './text/en.ts'
import type { Say } from './text/say.ts'

export interface Desk {
  readonly api: AccountApi
  /** The fields that are open; null where none are. */
  readonly card: Card | null
  readonly teller: Teller
  /** Null until there is an account. */
  sheet(): Sheet | null
  gone(): boolean
  /** @returns false where it may not happen now: a second click, or something that came too late. */
  dispatch(action: Action): boolean
  /** Stripe's part of paying with a saved card. */
  saved(card: string, clientSecret: string): Pick<Bill, 'confirm' | 'challenge'>
  /** Asks for all of it, and shows it. @returns null where it could not be had. */
  refresh(): Promise<AccountAnswer | null>
  /** It went through: says so beside what it was about, and to the page. */
  done(what: AccountChange, notice: Omit<Notice, 'good'>): void
  /** It did not: the form stays open with a word about it; where there is none, the section says it. */
  fail(say: Say): void
  /** The Worker refused, or was not heard: says what is known. @param key what that is, for who asked. */
  refused(error: Refusal, key?: Key): void
  focus(id: string): void
}
