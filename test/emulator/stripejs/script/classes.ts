/** The state of an element as classes of its container. */
import type { StripeElementClasses } from '@stripe/stripe-js'
import type { ElementState } from '../protocol.ts'

/** Source: StripeElementClasses. */
const DEFAULTS: Required<StripeElementClasses> = {
  base: 'StripeElement',
  complete: 'StripeElement--complete',
  empty: 'StripeElement--empty',
  focus: 'StripeElement--focus',
  invalid: 'StripeElement--invalid',
  webkitAutofill: 'StripeElement--webkit-autofill',
}

const words = (names: string): string[] => names.split(/\s+/).filter(Boolean)

/** @param classes - the shop's own names, which replace the defaults one by one. */
export function paint(
  container: HTMLElement,
  classes: StripeElementClasses | undefined,
  { empty, complete, error, autofilled }: ElementState,
  focused: boolean,
): void {
  const names = { ...DEFAULTS, ...classes }
  const states: Record<keyof StripeElementClasses, boolean> = {
    base: true,
    complete,
    empty,
    focus: focused,
    invalid: error !== undefined,
    webkitAutofill: autofilled,
  }
  for (const [state, on] of Object.entries(states))
    for (const word of words(names[state as keyof StripeElementClasses])) container.classList.toggle(word, on)
}

export function unpaint(container: HTMLElement, classes: StripeElementClasses | undefined): void {
  for (const names of Object.values({ ...DEFAULTS, ...classes })) container.classList.remove(...words(names))
}
