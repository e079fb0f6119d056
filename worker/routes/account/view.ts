/** How an account looks to the one whose it is. */
import type {
  AccountAnswer,
  AccountInvoice,
  AccountSubscription,
  PlanAnswer,
  SavedCard,
  StripeJs,
} from '../../account-contract.ts'
import { type Customer, cardOf, type PaymentMethod } from '../../domain/customer.ts'
import { elementsOptions } from '../../domain/elements.ts'
import type { Offer } from '../../domain/offer.ts'
import { plansOf } from '../../domain/plan.ts'
import type { Site } from '../../domain/site.ts'
import { hasEnded, type Invoice, perPeriod, type Subscription } from '../../domain/subscription.ts'
import { type Env, livemode } from '../../env.ts'

/** What a customer has. */
export interface Held {
  customer: Customer
  cards: PaymentMethod[]
  subscriptions: Subscription[]
  invoices: Invoice[]
  /** Of the site. */
  offers: Offer[]
}

/** What Stripe.js needs on a page about something of this account. */
export const toStripeJs = (env: Env, { stripeAccount }: Pick<Site, 'stripeAccount'>): StripeJs => ({
  publishable_key: env.STRIPE_PUBLISHABLE_KEY,
  stripe_account: stripeAccount,
  livemode: livemode(env),
  elements: elementsOptions('card'),
})

/** @param held null for a user who never paid or saved anything. */
export function toAccountAnswer(env: Env, site: Site, held: Held | null): AccountAnswer {
  const account = { object: 'account', site: site.id, ...toStripeJs(env, site) } as const
  if (!held) return { ...account, customer: null, payment_methods: [], subscriptions: [], invoices: [] }
  const { customer, cards, invoices } = held
  // What was never paid for the first time is a purchase that was not made.
  const begun = held.subscriptions.filter(({ status }) => !status.startsWith('incomplete'))
  const { email, name, phone, address } = customer
  return {
    ...account,
    customer: { email, name, phone, address },
    payment_methods: cards.map((card) => toSavedCard(card, customer, begun)),
    subscriptions: begun.map((subscription) => toAccountSubscription(subscription, held)),
    invoices: invoices
      .filter(({ subscription }) => begun.some(({ id }) => id === subscription))
      .map(toAccountInvoice),
  }
}

const toSavedCard = (card: PaymentMethod, customer: Customer, subscriptions: Subscription[]): SavedCard => ({
  id: card.id,
  object: 'payment_method',
  brand: card.brand ?? 'unknown', // Stripe's own word for a brand it does not know
  last4: card.last4 ?? '',
  exp_month: card.expMonth ?? 0,
  exp_year: card.expYear ?? 0,
  is_default: card.id === customer.defaultPaymentMethod,
  in_use: subscriptions.some((one) => !hasEnded(one.status) && cardOf(one, customer) === card.id),
})

function toAccountSubscription(of: Subscription, { invoices, offers }: Held): AccountSubscription {
  const own = offers.find(({ id }) => id === of.offer)
  const due = invoices.find(
    ({ subscription, status, amountRemaining }) =>
      subscription === of.id && status === 'open' && amountRemaining > 0,
  )
  return {
    id: of.id,
    object: 'subscription',
    offer: of.offer,
    name: own?.name ?? of.offer,
    status: of.status,
    quantity: of.quantity,
    amount: perPeriod(of),
    currency: of.currency,
    interval: of.interval,
    interval_count: of.intervalCount,
    current_period_end: of.currentPeriodEnd,
    trial_end: of.trialEnd,
    cancel_at: of.cancelAt,
    ended_at: of.endedAt,
    paused: of.paused,
    pending_update: of.pendingUpdate,
    payment_method: of.defaultPaymentMethod,
    due: due && !hasEnded(of.status) ? toDue(due) : null,
    limits: { quantity: own?.quantity ?? { min: of.quantity, max: of.quantity } },
    plans: own ? plansOf(own, offers).map((offer) => toPlan(offer, of)) : [],
  }
}

const toDue = ({ id, amountRemaining, currency }: Invoice) => ({
  invoice: id,
  amount: amountRemaining,
  currency,
})

/** The subscriber's own plan costs what was agreed, whatever it costs others by now. */
const toPlan = ({ id, name, amount, currency, recurring }: Offer, of: Subscription): PlanAnswer => ({
  offer: id,
  name,
  amount: id === of.offer ? of.unitAmount : (amount ?? 0),
  currency,
  interval: id === of.offer ? of.interval : (recurring?.interval ?? of.interval),
  interval_count: id === of.offer ? of.intervalCount : (recurring?.interval_count ?? of.intervalCount),
})

export const toAccountInvoice = (invoice: Invoice): AccountInvoice => ({
  id: invoice.id,
  object: 'invoice',
  subscription: invoice.subscription,
  number: invoice.number,
  status: invoice.status,
  amount_due: invoice.amountDue,
  amount_paid: invoice.amountPaid,
  amount_refunded: invoice.amountRefunded,
  currency: invoice.currency,
  created: invoice.created,
  paid_at: invoice.paidAt,
  hosted_invoice_url: invoice.hostedInvoiceUrl,
  invoice_pdf: invoice.invoicePdf,
})
