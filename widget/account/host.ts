/** The page, as far as a session may reach it. The element is the only one that has one. */
import type { Place } from '../card-fields.ts'

export interface Host<State> extends Place {
  show(state: State): void
  emit(event: 'ready' | 'change' | 'token' | 'error', detail: object): void
  /** Says it to the site owner, in the console. */
  report(message: string): void
  /** Whether the visitor's focus is inside, Stripe's frames included. */
  focused(): boolean
  /** @param id of what is to have the focus; where it is not there, all of the element. */
  focus(id: string): void
  /** To another page. */
  go(url: string): void
  /** Address of this page, to come back to. */
  here(): string
}
