/**
 * Begins the subscription of a checkout, once: at the click, or when the card of a free start was verified. The row is written
 * before Stripe is asked, and what Stripe made is compared with what was agreed before anybody can pay it.
 */
import { revise } from '../db/checkouts.ts'
import { findOffer } from '../db/offers.ts'
import { findPrice, forgetPrice, savePrice } from '../db/prices.ts'
import { attachCustomer, attachSubscription, renewKey } from '../db/subscribed.ts'
import { type Checkout, isClosed } from '../domain/checkout.ts'
import type { Recurring, Terms } from '../domain/offer.ts'
import { lastOf } from '../domain/projection.ts'
import { type BegunFacts, projectSubscription } from '../domain/projection-subscription.ts'
import { hasEnded } from '../domain/subscription.ts'
import { logError } from '../log.ts'
import { readInvoice } from '../stripe/invoices.ts'
import { described, isLasting, isPriceRefused, isStored } from '../stripe/outcome.ts'
import { lookupKey, providePrice } from '../stripe/prices.ts'
import {
  createSubscription,
  endOrphan,
  isAsAgreed,
  listEarlierSubscriptions,
  type MadeSubscription,
  readSubscription,
} from '../stripe/subscriptions.ts'
import { customerOf, makeCustomer } from './customers.ts'
import { type Cause, type Flow, reread } from './flow.ts'

type WithCustomer = Checkout & { customer: string }

/** What Stripe holds for a checkout is not what was agreed: nothing more is made for it, and a person must look at it. */
export class NotAsAgreed extends Error {}

/**
 * The customer that a checkout is for: its user's, or one made for it alone.
 * @returns null where the row moved meanwhile: read again.
 * @throws Stripe.errors.StripeError where Stripe made none.
 */
export async function provideCustomer(flow: Flow, checkout: Checkout): Promise<WithCustomer | null> {
  if (checkout.customer !== null) return { ...checkout, customer: checkout.customer }
  const { site, terms, livemode, email, name } = checkout
  const { id: customer } =
    terms.user === null
      ? await makeCustomer(flow, checkout)
      : await customerOf(flow, checkout, { site, user: terms.user, email, name }, livemode)
  const attached = await attachCustomer(flow.db, checkout, customer, flow.now)
  return attached ? { ...checkout, customer, version: checkout.version + 1, updated: flow.now } : null
}

/**
 * @param paymentMethod whose set-up was verified, for a free start that wants a card; else null.
 * @param cause why it begins now.
 * @returns the checkout with its subscription; null where the row moved meanwhile: read again.
 * @throws Stripe.errors.StripeError where Stripe made none; NotAsAgreed where it made something else.
 */
export async function subscribe(
  flow: Flow,
  known: Checkout,
  paymentMethod: string | null,
  { by, event }: Cause,
): Promise<Checkout | null> {
  const checkout = await provideCustomer(flow, known)
  if (!checkout) return null
  const price = await providePriceOf(flow, checkout)
  if (checkout.revision > 1) await endOrphans(flow, checkout)
  const made = await create(flow, checkout, price, paymentMethod, by)
  if (!made) return null
  if (!isAsAgreed(checkout, made)) {
    await endOrphan(flow.stripe, made.facts.id, checkout)
    throw new NotAsAgreed(`Stripe made ${made.facts.id} of other terms than ${checkout.id} has`)
  }
  const { invoice, paymentIntent, clientSecret } = made
  const seen = { ...checkout, subscription: made.facts.id, invoice, paymentIntent, clientSecret }
  // Where nothing is due it has begun with this; and what Stripe repeats may be old.
  const now = clientSecret === null || made.isRepeated ? await readBegun(flow, seen) : null
  const subscription = {
    ...(now?.subscription ?? made.facts),
    site: checkout.site,
    checkout: checkout.id,
    offer: checkout.terms.offer,
    version: 1,
    changes: 0,
    stripeAccount: checkout.stripeAccount,
    unreachable: now !== null && now.subscription === null,
    updated: flow.now,
  }
  const attached = { subscription, invoice, paymentIntent, clientSecret }
  const next = now ? projectSubscription(seen, now, by) : lastOf(checkout)
  if (await attachSubscription(flow.db, checkout, attached, next, event, flow.now))
    return { ...seen, ...next, version: checkout.version + 1, updated: flow.now }
  const row = await reread(flow.db, checkout.id)
  if (isOvertaken(row, checkout)) await endOrphan(flow.stripe, made.facts.id, checkout)
  return null
}

/** Its terms are others by now, or it is over. Otherwise this key's subscription is the checkout's, whoever writes that. */
const isOvertaken = (row: Checkout, { revision }: Checkout): boolean =>
  row.revision !== revision || isClosed(row.status)

/**
 * After a failure that the key would answer with for a day. What was made after all is ended before the next key is sent. With a
 * card, a code or a customer that is gone nothing can begin: the visitor is asked for a card anew.
 */
async function goOn({ db, now }: Flow, checkout: WithCustomer, error: unknown): Promise<void> {
  if (!isLasting(error) || isPriceRefused(error)) await renewKey(db, checkout, now)
  else await revise(db, checkout, checkout.terms, checkout.customer, now)
}

async function readBegun(
  { stripe }: Flow,
  { subscription, invoice, stripeAccount }: Checkout & { subscription: string },
): Promise<BegunFacts> {
  const of = { stripeAccount }
  return {
    subscription: await readSubscription(stripe, subscription, of),
    invoice: invoice === null ? null : await readInvoice(stripe, invoice, of),
  }
}

/** @returns null where Stripe takes the price or the card no longer, and what comes next is another: read again. */
async function create(
  flow: Flow,
  checkout: WithCustomer,
  price: string,
  paymentMethod: string | null,
  by: Cause['by'],
): Promise<MadeSubscription | null> {
  try {
    return await createSubscription(flow.stripe, checkout, price, paymentMethod)
  } catch (error) {
    if (isPriceRefused(error)) await forgetPrice(flow.db, checkout, price)
    if (paymentMethod === null || !isStored(error)) throw error
    await goOn(flow, checkout, error)
    // A visitor is told what Stripe refuses; an event has been heard, and would be answered no better next time.
    if (!isLasting(error) || (by === 'read' && !isPriceRefused(error))) throw error
    logError('a verified set-up began nothing', { checkout: checkout.id, ...described(error) })
    return null
  }
}

/**
 * Subscriptions of earlier revisions whose answer was lost: a free one would be charged when its trial ends.
 * @throws NotAsAgreed where one was paid: another one would be paid twice.
 */
async function endOrphans(flow: Flow, checkout: WithCustomer): Promise<void> {
  for (const { id, status } of await listEarlierSubscriptions(flow.stripe, checkout))
    if (!hasEnded(status) && !(await endOrphan(flow.stripe, id, checkout)))
      throw new NotAsAgreed(`${id} has begun, and ${checkout.id} does not stand for it`)
}

/** What a price stands for, and where. */
type Priced = Pick<Checkout, 'site' | 'stripeAccount' | 'livemode'> & {
  terms: Pick<Terms, 'offer' | 'unitAmount' | 'currency'> & {
    recurring: Pick<Recurring, 'interval' | 'interval_count'> | null
  }
}

/** Made the first time that an offer is subscribed to; asked for once. */
export async function providePriceOf(
  flow: Flow,
  { site, terms, stripeAccount, livemode }: Priced,
): Promise<string> {
  const { offer, unitAmount, currency, recurring } = terms
  if (!recurring) throw new Error(`${site}/${offer} does not recur`)
  const key = lookupKey({ site, offer, unitAmount, currency, recurring })
  const shelf = { stripeAccount, livemode }
  const known = await findPrice(flow.db, shelf, key)
  if (known) return known
  const name = (await findOffer(flow.db, site, offer))?.name ?? offer
  const id = await providePrice(flow.stripe, {
    site,
    offer,
    name,
    unitAmount,
    currency,
    recurring,
    stripeAccount,
  })
  await savePrice(flow.db, shelf, { id, lookupKey: key, site, offer })
  return id
}
