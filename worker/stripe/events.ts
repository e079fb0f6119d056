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
  /** The intent behind that object; null where there is none, or the event has nothing to say about it. */
  paymentIntent: string | null
  /** Our checkout, as our own metadata on the object names it. */
  checkout: string | null
  site: string | null
}

// That an intent was created we know, and what a charge goes through on the way to its intent's end, the intent's own
// events say too: one read less each.
const RINGS = /^(payment_intent\.(?!created$)|charge\.(refund|dispute)|refund\.)/

/**
 * @param secrets `whsec_…`, several comma-separated while one is rotated.
 * @param now milliseconds.
 * @returns null for what is genuine but no event that carries an object.
 */
export async function verifyEvent(
  payload: string,
  header: string | undefined,
  secrets: string,
  now: number,
): Promise<Result<Doorbell | null>> {
  // The SDK refuses what is too old but not what is dated ahead, which would be replayable for as long.
  const dated = Number(/(?:^|,)t=(\d+)/.exec(header ?? '')?.[1])
  if (!header || !(dated <= now / 1000 + SIGNATURE_TOLERANCE_SECONDS)) return fail('signature_invalid')
  for (const secret of secrets.split(',').map((text) => text.trim())) {
    if (!(await isSigned(payload, header, secret, now))) continue
    try {
      return ok(toDoorbell(JSON.parse(payload)))
    } catch (error) {
      if (error instanceof SyntaxError) return fail('request_malformed')
      throw error
    }
  }
  return fail('signature_invalid')
}

async function isSigned(payload: string, header: string, secret: string, now: number): Promise<boolean> {
  try {
    const crypto = Stripe.createSubtleCryptoProvider()
    return await Stripe.webhooks.signature!.verifyHeaderAsync(
      payload,
      header,
      secret,
      SIGNATURE_TOLERANCE_SECONDS,
      crypto,
      now,
    )
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false
    throw error
  }
}

type Fields = Record<string, unknown>

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {}
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

function toDoorbell(payload: unknown): Doorbell | null {
  const event = fields(payload)
  const object = fields(fields(event.data).object)
  const metadata = fields(object.metadata)
  const [id, type, about] = [text(event.id), text(event.type), text(object.id)]
  if (!id || !type || !about || typeof event.created !== 'number') return null
  const isIntent = object.object === 'payment_intent'
  const parent = isIntent ? about : (text(object.payment_intent) ?? text(fields(object.payment_intent).id))
  return {
    id,
    type,
    created: event.created,
    livemode: event.livemode === true,
    account: text(event.account),
    object: about,
    paymentIntent: RINGS.test(type) ? parent : null,
    checkout: text(metadata.edge_checkout),
    site: text(metadata.edge_site),
  }
}
