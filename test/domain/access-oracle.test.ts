import fc from 'fast-check'
import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { accessOf } from '../../worker/domain/access.ts'
import type { Checkout } from '../../worker/domain/checkout.ts'
import type { Recurring } from '../../worker/domain/offer.ts'
import type { Subscription, SubscriptionStatus } from '../../worker/domain/subscription.ts'
import { accessDifferences } from '../deep/oracle/access.ts'
import type { SeenCheckout } from '../deep/oracle/row.ts'

const DAY = 86_400
const BEGAN = 1_900_000_000
/** A second before, at, or after a day's beginning: so that edges meet. */
const moment = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: -1, max: 1 }))
  .map(([days, seconds]) => BEGAN + days * DAY + seconds)

const STATUSES: SubscriptionStatus[] = [
  ...(['incomplete', 'incomplete_expired', 'trialing', 'active'] as const),
  ...(['past_due', 'canceled', 'unpaid', 'paused'] as const),
]

/** A subscription, as Stripe has it and as D1 mirrors it. */
const subscriptions = fc
  .record({
    status: fc.constantFrom(...STATUSES),
    ends: moment,
    trialEnds: moment,
    cancels: fc.option(moment),
    paused: fc.boolean(),
    card: fc.boolean(),
  })
  .map(({ status, ends, trialEnds, cancels, paused, card }) => ({
    books: {
      status,
      items: { data: [{ current_period_start: BEGAN, current_period_end: ends }] },
      trial_end: trialEnds,
      cancel_at: cancels,
      pause_collection: paused ? {} : null,
      default_payment_method: card ? 'pm_1' : null,
    } as Stripe.Subscription,
    row: {
      status,
      currentPeriodStart: BEGAN,
      currentPeriodEnd: ends,
      trialEnd: trialEnds,
      cancelAt: cancels,
      paused: paused || status === 'paused',
      defaultPaymentMethod: card ? 'pm_1' : null,
    } as Subscription,
  }))

/** A verified purchase, as the owner reads it and as the Worker has it. */
const purchases = fc
  .record({ mode: fc.constantFrom('payment', 'setup'), refunded: fc.constantFrom(0, 500, 1200) })
  .map(({ mode, refunded }) => ({
    seen: { mode, amount_received: 1200, amount_refunded: refunded } as SeenCheckout,
    row: { terms: { mode }, verifiedBy: 'read', amountReceived: 1200, amountRefunded: refunded } as Checkout,
  }))

it('opens what the oracle of the deep proofs opens, as long, and says why, on both sides of every edge', () => {
  fc.assert(
    fc.property(
      fc.array(subscriptions, { maxLength: 2 }),
      fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(purchases, { maxLength: 2 })),
      fc.record({ graceDays: fc.integer({ min: 0, max: 5 }), cardless: fc.boolean() }),
      moment,
      (subscribed, bought, { graceDays, cardless }, now) => {
        const recurring = { payment_method_collection: cardless ? 'if_required' : 'always' } as Recurring
        const has = {
          subscriptions: subscribed.map(({ row }) => row),
          checkouts: bought.map(({ row }) => row),
        }
        const had = {
          subscriptions: subscribed.map(({ books }) => books),
          purchases: bought.map(({ seen }) => seen),
        }
        const rules = { grace_days: graceDays, cardless }
        const found = accessDifferences(accessOf(has, { graceDays, recurring }, now), had, rules, now)
        expect(found).toEqual([])
      },
    ),
    { seed: 20_261_123, numRuns: 5000 },
  )
})
