/** Stripe's webhook events: whether one is genuine, and which object it names. */
import Stripe from 'stripe'
import { fail, ok, type Result } from '../domain/result.ts'

const SIGNATURE_TOLERANCE_SECONDS = 300

/** A genuine event, reduced to the bell it rings. The payload is not believed; the object is read from Stripe. */
export interface Doorbell {
  id: string
  type: string
  /** Unix seconds, Stripe's. */
  created: number
  livemode: boolean
  /** `acct_…` of a connected account, null for the operator's own. */
  account: string | null
  /** `pi_…`, `ch_…`: what the event is about. */
  object: string
  /** The intent behind that object, where there is one. */
  paymentIntent: string | null
  /** Our checkout, as our own metadata on the object names it. */
  checkout: string | null
  site: string | null
}

/**
 * @param secrets `whsec_…`, several comma-separated while one is rotated.
 * @param now milliseconds.
 */
export async function verifyEvent(
  payload: string,
  header: string | undefined,
  secrets: string,
  now: number,
): Promise<Result<Doorbell>> {
  // The SDK refuses what is too old but not what is dated ahead, which would be replayable for as long.
  const dated = Number(/(?:^|,)t=(\d+)/.exec(header ?? '')?.[1])
  if (!header || !(dated <= now / 1000 + SIGNATURE_TOLERANCE_SECONDS)) return fail('signature_invalid')
  for (const secret of secrets.split(',')) {
    try {
      const event = await Stripe.webhooks.constructEventAsync(
        payload,
        header,
        secret.trim(),
        SIGNATURE_TOLERANCE_SECONDS,
        Stripe.createSubtleCryptoProvider(),
        now,
      )
      return ok(toDoorbell(event))
    } catch (error) {
      if (error instanceof SyntaxError) return fail('request_malformed')
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error
    }
  }
  return fail('signature_invalid')
}

/** The fields we look for on whatever object an event carries. */
interface Named {
  id?: string
  object: string
  payment_intent?: string | { id: string } | null
  metadata?: Record<string, string> | null
}

function toDoorbell(event: Stripe.Event): Doorbell {
  const object = event.data.object as unknown as Named
  const parent = object.payment_intent
  return {
    id: event.id,
    type: event.type,
    created: event.created,
    livemode: event.livemode,
    account: event.account ?? null,
    object: object.id ?? '',
    paymentIntent:
      object.object === 'payment_intent'
        ? (object.id ?? null)
        : typeof parent === 'object'
          ? (parent?.id ?? null)
          : (parent ?? null),
    checkout: object.metadata?.edge_checkout ?? null,
    site: object.metadata?.edge_site ?? null,
  }
}
