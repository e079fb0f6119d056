/** Asks what would happen. */
import type { Call } from '../protocol/endpoint.ts'
import { ApiError } from '../protocol/errors.ts'

/**
 * Does something on a copy: nothing of it is kept, told or delivered, and no id is used up. So a preview is made by the code that
 * makes the invoice, and what would be declined can be refused before anything exists.
 */
export function tryOut<T>(call: Call, run: (call: Call) => T): T {
  const { events: _events, ...kept } = call.objects
  const objects = { ...structuredClone(kept), events: {} }
  const counters = { ...call.state.counters }
  return run({
    ...call,
    objects,
    state: { ...call.state, counters, challenges: {}, deliveries: [], webhook_endpoints: {} },
  })
}

/** An error of what was tried out: the intent and the charge that it would carry are not there. */
export function withoutObjects({ status, body }: ApiError): ApiError {
  const { payment_intent: _intent, charge: _charge, ...rest } = body
  return new ApiError(status, rest)
}
