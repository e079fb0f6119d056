/** Subscriptions at Stripe: made, read, ended. */
import type Stripe from 'stripe'
import type { Checkout } from '../domain/checkout.ts'
import { amountDue } from '../domain/offer.ts'
import { hasEnded, type SubscriptionFacts, type SubscriptionStatus } from '../domain/subscription.ts'
import { account, type Owned } from './account.ts'
import { intentOf, voidInvoice } from './invoices.ts'
import { metadataOf } from './metadata.ts'
import { isMissing, isRepeated, unlessMissing } from './outcome.ts'
import { idOf } from './reference.ts'

/** What was made, and what its first payment is confirmed with: null where nothing is due. */
export interface MadeSubscription {
  facts: SubscriptionFacts
  invoice: string | null
  /** Of the first invoice, after discounts, before the customer's balance; 0 where there is none. */
  total: number
  /** Of the first invoice, less what the customer has in credit, with what is owed from before. */
  amountDue: number
  paymentIntent: string | null
  clientSecret: string | null
  /** What Stripe says here it said before, when it made it: it may be otherwise by now. */
  isRepeated: boolean
}

/**
 * Creates the subscription of a checkout. Asking twice for one revision gives one, so everything that is sent comes from the
 * stored row: an offer may change meanwhile.
 * @param paymentMethod whose set-up was verified: for a free start that wants a card.
 * @throws Stripe.errors.StripeError
 */
export async function createSubscription(
  stripe: Stripe,
  checkout: Checkout & { customer: string },
  price: string,
  paymentMethod: string | null,
): Promise<MadeSubscription> {
  const { terms } = checkout
  const days = terms.recurring?.trial_period_days ?? null
  const subscription = await stripe.subscriptions.create(
    {
      customer: checkout.customer,
      items: [{ price, quantity: terms.quantity }],
      payment_behavior: 'default_incomplete',
      payment_settings: {
        save_default_payment_method: 'on_subscription',
        payment_method_types: ['card'],
      },
      ...(paymentMethod && { default_payment_method: paymentMethod }),
      ...(terms.discount && { discounts: [{ promotion_code: terms.discount.promotion_code }] }),
      // Without a card at its end there is nothing to charge: what nobody pays for ends.
      ...(days !== null && {
        trial_period_days: days,
        trial_settings: { end_behavior: { missing_payment_method: 'cancel' as const } },
      }),
      description: `${checkout.site}: ${terms.quantity} × ${terms.offer}`,
      metadata: { ...metadataOf(checkout), edge_revision: String(checkout.revision) },
      expand: ['latest_invoice.payments', 'latest_invoice.confirmation_secret'],
    },
    {
      ...account(checkout),
      idempotencyKey: `${checkout.id}:${checkout.revision}${paymentMethod ? ':subscription' : ''}`,
    },
  )
  const invoice = typeof subscription.latest_invoice === 'object' ? subscription.latest_invoice : null
  return {
    facts: toFacts(subscription),
    invoice: invoice?.id ?? null,
    total: invoice?.total ?? 0,
    amountDue: invoice?.amount_due ?? 0,
    paymentIntent: invoice && intentOf(invoice),
    clientSecret: invoice?.confirmation_secret?.client_secret ?? null,
    isRepeated: isRepeated(subscription),
  }
}

/** Whether Stripe made what was agreed: price, quantity, rhythm, the sum of the first invoice, and nothing on top of it. */
export const isAsAgreed = (
  { terms, livemode }: Checkout,
  { facts, total, amountDue: due }: MadeSubscription,
): boolean =>
  facts.livemode === livemode &&
  facts.currency === terms.currency &&
  facts.unitAmount === terms.unitAmount &&
  facts.quantity === terms.quantity &&
  facts.interval === terms.recurring?.interval &&
  facts.intervalCount === terms.recurring.interval_count &&
  total === amountDue(terms) &&
  due <= total

/**
 * What Stripe says of a subscription now.
 * @returns null where Stripe no longer shows it.
 * @throws Stripe.errors.StripeError
 */
export async function readSubscription(
  stripe: Stripe,
  id: string,
  of: Owned,
): Promise<SubscriptionFacts | null> {
  const subscription = await unlessMissing(stripe.subscriptions.retrieve(id, {}, account(of)))
  return subscription && toFacts(subscription)
}

/**
 * Ends a subscription that was not begun: its open invoice is voided first, which Stripe refuses once it is paid.
 * @returns false where it has begun, or may have: read it.
 * @throws Stripe.errors.StripeError
 */
export const retireSubscription = (stripe: Stripe, id: string, of: Owned): Promise<boolean> =>
  end(stripe, id, of, (status) => status === 'incomplete')

/**
 * The same of one that is no checkout's: it is ended too where it began without anything to pay, for that comes later.
 * @returns false where something was paid for it.
 * @throws Stripe.errors.StripeError
 */
export const endOrphan = (stripe: Stripe, id: string, of: Owned): Promise<boolean> =>
  end(stripe, id, of, (status, invoice) => status === 'incomplete' || (invoice?.total ?? 0) === 0)

async function end(
  stripe: Stripe,
  id: string,
  of: Owned,
  mayEnd: (status: SubscriptionStatus, invoice: Stripe.Invoice | null) => boolean,
): Promise<boolean> {
  const expand = ['latest_invoice']
  const subscription = await unlessMissing(stripe.subscriptions.retrieve(id, { expand }, account(of)))
  if (!subscription) return false
  const status = subscription.status as SubscriptionStatus
  const invoice = typeof subscription.latest_invoice === 'object' ? subscription.latest_invoice : null
  if (!hasEnded(status) && !mayEnd(status, invoice)) return false
  if (invoice?.status === 'open' && !(await voidInvoice(stripe, invoice.id, of))) return false
  if (hasEnded(status)) return true
  try {
    await stripe.subscriptions.cancel(id, {}, account(of))
  } catch (error) {
    if (!isMissing(error)) throw error // voiding its invoice may have ended it: Stripe then finds none to cancel
  }
  return true
}

/**
 * The subscriptions that Stripe holds for a checkout, the ones we never heard back about included.
 * Stripe's search lags by up to a minute: not for a checkout that was just made.
 * @throws Stripe.errors.StripeError
 */
export async function searchSubscriptions(stripe: Stripe, checkout: Checkout): Promise<SubscriptionFacts[]> {
  const query = `metadata['edge_checkout']:'${checkout.id}'`
  const { data } = await stripe.subscriptions.search({ query, limit: 100 }, account(checkout))
  return data.map(toFacts)
}

/** Those of earlier revisions, by the customer and without delay. @throws Stripe.errors.StripeError */
export async function listEarlierSubscriptions(
  stripe: Stripe,
  checkout: Checkout & { customer: string },
): Promise<SubscriptionFacts[]> {
  const { data } = await stripe.subscriptions.list(
    { customer: checkout.customer, limit: 100 },
    account(checkout),
  )
  const revision = String(checkout.revision)
  return data
    .filter(({ metadata }) => metadata.edge_checkout === checkout.id && metadata.edge_revision !== revision)
    .map(toFacts)
}

/** The item at a price of ours: in the dashboard others may be put beside it, or in its place. */
const ownItem = ({ items }: Stripe.Subscription): Stripe.SubscriptionItem =>
  items.data.find(({ price }) => price.metadata.edge_offer !== undefined) ?? items.data[0]!

function toFacts(subscription: Stripe.Subscription): SubscriptionFacts {
  const item = ownItem(subscription)
  const { price } = item
  return {
    id: subscription.id,
    customer: idOf(subscription.customer)!,
    livemode: subscription.livemode,
    status: subscription.status as SubscriptionStatus,
    item: item.id,
    price: price.id,
    quantity: item.quantity ?? 1,
    unitAmount: price.unit_amount ?? 0,
    currency: price.currency,
    interval: price.recurring!.interval as SubscriptionFacts['interval'],
    intervalCount: price.recurring!.interval_count,
    currentPeriodStart: item.current_period_start,
    currentPeriodEnd: item.current_period_end,
    trialEnd: subscription.trial_end,
    cancelAt: subscription.cancel_at,
    cancelAtPeriodEnd: subscription.cancel_at_period_end,
    canceledAt: subscription.canceled_at,
    endedAt: subscription.ended_at,
    paused: subscription.status === 'paused' || subscription.pause_collection !== null,
    pauseResumesAt: subscription.pause_collection?.resumes_at ?? null,
    defaultPaymentMethod: idOf(subscription.default_payment_method),
    latestInvoice: idOf(subscription.latest_invoice),
    pendingUpdate: subscription.pending_update !== null,
    created: subscription.created,
  }
}
