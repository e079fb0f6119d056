/** The page around the portal's sections, its headers, and the one page for whoever has no session. */
import { html } from 'hono/html'
import { MERCHANT_NAME } from '../state.ts'
import { type Html, STYLE } from './console-parts.ts'
import type { Visit } from './portal-visit.ts'

export const CSS = `${STYLE}
body { max-width: 960px; }
fieldset .fields, form > .fields { grid-template-columns: repeat(auto-fill, minmax(min(220px, 100%), 1fr)); }
input, select, button, .button { min-height: 44px; }
.button { display: inline-grid; align-items: center; padding: 8px; border: 1px solid var(--accent); border-radius: 6px; font-weight: 600; text-decoration: none; }
`

/** Where a session leads back to: with its flow, and without. */
const waysBack = ({ session }: Visit): string[] =>
  [session.return_url, session.flow?.after_completion.redirect?.return_url].filter((url) => url != null)

/** The address is the key: nothing may learn it, and a form leads nowhere but here and, at its end, back to the shop. */
export const headersFor = (visit: Visit | null): Record<string, string> => {
  const origins = (visit ? waysBack(visit) : []).map((url) => new URL(url).origin)
  // An app's own scheme has no origin, and is named as it is.
  const back = origins.map((origin, at) =>
    origin === 'null' ? new URL(waysBack(visit!)[at]!).protocol : origin,
  )
  const formAction = ["'self'", ...back].join(' ')
  return {
    'Content-Security-Policy': `default-src 'none'; style-src 'self'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex',
  }
}

export const message = (role: 'alert' | 'status', sentence: string): Html =>
  html`<p class="message" role="${role}">${sentence}</p>`

/** @param from the rest of the portal, where one may go on to it. */
export const page = (visit: Visit, sections: readonly (Html | '')[], from: string | null = null): Html =>
  shell(
    `${visit.session.flow ? '' : 'Your account: '}${MERCHANT_NAME}`,
    html`<nav aria-label="Away from here">
${from ? html`<a href="${from}">Your account</a>` : ''}
${visit.session.return_url ? html`<a href="${visit.session.return_url}">Return to ${MERCHANT_NAME}</a>` : ''}
</nav>`,
    sections,
  )

/** For an address that is no key, or no longer one. */
export const overPage = (): Html =>
  shell(MERCHANT_NAME, '', [
    html`<section aria-labelledby="over"><h2 id="over">This link is over</h2>
<p>Links to your account end after a short while. Go back to the shop, and open your account from there again.</p></section>`,
  ])

const shell = (
  title: string,
  links: Html | '',
  sections: readonly (Html | '')[],
): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/p/session/portal.css">
</head>
<body>
<header><h1>${title}</h1>
${links}</header>
<main>
${sections}
</main>
</body>
</html>`
