/** The shop's pages. What a site owner pastes is in `element` and `scripts`; the rest is any shop. */
import { html, raw } from 'hono/html'
import type { DemoOffer } from '../demo/data.ts'
import { picture } from './pictures.ts'

type Html = ReturnType<typeof html>

export interface Snippet {
  stripeJs: string
  widget: string
  /** `late`: 1.5 s after the page; `twice`: as pasted by two people; `alone`: without Stripe's line; else once, as documented. */
  script: string | undefined
  /** Set where the page has a strict policy. */
  nonce: string | null
}

type Attributes = Record<string, string>

/** One offer, with a log of what the element says. */
export const offerPage = (offer: DemoOffer, attributes: Attributes, snippet: Snippet): Html =>
  page(
    offer.name,
    html`<main class="one">
      ${card(offer, attributes)} ${log()}
    </main>`,
    snippet,
  )

export const log = (): Html =>
  html`<section class="log" aria-label="What the element said">
    <h2>Events</h2>
    <ol id="events"></ol>
  </section>`

export const overviewPage = (offers: readonly DemoOffer[], attributes: Attributes, snippet: Snippet): Html =>
  page(
    'Everything',
    html`<main class="all">${offers.map((offer) => card(offer, attributes))}</main>`,
    snippet,
  )

const card = (offer: DemoOffer, attributes: Attributes): Html =>
  html`<article>
    <a class="picture" href="/${offer.id}" aria-label="${offer.name}">${picture(offer.id)}</a>
    ${element({ site: 'acme', offer: offer.id, ...attributes })}
  </article>`

/** A name that HTML knows as an attribute, and none that would run. */
const valid = (name: string): boolean => /^[a-z][a-z0-9-]*$/.test(name) && !name.startsWith('on')

export const tag = (name: string, attributes: Attributes, fallback: Html): Html =>
  html`<${raw(name)}${Object.entries(attributes)
    .filter(([name]) => valid(name))
    .map(([name, value]) => html` ${raw(name)}="${value}"`)}>
      ${fallback}
    </${raw(name)}>`

const element = (attributes: Attributes): Html =>
  tag(
    'edge-checkout',
    attributes,
    html`<a class="fallback" href="mailto:shop@acme.example">Order by mail: shop@acme.example</a>`,
  )

function scripts({ stripeJs, widget, script, nonce }: Snippet): Html {
  const mark = nonce ? html` nonce="${nonce}"` : ''
  const tag = html`<script${mark} async src="${widget}"></script>`
  const late = html`<script${mark} src="/shop.js" data-late="${widget}"></script>`
  return html`${script === 'alone' ? '' : html`<script${mark} async src="${stripeJs}"></script>`}
    ${script === 'late' ? late : html`<script${mark} src="/shop.js"></script>${tag}`}
    ${script === 'twice' ? tag : ''}`
}

export const page = (title: string, main: Html, snippet: Snippet): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Acme</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/shop.css" />
        ${scripts(snippet)}
      </head>
      <body>
        <header>
          <a class="brand" href="/">Acme</a>
          <p>Plain goods from a small workshop.</p>
        </header>
        ${main}
        <footer>
          A demo: nothing here is for sale, and no card is charged. See <a href="/account?user=ada">Ada’s account</a>.
        </footer>
      </body>
    </html>`
