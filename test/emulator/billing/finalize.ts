/** From a draft to an invoice that is owed, and how it ends without being paid. */
import type { Stripe } from 'stripe'
import { otherwise } from '../adversary.ts'
import { cancelIntent } from '../api/payment-intent-cancel.ts'
import { createIntent } from '../api/payment-intent-changes.ts'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId, token } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { applyBalance, balanceIn, returnBalance } from './balance.ts'
import { changed } from './changed.ts'
import { subscriptionOf } from './drafts.ts'
import { markPaid } from './paid.ts'
import { customerOf, defaultMethod, paymentOf } from './payments.ts'
import { invoiceEnded } from './subscription-status.ts'
import { withBalance } from './totals.ts'

const DAY_SECONDS = 24 * 3600

/** The draft is owed from now on, and can be paid by its payment intent; where nothing is due it is paid at once. */
export function finalize(call: Call, invoice: Stripe.Invoice, { days_until_due = 30 } = {}): void {
  if (invoice.status !== 'draft')
    throw invalid('This invoice is already finalized, you cannot finalize it again.', {
      code: 'invoice_not_editable',
    })
  const customer = customerOf(call, invoice)
  const balance = balanceIn(customer, invoice.currency)
  const { due, ending } = withBalance(invoice.total, balance, invoice.currency)
  const at = now(call.state)
  Object.assign(invoice, {
    amount_due: due,
    amount_remaining: due,
    automatically_finalizes_at: null,
    due_date: dueDate(invoice, at, days_until_due),
    effective_at: invoice.effective_at ?? at,
    ending_balance: ending,
    hosted_invoice_url: pageOf(call, invoice),
    next_payment_attempt: null,
    invoice_pdf: `${pageOf(call, invoice)}/pdf`,
    number: invoice.number ?? numberOf(customer),
    starting_balance: balance,
    status: 'open',
  } satisfies Partial<Stripe.Invoice>)
  invoice.status_transitions.finalized_at = at
  recordEvent(call, 'invoice.finalized', invoice)
  applyBalance(call, invoice)
  if (due === 0) markPaid(call, invoice)
  else askForPayment(call, customer, invoice)
}

const pageOf = ({ base }: Call, { id }: Stripe.Invoice): string =>
  `${base}/pages/invoices/${token(`invoice:${id}`, 40)}`

const dueDate = ({ collection_method, due_date }: Stripe.Invoice, at: number, days: number): number | null =>
  due_date ?? (collection_method === 'send_invoice' ? at + days * DAY_SECONDS : null)

const numberOf = (customer: Stripe.Customer): string =>
  `${customer.invoice_prefix}-${String(customer.next_invoice_sequence!++).padStart(4, '0')}`

/** The intent is one like any other: whoever has its client secret may confirm it. */
function askForPayment(call: Call, customer: Stripe.Customer, invoice: Stripe.Invoice): void {
  const subscription = subscriptionOf(call, invoice)
  const named = otherwise(call.state, 'invoice_intent_method')
    ? defaultMethod(call, customer, invoice, subscription)
    : null
  const asked = subscription?.payment_settings?.payment_method_options?.card?.request_three_d_secure as
    | 'any'
    | 'automatic'
    | 'challenge'
    | null
    | undefined
  const intent = createIntent(call, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: customer.id,
    description: DESCRIPTIONS[invoice.billing_reason!] ?? 'Payment for Invoice',
    payment_method_types: ['card'],
    ...(named && { payment_method: named.id }),
    ...(subscription && { setup_future_usage: 'off_session' as const }),
    ...(asked && { payment_method_options: { card: { request_three_d_secure: asked } } }),
  })
  const id = nextId(call.state, 'inpay')
  call.objects.invoice_payments[id] = {
    id,
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: now(call.state),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent.id, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  }
}

const DESCRIPTIONS: Record<string, string> = {
  subscription_create: 'Subscription creation',
  subscription_cycle: 'Subscription update',
  subscription_update: 'Subscription update',
}

/** Takes back an invoice that is owed. Its payment intent ends, and so may its subscription. @throws ApiError 400 */
export function voidInvoice(call: Call, invoice: Stripe.Invoice): void {
  end(call, invoice, ['open', 'uncollectible'], 'invoice.voided', (at) => {
    invoice.status = 'void'
    invoice.status_transitions.voided_at = at
  })
  const payment = paymentOf(call, invoice)
  if (payment && payment.status === 'open') {
    payment.status = 'canceled'
    payment.status_transitions.canceled_at = now(call.state)
    cancelIntent(
      call,
      call.objects.payment_intents[payment.payment.payment_intent as string]!,
      'void_invoice',
    )
  }
  returnBalance(call, invoice)
  invoiceEnded(call, invoice)
}

/** Gives up on an invoice without taking it back: it can still be paid. @throws ApiError 400 */
export function markUncollectible(
  call: Call,
  invoice: Stripe.Invoice,
  reason: Stripe.Invoice.StatusDetails.Uncollectible['reason'] = 'user_forgiven',
): void {
  end(call, invoice, ['open'], 'invoice.marked_uncollectible', (at) => {
    invoice.status = 'uncollectible'
    invoice.status_details = { uncollectible: { reason } }
    invoice.status_transitions.marked_uncollectible_at = at
  })
  invoiceEnded(call, invoice)
}

function end(
  call: Call,
  invoice: Stripe.Invoice,
  from: string[],
  type: 'invoice.marked_uncollectible' | 'invoice.voided',
  change: (at: number) => void,
): void {
  // Source of the sentence: dev.classmethod.jp/articles/stripe-void-invoice-with-any-status
  if (!from.includes(invoice.status!))
    throw invalid("You can only pass in open invoices. This invoice isn't open.", {
      code: 'status_transition_invalid',
    })
  changed(call, 'invoice.updated', invoice, () => {
    change(now(call.state))
    Object.assign(invoice, { auto_advance: false, next_payment_attempt: null })
  })
  recordEvent(call, type, invoice)
}
