/** What is around the pages that customers see: their style, their headers, their frame. */
import { html } from 'hono/html'
import { type Html, STYLE } from './console-parts.ts'

export const CSS_PATH = '/p/customer.css'

export const CSS = `${STYLE}
body { max-width: 960px; }
fieldset .fields, form > .fields { grid-template-columns: repeat(auto-fill, minmax(min(220px, 100%), 1fr)); }
input, select, button, .button { min-height: 44px; }
.button { display: inline-grid; align-items: center; padding: 8px; border: 1px solid var(--accent); border-radius: 6px; font-weight: 600; text-decoration: none; }
`

/** The address is the key: nothing may learn it, and a form leads nowhere but here and, at its end, back to the shop. */
export function headers(waysBack: readonly string[] = []): Record<string, string> {
  const back = waysBack
    .map((url) => new URL(url))
    // An app's own scheme has no origin, and is named as it is.
    .map(({ origin, protocol }) => (origin === 'null' ? protocol : origin))
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

export const section = (id: string, title: string, parts: readonly (Html | '')[]): Html =>
  html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${parts}</section>`

const DATE = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' })

/** @param seconds unix. */
export const day = (seconds: number): string => DATE.format(seconds * 1000)

/** @param seconds unix. */
export const date = (seconds: number): Html =>
  html`<time datetime="${new Date(seconds * 1000).toISOString()}">${day(seconds)}</time>`

/** @param links away from here, if any. */
export const frame = (
  title: string,
  links: readonly Html[],
  sections: readonly (Html | '')[],
): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${CSS_PATH}">
</head>
<body>
<header><h1>${title}</h1>
${links.length > 0 ? html`<nav aria-label="Away from here">${links}</nav>` : ''}</header>
<main>
${sections}
</main>
</body>
</html>`
