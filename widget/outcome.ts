/** What Stripe.js answered, as far as it can be taken at its word. Pure. */
import type { PaymentIntent, SetupIntent, StripeError } from '@stripe/stripe-js'

export type Outcome =
  | { is: 'paid' } // of a set-up: saved. The Worker still has to verify it
  | { is: 'processing' }
  | { is: 'action' } // the bank wants a challenge
  | { is: 'declined'; code: string | null; decline_code: string | null }
  | { is: 'unknown'; code: string | null; decline_code: string | null } // only the Worker can tell
  | { is: 'silent' } // nothing was answered, and may never be

interface Answer {
  paymentIntent?: Pick<PaymentIntent, 'status'> | undefined
  setupIntent?: Pick<SetupIntent, 'status'> | undefined
  error?: Pick<StripeError, 'type' | 'code' | 'decline_code' | 'payment_intent' | 'setup_intent'> | undefined
}

const STATUS: Partial<Record<PaymentIntent.Status | SetupIntent.Status, Outcome>> = {
  succeeded: { is: 'paid' },
  processing: { is: 'processing' },
  requires_action: { is: 'action' },
}

/**
 * A decline is believed only where it carries the intent, and the intent waits for another card: then no money moved.
 * After any other error money may have moved, whatever the error says.
 */
export function outcome({ paymentIntent, setupIntent, error }: Answer): Outcome {
  const { status = 'canceled' } = paymentIntent ?? setupIntent ?? {}
  if (!error) return STATUS[status] ?? { is: 'unknown', code: null, decline_code: null }
  const codes = { code: error.code ?? null, decline_code: error.decline_code || null }
  const intent = error.payment_intent ?? error.setup_intent
  const declined = error.type === 'card_error' && intent?.status === 'requires_payment_method'
  return { is: declined ? 'declined' : 'unknown', ...codes }
}
