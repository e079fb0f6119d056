/**
 * What the account, its widget and the page of a failed renewal are told: answers as types. All of it needs a customer token, or
 * the token of a link.
 */
import type { Address } from './domain/customer.ts'
import type { Interval } from './domain/offer.ts'
import type { PreviewLine } from './domain/preview.ts'
import type { InvoiceStatus, SubscriptionStatus } from './domain/subscription.ts'

/** A saved card, as its owner sees it. */
export interface SavedCard {
  /** `pm_…` */
  id: string
  object: 'payment_method'
  /** As Stripe names it: `visa`. */
  brand: string
  last4: string
  exp_month: number
  exp_year: number
  /** What is charged where nothing else is chosen. */
  is_default: boolean
  /** A subscription is paid with it. */
  in_use: boolean
}

/** Something to pay now. */
export interface DueAnswer {
  /** `in_…` */
  invoice: string
  /** Minor units. */
  amount: number
  currency: string
}

/** A subscription, as its subscriber sees it. */
export interface AccountSubscription {
  /** `sub_…` */
  id: string
  object: 'subscription'
  offer: string
  /** Of the offer. */
  name: string
  status: SubscriptionStatus
  quantity: number
  /** Minor units a period. */
  amount: number
  currency: string
  interval: Interval
  interval_count: number
  /** Unix seconds, as all times here. */
  current_period_end: number
  trial_end: number | null
  cancel_at: number | null
  ended_at: number | null
  paused: boolean
  /** A change of plan waits for its payment. */
  pending_update: boolean
  /** What it is paid with; null where that is the customer's default. */
  payment_method: string | null
  due: DueAnswer | null
  /** Within which the number of seats may be changed. */
  limits: { quantity: { min: number; max: number } }
  /** Offers it may be changed to, its own included. */
  plans: PlanAnswer[]
}

export interface PlanAnswer {
  offer: string
  name: string
  /** Minor units, of one, a period. */
  amount: number
  currency: string
  interval: Interval
  interval_count: number
}

/** An invoice, as whoever pays it sees it. */
export interface AccountInvoice {
  /** `in_…` */
  id: string
  object: 'invoice'
  subscription: string
  number: string | null
  status: Exclude<InvoiceStatus, 'draft'>
  /** Minor units. */
  amount_due: number
  amount_paid: number
  amount_refunded: number
  currency: string
  created: number
  paid_at: number | null
  /** Stripe's page of it: the receipt, once paid. */
  hosted_invoice_url: string | null
  invoice_pdf: string | null
}

/** What Stripe.js needs on a page that is about no offer. */
export interface StripeJs {
  publishable_key: string
  stripe_account: string | null
  livemode: boolean
  elements: Record<string, unknown>
}

/** `GET /v1/account`, by a customer token: all that its user has at this site. */
export interface AccountAnswer extends StripeJs {
  object: 'account'
  site: string
  /** Null until this user has paid or saved anything. */
  customer: {
    email: string | null
    name: string | null
    phone: string | null
    address: Address | null
  } | null
  payment_methods: SavedCard[]
  /** Newest first, those that ended too. */
  subscriptions: AccountSubscription[]
  /** Newest first, at most 24. */
  invoices: AccountInvoice[]
}

/** `POST /v1/account/setup_intents`: what Stripe.js saves a card with. */
export interface SetupAnswer {
  id: string
  object: 'setup_intent'
  client_secret: string
}

/** `POST /v1/account/subscriptions/{sub}/preview`: what a change costs, before it is made. */
export interface PreviewAnswer {
  object: 'preview'
  offer: string
  quantity: number
  /** Minor units, charged at once; negative: credited to the next invoices. */
  amount: number
  currency: string
  /** Unix seconds: for when it is reckoned. Sent back with the change. */
  proration_date: number
  /** They come to the amount. */
  lines: PreviewLine[]
  /** What is charged every period from then on. Sent back with the change. */
  recurring: { amount: number; interval: Interval; interval_count: number }
  /** What recurs is said before discounts and taxes, and there are some. */
  is_gross: boolean
}

/** Something that may want the bank's word: where `client_secret` is not null, Stripe.js confirms it. */
export interface ToConfirm {
  invoice: string | null
  /** Minor units. */
  amount: number
  currency: string
  client_secret: string | null
  /** The card it is tried with; null: the visitor chooses. */
  payment_method: string | null
}

/** `PATCH /v1/account/subscriptions/{sub}` */
export interface ChangeAnswer {
  object: 'change'
  account: AccountAnswer
  confirm: ToConfirm | null
}

/** `GET /v1/recovery`, by the token of a link to a failed renewal. */
export interface RecoveryAnswer extends StripeJs {
  object: 'recovery'
  site: { id: string; name: string }
  /** Of the offer. */
  name: string
  status: 'due' | 'paid' | 'over'
  /** Minor units. */
  amount: number
  currency: string
  invoice: string
  /** Of the card that failed; null where there is none. */
  card: { brand: string; last4: string } | null
  /** That card, where it can be tried again; null where another one is needed. */
  payment_method: string | null
  client_secret: string | null
}
