/** Stripe's webhook events: whether one is genuine, and which object it names. */
import Stripe from 'stripe'
import type { Feed } from '../domain/feed.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { account } from './account.ts'

const SIGNATURE_TOLERANCE_SECONDS = 300

/** What an event is about, as far as D1 depends on it. */
export type Subject =
  | 'payment_intent'
  | 'setup_intent'
  | 'subscription'
  | 'invoice'
  | 'customer'
  | 'payment_method'

/** A genuine event, reduced to the bell it rings. The payload is not believed; the object is read from Stripe. */
export interface Doorbell {
  id: string
  type: string
  /** Unix seconds, Stripe's. */
  created: number
  livemode: boolean
  /** `acct_…` of a connected account, null for the operator's own. */
  account: string | null
  /** `pi_…`, `ch_…`, `in_…`: what the event is about. */
  object: string
  /** Null where the event has nothing to say about what D1 holds. */
  subject: Subject | null
  /** The intent behind that object; null where there is none. */
  paymentIntent: string | null
  /** `sub_…`: the object, or what made the invoice. */
  subscription: string | null
  /** `cus_…` whose object it is, or was until now. */
  customer: string | null
  /** Our checkout, as our own metadata on the object names it. */
  checkout: string | null
  site: string | null
}

/** It is paid. */
export const PAID = 'payment_intent.succeeded'
/** A card was declined, or a challenge failed. */
export const DECLINED = 'payment_intent.payment_failed'
/** A card could not be saved. */
export const SETUP_FAILED = 'setup_intent.setup_failed'
/** Every change of an invoice, and every payment of one: what they tell, another event of the invoice tells by name. */
const TOLD_BY_NAME = ['invoice.updated', 'invoice.payment_succeeded'] as const
export const TRIAL_WILL_END = 'customer.subscription.trial_will_end'

/**
 * The events that can change what D1 says. That an object was created we know, and what a charge goes through on the way to its
 * intent's end, the intent's own events say too: one read less each. Stripe's list takes at most 20 names: each feed is a list.
 */
const FEEDS: Record<Feed, Partial<Record<Subject, readonly string[]>>> = {
  payments: {
    payment_intent: [
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
    ],
    setup_intent: ['setup_intent.succeeded', SETUP_FAILED, 'setup_intent.canceled'],
  },
  billing: {
    subscription: [
      'customer.subscription.updated',
      'customer.subscription.deleted',
      'customer.subscription.paused',
      'customer.subscription.resumed',
      'customer.subscription.pending_update_applied',
      'customer.subscription.pending_update_expired',
      TRIAL_WILL_END,
    ],
    invoice: [
      'invoice.paid',
      'invoice.payment_failed',
      'invoice.payment_action_required',
      'invoice.voided',
      'invoice.marked_uncollectible',
      ...TOLD_BY_NAME,
    ],
    customer: ['customer.updated', 'customer.deleted'],
    payment_method: [
      'payment_method.attached',
      'payment_method.detached',
      'payment_method.updated',
      'payment_method.automatically_updated',
    ],
  },
}

export const isToldByName = (type: string): boolean => TOLD_BY_NAME.some((name) => name === type)

export const FEED_NAMES = Object.keys(FEEDS) as Feed[]

const typesOf = (feed: Feed): string[] => Object.values(FEEDS[feed]).flat()

const SUBJECTS: ReadonlyMap<string, Subject> = new Map(
  Object.values(FEEDS)
    .flatMap((feed) => Object.entries(feed))
    .flatMap(([subject, types]) => types.map((type) => [type, subject as Subject] as const)),
)

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

/** `cus_…`, whether as an id or as the object itself. */
const reference = (value: unknown): string | null => text(value) ?? text(fields(value).id)

function toDoorbell(payload: unknown): Doorbell | null {
  const event = fields(payload)
  const data = fields(event.data)
  const object = fields(data.object)
  const [id, type, about] = [text(event.id), text(event.type), text(object.id)]
  const created = integer(event.created)
  if (!id || !type || !about || created === null) return null
  // An invoice bears its subscription's metadata; before 2025-03-31.basil both stood beside the invoice's own fields.
  const parent = fields(fields(object.parent).subscription_details)
  const details = 'subscription' in parent ? parent : fields(object.subscription_details)
  const metadata = { ...fields(details.metadata), ...fields(object.metadata) }
  const itself = (kind: string, behind: unknown): string | null =>
    object.object === kind ? about : reference(behind)
  return {
    id,
    type,
    created,
    livemode: event.livemode === true,
    account: text(event.account),
    object: about,
    subject: SUBJECTS.get(type) ?? null,
    paymentIntent: itself('payment_intent', object.payment_intent),
    subscription: itself('subscription', parent.subscription ?? object.subscription),
    customer: itself('customer', object.customer ?? fields(data.previous_attributes).customer),
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
 * @param stripeAccount `acct_…`; null for the operator's own.
 * @param since unix seconds; null for everything.
 * @param after the event after which to go on.
 * @throws Stripe.errors.StripeError
 */
export async function listEvents(
  stripe: Stripe,
  stripeAccount: string | null,
  feed: Feed,
  { since, after, limit }: { since: number | null; after: string | null; limit: number },
): Promise<EventPage> {
  const { data, has_more } = await stripe.events.list(
    {
      types: typesOf(feed),
      limit,
      ...(since === null ? {} : { created: { gte: since } }),
      ...(after === null ? {} : { starting_after: after }),
    },
    account({ stripeAccount }),
  )
  // Whose list it is we know for certain; whether a listed event says so too is Stripe's affair.
  const bells = data
    .map(toDoorbell)
    .filter((bell) => bell !== null)
    .map((bell) => ({ ...bell, account: stripeAccount }))
  return { bells, last: data.at(-1)?.id ?? null, newest: data[0]?.created ?? null, hasMore: has_more }
}
