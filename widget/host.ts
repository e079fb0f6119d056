/** The page, as far as a session may reach it. The element is the only one that has one. */
import type { Place } from './card-fields.ts'
import type { CheckoutEvents } from './events.ts'
import type { Field } from './form.ts'
import type { State as Checkout } from './state.ts'

export interface Host<State, Events> extends Place {
  show(state: State): void
  /** @returns false where the page prevented the default. */
  emit<Name extends keyof Events & string>(event: Name, detail: Events[Name]): boolean
  /** Brings the visitor's language. Resolves when the page can say anything, if need be in English; never rejects. */
  learn(api: string): Promise<void>
  /** Says it to the site owner, in the console. */
  report(message: string): void
  /** Whether the visitor's focus is inside, Stripe's frames included. */
  focused(): boolean
  /** @param id of what is to have the focus; where it is not there, all of the element. */
  focus(id: string): void
}

/** Where a checkout may send the cursor; `promotion`: the button that asks for a code or takes one away. */
export type Target = Field | 'heading' | 'promotion'

export interface CheckoutHost extends Host<Checkout, CheckoutEvents> {
  focus(target: Target): void
  /** To the page that the site owner wants to follow a payment, if there is one. */
  leave(checkout: string): void
}
