/** Before any route: an id for the request, headers for the answer, and one shape for what nobody expected. */
import { createMiddleware } from 'hono/factory'
import type { App, Door } from '../env.ts'
import { checkConfiguration } from '../env.ts'
import { randomHex } from '../keys/digest.ts'
import { logError } from '../log.ts'
import { problem } from '../problem.ts'
import { allowKnownOrigin } from './origin.ts'

/** Names the request; the name is in its answer, in every error body and in every line of the log. */
export const identify = createMiddleware<App>(async (c, next) => {
  c.set('requestId', `req_${randomHex(12)}`)
  await next()
  c.header('Request-Id', c.get('requestId'))
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Referrer-Policy', 'no-referrer')
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store')
})

/** Answers for a Worker that lacks a binding or a secret: which one, never its value. */
export const configured = createMiddleware<App>(async (c, next) => {
  const configuration = checkConfiguration(c.env)
  if (!configuration.ok) {
    if (c.env.DB) await allowKnownOrigin(c) // so that the widget can tell its page's owner
    return problem(c, configuration.error)
  }
  return next()
})

export const notFound = (c: Door): Response => problem(c, { code: 'not_found' })

/** What was not expected. The cause goes to the log, by its name and message; the answer says only that it happened. */
export function unexpected(error: Error, c: Door): Response {
  logError('unexpected', {
    request_id: c.get('requestId') ?? null,
    path: c.req.routePath,
    error: error.name,
    cause: error.message,
  })
  return problem(c, { code: 'unexpected' })
}
