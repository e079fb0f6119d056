/** What a subscriber, or a site owner, changes of a subscription at Stripe. What came of it is read afterwards. */
import type Stripe from 'stripe'
import type { Money } from '../domain/money.ts'
import type { Subscription } from '../domain/subscription.ts'
import { account } from './account.ts'

type Changed = Pick<Subscription, 'id' | 'stripeAccount'>
type Item = Pick<Subscription, 'id' | 'item' | 'customer' | 'stripeAccount'>

/** What an item becomes. */
export interface ItemChange {
  /** `price_…`; left out where it stays what it is. */
  price?: string
  quantity: number
}

/** The offer that the price stands for: Stripe's books say it beside it, for people and for searches. */
const naming = (offer: string): { metadata: Stripe.MetadataParam } => ({ metadata: { edge_offer: offer } })

export interface Preview extends Money {
  /** Minor units, charged at once; negative where it is credited to the next invoices. */
  amount: number
  lines: { description: string; amount: number }[]
}

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
): Promise<Preview> {
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
  return {
    // What is left of a credit stays with the customer; what is due may be paid by one.
    amount: invoice.total < 0 ? invoice.total : invoice.amount_due,
    currency: invoice.currency,
    lines: invoice.lines.data.map(({ description, amount }) => ({ description: description ?? '', amount })),
  }
}

/**
 * Makes a change that is charged at once, and takes effect only once that is paid: until then the subscription is what it was.
 * Asking twice for one date changes once.
 * @throws Stripe.errors.StripeError
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
    {
      ...account(subscription),
      idempotencyKey: `${subscription.id}:${change.price ?? ''}:${change.quantity}:${date}`,
    },
  )
}

/** How a site owner's change is charged. */
export type ProrationBehavior = 'create_prorations' | 'always_invoice' | 'none'

/** Makes a change of the site owner's: it takes effect at once, paid or not. @throws Stripe.errors.StripeError */
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
    account(subscription),
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
