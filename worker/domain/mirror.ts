/** What the rows of subscriptions and invoices must say, given what Stripe says. Pure. */
import type { Invoice, InvoiceFacts, Subscription, SubscriptionFacts } from './subscription.ts'

/** @param facts null where Stripe no longer shows it. @param offer which its price stands for. @param now Unix seconds. */
export const projectSubscriptionRow = (
  seen: Subscription,
  facts: SubscriptionFacts | null,
  offer: string,
  now: number,
): Subscription =>
  facts
    ? { ...seen, ...facts, offer, unreachable: false, updated: now }
    : { ...seen, unreachable: true, updated: now }

/**
 * @param seen null where there is no row yet.
 * @returns null for a draft, which nobody is asked to pay, and for one that is gone before it had a row.
 */
export function projectInvoiceRow(
  seen: Invoice | null,
  facts: InvoiceFacts | null,
  { id, site, stripeAccount }: Pick<Subscription, 'id' | 'site' | 'stripeAccount'>,
  now: number,
): Invoice | null {
  if (!facts) return seen && { ...seen, unreachable: true, updated: now }
  if (facts.status === 'draft') return seen
  const { total: _total, intentStatus: _intentStatus, ...shown } = facts
  return {
    ...shown,
    status: facts.status,
    subscription: id,
    site,
    stripeAccount,
    version: seen?.version ?? 1,
    unreachable: false,
    updated: now,
  }
}

/** Whether writing it would change nothing but the time of writing. */
export function sameRow<Row extends { updated: number }>(seen: Row, next: Row): boolean {
  return (Object.keys(next) as (keyof Row)[]).every(
    (field) => field === 'updated' || seen[field] === next[field],
  )
}

/** What a renewal moves. Its invoice tells of it, so that history needs no second event. */
const PERIOD: readonly (keyof Subscription)[] = [
  'currentPeriodStart',
  'currentPeriodEnd',
  'latestInvoice',
  'updated',
]

/** Whether more changed than the period that is paid for. */
export const isNews = (seen: Subscription, next: Subscription): boolean =>
  (Object.keys(next) as (keyof Subscription)[]).some(
    (field) => !PERIOD.includes(field) && seen[field] !== next[field],
  )
