/** The page behind a link to a failed renewal. All it holds is an element: what is owed, and by whom, only the token tells. */

/** What the page is called, by language. */
const TITLES = {
  en: 'Pay your invoice',
  de: 'Rechnung bezahlen',
  fr: 'Régler votre facture',
  es: 'Pagar su factura',
} as const
type Language = keyof typeof TITLES

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; padding: 2rem 1rem; }
  main { max-width: 30rem; margin: 0 auto; }
`

/** Stripe.js and its frames, as Stripe lists them. Source: docs.stripe.com/security/guide */
const STRIPE = {
  script: 'https://js.stripe.com https://*.js.stripe.com',
  frame: 'https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com',
  connect: 'https://api.stripe.com',
}

/**
 * What the page may load: its own script, Stripe's, and nothing else.
 * @param standIn where a stand-in of Stripe is; null for Stripe's own.
 */
export const recoverPolicy = (nonce: string, standIn: string | null): string => {
  const also = standIn ? ` ${standIn}` : ''
  return [
    `default-src 'none'`,
    `script-src 'self' ${STRIPE.script}${also}`,
    `style-src 'nonce-${nonce}'`,
    `frame-src ${STRIPE.frame}${also}`,
    `connect-src 'self' ${STRIPE.connect}${also}`,
    `img-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

/** The first language of the reader's that we speak; English where there is none. @param accepted `Accept-Language`. */
export function languageOf(accepted: string | undefined): Language {
  const wanted = (accepted ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';')
      const q = parameters.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find((found) => found !== undefined)
      return { language: tag.split('-')[0]!, q: q === undefined ? 1 : Number(q) }
    })
    .filter(({ language, q }) => Object.hasOwn(TITLES, language) && q > 0)
    .sort((a, b) => b.q - a.q)
  return (wanted[0]?.language as Language | undefined) ?? 'en'
}

/** @param standIn its Stripe.js comes first, so that the element finds it there. */
export const RecoverPage = (page: { language: Language; nonce: string; standIn: string | null }) => (
  <html lang={page.language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <title>{TITLES[page.language]}</title>
      <style nonce={page.nonce}>{STYLE}</style>
      {page.standIn && <script src={`${page.standIn}/endive/stripe.js`} />}
      <script async src="/widget-account.js" />
    </head>
    <body>
      <main>
        <h1>{TITLES[page.language]}</h1>
        <edge-checkout-recovery locale={page.language} />
      </main>
    </body>
  </html>
)

declare module 'hono/jsx' {
  namespace JSX {
    interface IntrinsicElements {
      'edge-checkout-recovery': { locale: string }
    }
  }
}
