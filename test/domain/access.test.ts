import { describe, expect, it } from 'vitest'
import { accessOf, type Rules } from '../../worker/domain/access.ts'
import type { Checkout } from '../../worker/domain/checkout.ts'
import type { Subscription } from '../../worker/domain/subscription.ts'

const DAY = 24 * 3600
const NOW = 1_800_000_000

const subscription = (more: Partial<Subscription> = {}) =>
  ({
    id: 'sub_1',
    checkout: 'chk_1',
    status: 'active',
    currentPeriodStart: NOW - 10 * DAY,
    currentPeriodEnd: NOW + 20 * DAY,
    trialEnd: null,
    cancelAt: null,
    paused: false,
    defaultPaymentMethod: 'pm_1',
    ...more,
  }) as Subscription

const checkout = (more: object = {}) =>
  ({
    id: 'chk_1',
    status: 'succeeded',
    verifiedBy: 'event',
    amountReceived: 1200,
    amountRefunded: 0,
    terms: { mode: 'payment' },
    ...more,
  }) as Checkout

const recurring = { interval: 'month', interval_count: 1, trial_period_days: 7 } as const
const rules = (more: Partial<Rules> = {}): Rules => ({
  graceDays: 0,
  recurring: { ...recurring, payment_method_collection: 'always' },
  ...more,
})
const free = rules({ recurring: { ...recurring, payment_method_collection: 'if_required' } })

const of = (one: Subscription, by = rules(), now = NOW) =>
  accessOf({ subscriptions: [one], checkouts: [] }, by, now)
const bought = (one: Checkout) => accessOf({ subscriptions: [], checkouts: [one] }, rules(), NOW)

describe('a subscription', () => {
  const trial = { status: 'trialing', trialEnd: NOW + 3 * DAY, currentPeriodEnd: NOW + 3 * DAY } as const
  const failed = { status: 'past_due', currentPeriodStart: NOW - 2 * DAY } as const

  it.each<[what: string, one: Partial<Subscription>, by: Rules, reason: string, until: number | null]>([
    ['is open while it is paid for', {}, rules(), 'active', NOW + 20 * DAY],
    ['is open while it is free, with a card', trial, rules(), 'trialing', NOW + 3 * DAY],
    [
      'is open without a card where none is wanted',
      { ...trial, defaultPaymentMethod: null },
      free,
      'trialing',
      NOW + 3 * DAY,
    ],
    ['is open until it ends', { cancelAt: NOW + 20 * DAY }, rules(), 'ends_at_period_end', NOW + 20 * DAY],
    [
      'is open until the trial that was canceled ends',
      { ...trial, cancelAt: NOW + 3 * DAY },
      rules(),
      'ends_at_period_end',
      NOW + 3 * DAY,
    ],
    ['is open for days of grace after a renewal failed', failed, rules({ graceDays: 3 }), 'grace', NOW + DAY],
    [
      'has no grace beyond its end',
      { ...failed, cancelAt: NOW + 100 },
      rules({ graceDays: 3 }),
      'grace',
      NOW + 100,
    ],
  ])('%s', (_what, one, by, reason, until) => {
    expect(of(subscription(one), by)).toMatchObject({
      allowed: true,
      reason,
      until,
      subscription: 'sub_1',
      checkout: 'chk_1',
    })
  })

  it.each<[what: string, one: Partial<Subscription>, by: Rules, reason: string]>([
    [
      'a free start whose card was never verified',
      { ...trial, defaultPaymentMethod: null },
      rules(),
      'trial_without_card',
    ],
    ['a failed renewal without grace', failed, rules(), 'past_due'],
    [
      'a failed renewal without grace, by a clock that is behind',
      { ...failed, currentPeriodStart: NOW + 1 },
      rules(),
      'past_due',
    ],
    ['a failed renewal after its grace', failed, rules({ graceDays: 2 }), 'past_due'],
    ['a renewal given up', { status: 'unpaid' }, rules({ graceDays: 90 }), 'unpaid'],
    ['a first payment that never came', { status: 'incomplete' }, rules(), 'incomplete'],
    ['a first payment that came too late', { status: 'incomplete_expired' }, rules(), 'incomplete'],
    ['one that ended at once, with days left', { status: 'canceled' }, rules(), 'canceled'],
    [
      'one that ended, however it was paused before',
      { status: 'canceled', paused: true },
      rules(),
      'canceled',
    ],
    ['one whose end has come, and Stripe is late to say so', { cancelAt: NOW }, rules(), 'canceled'],
    ['one that is paused, though it is active', { paused: true }, rules(), 'paused'],
    ['one that is paused by its status', { status: 'paused', paused: true }, rules(), 'paused'],
  ])('opens nothing: %s', (_what, one, by, reason) => {
    expect(of(subscription(one), by)).toMatchObject({ allowed: false, reason, until: null })
  })

  it('is not over while its renewal is on the way, and over a day later', () => {
    const end = NOW + 20 * DAY
    expect(of(subscription(), rules(), end + 3600)).toMatchObject({ allowed: true, until: end + DAY })
    expect(of(subscription(), rules(), end + DAY)).toMatchObject({
      allowed: false,
      reason: 'renewal_unknown',
    })
  })
})

describe('a purchase', () => {
  it.each([
    ['is for good once it is paid', {}, true, 'paid'],
    ['is for good though a part was given back', { amountRefunded: 1199 }, true, 'paid'],
    ['opens nothing once all was given back', { amountRefunded: 1200 }, false, 'refunded'],
    ['opens nothing before it is verified', { verifiedBy: null }, false, 'incomplete'],
    ['of a saved card is one', { terms: { mode: 'setup' }, amountReceived: 0 }, true, 'set_up'],
  ])('%s', (_what, more, allowed, reason) => {
    expect(bought(checkout(more))).toMatchObject({ allowed, reason, until: null, checkout: 'chk_1' })
  })
})

describe('the best of several', () => {
  it('is the one that is open, however old', () => {
    const subscriptions = [subscription({ id: 'sub_new', status: 'incomplete' }), subscription()]
    expect(accessOf({ subscriptions, checkouts: [] }, rules(), NOW).subscription).toBe('sub_1')
  })

  it('is the one that lasts longest', () => {
    const longer = subscription({ id: 'sub_long', currentPeriodEnd: NOW + 300 * DAY })
    const subscriptions = [subscription(), longer]
    expect(accessOf({ subscriptions, checkouts: [] }, rules(), NOW).subscription).toBe('sub_long')
    expect(accessOf({ subscriptions, checkouts: [checkout()] }, rules(), NOW)).toMatchObject({
      reason: 'paid',
      until: null,
    })
  })

  it('says why not of the newest, where none is open', () => {
    const subscriptions = [
      subscription({ id: 'sub_new', status: 'unpaid' }),
      subscription({ status: 'canceled' }),
    ]
    expect(accessOf({ subscriptions, checkouts: [] }, rules(), NOW).reason).toBe('unpaid')
  })

  it('is nothing where nothing was bought', () => {
    expect(accessOf({ subscriptions: [], checkouts: [] }, rules(), NOW)).toEqual({
      allowed: false,
      until: null,
      reason: 'none',
      status: null,
      subscription: null,
      checkout: null,
    })
  })
})
