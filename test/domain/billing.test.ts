import { describe, expect, it } from 'vitest'
import { begin, type Checkout, stageOf } from '../../worker/domain/checkout.ts'
import { isNews, projectInvoiceRow, projectSubscriptionRow, sameRow } from '../../worker/domain/mirror.ts'
import { isVerified, projectSetup, type SetupFacts } from '../../worker/domain/projection-setup.ts'
import { projectSubscription } from '../../worker/domain/projection-subscription.ts'
import type {
  Invoice,
  InvoiceFacts,
  Subscription,
  SubscriptionFacts,
  SubscriptionStatus,
} from '../../worker/domain/subscription.ts'

const month = {
  interval: 'month',
  interval_count: 1,
  trial_period_days: null,
  payment_method_collection: 'always',
} as const
const terms = {
  mode: 'subscription',
  offer: 'club',
  form: 'card',
  quantity: 1,
  unitAmount: 900,
  amount: 900,
  currency: 'usd',
  recurring: month,
  discount: null,
  user: null,
  email: null,
} as const
const started: Checkout = {
  ...begin('chk_1', { id: 'acme', stripeAccount: null }, terms, {}, false, 100),
  customer: 'cus_1',
  subscription: 'sub_1',
  invoice: 'in_1',
  paymentIntent: 'pi_1',
  clientSecret: 'pi_1_secret',
}
const trial: Checkout = {
  ...started,
  terms: { ...terms, recurring: { ...month, trial_period_days: 7 } },
  invoice: null,
  paymentIntent: null,
}
const settingUp: Checkout = {
  ...trial,
  subscription: null,
  setupIntent: 'seti_1',
  clientSecret: 'seti_1_secret',
}

const subscription = (
  status: SubscriptionStatus,
  change: Partial<SubscriptionFacts> = {},
): SubscriptionFacts => ({
  id: 'sub_1',
  customer: 'cus_1',
  livemode: false,
  status,
  item: 'si_1',
  price: 'price_1',
  quantity: 1,
  unitAmount: 900,
  currency: 'usd',
  interval: 'month',
  intervalCount: 1,
  currentPeriodStart: 100,
  currentPeriodEnd: 200,
  trialEnd: null,
  cancelAt: null,
  cancelAtPeriodEnd: false,
  canceledAt: null,
  endedAt: null,
  paused: false,
  pauseResumesAt: null,
  defaultPaymentMethod: null,
  latestInvoice: 'in_1',
  pendingUpdate: false,
  created: 100,
  ...change,
})
const invoice = (status: InvoiceFacts['status'], change: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  id: 'in_1',
  subscription: 'sub_1',
  customer: 'cus_1',
  livemode: false,
  status,
  billingReason: 'subscription_create',
  number: 'A-1',
  total: 900,
  amountDue: 900,
  amountPaid: 0,
  amountRemaining: 900,
  amountRefunded: 0,
  currency: 'usd',
  paymentIntent: 'pi_1',
  intentStatus: 'requires_payment_method',
  charge: null,
  attemptCount: 0,
  nextPaymentAttempt: null,
  periodStart: 100,
  periodEnd: 200,
  hostedInvoiceUrl: null,
  invoicePdf: null,
  paidAt: null,
  created: 100,
  ...change,
})
const paid = (change: Partial<InvoiceFacts> = {}) =>
  invoice('paid', {
    amountPaid: 900,
    amountRemaining: 0,
    intentStatus: 'succeeded',
    charge: 'ch_1',
    paidAt: 150,
    ...change,
  })
const project = (seen: Checkout, status: SubscriptionStatus, bill: InvoiceFacts | null) =>
  projectSubscription(seen, { subscription: subscription(status), invoice: bill }, 'read')

describe('a checkout of a subscription', () => {
  it.each<[string, SubscriptionStatus, InvoiceFacts, string]>([
    ['waits for its first payment', 'incomplete', invoice('open'), 'open'],
    [
      'is under way while a bank takes its time',
      'incomplete',
      invoice('open', { intentStatus: 'processing' }),
      'processing',
    ],
    ['has begun once that is paid, though the status lags', 'incomplete', paid(), 'succeeded'],
    ['has begun once that is paid', 'active', paid(), 'succeeded'],
    ['is canceled where nothing can be paid any more', 'incomplete_expired', invoice('void'), 'canceled'],
    ['is canceled where its invoice is void', 'incomplete', invoice('void'), 'canceled'],
    ['is canceled where its invoice is given up', 'incomplete', invoice('uncollectible'), 'canceled'],
  ])('%s', (_name, status, bill, is) => {
    expect(project(started, status, bill).status).toBe(is)
  })

  it.each<SubscriptionStatus>(['past_due', 'unpaid', 'canceled', 'paused'])(
    'stays begun, whatever becomes of the subscription: %s',
    (status) => {
      const begun: Checkout = { ...started, status: 'succeeded', verifiedBy: 'event' }
      expect(project(begun, status, paid())).toMatchObject({ status: 'succeeded', verifiedBy: 'event' })
      const free: Checkout = { ...trial, status: 'succeeded', verifiedBy: 'event' }
      expect(project(free, status, null)).toMatchObject({ status: 'succeeded', verifiedBy: 'event' })
    },
  )

  it('knows what was paid, when, and what was given back', () => {
    expect(project(started, 'active', paid({ amountRefunded: 300 }))).toMatchObject({
      amountReceived: 900,
      amountRefunded: 300,
      charge: 'ch_1',
      paidAt: 150,
      verifiedBy: 'read',
    })
  })

  it.each([
    [{ total: 800 }, 'amount_differs'],
    [{ currency: 'eur' }, 'currency_differs'],
    [{ livemode: true }, 'livemode_differs'],
  ] as const)('is for a person to look at where it is not as agreed: %o', (change, review) => {
    expect(project(started, 'active', paid(change))).toMatchObject({
      status: 'needs_review',
      review,
      verifiedBy: null,
    })
  })

  it('is for nobody to look at as long as nobody paid', () => {
    expect(project(started, 'incomplete', invoice('open', { total: 800 }))).toMatchObject({
      status: 'open',
      review: null,
    })
  })

  it('may be paid in part by the customer’s own credit', () => {
    expect(project(started, 'active', paid({ amountPaid: 400 })).status).toBe('succeeded')
  })

  it('keeps its last state where Stripe shows the subscription, or its invoice, no longer', () => {
    for (const facts of [
      { subscription: null, invoice: null },
      { subscription: subscription('active'), invoice: null },
    ])
      expect(projectSubscription(started, facts, 'read')).toMatchObject({ status: 'open', unreachable: true })
  })

  const beside = (bill: InvoiceFacts) =>
    projectSubscription(
      started,
      { subscription: subscription('active', { id: 'sub_2' }), invoice: { ...bill, id: 'in_2' } },
      'read',
    )

  it.each([
    ['by a card', paid()],
    ['in part', invoice('open', { amountPaid: 300 })],
    ['by the customer’s credit', paid({ amountPaid: 0 })],
  ])('is for a person to look at where something was paid for another subscription: %s', (_how, bill) => {
    expect(beside(bill)).toMatchObject({ status: 'needs_review', review: 'unexpected_subscription' })
  })

  it.each([
    ['nobody paid', invoice('open')],
    ['nothing was due', paid({ total: 0, amountPaid: 0 })],
  ])('is not, where one was only made, and %s', (_why, bill) => {
    expect(beside(bill)).toMatchObject({ status: 'open', review: null })
  })

  it.each(['unexpected_subscription', 'unexpected_payment_intent'] as const)(
    'is not forgotten as %s when the right subscription is read next',
    (review) => {
      const reviewed: Checkout = { ...started, status: 'needs_review', review }
      expect(project(reviewed, 'active', paid())).toMatchObject({ status: 'needs_review', review })
    },
  )

  it('that expired stays expired', () => {
    expect(project({ ...started, status: 'expired' }, 'incomplete_expired', invoice('void')).status).toBe(
      'expired',
    )
  })
})

describe('a free start', () => {
  it('has begun as soon as its subscription stands', () => {
    expect(project(trial, 'trialing', null)).toMatchObject({
      status: 'succeeded',
      amountReceived: 0,
      paidAt: null,
    })
    expect(project(trial, 'incomplete', null).status).toBe('open')
    expect(project(trial, 'incomplete_expired', null).status).toBe('canceled')
    const nothing = paid({ total: 0, amountPaid: 0 })
    expect(project({ ...trial, invoice: 'in_1' }, 'canceled', nothing).status).toBe('canceled')
  })

  it('is not as agreed where something was charged', () => {
    expect(project({ ...trial, invoice: 'in_1' }, 'trialing', paid()).review).toBe('amount_differs')
  })

  it('is a set-up until then, and a subscription from then on', () => {
    expect(stageOf(settingUp)).toBe('setup')
    expect(stageOf(trial)).toBe('subscription')
  })
})

const setup = (status: SetupFacts['status'], change: Partial<SetupFacts> = {}): SetupFacts => ({
  id: 'seti_1',
  status,
  livemode: false,
  cancellationReason: null,
  customer: 'cus_1',
  paymentMethod: 'pm_1',
  ...change,
})
const saving: Checkout = {
  ...settingUp,
  terms: { ...terms, mode: 'setup', recurring: null, amount: 0, unitAmount: 0 },
}

describe('a set-up', () => {
  it.each<[SetupFacts['status'], string]>([
    ['requires_payment_method', 'open'],
    ['requires_confirmation', 'open'],
    ['requires_action', 'open'],
    ['processing', 'processing'],
    ['succeeded', 'succeeded'],
    ['canceled', 'canceled'],
  ])('that is %s makes its checkout %s', (status, is) => {
    expect(projectSetup(saving, setup(status), 'event').status).toBe(is)
  })

  it('is only the first half of a free start', () => {
    expect(projectSetup(settingUp, setup('succeeded'), 'event')).toMatchObject({
      status: 'open',
      verifiedBy: null,
    })
  })

  it('does not forget what was paid beside it', () => {
    const reviewed: Checkout = { ...saving, status: 'needs_review', review: 'unexpected_payment_intent' }
    expect(projectSetup(reviewed, setup('succeeded'), 'read')).toMatchObject({
      status: 'needs_review',
      review: 'unexpected_payment_intent',
      verifiedBy: null,
    })
  })

  it('is expired where we canceled it as abandoned', () => {
    const over = setup('canceled', { cancellationReason: 'abandoned' })
    expect(projectSetup(saving, over, 'read').status).toBe('expired')
  })

  it('stays expired when it rings again that somebody else had canceled it', () => {
    const canceled = setup('canceled', { cancellationReason: 'requested_by_customer' })
    expect(projectSetup({ ...saving, status: 'expired' }, canceled, 'event').status).toBe('expired')
  })

  it('keeps how its card was first verified', () => {
    const seen: Checkout = { ...saving, status: 'succeeded', verifiedBy: 'read' }
    expect(projectSetup(seen, setup('succeeded'), 'event').verifiedBy).toBe('read')
  })

  it.each<Partial<SetupFacts>>([
    { id: 'seti_2' },
    { status: 'processing' },
    { livemode: true },
    { customer: 'cus_2' },
    { paymentMethod: null },
  ])('is not relied on where %o', (change) => {
    expect(isVerified(saving, setup('succeeded'))).toBe(true)
    expect(isVerified(saving, setup('succeeded', change))).toBe(false)
  })

  it('that is not as it was made verifies nothing', () => {
    expect(projectSetup(saving, setup('succeeded', { livemode: true }), 'read').status).toBe('open')
  })

  it('keeps its last state where Stripe shows it no longer', () => {
    expect(projectSetup(saving, null, 'read')).toMatchObject({ status: 'open', unreachable: true })
  })
})

const row: Subscription = {
  ...subscription('active'),
  site: 'acme',
  checkout: 'chk_1',
  offer: 'club',
  version: 3,
  changes: 0,
  stripeAccount: null,
  unreachable: false,
  updated: 100,
}

describe('the row of a subscription', () => {
  it('is what Stripe says, and the offer that its price stands for', () => {
    const next = projectSubscriptionRow(row, subscription('past_due', { price: 'price_2' }), 'club-plus', 300)
    expect(next).toEqual({ ...row, status: 'past_due', price: 'price_2', offer: 'club-plus', updated: 300 })
  })

  it('keeps its last state where Stripe shows it no longer', () => {
    expect(projectSubscriptionRow(row, null, 'club', 300)).toEqual({
      ...row,
      unreachable: true,
      updated: 300,
    })
  })

  it('is the same however often it is read', () => {
    expect(sameRow(row, projectSubscriptionRow(row, subscription('active'), 'club', 999))).toBe(true)
    expect(sameRow(row, projectSubscriptionRow(row, subscription('unpaid'), 'club', 999))).toBe(false)
  })

  it('has news where more changed than the period that is paid for', () => {
    const renewed = {
      ...row,
      currentPeriodStart: 200,
      currentPeriodEnd: 300,
      latestInvoice: 'in_2',
      updated: 200,
    }
    expect(isNews(row, renewed)).toBe(false)
    expect(isNews(row, { ...renewed, status: 'past_due' })).toBe(true)
  })
})

describe('the row of an invoice', () => {
  it('is not made of a draft, nor of one that Stripe does not show', () => {
    expect(projectInvoiceRow(null, invoice('draft'), row, 300)).toBeNull()
    expect(projectInvoiceRow(null, null, row, 300)).toBeNull()
  })

  it('is what Stripe says', () => {
    expect(projectInvoiceRow(null, paid(), row, 300)).toMatchObject({
      status: 'paid',
      site: 'acme',
      subscription: 'sub_1',
      amountPaid: 900,
      version: 1,
    })
  })

  it('keeps its last state where Stripe shows it no longer', () => {
    const seen = projectInvoiceRow(null, paid(), row, 300) as Invoice
    expect(projectInvoiceRow(seen, null, row, 400)).toEqual({ ...seen, unreachable: true, updated: 400 })
  })

  it('keeps its version, so that the same answer is not written twice', () => {
    const seen = { ...(projectInvoiceRow(null, paid(), row, 300) as Invoice), version: 4 }
    expect(sameRow(seen, projectInvoiceRow(seen, paid(), row, 400) as Invoice)).toBe(true)
  })
})
