import { describe, expect, it } from 'vitest'
import { begin, type Checkout } from '../../worker/domain/checkout.ts'
import { type IntentFacts, type IntentStatus, project, unchanged } from '../../worker/domain/projection.ts'

const terms = {
  mode: 'payment',
  offer: 'mug',
  form: 'card',
  quantity: 1,
  unitAmount: 1200,
  amount: 1200,
  currency: 'usd',
  recurring: null,
  discount: null,
  user: null,
  email: null,
} as const
const open: Checkout = {
  ...begin('chk_1', { id: 'acme', stripeAccount: null }, terms, { email: 'typed@example.com' }, false, 100),
  paymentIntent: 'pi_1',
  clientSecret: 'pi_1_secret',
}
const intent = (status: IntentStatus, change: Partial<IntentFacts> = {}): IntentFacts => ({
  id: 'pi_1',
  status,
  amountReceived: 0,
  currency: 'usd',
  livemode: false,
  cancellationReason: null,
  receiptEmail: null,
  charge: null,
  ...change,
})
const charge = { id: 'ch_1', created: 150, amountRefunded: 0, email: null }
const paid = (change: Partial<IntentFacts> = {}) =>
  intent('succeeded', { amountReceived: 1200, charge, ...change })

describe('a checkout is the projection of its intent', () => {
  it.each([
    ['requires_payment_method', 'open'],
    ['requires_confirmation', 'open'],
    ['requires_action', 'open'],
    ['processing', 'processing'],
    ['canceled', 'canceled'],
  ] as const)('%s is %s, and not verified', (status, expected) => {
    expect(project(open, intent(status), 'event')).toMatchObject({ status: expected, verifiedBy: null })
  })

  it('is paid when amount, currency and mode are those of the terms', () => {
    expect(project(open, paid(), 'read')).toMatchObject({
      status: 'succeeded',
      verifiedBy: 'read',
      charge: 'ch_1',
      amountReceived: 1200,
      paidAt: 150,
      review: null,
    })
  })

  it.each([
    ['amount_differs', { amountReceived: 1199 }],
    ['currency_differs', { currency: 'eur' }],
    ['livemode_differs', { livemode: true }],
  ] as const)('needs review, and is not verified, when paid but %s', (review, change) => {
    expect(project(open, paid(change), 'event')).toMatchObject({
      status: 'needs_review',
      review,
      verifiedBy: null,
    })
  })

  it('needs review when somebody made the capture manual', () => {
    expect(project(open, intent('requires_capture'), 'read')).toMatchObject({
      status: 'needs_review',
      review: 'capture_pending',
    })
  })

  it('keeps how it was first verified', () => {
    const seen = { ...open, ...project(open, paid(), 'read') }
    expect(project(seen, paid(), 'event').verifiedBy).toBe('read')
  })

  it('goes back from processing to open when the bank declines later', () => {
    const seen = { ...open, ...project(open, intent('processing'), 'event') }
    expect(project(seen, intent('requires_payment_method'), 'event').status).toBe('open')
  })

  it('follows the refunds of the charge', () => {
    const seen = { ...open, ...project(open, paid(), 'read') }
    const refunded = project(seen, paid({ charge: { ...charge, amountRefunded: 500 } }), 'event')
    expect(refunded).toMatchObject({ status: 'succeeded', amountRefunded: 500 })
  })

  it('is expired only where we canceled what was left lying', () => {
    expect(project(open, intent('canceled', { cancellationReason: 'abandoned' }), 'event').status).toBe(
      'expired',
    )
    expect(project(open, intent('canceled', { cancellationReason: 'fraudulent' }), 'event').status).toBe(
      'canceled',
    )
  })

  it('stays expired when it rings again that somebody else had canceled the intent', () => {
    const canceled = intent('canceled', { cancellationReason: 'requested_by_customer' })
    expect(project({ ...open, status: 'expired' }, canceled, 'event').status).toBe('expired')
  })

  it('takes the email that Stripe was given, and keeps the typed one until then', () => {
    expect(project(open, intent('requires_payment_method'), 'read').email).toBe('typed@example.com')
    expect(project(open, paid({ receiptEmail: 'paid@example.com' }), 'read').email).toBe('paid@example.com')
  })

  it('keeps the last state of what Stripe no longer shows', () => {
    const seen = { ...open, ...project(open, paid(), 'read') }
    expect(project(seen, null, 'event')).toMatchObject({ status: 'succeeded', unreachable: true })
    expect(project({ ...seen, unreachable: true }, paid(), 'read').unreachable).toBe(false)
  })

  it('is not changed by a copy of the same answer', () => {
    const seen = { ...open, ...project(open, paid(), 'read') }
    expect(unchanged(seen, project(seen, paid(), 'event'))).toBe(true)
    expect(unchanged(open, project(open, paid(), 'event'))).toBe(false)
  })
})

describe('an intent whose secret we never gave out', () => {
  it.each(['requires_payment_method', 'requires_action', 'canceled'] as const)(
    'changes nothing while %s',
    (status) => {
      expect(unchanged(open, project(open, intent(status, { id: 'pi_orphan' }), 'event'))).toBe(true)
    },
  )

  it('needs review as soon as money moves on it', () => {
    const next = project(open, paid({ id: 'pi_orphan' }), 'event')
    expect(next).toMatchObject({
      status: 'needs_review',
      review: 'unexpected_payment_intent',
      verifiedBy: null,
    })
  })

  it('is not forgotten when the right intent is read next', () => {
    const seen = { ...open, ...project(open, paid({ id: 'pi_orphan' }), 'event') }
    expect(project(seen, paid(), 'event')).toMatchObject({ status: 'needs_review', amountReceived: 1200 })
  })
})
