/** A site that sells with edge-checkout and knows nothing of it but the snippet: another origin, by host name another site. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { OFFERS } from '../demo/data.ts'
import { accountPage } from './account-page.ts'
import { customerToken } from './customer.ts'
import { offerPage, overviewPage, type Snippet } from './page.ts'

export interface ShopOptions {
  port: number
  /** Origin of the Worker. */
  worker: string
  /** Origin of the stand-in for Stripe; null where the page talks to Stripe itself. */
  emulator: string | null
}

const FILES: Record<string, string> = {
  '/shop.css': 'text/css',
  '/shop.js': 'text/javascript',
  '/icon.svg': 'image/svg+xml',
}

export async function serveShop(options: ShopOptions): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createAdaptorServer({ fetch: shop(options).fetch })
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${options.port}`,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      // Browsers keep connections open; waiting for them would keep us.
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    },
  }
}

/** What the site's owner would set; Stripe's hosts as its documentation lists them. */
const policy = ({ worker, emulator }: ShopOptions, nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${worker} ${emulator ?? 'https://api.stripe.com'}`,
    `frame-src ${emulator ?? 'https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com'}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

function shop(options: ShopOptions): Hono {
  const stripeJs = `${options.emulator ?? 'https://js.stripe.com'}/endive/stripe.js`
  const app = new Hono()

  for (const [path, type] of Object.entries(FILES)) {
    app.get(path, async (c) =>
      c.body(await readFile(join(import.meta.dirname, path), 'utf8'), 200, { 'content-type': type }),
    )
  }

  const snippetOf = (c: Context, script: string): Snippet => {
    const nonce = c.req.query('csp') === 'strict' ? randomBytes(16).toString('base64') : null
    if (nonce) c.header('Content-Security-Policy', policy(options, nonce))
    return { stripeJs, widget: `${options.worker}/${script}`, script: c.req.query('script'), nonce }
  }

  // A real shop knows its user by a session; this one believes whoever asks.
  app.get('/customer-token', async (c) =>
    c.json({ token: await customerToken(options.worker, c.req.query('user') ?? 'ada') }),
  )

  app.get('/account', async (c) => {
    const { csp, script, user = 'ada', ...given } = c.req.query()
    const token = await customerToken(options.worker, user)
    return c.html(accountPage({ ...given, 'customer-token': token }, snippetOf(c, 'widget-account.js')))
  })

  app.get('/:offer?', async (c) => {
    const { csp, script, user, ...given } = c.req.query()
    const attributes = user
      ? { ...given, 'customer-token': await customerToken(options.worker, user) }
      : given
    const snippet = snippetOf(c, 'widget.js')
    const id = c.req.param('offer')
    const offer = OFFERS.find((one) => one.id === id)
    if (id !== undefined && !offer) return c.text('Acme has no such page.', 404)
    return c.html(
      offer
        ? offerPage(offer, attributes, snippet)
        : overviewPage(
            OFFERS.filter((one) => !one.archived),
            attributes,
            snippet,
          ),
    )
  })
  return app
}
