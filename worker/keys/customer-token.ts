/** A user of the site's: a token by which the site's server says who its visitor is. It opens that user's cards and subscriptions. */
import * as v from 'valibot'
import { email, text } from '../contract.ts'
import type { TokenUser } from '../domain/customer.ts'
import { ok, type Result } from '../domain/result.ts'
import { derive } from './derive.ts'
import { type Kind, readSigned, signed } from './jwt.ts'

/** A token is for a page that is open now: a stolen one soon opens nothing. */
const CUSTOMER_TOKEN_SECONDS = 15 * 60

/** What a site's server may say of its user. */
export const CustomerClaims = {
  /** The site's own name of its user, which never changes. */
  sub: v.pipe(text(255), v.minLength(1)),
  email: v.optional(v.nullable(email)),
  name: v.optional(v.nullable(text(200))),
}
export type CustomerClaims = v.InferOutput<v.ObjectSchema<typeof CustomerClaims, undefined>>

/** What the site's server signs its tokens with. */
export const customerTokenKey = (signingSecret: string, site: string): Promise<string> =>
  derive(signingSecret, 'customer_token', site)

const kind = async (signingSecret: string, site: string): Promise<Kind> => ({
  name: 'customer token',
  key: await customerTokenKey(signingSecret, site),
  site,
})

/** A token for a site's server that would rather ask than sign. @param now unix seconds. */
export async function makeCustomerToken(
  signingSecret: string,
  site: string,
  claims: CustomerClaims,
  now: number,
): Promise<{ token: string; expiresAt: number }> {
  const expiresAt = now + CUSTOMER_TOKEN_SECONDS
  const token = await signed(await kind(signingSecret, site), { ...claims, iat: now, exp: expiresAt })
  return { token, expiresAt }
}

/**
 * Whose token it is, if it is one of this site's.
 * @param now unix seconds.
 * @returns `key_invalid`, with a sentence for the site's developer.
 */
export async function readCustomerToken(
  signingSecret: string,
  site: string,
  token: string,
  now: number,
): Promise<Result<TokenUser>> {
  const by = await kind(signingSecret, site)
  const claims = await readSigned(by, token, CustomerClaims, CUSTOMER_TOKEN_SECONDS, now)
  if (!claims.ok) return claims
  const { sub, email, name } = claims.value
  return ok({ site, user: sub, email: email ?? null, name: name ?? null })
}
