/** Who may see a customer's portal: whoever holds the address of a session, for a while. */
import { ownTime } from './clock.ts'
import { lookUp, type State } from './state.ts'

/** A session as its address leads to it. The key in it is the secret of whoever visits. */
export interface PortalAccess {
  account: string
  session: string
  /** Unix seconds. */
  created: number
  /** When it was last visited; null before it ever was. */
  visited: number | null
}

// Source: docs.stripe.com/customer-management, "sessions are short-lived"; the times are remembered.
const UNUSED_SECONDS = 5 * 60
const IDLE_SECONDS = 60 * 60

export const PORTAL_PATH = '/p/session'

/** Counts as a visit. @returns null for an address that never was, or is over. */
export function visit(state: State, key: string): PortalAccess | null {
  const access = lookUp(state.portal_access, key)
  if (!access) return null
  const at = ownTime(state)
  const end = access.visited === null ? access.created + UNUSED_SECONDS : access.visited + IDLE_SECONDS
  if (at > end) return null
  access.visited = at
  return access
}
