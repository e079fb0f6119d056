/** The page, as far as an account may reach it. */
import type { AccountEvents } from '../events.ts'
import type { Host } from '../host.ts'
import type { State } from './state.ts'

export interface AccountHost extends Host<State, AccountEvents> {
  /** To another page. */
  go(url: string): void
  /** Address of this page, to come back to. */
  here(): string
}
