/** A user's saved cards: one more, another default, one less. What came of it at Stripe is mirrored before it is answered. */
import { findCustomer } from '../db/customers.ts'
import { findPaymentMethod } from '../db/payment-methods.ts'
import { listSubscriptionsOfCustomer } from '../db/subscriptions.ts'
import { type Customer, cardOf, type TokenUser } from '../domain/customer.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Site } from '../domain/site.ts'
import { hasEnded, type Subscription } from '../domain/subscription.ts'
import { updateCustomer } from '../stripe/customers.ts'
import { detachPaymentMethod } from '../stripe/payment-methods.ts'
import { createCardSetup, readSetupIntent } from '../stripe/setup-intents.ts'
import { payWith } from '../stripe/subscription-changes.ts'
import { syncCustomer, syncPaymentMethod, withCustomer } from './customers.ts'
import type { Flow } from './flow.ts'
import { syncSubscription } from './mirror.ts'

/**
 * What Stripe.js saves a card with, for the user's one customer, who is made where there is none.
 * @throws Stripe.errors.StripeError
 */
export async function beginCard(
  flow: Flow,
  site: Site,
  user: TokenUser,
  livemode: boolean,
): Promise<{ id: string; clientSecret: string }> {
  return withCustomer(flow, site, user, livemode, (customer) => createCardSetup(flow.stripe, customer))
}

/**
 * Keeps a card that was set up, as the default where there is none.
 * @returns `not_found` for a set-up that is another customer's; `parameter_invalid` for one that is not done.
 * @throws Stripe.errors.StripeError
 */
export async function keepCard(flow: Flow, customer: Customer, setupIntent: string): Promise<Result<true>> {
  const setup = await readSetupIntent(flow.stripe, setupIntent, customer)
  if (setup?.customer !== customer.id) return fail('not_found')
  const { status, paymentMethod } = setup
  if (status !== 'succeeded' || paymentMethod === null)
    return fail('parameter_invalid', 'setup_intent', 'This card is not saved yet.')
  await syncPaymentMethod(flow, paymentMethod, customer.id, customer.stripeAccount)
  if (customer.defaultPaymentMethod === null) await makeDefault(flow, customer, paymentMethod)
  return ok(true)
}

/** Pays everything with this card from now on. @returns `not_found` for a card that is another's, or gone. */
export async function chooseCard(flow: Flow, customer: Customer, card: string): Promise<Result<true>> {
  const known = await ownCard(flow, customer, card)
  if (!known.ok) return known
  await makeDefault(flow, customer, card)
  for (const subscription of await liveSubscriptions(flow, customer))
    if (subscription.defaultPaymentMethod !== card) await moveTo(flow, subscription, card)
  return ok(true)
}

/**
 * Takes a card away, for good. Subscriptions that were paid with it go on with the default.
 * @returns `card_in_use` where one would be left without a card; `not_found` for a card that is another's, or gone.
 */
export async function removeCard(flow: Flow, customer: Customer, card: string): Promise<Result<true>> {
  const known = await ownCard(flow, customer, card)
  if (!known.ok) return known
  const { defaultPaymentMethod: standard } = await asStripeSays(flow, customer)
  const using = (await liveSubscriptions(flow, customer)).filter(
    (one) => cardOf(one, { defaultPaymentMethod: standard }) === card,
  )
  if (using.length > 0 && (standard === null || standard === card)) return fail('card_in_use')
  for (const subscription of using) await moveTo(flow, subscription, standard!)
  await detachPaymentMethod(flow.stripe, card, customer)
  await syncPaymentMethod(flow, card, customer.id, customer.stripeAccount)
  await syncCustomer(flow, customer.id, customer.stripeAccount)
  return ok(true)
}

/** A card of this customer. Stripe is asked: D1 may not have heard that it is there, or not any more. */
async function ownCard(flow: Flow, { id, stripeAccount }: Customer, card: string): Promise<Result<true>> {
  await syncPaymentMethod(flow, card, id, stripeAccount)
  const row = await findPaymentMethod(flow.db, id, card)
  return row?.deletedAt === null ? ok(true) : fail('not_found')
}

async function asStripeSays(flow: Flow, customer: Customer): Promise<Customer> {
  await syncCustomer(flow, customer.id, customer.stripeAccount)
  return (await findCustomer(flow.db, customer.id)) ?? customer
}

/** What a subscription is paid with Stripe is asked for: D1 may not have heard of the card that has just paid the first time. */
async function liveSubscriptions(flow: Flow, customer: Customer): Promise<Subscription[]> {
  const live: Subscription[] = []
  for (const known of await listSubscriptionsOfCustomer(flow.db, customer.id)) {
    if (!isLive(known)) continue
    const { row } = await syncSubscription(flow, known)
    if (isLive(row)) live.push(row)
  }
  return live
}

const isLive = ({ status, unreachable }: Subscription): boolean => !hasEnded(status) && !unreachable

async function makeDefault(flow: Flow, customer: Customer, card: string): Promise<void> {
  await updateCustomer(flow.stripe, customer, { defaultPaymentMethod: card })
  await syncCustomer(flow, customer.id, customer.stripeAccount)
}

async function moveTo(flow: Flow, subscription: Subscription, card: string): Promise<void> {
  await payWith(flow.stripe, subscription, card)
  await syncSubscription(flow, subscription)
}
