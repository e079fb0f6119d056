/** How often one address may have Stripe asked: the first answer to card testing, and what leaves enough of Stripe for everybody else. */
import { fail, ok, type Result } from '../domain/result.ts'
import type { Door } from '../env.ts'
import { logError } from '../log.ts'

/** The period of the binding in `wrangler.toml`. */
const RETRY_AFTER_SECONDS = 60

/**
 * @param of what is counted by itself: the purchases at a site, one user of it, one link.
 * @returns `rate_limited` where this address has asked for too much of it lately.
 */
export async function mayCreate(c: Door, of: string): Promise<Result<true>> {
  const key = `${of}:${network(c.req.header('CF-Connecting-IP') ?? '')}`
  if (await isAllowed(c.env.CREATIONS, key)) return ok(true)
  c.header('Retry-After', String(RETRY_AFTER_SECONDS))
  return fail('rate_limited')
}

/** A limit that is not set, or cannot be asked, keeps nobody from paying. */
async function isAllowed(limit: RateLimit | undefined, key: string): Promise<boolean> {
  try {
    return !limit || (await limit.limit({ key })).success
  } catch (error) {
    logError('the rate limit cannot be asked', { error: String(error) })
    return true
  }
}

/** The address, or of IPv6 the half that names a household: whoever has one such address has all of them. */
export function network(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::') as [string, string?]
  const before = head.split(':').filter(Boolean)
  const after = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const zeros = tail === undefined ? [] : Array(Math.max(0, 8 - before.length - after.length)).fill('0')
  const groups = [...before, ...zeros, ...after].map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
  return `${groups.slice(0, 4).join(':')}::/64`
}
