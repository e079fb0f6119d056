/** The shop's server, as far as it knows its users: what says to the checkout who is signed in. */
import { SITE_KEY } from '../demo/data.ts'

/** @param user The shop's own name of its user. @returns a token for a page, good for some minutes. */
export async function customerToken(worker: string, user: string): Promise<string> {
  const response = await fetch(`${worker}/v1/customer-tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SITE_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sub: user, email: `${user}@example.com` }),
  })
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`)
  return ((await response.json()) as { token: string }).token
}
