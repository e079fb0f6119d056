/** Guards of what begins a subscription, once, and of what the mirrors keep of customers and cards. */
import type { Guards } from '../table.ts'

const BEGIN = 'test/worker/begin.test.ts'
const BILLING = 'test/domain/billing.test.ts'
const CUSTOMERS = 'test/worker/customers.test.ts'
const SUBSCRIBE = 'test/worker/subscribe.test.ts'

export const BEGINNINGS: Guards = {
  'worker/flow/subscribe.ts': [
    {
      text: 'if (!isAsAgreed(checkout, made)) {',
      replacement: 'if (false) {',
      test: `${SUBSCRIBE} > of other terms than were agreed is ended`,
      why: 'what Stripe made is compared before anybody can pay it',
    },
    {
      text: 'clientSecret === null || made.isRepeated ?',
      replacement: 'clientSecret === null ?',
      test: `${BEGIN} > is as it is by now, where Stripe only repeats what it made`,
      why: 'what Stripe repeats may be old',
    },
    {
      text: 'clientSecret === null || made.isRepeated ?',
      replacement: 'made.isRepeated ?',
      test: 'test/worker/d1.test.ts > is in D1 as begun as soon as D1 names it',
      why: 'no later event may tell that a free start has begun',
    },
    {
      text: 'row.revision !== revision || isClosed(row.status)',
      replacement: 'true',
      test: `${BEGIN} > is kept where the row moved while it was made`,
      why: 'the same key brings the same subscription',
    },
    {
      text: 'if (!isLasting(error) || isPriceRefused(error)) await renewKey',
      replacement: 'if (isLasting(error)) await renewKey',
      test: `${BEGIN} > asks for a card anew where the one that was set up is gone`,
      why: 'with a card that is gone nothing begins',
    },
    {
      text: "if (!isLasting(error) || (by === 'read' && !isPriceRefused(error))) throw error",
      replacement: 'throw error',
      test: `${BEGIN} > begins at another price of the same amount`,
      why: 'a verified card does not wait for the next event',
    },
    {
      text: "if (!isLasting(error) || (by === 'read' && !isPriceRefused(error))) throw error",
      replacement: 'if (!isPriceRefused(error)) throw error',
      test: `${BEGIN} > asks for a card anew where the one that was set up is gone`,
      why: 'what would be answered no better is not asked for again',
    },
    {
      text: "(by === 'read' && !isPriceRefused(error))",
      replacement: 'false',
      test: 'test/worker/agreed.test.ts > a free start that was agreed with it does not begin',
      why: 'a visitor is told what Stripe refuses',
    },
  ],
  'worker/domain/projection-subscription.ts': [
    {
      text: 'const review = lastingReview(seen) ?? ',
      replacement: 'const review = ',
      test: `${BILLING} > when the right subscription is read next`,
      why: 'a second payment is not forgotten',
    },
    {
      text: `if (seen.status === 'succeeded') return 'succeeded'`,
      replacement: '',
      test: `${BILLING} > stays begun, whatever becomes of the subscription`,
      why: 'a checkout that has begun stays so',
    },
    {
      text: `if (!moved) return last`,
      replacement: '',
      test: `${BILLING} > is not, where one was only made`,
      why: 'an orphan that nobody paid is no news',
    },
    {
      text: `if (invoice.total !== amountDue(terms)) return 'amount_differs'`,
      replacement: '',
      test: `${BILLING} > is not as agreed where something was charged`,
      why: 'paid means as agreed: the sum',
    },
  ],
  'worker/domain/projection-setup.ts': [
    {
      text: 'const review = lastingReview(seen)',
      replacement: 'const review = null',
      test: `${BILLING} > does not forget what was paid beside it`,
      why: 'money beside a set-up is for a person to look at',
    },
    {
      text: `  setup.livemode === seen.livemode &&\n`,
      replacement: '',
      test: `${BILLING} > is not relied on where`,
      why: 'a set-up of the other mode verifies nothing',
    },
    {
      text: `  setup.customer === seen.customer &&\n`,
      replacement: '',
      test: `${BILLING} > is not relied on where`,
      why: 'nor one of another customer',
    },
    {
      text: 'setup.paymentMethod !== null',
      replacement: 'true',
      test: `${BILLING} > is not relied on where`,
      why: 'nor one without a card',
    },
    {
      text: `seen.terms.mode === 'subscription' || !isVerified`,
      replacement: '!isVerified',
      test: `${BILLING} > is only the first half of a free start`,
      why: 'a free start has begun once its subscription stands',
    },
  ],
  'worker/domain/mirror.ts': [
    {
      text: `if (facts.status === 'draft') return seen`,
      replacement: '',
      test: `${BILLING} > is not made of a draft`,
      why: 'nobody is asked to pay a draft',
    },
  ],
  'worker/db/payment-methods.ts': [
    {
      text: 'WHERE EXISTS (SELECT 1 FROM customers WHERE id = ?1 AND deleted_at IS NULL)',
      replacement: 'WHERE 1 = 1',
      test: `${CUSTOMERS} > is not written by a slower answer once its customer is gone`,
      why: 'a card goes with its customer, whichever answer is slower',
    },
  ],
}
