/** What `GET /v1/access` must answer: from Stripe’s books and from what the site says of its offer, in words of its own. */
import type { Stripe } from 'stripe'
import { type Books, subscriptionOf } from './books.ts'
import type { SeenCheckout } from './row.ts'

/** What a site says of access to an offer. */
export interface Rules {
  grace_days: number
  /** Whether a free start wants no card. */
  cardless: boolean
}

/** All that somebody has of one offer. */
export interface Had {
  subscriptions: readonly Stripe.Subscription[]
  /** Verified, and not of a subscription. */
  purchases: readonly SeenCheckout[]
}

/** What the door answers. */
export interface SeenAccess {
  allowed: boolean
  until: number | null
  reason: string
  subscription: string | null
  checkout: string | null
}

type Grant = Pick<SeenAccess, 'allowed' | 'until' | 'reason'>

const DAY = 86_400
const no = (reason: string): Grant => ({ allowed: false, until: null, reason })
const yes = (until: number | null, reason: string): Grant => ({ allowed: true, until, reason })

/** Statuses that open nothing, whatever else is so. */
const CLOSED: Partial<Record<Stripe.Subscription.Status, string>> = {
  incomplete: 'incomplete',
  incomplete_expired: 'incomplete',
  unpaid: 'unpaid',
}

function subscribed(own: Stripe.Subscription, rules: Rules, now: number): Grant {
  if (own.status === 'canceled') return no('canceled')
  if (own.status === 'paused' || own.pause_collection !== null) return no('paused')
  const closed = CLOSED[own.status]
  if (closed) return no(closed)
  const { current_period_start: start, current_period_end: end } = own.items.data[0]!
  if (own.status === 'past_due') {
    const over = Math.min(start + rules.grace_days * DAY, own.cancel_at ?? Number.POSITIVE_INFINITY)
    return now < over ? yes(over, 'grace') : no('past_due')
  }
  if (own.status === 'trialing' && own.default_payment_method === null && !rules.cardless)
    return no('trial_without_card')
  const free = own.status === 'trialing' ? own.trial_end! : end
  if (own.cancel_at !== null && own.cancel_at <= free)
    return now < own.cancel_at ? yes(own.cancel_at, 'ends_at_period_end') : no('canceled')
  const known = [free, free + DAY].find((one) => now < one)
  return known === undefined ? no('renewal_unknown') : yes(known, own.status)
}

function bought({ mode, amount_received, amount_refunded }: SeenCheckout): Grant {
  if (mode === 'setup') return yes(null, 'set_up')
  return amount_refunded === amount_received ? no('refunded') : yes(null, 'paid')
}

const far = ({ until }: Grant): number => until ?? Number.POSITIVE_INFINITY

/** Every way in which an answer is not what the rule says, in words. @param now unix seconds. */
export function accessDifferences(
  seen: SeenAccess,
  { subscriptions, purchases }: Had,
  rules: Rules,
  now: number,
): string[] {
  const grants = [...purchases.map(bought), ...subscriptions.map((own) => subscribed(own, rules, now))]
  const open = grants.filter(({ allowed }) => allowed)
  const best = open.length > 0 ? Math.max(...open.map(far)) : null
  const right = best === null ? grants : open.filter((grant) => far(grant) === best)
  const wanted = right.length === 0 ? [no('none')] : right
  const isRight = wanted.some(
    ({ allowed, until, reason }) =>
      seen.allowed === allowed && seen.until === until && seen.reason === reason,
  )
  return isRight ? [] : [`access is ${told(seen)}, must be ${wanted.map(told).join(', or ')}`]
}

const told = ({ allowed, until, reason }: Grant): string =>
  `${reason}${allowed ? ` until ${until ?? 'for ever'}` : ''}`

/** Whether something was paid, or a card verified, of what opens an offer. */
export function earned(books: Books, by: Stripe.Subscription | null): boolean {
  if (!by) return isDone(books)
  const own = books.invoices.filter((invoice) => subscriptionOf(invoice) === by.id)
  return isDone(books) || own.some(({ status, total }) => status === 'paid' && total > 0)
}

const isDone = ({ charges, setups }: Books): boolean =>
  [...charges, ...setups].some(({ status }) => status === 'succeeded')
