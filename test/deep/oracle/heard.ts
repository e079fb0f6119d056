/** What the mirrors must show once an event was acknowledged: what it tells of, or something later. */
import type { Stripe } from 'stripe'
import { type RecordedEvent, subscriptionOf } from './books.ts'
import type { MirrorRow, Mirrors } from './mirrors.ts'

type Rows = readonly MirrorRow[]
/** Whether it is missing. What D1 has no row for may be somebody else's. */
type Lacks = (mirrors: Mirrors, event: RecordedEvent) => boolean

const by = (rows: Rows, id: unknown): MirrorRow | undefined => rows.find((row) => row.id === id)

/** An invoice of a subscription of ours has a row, with this. */
const invoiceWith =
  (holds: (row: MirrorRow, invoice: Stripe.Invoice) => boolean): Lacks =>
  ({ subscriptions, invoices }, { data }) => {
    const invoice = data.object as Stripe.Invoice
    if (!by(subscriptions, subscriptionOf(invoice))) return false
    const row = by(invoices, invoice.id)
    return !row || !holds(row, invoice)
  }

const ENDED: readonly unknown[] = ['canceled', 'incomplete_expired']

const LACKS: Record<string, Lacks> = {
  'customer.subscription.deleted': ({ subscriptions }, { data }) => {
    const row = by(subscriptions, (data.object as Stripe.Subscription).id)
    return row !== undefined && !ENDED.includes(row.status)
  },
  'invoice.paid': invoiceWith(({ status }) => status === 'paid'),
  'invoice.payment_succeeded': invoiceWith(({ status }) => status === 'paid'),
  'invoice.voided': invoiceWith(({ status }) => status === 'void'),
  'invoice.marked_uncollectible': invoiceWith(({ status }) => status !== 'open'),
  'invoice.payment_failed': invoiceWith(
    (row, { attempt_count }) => Number(row.attempt_count) >= attempt_count,
  ),
  'customer.deleted': ({ customers }, { data }) => {
    const row = by(customers, (data.object as Stripe.Customer).id)
    return row !== undefined && row.deleted_at === null
  },
  'payment_method.detached': ({ payment_methods }, { data }) => {
    const row = by(payment_methods, (data.object as Stripe.PaymentMethod).id)
    return row !== undefined && row.deleted_at === null
  },
}

export const lacksMirror = (mirrors: Mirrors, event: RecordedEvent): boolean =>
  LACKS[event.type]?.(mirrors, event) ?? false

/** What may change of a row whose object cannot be read. */
const UNREAD = ['version', 'updated', 'unreachable']

const changed = (before: MirrorRow, now: MirrorRow): string[] =>
  Object.keys(now).filter((field) => !UNREAD.includes(field) && before[field] !== now[field])

/** Every way in which a row went back on what Stripe never takes back. */
export function mirrorStepsBack(before: MirrorRow, now: MirrorRow): string[] {
  const what = `${now.id}`
  const fallen = now.unreachable === 1 ? changed(before, now) : []
  return [
    ...(Number(now.version) < Number(before.version) ? [`${what}: its version fell`] : []),
    ...(now.version === before.version && JSON.stringify(now) !== JSON.stringify(before)
      ? [`${what}: changed, and its version did not`]
      : []),
    ...(ENDED.includes(before.status) && before.status !== now.status
      ? [`${what}: was ${before.status}, and is ${now.status}`]
      : []),
    ...(before.status === 'paid' && now.status !== 'paid' ? [`${what}: was paid, and is ${now.status}`] : []),
    ...fallen.map((field) => `${what}: cannot be read, and its ${field} changed`),
    ...(typeof before.deleted_at === 'number' && now.deleted_at === null ? [`${what}: is back`] : []),
  ]
}
