/** The site owner's server says who its visitor is: with its own key, or by asking for a token. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { now } from '../clock.ts'
import type { App } from '../env.ts'
import { BODY_LIMIT_BYTES, limit, readBody } from '../guard/body.ts'
import { CustomerClaims, customerTokenKey, makeCustomerToken } from '../keys/customer-token.ts'
import { bySiteKey } from '../keys/site.ts'
import { problem } from '../problem.ts'

export const customerTokens = new Hono<App>()
  .get('/customer-token-key', bySiteKey, async (c) => {
    const key = await customerTokenKey(c.env.SIGNING_SECRET, c.get('site').id)
    return c.json({ object: 'customer_token_key', alg: 'HS256', key })
  })

  .post('/customer-tokens', bySiteKey, limit(BODY_LIMIT_BYTES), async (c) => {
    const claims = await readBody(c, v.strictObject(CustomerClaims))
    if (!claims.ok) return problem(c, claims.error)
    const made = await makeCustomerToken(c.env.SIGNING_SECRET, c.get('site').id, claims.value, now())
    return c.json({ object: 'customer_token', token: made.token, expires_at: made.expiresAt }, 201)
  })
