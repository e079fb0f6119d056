/** A subscription and its invoices, as D1 mirrors them. Pure. */
import type { Interval } from './offer.ts'
import type { IntentStatus } from './projection.ts'

/** Stripe's own, all of them. */
export type SubscriptionStatus =
  | 'incomplete'
  | 'incomplete_expired'
  | 'trialing'
  | 'active'
  | 'past_due'
  | 'canceled'
  | 'unpaid'
  | 'paused'

/** What Stripe says of a subscription, as far as anything here depends on it. Times are Unix seconds. */
export interface SubscriptionFacts {
  id: string
  customer: string
  livemode: boolean
  status: SubscriptionStatus
  /** `si_…`: ours have one item. */
  item: string
  price: string
  quantity: number
  /** Minor units, of one. */
  unitAmount: number
  currency: string
  interval: Interval
  intervalCount: number
  currentPeriodStart: number
  currentPeriodEnd: number
  trialEnd: number | null
  cancelAt: number | null
  cancelAtPeriodEnd: boolean
  canceledAt: number | null
  endedAt: number | null
  /** Nothing is collected: `pause_collection`, or the status itself. */
  paused: boolean
  pauseResumesAt: number | null
  /** A card that was paid with, or whose set-up was verified: what makes a free start more than a form that was filled in. */
  defaultPaymentMethod: string | null
  latestInvoice: string | null
  /** A change of plan waits for its payment. */
  pendingUpdate: boolean
  created: number
}

/** A subscription's row. */
export interface Subscription extends SubscriptionFacts {
  site: string
  /** `chk_…` where it began. */
  checkout: string
  /** What it is now: the offer that its price stands for. */
  offer: string
  version: number
  /** How many changes of plan were made of it: the number of the next one, which no two changes share. */
  changes: number
  stripeAccount: string | null
  /** Stripe no longer shows it; what stands here is the last that was seen. */
  unreachable: boolean
  updated: number
}

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'void' | 'uncollectible'

/** What Stripe says of an invoice. Money is in minor units, times are Unix seconds. */
export interface InvoiceFacts {
  id: string
  /** Null for one that no subscription made. */
  subscription: string | null
  customer: string
  livemode: boolean
  status: InvoiceStatus
  /** `subscription_create`, `subscription_cycle`, `subscription_update`, … */
  billingReason: string | null
  number: string | null
  /** After discounts, before the customer's credit. */
  total: number
  amountDue: number
  amountPaid: number
  amountRemaining: number
  /** Of its charge. */
  amountRefunded: number
  currency: string
  paymentIntent: string | null
  /** Of its intent, where it has one. */
  intentStatus: IntentStatus | null
  charge: string | null
  attemptCount: number
  nextPaymentAttempt: number | null
  periodStart: number
  periodEnd: number
  hostedInvoiceUrl: string | null
  invoicePdf: string | null
  paidAt: number | null
  created: number
}

/** An invoice's row: of a subscription of ours, from when it is finalized. */
export interface Invoice extends Omit<InvoiceFacts, 'subscription' | 'status' | 'total' | 'intentStatus'> {
  status: Exclude<InvoiceStatus, 'draft'>
  subscription: string
  site: string
  version: number
  stripeAccount: string | null
  unreachable: boolean
  updated: number
}

/** Where nothing more will come of it. */
export const hasEnded = (status: SubscriptionStatus): boolean =>
  status === 'canceled' || status === 'incomplete_expired'

/** What the subscriber pays each period, minor units, before discounts. */
export const perPeriod = ({ unitAmount, quantity }: Pick<Subscription, 'unitAmount' | 'quantity'>): number =>
  unitAmount * quantity
