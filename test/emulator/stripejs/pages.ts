/** Stripe.js at /endive/stripe.js, and the documents of its frames. */
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { threeDSecure } from '../pages/three-ds.ts'
import { buildScripts } from './bundle.ts'
import { CSP, document, ELEMENT_CSS, type Page } from './documents.ts'

/** As long as Stripe's CDN lets a browser keep its script. */
const SCRIPT_MAX_AGE_SECONDS = 60
const YEAR_SECONDS = 31_536_000

const JAVASCRIPT = 'text/javascript; charset=utf-8'
const STYLE = '/endive/elements.css'

const FRAMES: Record<string, Page> = {
  'elements-inner-card.html': {
    role: 'element',
    title: 'Card field',
    css: STYLE,
    body: '<main class="ElementsApp"></main>',
  },
  'controller.html': { role: 'controller', title: 'Controller', css: STYLE, body: '<main></main>' },
}

/** Builds the browser code, under a second, and serves it. */
export async function stripeJsPages(): Promise<Hono> {
  const { script, frames } = await buildScripts()
  const code = `/endive/frames-${frames.hash}.js`
  const app = new Hono()

  // Any page may load these, also one that isolates itself with COEP.
  app.use('/endive/*', async (c, next) => {
    await next()
    c.header('Access-Control-Allow-Origin', '*')
    c.header('Cross-Origin-Resource-Policy', 'cross-origin')
    c.header('Timing-Allow-Origin', '*')
    c.header('X-Content-Type-Options', 'nosniff')
  })

  app.get('/endive/stripe.js', etag(), (c) =>
    c.body(script.code, 200, {
      'Content-Type': JAVASCRIPT,
      'Cache-Control': `public, max-age=${SCRIPT_MAX_AGE_SECONDS}`,
    }),
  )
  app.get(code, (c) =>
    c.body(frames.code, 200, {
      'Content-Type': JAVASCRIPT,
      'Cache-Control': `public, max-age=${YEAR_SECONDS}, immutable`,
    }),
  )
  app.get(STYLE, (c) =>
    c.body(ELEMENT_CSS, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': `public, max-age=${SCRIPT_MAX_AGE_SECONDS}`,
    }),
  )
  for (const [name, page] of Object.entries(FRAMES))
    app.get(`/endive/${name}`, etag(), (c) => {
      c.header('Content-Security-Policy', CSP)
      // Names the code by its hash: a copy kept from before a rebuild would ask for code that is gone.
      c.header('Cache-Control', 'no-cache')
      return c.html(document(page, code))
    })

  return app.route('/pages', threeDSecure(code))
}
