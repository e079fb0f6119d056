/** What lets Stripe.js on any page call the API. */
import type { MiddlewareHandler } from 'hono'

const EXPOSED = 'Request-Id, Stripe-Manage-Version, Stripe-Should-Retry'
const METHODS = 'GET, HEAD, PUT, PATCH, POST, DELETE'
const PREFLIGHT_SECONDS = '300'

export const cors: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'OPTIONS') {
    c.header('Access-Control-Allow-Methods', METHODS)
    c.header('Access-Control-Allow-Headers', c.req.header('Access-Control-Request-Headers') ?? '')
    c.header('Access-Control-Max-Age', PREFLIGHT_SECONDS)
    c.header('Access-Control-Allow-Origin', '*')
    return c.body(null, 200)
  }
  await next()
  c.header('Access-Control-Allow-Origin', '*')
  c.header('Access-Control-Expose-Headers', EXPOSED)
}
