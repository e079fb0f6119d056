/** Billing periods: how far an anchor is repeated. Pure. All times are unix seconds, all calendars UTC. */

export interface Period {
  start: number
  end: number
}

/** As `price.recurring` says it: every so many days, weeks, months or years. */
export interface Interval {
  interval: string
  interval_count: number
}

const DAY_SECONDS = 24 * 3600
const FIXED_SECONDS: Record<string, number> = { day: DAY_SECONDS, week: 7 * DAY_SECONDS }
const MONTHS: Record<string, number> = { month: 1, year: 12 }

/**
 * The anchor, some intervals later. Months keep the anchor's day, or end on their last: 31 January, 28 February, 31 March.
 * Source: docs.stripe.com/billing/subscriptions/billing-cycle
 */
export function after(anchor: number, { interval, interval_count }: Interval, times: number): number {
  const fixed = FIXED_SECONDS[interval]
  if (fixed !== undefined) return anchor + fixed * interval_count * times
  const from = new Date(anchor * 1000)
  const month = from.getUTCMonth() + MONTHS[interval]! * interval_count * times
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate()
  const midnight = Date.UTC(from.getUTCFullYear(), month, Math.min(from.getUTCDate(), lastDay)) / 1000
  return midnight + (((anchor % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS)
}

/** The period in which a moment lies, counted from the anchor, which may be in the future. A period begins with its start. */
export function periodAt(anchor: number, interval: Interval, at: number): Period {
  // A first guess that is at most a few intervals off: no interval is shorter than this says.
  const shortest = after(0, interval, 1) - 3 * DAY_SECONDS
  let times = Math.floor((at - anchor) / Math.max(shortest, DAY_SECONDS))
  while (after(anchor, interval, times) > at) times--
  while (after(anchor, interval, times + 1) <= at) times++
  return { start: after(anchor, interval, times), end: after(anchor, interval, times + 1) }
}

/** What part of an amount belongs to the rest of a period, in minor units. Halves are rounded away from zero. */
export function remainder(amount: number, { start, end }: Period, from: number): number {
  if (from <= start) return amount
  if (from >= end) return 0
  return rounded((amount * (end - from)) / (end - start))
}

/** To the minor unit, halves away from zero: a credit is as large as the debit it takes back. */
export const rounded = (amount: number): number => Math.sign(amount) * Math.round(Math.abs(amount))
