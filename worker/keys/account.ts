/** Opens the doors of an account: to the user that a token names, on a page of the token's site. */
import { createMiddleware } from 'hono/factory'
import { now } from '../clock.ts'
import { findSite } from '../db/sites.ts'
import type { App } from '../env.ts'
import { allowKnownOrigin, allowOrigin } from '../guard/origin.ts'
import { problem } from '../problem.ts'
import { bearer } from './bearer.ts'
import { readCustomerToken } from './customer-token.ts'
import { audienceOf } from './jwt.ts'

/** An archived site sells nothing any more, but whoever subscribed there may still see to it. */
export const byCustomerToken = createMiddleware<App>(async (c, next) => {
  const token = bearer(c.req.header('Authorization'))
  const audience = token.ok ? audienceOf(token.value) : null
  const site = audience === null ? null : await findSite(c.env.DB, audience)
  const mode = c.req.method === 'GET' ? 'reads' : 'creates'
  const allowed = site ? allowOrigin(c, site, mode) : await allowKnownOrigin(c)
  if (!allowed.ok) return problem(c, allowed.error)
  if (!token.ok) return problem(c, token.error)
  if (!site)
    return problem(c, {
      code: 'key_invalid',
      message: 'This customer token is for no site of this Worker: its aud is the id of none.',
    })

  const user = await readCustomerToken(c.env.SIGNING_SECRET, site.id, token.value, now())
  if (!user.ok) return problem(c, user.error)
  c.set('site', site)
  c.set('user', user.value)
  return next()
})
