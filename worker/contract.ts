/**
 * What the widget and the Worker say to each other, once: requests as schemas, answers as types.
 * The widget imports types only, so none of valibot reaches a page.
 */
import * as v from 'valibot'
import { AMOUNT_LIMIT, type Discount } from './domain/money.ts'
import type { Mode, Recurring } from './domain/offer.ts'
import type { ProblemCode } from './domain/result.ts'

/** Integer, minor units. */
export const amount = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(AMOUNT_LIMIT))
export const currency = v.pipe(v.string(), v.regex(/^[a-z]{3}$/))
export const interval = v.picklist(['day', 'week', 'month', 'year'])
export const slug = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'Expected a slug: a-z, 0-9, _ and -.'),
)
/** Free text. Half a surrogate pair cannot be sent to Stripe. */
export const text = (most: number) =>
  v.pipe(
    v.string(),
    v.maxLength(most),
    v.check((value) => value.isWellFormed(), 'Expected well-formed Unicode.'),
  )
// Wide on purpose, the widget's own: Stripe has the last word on what is an address.
export const email = v.pipe(text(320), v.regex(/^[^\s@]+@[^\s@]+\.[^\s@.]+$/, 'Expected an email address.'))
/** Stripe's own limits for metadata, less the keys that are ours. @param value what may stand under a key. */
export const metadataOf = <Value extends v.GenericSchema>(value: Value) =>
  v.pipe(
    v.custom<Record<string, unknown>>(
      (given) => typeof given === 'object' && given !== null && !Array.isArray(given),
      'Expected an object of texts.',
    ),
    // Records leave these out without a word.
    v.check(
      (given) => !['__proto__', 'constructor', 'prototype'].some((key) => Object.hasOwn(given, key)),
      'A key is not allowed.',
    ),
    v.record(v.pipe(text(40), v.minLength(1), v.regex(/^(?!edge_)[^[\]]+$/)), value),
    v.maxEntries(40),
  )
const metadata = metadataOf(text(500))

/**
 * The price that the widget showed. It is only compared; the price is the offer's. Of a subscription it is the first charge,
 * whenever that is, with the discount; of a set-up it is nothing.
 */
const shown = v.strictObject({
  /** null, as the offer of a set-up has it, is nothing. */
  amount: v.pipe(
    v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(AMOUNT_LIMIT))),
    v.transform((amount) => amount ?? 0),
  ),
  currency,
  /** How often it is charged, and how many days are free at first: not compared where it is left out. */
  recurring: v.optional(
    v.strictObject({
      interval,
      interval_count: v.pipe(v.number(), v.integer(), v.minValue(1)),
      trial_period_days: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
    }),
  ),
})

/** What a visitor enters to pay less. */
const promotionCode = v.pipe(text(100), v.regex(/^[\w-]+$/, 'Expected a promotion code.'))
/** A JWT of the site's server: who its user is. */
const customerToken = v.pipe(text(4000), v.minLength(1))

/** `card`: our own labelled form on Stripe's split card fields. */
const form = v.picklist(['card'])

export const quantity = v.pipe(v.number(), v.integer(), v.minValue(1))

const choices = {
  /** How many. Within the offer's limits; the least where left out. */
  quantity: v.optional(quantity),
  /** The visitor's own amount, only where the offer asks for one. */
  amount: v.optional(amount),
  /** Only where the offer takes promotion codes. null takes it away again. */
  promotion_code: v.optional(v.nullable(promotionCode)),
  /** Whose customer and saved cards are used. null for nobody's. */
  customer_token: v.optional(v.nullable(customerToken)),
}

/** What goes with a purchase and is no part of its terms. */
const particulars = {
  email: v.optional(email),
  name: v.optional(text(200)),
  client_reference_id: v.optional(v.pipe(text(200), v.minLength(1))),
  metadata: v.optional(metadata),
}

/** `POST /v1/checkouts` */
export const CheckoutRequest = v.strictObject({
  site: slug,
  offer: slug,
  form,
  shown,
  ...choices,
  ...particulars,
})
export type CheckoutRequest = v.InferOutput<typeof CheckoutRequest>

/** `PATCH /v1/checkouts/{id}`: what is left out stays as it is. */
export const CheckoutChange = v.strictObject({
  site: v.optional(slug),
  offer: v.optional(slug),
  form: v.optional(form),
  shown: v.optional(shown),
  ...choices,
  ...particulars,
})
export type CheckoutChange = v.InferOutput<typeof CheckoutChange>

/** What a subscription is changed to. */
export const PlanChoice = v.strictObject({ offer: v.optional(slug), quantity: v.optional(quantity) })
/** When a subscription ends. */
export const SubscriptionEnding = v.strictObject({
  at: v.optional(v.picklist(['period_end', 'now']), 'period_end'),
})

const line = v.optional(v.nullable(text(200)), null)
const country = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'Expected a code such as DE.'))

/** What may be said of a customer: null takes it away, and an address is said as a whole. */
export const CustomerDetails = {
  email: v.optional(email),
  name: v.optional(v.nullable(text(200))),
  phone: v.optional(v.nullable(text(20))),
  address: v.optional(
    v.nullable(
      v.strictObject({
        line1: line,
        line2: line,
        city: line,
        state: line,
        postal_code: line,
        country: v.optional(v.nullable(country), null),
      }),
    ),
  ),
}

/** The life of a checkout. `requires_action` comes from a live read and is never stored. */
export type CheckoutStatus =
  | 'open'
  | 'requires_action'
  | 'processing'
  | 'succeeded'
  | 'canceled'
  | 'expired'
  | 'needs_review'

/** What the attempt's holder is told about its checkout. */
export interface CheckoutAnswer {
  /** `chk_…` */
  id: string
  object: 'checkout'
  /** Goes up when the terms change. */
  revision: number
  status: CheckoutStatus
  /** Paid, as agreed, and known from Stripe itself. */
  verified: boolean
  /** Integer, minor units. */
  amount: number
  currency: string
  quantity: number
  /** What is charged at once, minor units: 0 where a subscription begins free of charge. */
  amount_due: number
  /** `sub_…` once it has begun. */
  subscription: string | null
  /** Unix seconds: when a free start ends and `amount` is charged; null where there is none, or it has not begun. */
  trial_end: number | null
  intent: 'payment' | 'setup' | null
  /** What Stripe.js confirms with; null once there is nothing to confirm. */
  client_secret: string | null
  /** Unix seconds, Stripe's; null until paid. */
  paid_at: number | null
  /** With GET only. False where Stripe was not read for this answer and may know more: ask again in two seconds. */
  fresh?: boolean
}

/** `GET /v1/sites/{site}/offers/{offer}`: what the form needs. */
export interface OfferAnswer {
  object: 'offer'
  site: string
  offer: string
  mode: Mode
  name: string
  description: string | null
  /** Integer, minor units, of one; null where the visitor chooses the amount, and where a card is only saved. */
  amount: number | null
  currency: string
  /** Of a subscription: how often, and what is free at first. */
  recurring: Recurring | null
  /** Whether the form has a field for a promotion code. */
  allow_promotion_codes: boolean
  limits: {
    quantity: { min: number; max: number }
    /** Minor units; null where the price is fixed. */
    amount: { min: number; max: number; presets: number[] } | null
  }
  collect: { email: 'none' | 'optional' | 'required' }
  publishable_key: string
  stripe_account: string | null
  livemode: boolean
  /** Options for Stripe Elements, from the same function that makes the intent. */
  elements: Record<string, unknown>
}

/** `GET /v1/sites/{site}/offers/{offer}/promotion_codes/{code}`: what it takes off. */
export type DiscountAnswer = { object: 'discount' } & Discount

/** The body of every error. */
export interface ProblemAnswer {
  error: {
    code: ProblemCode
    message: string
    /** The field it is about: `email`, `shown.amount`. */
    param?: string
    /** With `terms_differ`: which checkout to PATCH. */
    checkout?: string
    request_id: string
  }
}
