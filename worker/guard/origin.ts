/** Which pages may speak to the browser doors. */
import { createMiddleware } from 'hono/factory'
import { isKnownOrigin } from '../db/sites.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Site } from '../domain/site.ts'
import type { App, Door } from '../env.ts'
import { problem } from '../problem.ts'

const PREFLIGHT_SECONDS = 7200 // the most that Chromium keeps

/** Answers preflights. They do not say which site they are for, so an origin of any site may go on and ask. */
export const preflight = createMiddleware<App>(async (c, next) => {
  if (c.req.method !== 'OPTIONS') return next()
  const origin = c.req.header('Origin')
  if (!origin || !(await isKnownOrigin(c.env.DB, origin))) return problem(c, { code: 'origin_not_allowed' })
  share(c, origin)
  c.header('Access-Control-Allow-Methods', 'GET, POST, PATCH, DELETE')
  c.header('Access-Control-Allow-Headers', 'Authorization, Content-Type')
  c.header('Access-Control-Max-Age', String(PREFLIGHT_SECONDS))
  return c.body(null, 204)
})

/**
 * Lets a page of this site read the answer, and no other page. An answer to another origin carries no CORS header at all.
 * @returns `origin_not_allowed` for another origin, `null` included; and without one, unless the door only reads.
 */
export function allowOrigin(c: Door, site: Site, mode: 'reads' | 'creates'): Result<true> {
  const origin = c.req.header('Origin')
  c.header('Vary', 'Origin')
  if (origin === undefined) return mode === 'reads' ? ok(true) : fail('origin_not_allowed')
  if (!site.origins.includes(origin)) return fail('origin_not_allowed')
  share(c, origin)
  return ok(true)
}

/** The same for a request that names no site of ours: its 404 may be read by the pages of any site, and by no other. */
export async function allowKnownOrigin(c: Door): Promise<Result<true>> {
  const origin = c.req.header('Origin')
  c.header('Vary', 'Origin')
  if (origin === undefined) return ok(true)
  if (!(await isKnownOrigin(c.env.DB, origin))) return fail('origin_not_allowed')
  share(c, origin)
  return ok(true)
}

function share(c: Door, origin: string): void {
  c.header('Vary', 'Origin')
  c.header('Access-Control-Allow-Origin', origin)
  c.header('Access-Control-Expose-Headers', 'Request-Id, Retry-After')
}
