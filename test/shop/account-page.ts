/** The shop's page for a user who is signed in. */
import { html } from 'hono/html'
import { log, page, type Snippet, tag } from './page.ts'

/** @param attributes of the element, the token among them. */
export const accountPage = (attributes: Record<string, string>, snippet: Snippet) =>
  page(
    'Your account',
    html`<main class="one">
      <h1>Your account</h1>
      ${tag(
        'edge-checkout-account',
        { site: 'acme', ...attributes },
        html`<a class="fallback" href="mailto:shop@acme.example">Write to us: shop@acme.example</a>`,
      )}
      ${log()}
    </main>`,
    snippet,
  )
