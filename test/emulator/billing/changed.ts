/** What every change in billing has in common: it is told with what was different, and at the time of its customer's clock. */
import type { Stripe } from 'stripe'
import { atTime } from '../clock.ts'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'

/** Changes an object and tells of it. */
export function changed<T extends { object: string }>(
  call: Call,
  type: Stripe.Event['type'],
  object: T,
  change: (object: T) => void,
): void {
  const before = structuredClone(object)
  change(object)
  recordEvent(call, type, object, before)
}

/** Does something for a customer, at the time of the test clock that the customer lives by. */
export function inTimeOf<T>(call: Call, { test_clock }: Stripe.Customer, run: () => T): T {
  const clock = typeof test_clock === 'string' ? call.objects.test_clocks[test_clock] : undefined
  return clock ? atTime(call.state, clock.frozen_time, run) : run()
}

/** What is stored refers by id; only answers are expanded. */
export const idOf = (reference: string | { id: string }): string =>
  typeof reference === 'string' ? reference : reference.id

/** A method that is gone is no subscription's default any more. */
export function forgetMethod(call: Call, { id }: Stripe.PaymentMethod): void {
  for (const subscription of Object.values(call.objects.subscriptions)) {
    if (subscription.default_payment_method !== id) continue
    changed(call, 'customer.subscription.updated', subscription, () => {
      subscription.default_payment_method = null
    })
  }
}
