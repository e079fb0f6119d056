/**
 * What must be true of a checkout when Stripe is quiet and every event was delivered, or read, once: written from the rules,
 * in tables of its own. It knows nothing of the Worker's code, and asks nobody: it is given what both sides say.
 */
import type { Stripe } from 'stripe'

/** A checkout as the site owner's key sees it. */
export interface SeenCheckout {
  id: string
  revision: number
  status: string
  verified: boolean
  verified_by: 'event' | 'read' | null
  review: string | null
  unreachable: boolean
  payment_intent: string | null
  amount: number
  currency: string
  amount_received: number
  amount_refunded: number
  livemode: boolean
  paid_at: number | null
}

/** All that Stripe holds for one checkout: what carries its id in our metadata, orphans and canceled ones included. */
export interface Books {
  intents: readonly Stripe.PaymentIntent[]
  charges: readonly Stripe.Charge[]
}

const STATUS: Partial<Record<Stripe.PaymentIntent.Status, string>> = {
  requires_payment_method: 'open',
  requires_confirmation: 'open',
  requires_action: 'open',
  processing: 'processing',
  requires_capture: 'needs_review',
  succeeded: 'succeeded',
  canceled: 'canceled',
}

/** Where money moved, or is on its way. */
const MOVED = ['processing', 'requires_capture', 'succeeded']

type Expected = Omit<SeenCheckout, 'id' | 'revision' | 'payment_intent' | 'amount' | 'currency' | 'livemode'>

/** Nothing was ever seen to happen. */
const NOTHING: Omit<Expected, 'status'> = {
  verified: false,
  verified_by: null,
  review: null,
  unreachable: false,
  amount_received: 0,
  amount_refunded: 0,
  paid_at: null,
}

/** Every way in which a row is not what Stripe says, in words. None: the two agree. */
export function differences(row: SeenCheckout, { intents, charges }: Books): string[] {
  const own = intents.find(({ id }) => id === row.payment_intent)
  if (row.payment_intent !== null && !own) return [`${row.id}: Stripe holds no ${row.payment_intent}`]
  const expected = expectedOf(row, own, intents, charges)
  return (Object.keys(expected) as (keyof Expected)[])
    .filter((field) => row[field] !== expected[field])
    .map((field) => `${row.id}: ${field} is ${row[field]}, must be ${expected[field]}`)
}

function expectedOf(
  row: SeenCheckout,
  own: Stripe.PaymentIntent | undefined,
  intents: Books['intents'],
  charges: Books['charges'],
): Expected {
  const stray = intents.some(({ id, status }) => id !== own?.id && MOVED.includes(status))
  const review = stray ? 'unexpected_payment_intent' : own ? disagreement(row, own) : null
  // Without an intent nothing happened at Stripe: it waits for one, or it ended.
  if (!own) return { ...NOTHING, review, status: review ? 'needs_review' : ended(row) }
  const charge = charges.find(({ id }) => id === own.latest_charge)
  const status = review ? 'needs_review' : statusOf(own, row)
  return {
    status,
    review,
    unreachable: false,
    verified: status === 'succeeded',
    // By which of the two it was known first is the network's doing.
    verified_by: status === 'succeeded' ? (row.verified_by ?? 'event') : null,
    amount_received: own.amount_received,
    amount_refunded: charge?.amount_refunded ?? 0,
    paid_at: own.status === 'succeeded' ? (charge?.created ?? null) : null,
  }
}

const ended = ({ status }: SeenCheckout): string => (status === 'expired' ? 'expired' : 'open')

/** `expired` is ours, and for good: Stripe only confirms that it is canceled. */
const statusOf = (intent: Stripe.PaymentIntent, row: SeenCheckout): string =>
  intent.status === 'canceled' && (intent.cancellation_reason === 'abandoned' || row.status === 'expired')
    ? 'expired'
    : (STATUS[intent.status] ?? `(${intent.status})`)

/** Paid means as agreed: in mode, currency and amount. */
function disagreement(row: SeenCheckout, intent: Stripe.PaymentIntent): string | null {
  if (intent.status === 'requires_capture') return 'capture_pending'
  if (intent.status !== 'succeeded') return null
  if (intent.livemode !== row.livemode) return 'livemode_differs'
  if (intent.currency !== row.currency) return 'currency_differs'
  return intent.amount_received === row.amount ? null : 'amount_differs'
}

/** How often a checkout was paid. More than once is what must never be. */
export const timesPaid = ({ charges }: Books): number =>
  charges.filter(({ status }) => status === 'succeeded').length

/**
 * Of the client secrets that a visitor holds, the intents that can still be paid, or were. More than one at a time could
 * charge twice.
 */
export const payable = ({ intents }: Books, secrets: ReadonlySet<string>): string[] =>
  intents
    .filter(({ client_secret, status }) => secrets.has(client_secret ?? '') && status !== 'canceled')
    .map(({ id }) => id)

/** An event as the site owner's key sees it in a checkout's history. */
export interface SeenEvent {
  id: string
  type: string
  object_id: string
}

/** An event as Stripe recorded it. */
export interface RecordedEvent {
  id: string
  type: string
  data: { object: object }
}

/**
 * Every way in which a history is half applied: an event that is there without its effect, twice, or that Stripe never sent;
 * or a payment known by an event that is not there.
 */
export function halfApplied(
  row: SeenCheckout,
  events: readonly SeenEvent[],
  recorded: ReadonlyMap<string, RecordedEvent>,
): string[] {
  const broken = events.flatMap(({ id, type }) => {
    const event = recorded.get(id)
    if (!event || event.type !== type) return [`${row.id}: Stripe never sent ${id}, ${type}`]
    return lacks(row, event) ? [`${row.id}: has ${id}, ${type}, without its effect`] : []
  })
  if (new Set(events.map(({ id }) => id)).size !== events.length)
    broken.push(`${row.id}: keeps an event twice`)
  if (row.verified_by === 'event' && events.length === 0)
    broken.push(`${row.id}: is verified by an event that it does not have`)
  return broken
}

/** Whether a row does not show what an event is about, nor anything later. */
export function lacks(row: SeenCheckout, { type, data }: RecordedEvent): boolean {
  const object = data.object as { id: string; payment_intent?: string | null; amount_refunded?: number }
  const isOwn = row.payment_intent === (object.payment_intent ?? object.id)
  const paid = row.status === 'succeeded' || row.status === 'needs_review'
  switch (type) {
    case 'payment_intent.succeeded': // of another intent than the row's: a person must look at it
      return isOwn ? !paid : row.status !== 'needs_review'
    case 'payment_intent.canceled': // new terms may have followed
      return isOwn && !['canceled', 'expired', 'needs_review'].includes(row.status)
    case 'charge.refunded':
      return isOwn && row.amount_refunded < (object.amount_refunded ?? 0)
    default:
      return false
  }
}
