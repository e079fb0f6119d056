/** How a subscription ends, pauses and goes on. What came of it at Stripe is mirrored before it is answered. */
import { fail, ok, type Result } from '../domain/result.ts'
import { hasEnded, type Subscription } from '../domain/subscription.ts'
import { readInvoice, voidInvoice } from '../stripe/invoices.ts'
import {
  cancelSubscription,
  keepSubscription,
  pauseSubscription,
  unpauseSubscription,
} from '../stripe/subscription-changes.ts'
import type { Flow } from './flow.ts'
import { syncInvoice, syncSubscription } from './mirror.ts'

/** What is over cannot be ended, paused or resumed; Stripe is asked first, for D1 may not have heard. */
async function change(
  flow: Flow,
  known: Subscription,
  make: (row: Subscription) => Promise<void> | null,
): Promise<Result<Subscription>> {
  const { row } = await syncSubscription(flow, known)
  if (hasEnded(row.status))
    return fail('subscription_unexpected_state', undefined, 'This subscription has ended.')
  const made = make(row)
  if (!made) return ok(row)
  await made
  return ok((await syncSubscription(flow, row)).row)
}

/** Whether it ends with the period that is paid for, or before: an end that somebody set for later is not the one that is asked for. */
const endsInTime = ({ cancelAt, currentPeriodEnd }: Subscription): boolean =>
  cancelAt !== null && cancelAt <= currentPeriodEnd

/**
 * Ends a subscription; asked again, it has ended.
 * @param at `period_end`: it works until what is paid for is over. `now`: at once, and nothing is given back.
 * @throws Stripe.errors.StripeError
 */
export const endSubscription = (
  flow: Flow,
  known: Subscription,
  at: 'period_end' | 'now',
): Promise<Result<Subscription>> =>
  change(flow, known, (row) =>
    at === 'now' ? endNow(flow, row) : endsInTime(row) ? null : cancelSubscription(flow.stripe, row, at),
  )

async function endNow(flow: Flow, row: Subscription): Promise<void> {
  await takeChangeBack(flow, row)
  await cancelSubscription(flow.stripe, row, 'now')
}

/** A change that waits for its payment: its secret was handed out, and whoever paid once it has ended would pay for nothing. */
async function takeChangeBack(flow: Flow, row: Subscription): Promise<void> {
  const { pendingUpdate, latestInvoice } = row
  if (!pendingUpdate || latestInvoice === null) return
  const invoice = await readInvoice(flow.stripe, latestInvoice, row)
  if (invoice?.billingReason !== 'subscription_update') return // a renewal has come since: that is owed
  if (await voidInvoice(flow.stripe, latestInvoice, row)) await syncInvoice(flow, latestInvoice, row)
}

/** Takes an end back that has not come. @throws Stripe.errors.StripeError */
export const keepOn = (flow: Flow, known: Subscription): Promise<Result<Subscription>> =>
  change(flow, known, (row) => (row.cancelAt === null ? null : keepSubscription(flow.stripe, row)))

/** Collects nothing until it is resumed, and opens nothing. @param resumesAt unix seconds; null for never by itself. */
export const pause = (
  flow: Flow,
  known: Subscription,
  resumesAt: number | null,
): Promise<Result<Subscription>> =>
  change(flow, known, (row) => pauseSubscription(flow.stripe, row, resumesAt))

/** Takes back whatever stands in the way of the next charge: a pause, an end that has not come. */
export const resume = async (flow: Flow, known: Subscription): Promise<Result<Subscription>> => {
  const unpaused = await change(flow, known, (row) =>
    row.paused ? unpauseSubscription(flow.stripe, row) : null,
  )
  return unpaused.ok ? keepOn(flow, unpaused.value) : unpaused
}
