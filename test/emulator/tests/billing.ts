/** What tests of subscriptions begin with. */
import type { Stripe } from 'stripe'
import type { World } from './harness.ts'

export const DAY = 24 * 3600
export const HOUR = 3600

/** A price of $9.00 a month, unless said otherwise. */
export const club = ({ stripe }: World, price: Partial<Stripe.PriceCreateParams> = {}) =>
  stripe.prices.create({
    currency: 'usd',
    unit_amount: 900,
    recurring: { interval: 'month' },
    product_data: { name: 'Club' },
    ...price,
  })

/** A customer; with a card that is charged by default, where one is named. */
export async function customerWith(
  { stripe }: World,
  card?: string,
  params: Stripe.CustomerCreateParams = {},
): Promise<Stripe.Customer> {
  if (card === undefined) return stripe.customers.create(params)
  return stripe.customers.create({
    ...params,
    payment_method: card,
    invoice_settings: { default_payment_method: card },
  })
}

export interface Beginning {
  card?: string
  price?: Partial<Stripe.PriceCreateParams>
  customer?: Stripe.CustomerCreateParams
  params?: Stripe.SubscriptionCreateParams
}

/** A subscription to the club, and whose it is. */
export async function subscribe(w: World, { card, price, customer, params }: Beginning = {}) {
  const { id: priceId } = await club(w, price)
  const owner = await customerWith(w, card, customer)
  const subscription = await w.stripe.subscriptions.create({
    customer: owner.id,
    items: [{ price: priceId }],
    ...params,
  })
  return { customer: owner.id, price: priceId, subscription, item: subscription.items.data[0]! }
}

/** As our Worker makes one: nothing is charged before the visitor confirms. */
export const DEFAULT_INCOMPLETE: Stripe.SubscriptionCreateParams = {
  payment_behavior: 'default_incomplete',
  payment_settings: { save_default_payment_method: 'on_subscription' },
  expand: ['latest_invoice.confirmation_secret', 'latest_invoice.payments', 'pending_setup_intent'],
}

export const invoiceOf = (subscription: Stripe.Subscription) => subscription.latest_invoice as Stripe.Invoice

/** Moves the stand-in's clock. */
export const advance = async ({ control }: World, seconds: number): Promise<void> => {
  const { status, body } = await control('POST', '/clock', { advance_s: seconds })
  if (status !== 200) throw new Error(JSON.stringify(body))
}

/** A subscription that was paid for 30 days, of which 15 are over. */
export async function halfway(w: World, beginning: Beginning = {}) {
  const made = await subscribe(w, { card: 'pm_card_visa', ...beginning })
  await advance(w, 15 * DAY)
  return made
}
