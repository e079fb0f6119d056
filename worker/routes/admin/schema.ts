/** What the operator may send. */
import * as v from 'valibot'
import { amount, interval, slug } from '../../contract.ts'

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const CURRENCIES = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()))
const currency = v.pipe(
  v.string(),
  v.check((code) => CURRENCIES.has(code), 'Expected a lower-case ISO 4217 code.'),
)
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999_999))

/** An origin as a browser writes it. Plain http only for a machine's own addresses. */
const origin = v.pipe(
  v.string(),
  v.check((text) => {
    try {
      const { origin, protocol, hostname } = new URL(text)
      const local = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
      return text === origin && (protocol === 'https:' || (protocol === 'http:' && local))
    } catch {
      return false
    }
  }, 'Expected an origin such as https://shop.example, without a path.'),
)

const origins = v.pipe(v.array(origin), v.minLength(1), v.maxLength(50))
const account = v.nullable(v.pipe(v.string(), v.regex(/^acct_\w+$/)))

export const NewSite = v.strictObject({
  id: slug,
  name,
  origins,
  stripe_account: v.optional(account, null),
  /** In test mode only: a key to use instead of a random one. */
  key: v.optional(v.pipe(v.string(), v.regex(/^sk_site_\w{8,200}$/))),
})

export const SiteChange = v.strictObject({
  name: v.optional(name),
  origins: v.optional(origins),
  stripe_account: v.optional(account),
  /** null sells again. */
  archived: v.optional(v.null()),
})

const quantity = v.strictObject({ min: count, max: count })
const range = v.strictObject({ min: amount, max: amount, presets: v.pipe(v.array(amount), v.maxLength(6)) })
const collect = v.strictObject({ email: v.picklist(['none', 'optional', 'required']) })
const description = v.nullable(v.pipe(v.string(), v.maxLength(1000)))

/** How often it is paid, and what is free at first. */
const recurring = v.strictObject({
  interval,
  interval_count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365)), 1),
  trial_period_days: v.optional(
    v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(730))),
    null,
  ),
  /** Whether a free start wants a card. */
  payment_method_collection: v.optional(v.picklist(['always', 'if_required']), 'always'),
})
const access = v.strictObject({ grace_days: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(90)) })

/** To valibot a list is an object too, and one without fields where all of them are optional. */
const object = v.custom<Record<string, unknown>>((value) => !Array.isArray(value), 'Expected an object.')

const NO_LIMITS = { quantity: { min: 1, max: 1 }, amount: null }

export const NewOffer = v.strictObject({
  id: slug,
  mode: v.picklist(['payment', 'subscription', 'setup']),
  name,
  description: v.optional(description, null),
  /** Of one; null with `limits.amount`: the visitor chooses. */
  amount: v.optional(v.nullable(amount), null),
  currency,
  limits: v.optional(
    v.pipe(
      object,
      v.strictObject({
        quantity: v.optional(quantity, NO_LIMITS.quantity),
        amount: v.optional(v.nullable(range), NO_LIMITS.amount),
      }),
    ),
    NO_LIMITS,
  ),
  /** `none` unless said; `optional` where a customer is made of it. */
  collect: v.optional(collect),
  /** With mode `subscription`, and only there. */
  recurring: v.optional(v.nullable(recurring), null),
  allow_promotion_codes: v.optional(v.boolean(), false),
  /** Subscribers may change among the offers of one group. */
  plan_group: v.optional(v.nullable(slug), null),
  access: v.optional(access, { grace_days: 0 }),
})

export const OfferChange = v.strictObject({
  name: v.optional(name),
  description: v.optional(description),
  amount: v.optional(v.nullable(amount)),
  currency: v.optional(currency),
  limits: v.optional(
    v.pipe(object, v.strictObject({ quantity: v.optional(quantity), amount: v.optional(v.nullable(range)) })),
  ),
  collect: v.optional(collect),
  recurring: v.optional(recurring),
  allow_promotion_codes: v.optional(v.boolean()),
  plan_group: v.optional(v.nullable(slug)),
  access: v.optional(access),
  /** null sells again. */
  archived: v.optional(v.null()),
})
