/** Guards of what the checkout of a subscription, or of a set-up, and the mirrors make of Stripe’s word. */
import type { Guards } from '../table.ts'

const BILLING = 'test/domain/billing.test.ts'

export const BEGUN: Guards = {
  'worker/domain/projection-subscription.ts': [
    {
      text: '(seen.invoice !== null && !invoice)',
      replacement: 'false',
      test: `${BILLING} > keeps its last state where Stripe shows the subscription, or its invoice, no longer`,
      why: 'without its invoice nothing is known of its payment',
    },
    {
      text: 'lastingReview(seen) ?? disagreement(seen, invoice)',
      replacement: 'lastingReview(seen)',
      test: `${BILLING} > is for a person to look at where it is not as agreed`,
      why: 'paid means as agreed',
    },
    {
      text: `review ? 'needs_review' : statusOf(seen, subscription, invoice)`,
      replacement: 'statusOf(seen, subscription, invoice)',
      test: `${BILLING} > is for a person to look at where it is not as agreed`,
      why: 'what is not as agreed has not begun',
    },
    {
      text: `if (invoice?.status !== 'paid') return null`,
      replacement: 'if (!invoice) return null',
      test: `${BILLING} > as long as nobody paid`,
      why: 'what nobody paid is for nobody to look at',
    },
    {
      text: `if (invoice.livemode !== livemode) return 'livemode_differs'`,
      replacement: '',
      test: `${BILLING} > is for a person to look at where it is not as agreed`,
      why: 'paid means as agreed: the mode',
    },
    {
      text: `if (invoice.currency !== terms.currency) return 'currency_differs'`,
      replacement: '',
      test: `${BILLING} > is for a person to look at where it is not as agreed`,
      why: 'paid means as agreed: the currency',
    },
    {
      text: `status === 'succeeded' ? (seen.verifiedBy ?? by) : null`,
      replacement: 'seen.verifiedBy ?? by',
      test: `${BILLING} > is for a person to look at where it is not as agreed`,
      why: 'verified only where paid as agreed',
    },
    {
      text: '(seen.verifiedBy ?? by)',
      replacement: 'by',
      test: `${BILLING} > stays begun, whatever becomes of the subscription`,
      why: 'how it first became known',
    },
    {
      text: 'invoice.amountPaid > 0 || ',
      replacement: '',
      test: `${BILLING} > where something was paid for another subscription`,
      why: 'a part that was paid for an orphan is money',
    },
    {
      text: ` || (invoice.status === 'paid' && invoice.total > 0)`,
      replacement: '',
      test: `${BILLING} > where something was paid for another subscription`,
      why: 'so is a customer’s credit',
    },
    {
      text: ` && invoice.total > 0)`,
      replacement: ')',
      test: `${BILLING} > is not, where one was only made`,
      why: 'a free orphan is none',
    },
    {
      text: `if (isTrial(seen.terms) && !hasEnded(status)`,
      replacement: 'if (isTrial(seen.terms)',
      test: `${BILLING} > has begun as soon as its subscription stands`,
      why: 'what ended before it began has not begun',
    },
    {
      text: ` && status !== 'incomplete') return`,
      replacement: ') return',
      test: `${BILLING} > has begun as soon as its subscription stands`,
      why: 'what waits for a payment has not begun',
    },
    {
      text: `invoice?.status === 'paid' && !isTrial(seen.terms)`,
      replacement: `invoice?.status === 'paid'`,
      test: `${BILLING} > has begun as soon as its subscription stands`,
      why: 'a first invoice of nothing begins no free start',
    },
    {
      text: `hasEnded(status) || invoice?.status === 'void'`,
      replacement: `invoice?.status === 'void'`,
      test: `${BILLING} > has begun as soon as its subscription stands`,
      why: 'what has ended is over',
    },
    {
      text: ` || invoice?.status === 'void' ||`,
      replacement: ' ||',
      test: `${BILLING} > is canceled where its invoice is void`,
      why: 'so is what can no longer be paid',
    },
    {
      text: ` || invoice?.status === 'uncollectible'`,
      replacement: '',
      test: `${BILLING} > is canceled where its invoice is given up`,
      why: 'and what the owner has given up',
    },
    {
      text: `return seen.status === 'expired' ? 'expired' : 'canceled'`,
      replacement: `return 'canceled'`,
      test: `${BILLING} > that expired stays expired`,
      why: 'expired is for good',
    },
    {
      text: `invoice?.intentStatus === 'processing' ? 'processing' : 'open'`,
      replacement: `'open'`,
      test: `${BILLING} > is under way while a bank takes its time`,
      why: 'nobody pays again while a bank takes its time',
    },
  ],
  'worker/domain/projection-setup.ts': [
    {
      text: 'if (!setup) return { ...lastOf(seen), unreachable: true }',
      replacement: 'if (!setup) return lastOf(seen)',
      test: `${BILLING} > keeps its last state where Stripe shows it no longer`,
      why: 'what Stripe no longer shows is told apart',
    },
    {
      text: `review ? 'needs_review' : statusOf(seen, setup)`,
      replacement: 'statusOf(seen, setup)',
      test: `${BILLING} > does not forget what was paid beside it`,
      why: 'money beside a set-up is for a person to look at',
    },
    {
      text: `status === 'succeeded' ? (seen.verifiedBy ?? by) : null`,
      replacement: 'seen.verifiedBy ?? by',
      test: `${BILLING} > is only the first half of a free start`,
      why: 'a card alone verifies no free start',
    },
    {
      text: '(seen.verifiedBy ?? by)',
      replacement: 'by',
      test: `${BILLING} > keeps how its card was first verified`,
      why: 'how it first became known',
    },
    {
      text: 'setup.id === seen.setupIntent &&',
      replacement: '',
      test: `${BILLING} > is not relied on where`,
      why: 'the set-up of an earlier revision verifies nothing',
    },
    {
      text: `setup.status === 'succeeded' &&\n`,
      replacement: '',
      test: `${BILLING} > is not relied on where`,
      why: 'nor one that is not done',
    },
    {
      text: ` || !isVerified(seen, setup)`,
      replacement: '',
      test: `${BILLING} > that is not as it was made verifies nothing`,
      why: 'nor one of another mode',
    },
    {
      text: 'setup.cancellationReason === EXPIRED_REASON || ',
      replacement: '',
      test: `${BILLING} > is expired where we canceled it as abandoned`,
      why: 'what we canceled for good is over',
    },
    {
      text: ` || seen.status === 'expired'`,
      replacement: '',
      test: `${BILLING} > stays expired when it rings again`,
      why: 'expired is for good',
    },
  ],
  'worker/domain/mirror.ts': [
    {
      text: ': { ...seen, unreachable: true, updated: now }',
      replacement: ': { ...seen, updated: now }',
      test: `${BILLING} > keeps its last state where Stripe shows it no longer`,
      why: 'a subscription that Stripe no longer shows is told apart',
    },
    {
      text: 'return seen && { ...seen, unreachable: true, updated: now }',
      replacement: 'return seen',
      test: `${BILLING} > keeps its last state where Stripe shows it no longer`,
      why: 'so is an invoice',
    },
    {
      text: `field === 'updated' || `,
      replacement: '',
      test: `${BILLING} > is the same however often it is read`,
      why: 'no write without news',
    },
    {
      text: '!PERIOD.includes(field) && ',
      replacement: '',
      test: `${BILLING} > has news where more changed than the period`,
      why: 'a renewal is one line of history',
    },
    {
      text: 'version: seen?.version ?? 1,',
      replacement: 'version: 1,',
      test: `${BILLING} > keeps its version, so that`,
      why: 'a row that did not change is not written',
    },
  ],
}
