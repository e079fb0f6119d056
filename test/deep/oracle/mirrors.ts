/**
 * What the mirrors in D1 must say: subscriptions, invoices, customers and saved cards as Stripe has them. What was deleted keeps a
 * state that Stripe once had.
 */
import type { Stripe } from 'stripe'
import type { Customer, Objects } from '../../emulator/state.ts'
import { chargeOf, intentOf, subscriptionOf } from './books.ts'

/** A row of D1's, in its own spelling. */
export type MirrorRow = Record<string, string | number | null>

/** One account's rows. */
export interface Mirrors {
  subscriptions: readonly MirrorRow[]
  invoices: readonly MirrorRow[]
  customers: readonly MirrorRow[]
  payment_methods: readonly MirrorRow[]
  prices: readonly MirrorRow[]
}

type Wanted = Record<string, unknown>

/**
 * Every way in which the mirrors are not what Stripe says, in words.
 * @param unreadable what Stripe shows nobody any more: its row says so, or nobody had a reason to look, and it is as it was.
 */
export const mirrorDifferences = (
  mirrors: Mirrors,
  stripe: Objects,
  unreadable: ReadonlySet<string>,
): string[] => [
  ...mirrors.subscriptions.flatMap((row) => {
    const own = stripe.subscriptions[String(row.id)]
    if (isGone(row, unreadable)) return []
    return own ? compare(row, subscription(own, row, mirrors.prices)) : gone(row)
  }),
  ...mirrors.invoices.flatMap((row) => {
    const own = stripe.invoices[String(row.id)]
    if (isGone(row, unreadable)) return []
    return own ? compare(row, invoice(stripe, own)) : gone(row)
  }),
  ...missing(mirrors, stripe, unreadable),
  ...mirrors.customers.flatMap((row) => (isGone(row, unreadable) ? [] : ofCustomer(row, stripe))),
  ...mirrors.payment_methods.flatMap((row) => ofCard(row, stripe)),
]

/** Whether a row says that its object cannot be read, and is right. What it was then, it stays: {@link mirrorStepsBack}. */
const isGone = ({ id, unreachable }: MirrorRow, unreadable: ReadonlySet<string>): boolean =>
  unreachable === 1 && unreadable.has(String(id))

const gone = ({ id, unreachable }: MirrorRow): string[] =>
  unreachable === 1 ? [] : [`${id}: Stripe shows none, and the row does not say so`]

const compare = (row: MirrorRow, wanted: Wanted): string[] =>
  Object.keys(wanted)
    .filter((field) => row[field] !== wanted[field])
    .map((field) => `${row.id}: ${field} is ${row[field]}, must be ${wanted[field]}`)

const bit = (value: boolean): number => (value ? 1 : 0)

function subscription(own: Stripe.Subscription, row: MirrorRow, prices: readonly MirrorRow[]): Wanted {
  const [item] = own.items.data
  const { price } = item!
  return {
    customer: own.customer,
    status: own.status,
    item: item!.id,
    price: price.id,
    // A price that is none of ours names no offer: it stays the one that it was.
    offer: prices.find((one) => one.price === price.id)?.offer ?? row.offer,
    quantity: item!.quantity,
    unit_amount: price.unit_amount,
    currency: price.currency,
    interval: price.recurring!.interval,
    interval_count: price.recurring!.interval_count,
    current_period_start: item!.current_period_start,
    current_period_end: item!.current_period_end,
    trial_end: own.trial_end,
    cancel_at: own.cancel_at,
    cancel_at_period_end: bit(own.cancel_at_period_end),
    canceled_at: own.canceled_at,
    ended_at: own.ended_at,
    paused: bit(own.status === 'paused' || own.pause_collection !== null),
    pause_resumes_at: own.pause_collection?.resumes_at ?? null,
    default_payment_method: own.default_payment_method,
    latest_invoice: own.latest_invoice,
    pending_update: bit(own.pending_update !== null),
    unreachable: 0,
  }
}

function invoice(stripe: Objects, own: Stripe.Invoice): Wanted {
  const books = {
    intents: Object.values(stripe.payment_intents),
    charges: Object.values(stripe.charges),
    payments: Object.values(stripe.invoice_payments),
  }
  const intent = intentOf(books, own)
  // What was paid elsewhere no charge has paid, whatever was tried before.
  const charge = own.status === 'paid' && intent?.status !== 'succeeded' ? undefined : chargeOf(books, intent)
  const period = own.lines.data.at(-1)?.period
  return {
    subscription: subscriptionOf(own),
    customer: own.customer,
    status: own.status,
    billing_reason: own.billing_reason,
    number: own.number,
    amount_due: own.amount_due,
    amount_paid: own.amount_paid,
    amount_remaining: own.amount_remaining,
    amount_refunded: charge?.amount_refunded ?? 0,
    currency: own.currency,
    payment_intent: intent?.id ?? null,
    charge: charge?.id ?? null,
    attempt_count: own.attempt_count,
    next_payment_attempt: own.next_payment_attempt,
    period_start: period?.start ?? own.period_start,
    period_end: period?.end ?? own.period_end,
    hosted_invoice_url: own.hosted_invoice_url,
    invoice_pdf: own.invoice_pdf,
    paid_at: own.status_transitions.paid_at,
    unreachable: 0,
  }
}

/** Invoices and cards that D1 must have by now: an invoice that something came of, and every card of a customer of ours. */
function missing(mirrors: Mirrors, stripe: Objects, unreadable: ReadonlySet<string>): string[] {
  const [ours, owners, invoices] = [mirrors.subscriptions, mirrors.customers, mirrors.invoices].map(
    (rows) => new Set(rows.map(({ id }) => id)),
  )
  const cards = new Set(mirrors.payment_methods.map(({ customer, id }) => `${customer} ${id}`))
  return [
    ...Object.values(stripe.invoices)
      .filter((one) => ours!.has(subscriptionOf(one)) && cameOf(one) && !invoices!.has(one.id))
      .filter(({ id }) => !unreadable.has(id))
      .map(({ id, status }) => `${id}: is ${status}, and has no row`),
    ...Object.values(stripe.payment_methods)
      .filter(({ id, customer }) => owners!.has(String(customer)) && !cards.has(`${customer} ${id}`))
      .map(({ id, customer }) => `${id}: is a card of ${customer}’s, and has no row`),
  ]
}

const cameOf = ({ status, attempt_count }: Stripe.Invoice): boolean =>
  ['paid', 'void', 'uncollectible'].includes(String(status)) || (status === 'open' && attempt_count > 0)

function ofCustomer(row: MirrorRow, stripe: Objects): string[] {
  const own = stripe.customers[String(row.id)]
  if (!own) return gone(row)
  if (!isDeleted(own)) return compare(row, { ...customer(own), deleted_at: null, unreachable: 0 })
  const known = snapshots(stripe, own.id).some((one) => compare(row, customer(one)).length === 0)
  return [
    ...(row.deleted_at === null ? [`${row.id}: is deleted, and the row does not say so`] : []),
    ...(known ? [] : [`${row.id}: is deleted, and was never as the row says`]),
  ]
}

const isDeleted = (one: Customer): one is Stripe.DeletedCustomer => one.deleted === true

/** As a customer ever was: every event shows it whole. */
const snapshots = ({ events }: Objects, id: string): Stripe.Customer[] =>
  Object.values(events)
    .map(({ data: { object } }) => object as Stripe.Customer)
    .filter((object) => object.object === 'customer' && object.id === id)

const customer = ({ email, name, phone, address, metadata, invoice_settings }: Stripe.Customer): Wanted => ({
  email,
  name: name ?? null,
  phone: phone ?? null,
  address: address ? sorted(address) : null,
  metadata: sorted(metadata),
  default_payment_method: invoice_settings.default_payment_method,
})

/** One text, in whatever order the fields were written. */
const sorted = (fields: object): string =>
  JSON.stringify(Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))))

/** A row with its JSON in that order. */
export const canonical = (row: MirrorRow): MirrorRow => ({
  ...row,
  ...Object.fromEntries(
    ['address', 'metadata']
      .filter((field) => typeof row[field] === 'string')
      .map((field) => [field, sorted(JSON.parse(String(row[field])))]),
  ),
})

function ofCard(row: MirrorRow, { payment_methods }: Objects): string[] {
  const own = payment_methods[String(row.id)]
  if (own?.customer !== row.customer)
    return row.deleted_at === null ? [`${row.id}: is no card of ${row.customer}’s any more`] : []
  const { brand, last4, exp_month, exp_year } = own?.card ?? {}
  return compare(row, { type: own?.type, brand, last4, exp_month, exp_year, deleted_at: null })
}
