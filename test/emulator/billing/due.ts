/** What time brings: the one table of what is due when. Each is done at its own time, the earliest first. */
import type { Stripe } from 'stripe'
import { recordEvent } from '../events.ts'
import type { Call } from '../protocol/endpoint.ts'
import { changed } from './changed.ts'
import { cancel, expireIncomplete } from './ends.ts'
import { voidInvoice } from './finalize.ts'
import { advance, renew, tryToCollect } from './renewals.ts'
import { expirePending, invoiceFailed, isEnded } from './subscription-status.ts'
import { endTrial, tellTrialEnd, trialTold } from './trials.ts'
import { tellUpcoming, upcomingTold } from './upcoming.ts'

const HOUR_SECONDS = 3600
/** Source: Stripe.Subscription.status */
const INCOMPLETE_SECONDS = 23 * HOUR_SECONDS

type Known = Pick<Call, 'objects'>

interface Due<T> {
  /** Unix seconds; null when it is not due at all. */
  at(known: Known, object: T): number | null
  run(call: Call, object: T): void
}

const isOne = ({ status }: Stripe.Subscription, ...of: string[]) => of.includes(status)
const nextEnd = ({ items }: Stripe.Subscription) =>
  Math.min(...items.data.map((item) => item.current_period_end))

/** Of two at the same second, the one that stands first comes first. */
const SUBSCRIPTIONS: Due<Stripe.Subscription>[] = [
  {
    at: (_known, subscription) =>
      isOne(subscription, 'incomplete') ? subscription.created + INCOMPLETE_SECONDS : null,
    run: expireIncomplete,
  },
  {
    at: (_known, { pending_update }) => pending_update?.expires_at ?? null,
    run(call, subscription) {
      const invoice = call.objects.invoices[subscription.latest_invoice as string]
      if (invoice?.status === 'open') voidInvoice(call, invoice)
      if (subscription.pending_update) expirePending(call, subscription)
    },
  },
  {
    at: (_known, { pause_collection }) => pause_collection?.resumes_at ?? null,
    run: (call, subscription) =>
      changed(call, 'customer.subscription.updated', subscription, () => {
        subscription.pause_collection = null
      }),
  },
  {
    at: (known, subscription) => (isOne(subscription, 'trialing') ? trialTold(known, subscription) : null),
    run: tellTrialEnd,
  },
  {
    at: (_known, subscription) => (isOne(subscription, 'incomplete') ? null : subscription.cancel_at),
    run: (call, subscription) => cancel(call, subscription, {}),
  },
  {
    at: (_known, subscription) => (isOne(subscription, 'trialing') ? subscription.trial_end : null),
    run: endTrial,
  },
  {
    at: (known, subscription) =>
      isOne(subscription, 'active', 'past_due') ? upcomingTold(known, subscription) : null,
    run: tellUpcoming,
  },
  {
    at: (_known, subscription) =>
      isOne(subscription, 'active', 'past_due', 'unpaid') ? nextEnd(subscription) : null,
    run: renew,
  },
]

const overdue = ({ id }: Stripe.Invoice) => `overdue:${id}`

const INVOICES: Due<Stripe.Invoice>[] = [
  {
    at: (_known, { status, automatically_finalizes_at }) =>
      status === 'draft' ? automatically_finalizes_at : null,
    run: advance,
  },
  {
    at: (_known, { status, next_payment_attempt }) => (status === 'open' ? next_payment_attempt : null),
    run: tryToCollect,
  },
  {
    at: ({ objects }, invoice) =>
      invoice.status === 'open' && objects.told[overdue(invoice)] === undefined ? invoice.due_date : null,
    run(call, invoice) {
      call.objects.told[overdue(invoice)] = invoice.due_date!
      recordEvent(call, 'invoice.overdue', invoice)
      invoiceFailed(call, invoice)
    },
  },
]

/** Something that is due, and when. */
export interface Step {
  at: number
  run(call: Call): void
}

/** @returns the earliest of what is due by a test clock, or by the stand-in's own where that is null. */
export function nextStep(known: Known, testClock: string | null): Step | null {
  const { subscriptions, invoices } = known.objects
  const living = Object.values(subscriptions).filter((one) => one.test_clock === testClock && !isEnded(one))
  const unsettled = Object.values(invoices).filter(
    (one) => one.test_clock === testClock && (one.status === 'draft' || one.status === 'open'),
  )
  return earliest([...stepsOf(known, SUBSCRIPTIONS, living), ...stepsOf(known, INVOICES, unsettled)])
}

export const earliest = <T extends Step>(steps: T[]): T | null =>
  steps.reduce<T | null>((first, step) => (first && first.at <= step.at ? first : step), null)

const stepsOf = <T>(known: Known, rows: Due<T>[], objects: T[]): Step[] =>
  rows.flatMap(({ at, run }) =>
    objects.flatMap((object) => {
      const time = at(known, object)
      return time === null ? [] : [{ at: time, run: (call: Call) => run(call, object) }]
    }),
  )
