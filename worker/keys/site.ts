/** The site owner's key: `sk_site_…`, known here by its hash only. */
import { createMiddleware } from 'hono/factory'
import { findSiteByKey } from '../db/sites.ts'
import type { App } from '../env.ts'
import { problem } from '../problem.ts'
import { bearer } from './bearer.ts'
import { randomHex, sha256 } from './digest.ts'

const SITE_KEY_PREFIX = 'sk_site_'

/** A new key of 192 random bits. It is shown once. */
export const newSiteKey = (): string => SITE_KEY_PREFIX + randomHex(24)

/** Whether this is meant as a site's key, right or wrong. */
export function isSiteKey(header: string | undefined): boolean {
  const token = bearer(header)
  return token.ok && token.value.startsWith(SITE_KEY_PREFIX)
}

/** Opens the site owner's doors, and says which site is asking. */
export const bySiteKey = createMiddleware<App>(async (c, next) => {
  const token = bearer(c.req.header('Authorization'))
  if (!token.ok) return problem(c, token.error)
  const site = await findSiteByKey(c.env.DB, await sha256(token.value))
  if (!site) return problem(c, { code: 'key_invalid' })
  c.set('site', site)
  return next()
})
