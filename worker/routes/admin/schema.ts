/** What the operator may send. */
import * as v from 'valibot'

const slug = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'Expected a slug: a-z, 0-9, _ and -.'))
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const amount = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99_999_999))
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

export const NewSite = v.strictObject({
  id: slug,
  name,
  origins: v.pipe(v.array(origin), v.minLength(1), v.maxLength(50)),
  stripe_account: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^acct_\w+$/))), null),
  /** In test mode only: a key to use instead of a random one. */
  key: v.optional(v.pipe(v.string(), v.regex(/^sk_site_\w{8,200}$/))),
})

export const SiteChange = v.strictObject({
  name: v.optional(name),
  origins: v.optional(v.pipe(v.array(origin), v.minLength(1), v.maxLength(50))),
  stripe_account: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^acct_\w+$/)))),
  /** null sells again. */
  archived: v.optional(v.null()),
})

const limits = {
  quantity: v.optional(v.strictObject({ min: count, max: count }), { min: 1, max: 1 }),
  amount: v.optional(
    v.nullable(
      v.strictObject({ min: amount, max: amount, presets: v.pipe(v.array(amount), v.maxLength(6)) }),
    ),
    null,
  ),
}

export const NewOffer = v.strictObject({
  id: slug,
  mode: v.picklist(['payment']),
  name,
  description: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(1000))), null),
  /** Of one; null with `limits.amount`: the visitor chooses. */
  amount: v.optional(v.nullable(amount), null),
  currency,
  limits: v.optional(v.strictObject(limits), { quantity: { min: 1, max: 1 }, amount: null }),
  collect: v.optional(v.strictObject({ email: v.picklist(['none', 'optional', 'required']) }), {
    email: 'none',
  }),
})

export const OfferChange = v.strictObject({
  name: v.optional(name),
  description: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(1000)))),
  amount: v.optional(v.nullable(amount)),
  currency: v.optional(currency),
  limits: v.optional(
    v.strictObject({
      quantity: v.optional(v.strictObject({ min: count, max: count })),
      amount: v.optional(
        v.nullable(
          v.strictObject({ min: amount, max: amount, presets: v.pipe(v.array(amount), v.maxLength(6)) }),
        ),
      ),
    }),
  ),
  collect: v.optional(v.strictObject({ email: v.picklist(['none', 'optional', 'required']) })),
  /** null sells again. */
  archived: v.optional(v.null()),
})
