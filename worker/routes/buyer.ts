/** What is known of the one who buys: whose token came with the request, and what its promotion code takes off. */
import type { CheckoutChange } from '../contract.ts'
import type { Checkout } from '../domain/checkout.ts'
import type { TokenUser } from '../domain/customer.ts'
import type { Discount } from '../domain/money.ts'
import { CODE_NOT_TAKEN, CODE_UNUSABLE, type Offer, type Terms } from '../domain/offer.ts'
import { ok, type Result } from '../domain/result.ts'
import type { Site } from '../domain/site.ts'
import { type Door, livemode } from '../env.ts'
import { customerOf, knownCustomer } from '../flow/customers.ts'
import type { Flow } from '../flow/flow.ts'
import { readCustomerToken } from '../keys/customer-token.ts'
import { findPromotionCode } from '../stripe/promotion-codes.ts'

export interface Buyer {
  /** Whose token was sent with this request; null for none. */
  token: TokenUser | null
  /** The site's own user that the terms name. */
  user: string | null
  discount: Discount | null
}

type Said = Pick<CheckoutChange, 'customer_token' | 'promotion_code'>

/**
 * @param last terms that stand already: what is left out stays as it is.
 * @throws Stripe.errors.StripeError where the promotion code cannot be read.
 */
export async function buyerOf(
  c: Door,
  { stripe, now }: Pick<Flow, 'stripe' | 'now'>,
  site: Site,
  offer: Offer,
  said: Said,
  last: Terms | null,
): Promise<Result<Buyer>> {
  const token = said.customer_token
    ? await readCustomerToken(c.env.SIGNING_SECRET, site.id, said.customer_token, now)
    : ok(null)
  if (!token.ok) return { ok: false, error: { ...token.error, param: 'customer_token' } }
  const user = said.customer_token === undefined ? (last?.user ?? null) : (token.value?.user ?? null)

  const code = said.promotion_code
  if (code == null) {
    const discount = code === undefined && last?.offer === offer.id ? last.discount : null
    return ok({ token: token.value, user, discount })
  }
  if (!offer.allowPromotionCodes) return CODE_NOT_TAKEN
  const { id, stripeAccount } = site
  const known =
    user === null
      ? null
      : await knownCustomer(c.env.DB, { site: id, livemode: livemode(c.env), stripeAccount, user })
  const redemption = {
    site: id,
    offer: offer.id,
    stripeAccount,
    currency: offer.currency,
    customer: known?.id ?? null,
  }
  const discount = await findPromotionCode(stripe, code, redemption)
  return discount ? ok({ token: token.value, user, discount }) : CODE_UNUSABLE
}

/**
 * The customer that the terms are for: the user's own, made where it has none yet.
 * @param last the checkout whose terms they replace; null for a new one.
 * @returns null where one is still to be made for the checkout alone.
 * @throws Stripe.errors.StripeError
 */
export async function customerFor(
  c: Door,
  flow: Flow,
  site: Site,
  { token, user }: Buyer,
  terms: Terms,
  last: Checkout | null,
): Promise<string | null> {
  if (token !== null) return (await customerOf(flow, site, token, livemode(c.env))).id
  const isSame = last !== null && last.terms.user === user && last.terms.email === terms.email
  return isSame ? last.customer : null
}
