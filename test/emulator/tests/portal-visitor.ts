/** A customer in the portal: reads pages, and sends the forms on them as a browser does. */
import type { Stripe } from 'stripe'
import { BASE, type World } from './harness.ts'

export interface Page {
  status: number
  headers: Headers
  text: string
  /** Where it sent the browser, if anywhere. */
  location: string | null
}

async function read(response: Response): Promise<Page> {
  const { status, headers } = response
  return { status, headers, text: await response.text(), location: headers.get('Location') }
}

/** A browser without scripts. @param root what the paths that are not whole begin with. */
export const browser = (w: World, root: string) => {
  const at = (path: string) =>
    path.startsWith('http') ? path : path.startsWith('/p/') ? BASE + path : root + path
  return {
    open: async (path = '') => read(await w.emulator.fetch(new Request(at(path)))),
    send: async (action: string, fields: Record<string, string>, headers: HeadersInit = { Origin: BASE }) => {
      const body = new URLSearchParams(fields)
      return read(await w.emulator.fetch(new Request(at(`/${action}`), { method: 'POST', body, headers })))
    },
  }
}

/** Opens a portal session. @returns its pages and forms, by their paths below the session's. */
export async function portal(w: World, params: Stripe.BillingPortal.SessionCreateParams) {
  const session = await w.stripe.billingPortal.sessions.create({
    return_url: 'https://acme.example/account',
    ...params,
  })
  return { session, ...browser(w, session.url) }
}

/** What the page says is wrong. */
export const alertOf = ({ text }: Page) => /role="alert">([^<]*)</.exec(text)?.[1]

export const CARD = { number: '4242 4242 4242 4242', expiry: '12 / 34', cvc: '123' }
