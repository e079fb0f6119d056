/**
 * What must be true of a checkout when Stripe is quiet and every event was delivered, or read, once: written from the rules,
 * in tables of its own. It knows nothing of the Worker's code, and asks nobody: it is given what both sides say.
 */
import type { Stripe } from 'stripe'
import type { Books, RecordedEvent } from './oracle/books.ts'
import { paid } from './oracle/payments.ts'
import type { Expectation, Expected, SeenCheckout } from './oracle/row.ts'
import { savedCard } from './oracle/setups.ts'
import { begun } from './oracle/subscriptions.ts'

const EXPECTED: Record<SeenCheckout['mode'], Expectation> = {
  payment: paid,
  subscription: begun,
  setup: savedCard,
}

/**
 * Every way in which a row is not what Stripe says, in words. None: the two agree.
 * @param unreadable what Stripe shows nobody any more: of a row that says so the rest is as it last was.
 */
export function differences(
  row: SeenCheckout,
  books: Books,
  unreadable: ReadonlySet<string> = new Set(),
): string[] {
  if (row.unreachable && [row.subscription, row.invoice].some((id) => unreadable.has(id ?? ''))) return []
  const expected = EXPECTED[row.mode](row, books)
  if (typeof expected === 'string') return [`${row.id}: ${expected}`]
  return (Object.keys(expected) as (keyof Expected)[])
    .filter((field) => row[field] !== expected[field])
    .map((field) => `${row.id}: ${field} is ${row[field]}, must be ${expected[field]}`)
}

/** How often a checkout was paid, renewals aside. More than once is what must never be. */
export const timesPaid = (books: Books): number =>
  firstCharges(books).filter(({ status }) => status === 'succeeded').length

/** All but those of renewals. */
export const firstCharges = (books: Books): Stripe.Charge[] =>
  books.charges.filter(({ payment_intent }) => isFirst(books, payment_intent))

/** Whether an intent is a checkout's own payment: not that of a later invoice. */
const isFirst = ({ payments, invoices }: Books, intent: unknown): boolean => {
  const payment = payments.find((one) => one.payment.payment_intent === intent)
  const invoice = payment && invoices.find(({ id }) => id === payment.invoice)
  return !invoice || invoice.billing_reason === 'subscription_create'
}

/**
 * Of the client secrets that a visitor holds, the intents and set-ups that can still be used, or were. More than one at a time
 * could charge twice.
 */
export const payable = (
  { intents, setups }: Books,
  secrets: ReadonlySet<string>,
  { setup_intent }: Pick<SeenCheckout, 'setup_intent'>,
): string[] =>
  // One that was replaced may have been set up while its cancellation was on its way. Nothing begins but with the row's own.
  [...intents, ...setups.filter(({ id, status }) => status !== 'succeeded' || id === setup_intent)]
    .filter(({ client_secret, status }) => secrets.has(client_secret ?? '') && status !== 'canceled')
    .map(({ id }) => id)

/** An event as the site owner's key sees it in a checkout's history. */
export interface SeenEvent {
  id: string
  type: string
  object_id: string
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
  if (row.unreachable) return false // it says that nobody can know
  const isOwn = row.payment_intent === (object.payment_intent ?? object.id)
  const isPaid = row.status === 'succeeded' || row.status === 'needs_review'
  switch (type) {
    case 'payment_intent.succeeded': // of another intent than the row's: a person must look at it, unless it is a renewal's
      return isOwn ? !isPaid : row.mode === 'payment' && row.status !== 'needs_review'
    case 'invoice.paid':
    case 'invoice.payment_succeeded':
      return row.invoice === object.id && !isPaid
    case 'invoice.voided':
      return row.invoice === object.id && row.status === 'open'
    case 'setup_intent.succeeded': // of a free start it is the first half
      return row.setup_intent === object.id && row.mode === 'setup' && !isPaid
    case 'payment_intent.canceled': // also once the first invoice was paid elsewhere
      return (
        isOwn &&
        !['canceled', 'expired', 'needs_review'].includes(row.status) &&
        !(row.mode === 'subscription' && row.status === 'succeeded' && row.paid_at !== null)
      )
    case 'charge.refunded':
      return isOwn && row.amount_refunded < (object.amount_refunded ?? 0)
    default:
      return false
  }
}
