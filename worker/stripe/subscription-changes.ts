/** What a subscriber, or a site owner, changes of a subscription at Stripe. What came of it is read afterwards. */
import type Stripe from 'stripe'
import type { LineFacts, PreviewFacts } from '../domain/preview.ts'
import type { Subscription } from '../domain/subscription.ts'
import { account } from './account.ts'
import { idOf } from './reference.ts'

type Changed = Pick<Subscription, 'id' | 'stripeAccount'>
type Item = Pick<Subscription, 'id' | 'item' | 'customer' | 'changes' | 'stripeAccount'>

/** What an item becomes. */
export interface ItemChange {
  /** `price_…`; left out where it stays what it is. */
  price?: string
  quantity: number
}

/**
 * Of all changes that are asked for under one number Stripe makes the first, and refuses others: two pages that were shown prices
 * of the same moment cannot both have theirs.
 */
const numbered = (subscription: Item): Stripe.RequestOptions => ({
  ...account(subscription),
  idempotencyKey: `${subscription.id}:${subscription.changes}`,
})

/** The offer that the price stands for: Stripe's books say it beside it, for people and for searches. */
const naming = (offer: string): { metadata: Stripe.MetadataParam } => ({ metadata: { edge_offer: offer } })

/**
 * What a change would cost at this second.
 * @param date unix seconds: for when the shares of the period are reckoned.
 * @throws Stripe.errors.StripeError
 */
export async function previewChange(
  stripe: Stripe,
  subscription: Item,
  change: ItemChange,
  date: number,
): Promise<PreviewFacts> {
  const invoice = await stripe.invoices.createPreview(
    {
      customer: subscription.customer,
      subscription: subscription.id,
      subscription_details: {
        items: [{ id: subscription.item, ...change }],
        proration_behavior: 'always_invoice',
        proration_date: date,
      },
    },
    account(subscription),
  )
  const taxes = (invoice.total_taxes ?? []).filter(({ tax_behavior }) => tax_behavior === 'exclusive')
  return {
    currency: invoice.currency,
    lines: invoice.lines.data.map(toLine),
    discount: sum(invoice.total_discount_amounts ?? []),
    tax: sum(taxes),
    total: invoice.total,
    amountDue: invoice.amount_due,
    startingBalance: invoice.starting_balance,
    isDiscounted: invoice.discounts.length > 0,
  }
}

const sum = (parts: readonly { amount: number }[]): number =>
  parts.reduce((total, { amount }) => total + amount, 0)

function toLine({
  description,
  amount,
  parent,
  pricing,
  quantity,
  period,
}: Stripe.InvoiceLineItem): LineFacts {
  const of = parent?.subscription_item_details ?? null
  return {
    description: description ?? '',
    amount,
    recurs: of !== null,
    proration: of?.proration ?? false,
    credits: (of?.proration_details?.credited_items ?? null) !== null,
    price: idOf(pricing?.price_details?.price ?? null),
    quantity,
    period: { start: period.start, end: period.end },
  }
}

/**
 * Makes a change that is charged at once, and takes effect only once that is paid: until then the subscription is what it was.
 * @throws Stripe.errors.StripeError; of another change under the same number `isSpent`.
 */
export async function changeItem(
  stripe: Stripe,
  subscription: Item,
  change: ItemChange,
  offer: string,
  date: number,
): Promise<void> {
  await stripe.subscriptions.update(
    subscription.id,
    {
      items: [{ id: subscription.item, ...change }],
      proration_behavior: 'always_invoice',
      proration_date: date,
      payment_behavior: 'pending_if_incomplete',
      ...naming(offer),
    },
    numbered(subscription),
  )
}

/** How a site owner's change is charged. */
export type ProrationBehavior = 'create_prorations' | 'always_invoice' | 'none'

/** Makes a change of the site owner's: it takes effect at once, paid or not. @throws Stripe.errors.StripeError, as above. */
export async function imposeItem(
  stripe: Stripe,
  subscription: Item,
  change: ItemChange,
  offer: string,
  behavior: ProrationBehavior,
): Promise<void> {
  await stripe.subscriptions.update(
    subscription.id,
    { items: [{ id: subscription.item, ...change }], proration_behavior: behavior, ...naming(offer) },
    numbered(subscription),
  )
}

/** Ends a subscription: at the end of what is paid for, or at once, without a refund. @throws Stripe.errors.StripeError */
export async function cancelSubscription(
  stripe: Stripe,
  subscription: Changed,
  at: 'period_end' | 'now',
): Promise<void> {
  if (at === 'now') await stripe.subscriptions.cancel(subscription.id, {}, account(subscription))
  else
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true }, account(subscription))
}

/** Takes an end back that has not come. @throws Stripe.errors.StripeError */
export async function keepSubscription(
  stripe: Stripe,
  subscription: Changed & Pick<Subscription, 'cancelAtPeriodEnd'>,
): Promise<void> {
  await stripe.subscriptions.update(
    subscription.id,
    subscription.cancelAtPeriodEnd ? { cancel_at_period_end: false } : { cancel_at: '' },
    account(subscription),
  )
}

/** Collects nothing for a while: its invoices are voided. @param resumesAt unix seconds. @throws Stripe.errors.StripeError */
export async function pauseSubscription(
  stripe: Stripe,
  subscription: Changed,
  resumesAt: number | null,
): Promise<void> {
  await stripe.subscriptions.update(
    subscription.id,
    { pause_collection: { behavior: 'void', ...(resumesAt === null ? {} : { resumes_at: resumesAt }) } },
    account(subscription),
  )
}

/** Goes on collecting. @throws Stripe.errors.StripeError */
export async function unpauseSubscription(
  stripe: Stripe,
  subscription: Changed & Pick<Subscription, 'status'>,
): Promise<void> {
  // Stripe has two ways to pause: one is a status, which ends by its own call.
  if (subscription.status === 'paused')
    await stripe.subscriptions.resume(subscription.id, {}, account(subscription))
  else await stripe.subscriptions.update(subscription.id, { pause_collection: '' }, account(subscription))
}

/** Pays a subscription with this card from now on. @throws Stripe.errors.StripeError */
export async function payWith(stripe: Stripe, subscription: Changed, paymentMethod: string): Promise<void> {
  await stripe.subscriptions.update(
    subscription.id,
    { default_payment_method: paymentMethod },
    account(subscription),
  )
}
