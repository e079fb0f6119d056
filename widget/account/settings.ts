/** What the site owner wrote into the tags of the account and of the recovery page, checked. Pure. */
import { httpOrigin, type Read, SLUG } from '../settings.ts'

export interface Settings {
  /** Origin of the Worker. */
  api: string
  site: string
}

/** Attributes that name another account: a change of one starts over. */
export const IDENTITY = ['site', 'api'] as const

/**
 * @param origin of the script: where the Worker is unless `api` says otherwise.
 * @returns a sentence for the site owner where the tag cannot work.
 */
export function settings(read: Read, origin: string | null): Settings | { wrong: string } {
  const site = read('site')?.trim() ?? ''
  if (!SLUG.test(site)) return { wrong: `needs the attribute site; it has site="${site}".` }
  const api = apiOf(read, origin)
  return typeof api === 'string' ? { api, site } : api
}

/** The Worker's origin; or what is wrong. */
export function apiOf(read: Read, origin: string | null): string | { wrong: string } {
  const named = read('api')
  const api = named === null ? origin : httpOrigin(named)
  if (api) return api
  return {
    wrong:
      named === null
        ? 'does not know its Worker: load widget-account.js by a script tag with src, or write api="https://…".'
        : `has api="${named}", which is not an http(s) address.`,
  }
}

/** The customer token; null where there is none yet. */
export const tokenOf = (read: Read): string | null => read('customer-token')?.trim() || null
