/** The page, as far as a session may reach it. The element is the only one that has one. */
import type { CardField } from './card-state.ts'
import type { Field, State } from './state.ts'
import type { CardStyle } from './stripe.ts'

export interface Host {
  show(state: State): void
  /** @returns false where the page prevented the default. */
  emit(
    event: 'ready' | 'change' | 'submit' | 'authenticate' | 'declined' | 'complete' | 'error',
    detail: object,
  ): boolean
  /** Says it to the site owner, in the console. */
  report(message: string): void
  containers(): Record<CardField, HTMLElement>
  cardStyle(): CardStyle
  language(): string
  /** Whether the visitor's focus is inside, Stripe's frames included. */
  focused(): boolean
  focus(target: Field | 'heading'): void
  /** To the page that the site owner wants to follow a payment, if there is one. */
  leave(checkout: string): void
}
