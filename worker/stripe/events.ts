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

/** It is paid. */
export const PAID = 'payment_intent.succeeded'
/** A card was declined, or a challenge failed. */
export const DECLINED = 'payment_intent.payment_failed'

/**
 * The events that can change what D1 says. That an intent was created we know, and what a charge goes through on the way
 * to its intent's end, the intent's own events say too: one read less each. Stripe's list takes at most 20 names.
 */
const RINGS = [
  PAID,
  DECLINED,
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.canceled',
  'payment_intent.amount_capturable_updated',
  'payment_intent.partially_funded',
  'charge.refunded',
  'charge.refund.updated',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
]

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
/** Half a surrogate pair names nothing, and cannot be asked for. */
const text = (value: unknown): string | null =>
  typeof value === 'string' && value.isWellFormed() ? value : null
const integer = (value: unknown): number | null => (Number.isSafeInteger(value) ? (value as number) : null)

function toDoorbell(payload: unknown): Doorbell | null {
  const event = fields(payload)
  const object = fields(fields(event.data).object)
  const metadata = fields(object.metadata)
  const [id, type, about] = [text(event.id), text(event.type), text(object.id)]
  const created = integer(event.created)
  if (!id || !type || !about || created === null) return null
  const isIntent = object.object === 'payment_intent'
  const parent = isIntent ? about : (text(object.payment_intent) ?? text(fields(object.payment_intent).id))
  return {
    id,
    type,
    created,
    livemode: event.livemode === true,
    account: text(event.account),
    object: about,
    paymentIntent: RINGS.includes(type) ? parent : null,
    checkout: text(metadata.edge_checkout),
    site: text(metadata.edge_site),
  }
}

/** A page of an account's events that ring, newest first. */
export interface EventPage {
  bells: Doorbell[]
  /** The last event of the page, whether it rings or not; null where the page is empty. */
  last: string | null
  /** Unix seconds: when the newest of them was; null where the page is empty. */
  newest: number | null
  hasMore: boolean
}

/**
 * What Stripe remembers of an account, for 30 days.
 * @param account `acct_…`; null for the operator's own.
 * @param since unix seconds; null for everything.
 * @param after the event after which to go on.
 * @throws Stripe.errors.StripeError
 */
export async function listEvents(
  stripe: Stripe,
  account: string | null,
  { since, after, limit }: { since: number | null; after: string | null; limit: number },
): Promise<EventPage> {
  const { data, has_more } = await stripe.events.list(
    {
      types: RINGS,
      limit,
      ...(since === null ? {} : { created: { gte: since } }),
      ...(after === null ? {} : { starting_after: after }),
    },
    account ? { stripeAccount: account } : {},
  )
  // Whose list it is we know for certain; whether a listed event says so too is Stripe's affair.
  const bells = data
    .map(toDoorbell)
    .filter((bell) => bell !== null)
    .map((bell) => ({ ...bell, account }))
  return { bells, last: data.at(-1)?.id ?? null, newest: data[0]?.created ?? null, hasMore: has_more }
}
