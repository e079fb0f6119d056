/** How often one checkout may make us read Stripe. Kept by the isolate: a visitor's polls mostly meet the same one. */

const READ_INTERVAL_MS = 2000
const REMEMBERED = 10_000

const lastRead = new Map<string, number>()

/** Whether Stripe may be read for this checkout now; if so, counts it as read. */
export function mayRead(checkout: string, nowMs: number): boolean {
  const last = lastRead.get(checkout)
  if (last !== undefined && nowMs - last < READ_INTERVAL_MS) return false
  lastRead.delete(checkout) // so that the map stays in the order of reading, oldest first
  lastRead.set(checkout, nowMs)
  if (lastRead.size > REMEMBERED) lastRead.delete(lastRead.keys().next().value!)
  return true
}
