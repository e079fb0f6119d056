/** The page, as far as a session may reach it. The element is the only one that has one. */
import type { CardField } from './card-state.ts'
import type { Field } from './form.ts'
import type { State } from './state.ts'
import type { CardStyle } from './stripe.ts'

/** Where the cursor may be sent; `promotion`: the button that asks for a code or takes one away. */
export type Target = Field | 'heading' | 'promotion'

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
  focus(target: Target): void
  /** To the page that the site owner wants to follow a payment, if there is one. */
  leave(checkout: string): void
}
