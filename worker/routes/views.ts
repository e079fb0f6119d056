/** How the same rows look to those who may see them: one function an audience. */
import type { CheckoutAnswer, OfferAnswer } from '../contract.ts'
import type { EventRow } from '../db/events.ts'
import type { Checkout } from '../domain/checkout.ts'
import { isPayable, type Stage, stageOf } from '../domain/checkout.ts'
import { elementsOptions } from '../domain/elements.ts'
import { amountDue, type Form, type Offer } from '../domain/offer.ts'
import type { IntentStatus } from '../domain/projection.ts'
import type { Site } from '../domain/site.ts'
import { type Env, livemode } from '../env.ts'

/** What the client secret is of; null where there is nothing to confirm. */
const INTENT: Record<Stage, (checkout: Checkout) => CheckoutAnswer['intent']> = {
  payment: ({ paymentIntent }) => (paymentIntent ? 'payment' : null),
  setup: ({ setupIntent }) => (setupIntent ? 'setup' : null),
  subscription: ({ paymentIntent }) => (paymentIntent ? 'payment' : null),
}

/**
 * To the attempt that made it.
 * @param read for an answer to GET: whether it is fresh, and what was read for it, if anything was.
 * @param trialEnd of its subscription, Unix seconds.
 */
export const toAnswer = (
  checkout: Checkout,
  read?: { fresh: boolean; status?: IntentStatus | null },
  trialEnd: number | null = null,
): CheckoutAnswer => ({
  id: checkout.id,
  object: 'checkout',
  revision: checkout.revision,
  status:
    read?.status === 'requires_action' && isPayable(checkout.status) ? 'requires_action' : checkout.status,
  verified: checkout.verifiedBy !== null,
  amount: checkout.terms.amount,
  currency: checkout.terms.currency,
  quantity: checkout.terms.quantity,
  amount_due: amountDue(checkout.terms),
  subscription: checkout.subscription,
  trial_end: trialEnd,
  intent: INTENT[stageOf(checkout)](checkout),
  client_secret: isPayable(checkout.status) ? checkout.clientSecret : null,
  paid_at: checkout.paidAt,
  ...(read && { fresh: read.fresh }),
})

/** To the widget on any page of the site. */
export const toOfferAnswer = (env: Env, site: Site, offer: Offer, form: Form): OfferAnswer => ({
  object: 'offer',
  site: offer.site,
  offer: offer.id,
  mode: offer.mode,
  name: offer.name,
  description: offer.description,
  amount: offer.amount,
  currency: offer.currency,
  recurring: offer.recurring,
  allow_promotion_codes: offer.allowPromotionCodes,
  limits: { quantity: offer.quantity, amount: offer.range },
  collect: { email: offer.email },
  publishable_key: env.STRIPE_PUBLISHABLE_KEY,
  stripe_account: site.stripeAccount,
  livemode: livemode(env),
  elements: elementsOptions(form),
})

/** To the site owner's key. */
export const toCheckoutObject = (checkout: Checkout) => ({
  id: checkout.id,
  object: 'checkout',
  site: checkout.site,
  offer: checkout.terms.offer,
  mode: checkout.terms.mode,
  items: null,
  quantity: checkout.terms.quantity,
  amount: checkout.terms.amount,
  currency: checkout.terms.currency,
  revision: checkout.revision,
  status: checkout.status,
  verified: checkout.verifiedBy !== null,
  verified_by: checkout.verifiedBy,
  review: checkout.review,
  unreachable: checkout.unreachable,
  payment_intent: checkout.paymentIntent,
  setup_intent: checkout.setupIntent,
  subscription: checkout.subscription,
  invoice: checkout.invoice,
  customer: checkout.customer,
  recurring: checkout.terms.recurring,
  discount: checkout.terms.discount,
  amount_received: checkout.amountReceived,
  amount_refunded: checkout.amountRefunded,
  email: checkout.email,
  name: checkout.name,
  client_reference_id: checkout.clientReferenceId,
  metadata: checkout.metadata,
  livemode: checkout.livemode,
  paid_at: checkout.paidAt,
  created: checkout.created,
  updated: checkout.updated,
})

/** To the site owner's key: an event in a checkout's history. */
export const toEventObject = (event: EventRow) => ({
  id: event.id,
  object: 'event',
  type: event.type,
  object_id: event.object,
  created: event.created,
})

/** To the operator. */
export const toSiteObject = (site: Site) => ({
  id: site.id,
  object: 'site',
  name: site.name,
  origins: site.origins,
  stripe_account: site.stripeAccount,
  archived: site.archived,
  created: site.created,
  updated: site.updated,
})

/** To the operator. */
export const toOfferObject = (offer: Offer) => ({
  id: offer.id,
  object: 'offer',
  site: offer.site,
  mode: offer.mode,
  name: offer.name,
  description: offer.description,
  amount: offer.amount,
  currency: offer.currency,
  recurring: offer.recurring,
  allow_promotion_codes: offer.allowPromotionCodes,
  plan_group: offer.planGroup,
  access: { grace_days: offer.graceDays },
  limits: { quantity: offer.quantity, amount: offer.range },
  collect: { email: offer.email },
  archived: offer.archived,
  created: offer.created,
  updated: offer.updated,
})
