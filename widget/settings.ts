/** What the site owner wrote into the tag, checked, with a default for everything that may be left out. Pure. */

export interface Settings {
  /** Origin of the Worker. */
  api: string
  site: string
  offer: string
}

/** First values of the fields. A visitor's own typing counts more, until the site owner's page changes them again. */
export interface Prefill {
  /** Null where the tag has none, or not a whole number from 1. */
  quantity: number | null
  /** Minor units; null where the tag has none, or not a whole number from 1. */
  amount: number | null
  email: string
  name: string
  /** Applied without being asked. */
  promotion_code: string
}

export type Read = (attribute: string) => string | null

export const SLUG = /^[a-z0-9][a-z0-9_-]{0,62}$/

/** Attributes that name another checkout: a change of one starts over. */
export const IDENTITY = ['site', 'offer', 'api'] as const
export const PREFILL = ['quantity', 'amount', 'email', 'name'] as const
export const PROMOTION = 'promotion-code'
/** Another user starts over; a fresh token of the same one does not. */
export const TOKEN = 'customer-token'
export const LOOKS = ['locale', 'theme', 'heading-level'] as const

/**
 * @param origin of the script: where the Worker is unless `api` says otherwise.
 * @returns a sentence for the site owner where the tag cannot work.
 */
export function settings(read: Read, origin: string | null): Settings | { wrong: string } {
  const site = read('site')?.trim() ?? ''
  const offer = read('offer')?.trim() ?? ''
  if (!SLUG.test(site) || !SLUG.test(offer))
    return { wrong: `needs the attributes site and offer; it has site="${site}" offer="${offer}".` }
  const named = read('api')
  const api = named === null ? origin : httpOrigin(named)
  if (!api)
    return {
      wrong:
        named === null
          ? 'does not know its Worker: load widget.js by a script tag with src, or write api="https://…".'
          : `has api="${named}", which is not an http(s) address.`,
    }
  return { api, site, offer }
}

export const prefill = (read: Read): Prefill => ({
  quantity: positive(read('quantity')),
  amount: positive(read('amount')),
  email: read('email')?.trim() ?? '',
  name: read('name')?.trim() ?? '',
  promotion_code: read(PROMOTION)?.trim() ?? '',
})

/** A JWT of the site's server; null where the page names nobody. */
export const customerToken = (read: Read): string | null => read(TOKEN)?.trim() || null

/** The site owner's own reference, kept with the checkout. */
export const clientReferenceId = (read: Read): string | null => {
  const reference = read('client-reference-id')?.trim() ?? ''
  return reference.length >= 1 && reference.length <= 200 ? reference : null
}

const LEVELS = [2, 3, 4, 5] as const
export type HeadingLevel = (typeof LEVELS)[number]

/** Of the element's own headings; those below them are one further down. */
export const headingLevel = (read: Read): HeadingLevel =>
  LEVELS.find((level) => String(level) === read('heading-level')?.trim()) ?? 2

/**
 * Where to go once paid, with the checkout's id added; null where the tag names no http(s) page.
 * @param base address of the page, for a relative one.
 */
export function successUrl(read: Read, checkout: string, base: string): string | null {
  const to = read('success-url')?.trim()
  const url = to ? parse(to, base) : null
  if (!url) return null
  url.searchParams.set('checkout', checkout)
  return url.href
}

const positive = (text: string | null): number | null =>
  text !== null && /^[1-9]\d{0,7}$/.test(text.trim()) ? Number(text) : null

export const httpOrigin = (text: string): string | null => parse(text)?.origin ?? null

/** javascript: and data: are no places to send a visitor. */
function parse(text: string, base?: string): URL | null {
  try {
    const url = new URL(text.trim(), base)
    return /^https?:$/.test(url.protocol) ? url : null
  } catch {
    return null
  }
}
