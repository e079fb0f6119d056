/** `create_preview`: what a subscription, a change of one, or a new one would be billed next. */
import type { Stripe } from 'stripe'
import { findCustomer, findSubscription } from '../api/find.ts'
import type { PreviewParams } from '../api/invoice-params.ts'
import { now } from '../clock.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { missingParam } from '../protocol/params.ts'
import { inTimeOf } from './changed.ts'
import { beginOnTrial } from './create.ts'
import { draftInvoice } from './drafts.ts'
import { cancel } from './ends.ts'
import { customerOf } from './payments.ts'
import { previewed, renewal } from './preview.ts'
import { isEnded } from './subscription-status.ts'
import { tryOut } from './try-out.ts'
import { apply } from './update.ts'
import { checkUpdate } from './update-checks.ts'

/** @throws ApiError 400, 404; also where nothing would be billed. */
export function previewInvoice(call: Call, params: PreviewParams): Stripe.Invoice {
  if (params.subscription === undefined) return previewNew(call, params)
  const subscription = findSubscription(call, params.subscription, 'subscription')
  if (params.customer !== undefined && params.customer !== subscription.customer)
    throw invalid(`The subscription ${subscription.id} is not the customer's.`, { param: 'subscription' })
  return inTimeOf(call, customerOf(call, subscription), () =>
    tryOut(call, (trial) =>
      previewed(nextInvoice(trial, trial.objects.subscriptions[subscription.id]!, params)),
    ),
  )
}

/** What is billed at once for the change; where nothing is, the invoice of the next period. */
function nextInvoice(
  call: Call,
  subscription: Stripe.Subscription,
  { discounts, subscription_details: details = {} }: PreviewParams,
): Stripe.Invoice {
  if (isEnded(subscription)) throw nothingUpcoming()
  const { cancel_now, ...change } = details
  const params = { ...change, ...(discounts !== undefined && { discounts }) }
  const customer = customerOf(call, subscription)
  checkUpdate(call, customer, subscription, params)
  const atOnce = apply(call, subscription, params)
  if (atOnce) return atOnce
  if (cancel_now) return ending(call, customer, subscription)
  if (subscription.cancel_at === null) return renewal(call, subscription)
  const last = Math.min(...subscription.items.data.map((item) => item.current_period_end))
  if (subscription.cancel_at > last) return renewal(call, subscription)
  return waiting(call, customer, subscription)
}

function ending(call: Call, customer: Stripe.Customer, subscription: Stripe.Subscription): Stripe.Invoice {
  cancel(call, subscription, { prorate: true })
  return waiting(call, customer, subscription)
}

/** There is no next period: only what waits is still billed. */
function waiting(call: Call, customer: Stripe.Customer, subscription: Stripe.Subscription): Stripe.Invoice {
  const at = now(call.state)
  const invoice = draftInvoice(call, customer, subscription, {
    billing_reason: 'subscription_cycle',
    currency: subscription.currency,
    lines: [],
    takes: ({ parent }) => parent?.subscription_details?.subscription === subscription.id,
    period: { start: at, end: at },
  })
  if (invoice.lines.data.length === 0) throw nothingUpcoming()
  return invoice
}

/** A subscription that does not exist yet: its first invoice with something to pay. */
function previewNew(call: Call, params: PreviewParams): Stripe.Invoice {
  if (params.customer === undefined) throw missingParam('customer')
  const customer = findCustomer(call, params.customer, 'customer')
  const { items, metadata, proration_behavior, trial_end } = params.subscription_details ?? {}
  if (!items) throw missingParam('subscription_details[items]')
  return inTimeOf(call, customer, () =>
    tryOut(call, (trial) => {
      const subscription = beginOnTrial(trial, {
        customer: customer.id,
        items,
        payment_behavior: 'default_incomplete',
        ...(params.currency !== undefined && { currency: params.currency }),
        ...(params.discounts !== undefined && { discounts: params.discounts }),
        ...(metadata !== undefined && { metadata }),
        ...(proration_behavior !== undefined && { proration_behavior }),
        ...(trial_end !== undefined && { trial_end }),
      })
      const { latest_invoice, status } = subscription
      return previewed(
        status === 'trialing'
          ? renewal(trial, subscription)
          : trial.objects.invoices[latest_invoice as string]!,
      )
    }),
  )
}

const nothingUpcoming = () => invalid('No upcoming invoices for customer.', { code: 'invoice_upcoming_none' })
