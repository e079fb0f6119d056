/** What will be billed: the same steps as when it is, taken on a copy. */
import type { Stripe } from 'stripe'
import { atTime, now } from '../clock.ts'
import type { Call } from '../protocol/endpoint.ts'
import { renew } from './renewals.ts'
import { tryOut } from './try-out.ts'

const HOUR_SECONDS = 3600

/** @returns an invoice that is not kept: its id names nothing. */
export function previewed(invoice: Stripe.Invoice): Stripe.Invoice {
  const id = `upcoming_${invoice.id}`
  for (const line of invoice.lines.data) line.invoice = id
  return {
    ...invoice,
    id,
    lines: { ...invoice.lines, url: `/v1/invoices/upcoming/lines` },
    next_payment_attempt: invoice.created + HOUR_SECONDS,
    status: 'draft',
  }
}

/** The invoice of the next period that begins, as things are. */
export const previewRenewal = (call: Call, id: string): Stripe.Invoice =>
  tryOut(call, (trial) => previewed(renewal(trial, trial.objects.subscriptions[id]!)))

/** @param call a trial one: the subscription is renewed. */
export function renewal(call: Call, subscription: Stripe.Subscription): Stripe.Invoice {
  subscription.pause_collection = null
  const ends = subscription.items.data.map((item) => item.current_period_end)
  return atTime(call.state, Math.max(Math.min(...ends), now(call.state)), () => renew(call, subscription))
}
