/** May this person use what was sold? A table from what D1 knows to an answer. Pure. */
import type { Checkout } from './checkout.ts'
import type { Offer } from './offer.ts'
import type { Subscription, SubscriptionStatus } from './subscription.ts'

/** Why, or why not. */
export type AccessReason =
  | 'paid' // bought, and not given back: for good
  | 'set_up' // a card was saved, and that was what the offer is about
  | 'active' // paid for the period
  | 'trialing' // free at first, with a card that was verified, or where the offer wants none
  | 'ends_at_period_end' // canceled, and paid or free until then
  | 'grace' // a renewal failed, and the offer's days of grace are not over
  | 'trial_without_card' // free at first, but the offer wants a card and none was verified
  | 'past_due' // a renewal failed, and there is no grace, or no more
  | 'unpaid' // a renewal failed for good
  | 'renewal_unknown' // the period is over, and Stripe has said nothing of the next one for a day
  | 'paused'
  | 'canceled'
  | 'incomplete' // never paid
  | 'refunded' // all of it
  | 'none' // never bought

export interface Access {
  allowed: boolean
  /** Unix seconds: until when at least, as far as is known; null for no end, and where it is not allowed. */
  until: number | null
  reason: AccessReason
  /** Stripe's of the subscription, or ours of the checkout; null where there is neither. */
  status: string | null
  /** `sub_…` */
  subscription: string | null
  /** `chk_…` */
  checkout: string | null
}

type Verdict = Pick<Access, 'allowed' | 'until' | 'reason'>
/** What the offer says of access. */
export type Rules = Pick<Offer, 'graceDays' | 'recurring'>

const DAY_SECONDS = 24 * 3600
/** How long a renewal may be on its way to D1: Stripe charges an hour after the period's end, and an event may come late. */
const RENEWAL_SECONDS = DAY_SECONDS

const no = (reason: AccessReason): Verdict => ({ allowed: false, until: null, reason })
const until = (end: number, reason: AccessReason): Verdict => ({ allowed: true, until: end, reason })

/** What a subscription of this status opens, while nobody has paused it. */
const STATUS: Record<SubscriptionStatus, (of: Subscription, rules: Rules, now: number) => Verdict> = {
  trialing: (of, rules, now) =>
    of.defaultPaymentMethod !== null || rules.recurring?.payment_method_collection === 'if_required'
      ? periodOf(of, of.trialEnd ?? of.currentPeriodEnd, 'trialing', now)
      : no('trial_without_card'),
  active: (of, _rules, now) => periodOf(of, of.currentPeriodEnd, 'active', now),
  past_due(of, { graceDays }, now) {
    // The period that is not paid has begun already.
    const grace = of.currentPeriodStart + graceDays * DAY_SECONDS
    const end = Math.min(grace, of.cancelAt ?? grace)
    return graceDays > 0 && now < end ? until(end, 'grace') : no('past_due')
  },
  unpaid: () => no('unpaid'),
  paused: () => no('paused'),
  canceled: () => no('canceled'),
  incomplete: () => no('incomplete'),
  incomplete_expired: () => no('incomplete'),
}

/** A period that is paid for, or free. */
function periodOf(of: Subscription, end: number, reason: AccessReason, now: number): Verdict {
  if (of.cancelAt !== null && of.cancelAt <= end)
    return now < of.cancelAt ? until(of.cancelAt, 'ends_at_period_end') : no('canceled')
  if (now < end) return until(end, reason)
  return now < end + RENEWAL_SECONDS ? until(end + RENEWAL_SECONDS, reason) : no('renewal_unknown')
}

/** What a subscription opens. @param now unix seconds. */
function bySubscription(of: Subscription, rules: Rules, now: number): Access {
  const isPaused = of.paused && of.status !== 'canceled'
  return {
    ...(isPaused ? no('paused') : STATUS[of.status](of, rules, now)),
    status: of.status,
    subscription: of.id,
    checkout: of.checkout,
  }
}

/** What a purchase opens. A subscription's own row says what that opens. */
function byCheckout({ id, status, terms, verifiedBy, amountReceived, amountRefunded }: Checkout): Access {
  const verdict = (): Verdict => {
    if (verifiedBy === null) return no('incomplete')
    if (terms.mode === 'setup') return { allowed: true, until: null, reason: 'set_up' }
    return amountRefunded < amountReceived ? { allowed: true, until: null, reason: 'paid' } : no('refunded')
  }
  return { ...verdict(), status, subscription: null, checkout: id }
}

/**
 * The best of everything that somebody has.
 * @param checkouts of an offer that is paid once, or that saves a card; newest first, as the subscriptions.
 * @param now unix seconds.
 */
export function accessOf(
  { subscriptions, checkouts }: { subscriptions: Subscription[]; checkouts: Checkout[] },
  rules: Rules,
  now: number,
): Access {
  const all = [...checkouts.map(byCheckout), ...subscriptions.map((one) => bySubscription(one, rules, now))]
  return all.reduce((best, next) => (rank(next) > rank(best) ? next : best), NOTHING)
}

const NOTHING: Access = { ...no('none'), status: null, subscription: null, checkout: null }

/** No end is better than any, a later one than an earlier; and a refusal that says why is better than none. */
const rank = ({ allowed, until, reason }: Access): number =>
  allowed ? (until ?? Number.POSITIVE_INFINITY) : reason === 'none' ? -1 : 0
