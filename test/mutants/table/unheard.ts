/** Guards against what happened at Stripe between two clicks: nobody pays what was not shown, or for nothing. */
import type { Guards } from '../table.ts'

const UNHEARD = 'test/worker/unheard.test.ts'

export const NOT_HEARD: Guards = {
  'worker/routes/account.ts': [
    {
      text: 'const isRead =',
      replacement: 'const isRead = true ||',
      test: 'test/worker/limits.test.ts > is limited, and keeps no other user',
      why: 'one user leaves enough of Stripe for the others',
    },
  ],
  'worker/routes/recovery.ts': [
    {
      text: 'if (!asks.ok) return problem(c, asks.error)',
      replacement: '',
      test: 'test/worker/limits.test.ts > is limited for whoever has a link',
      why: 'so does one link',
    },
    {
      text: 'toStripeJs(c.env, subscription)',
      replacement: 'toStripeJs(c.env, site)',
      test: 'test/worker/recovery.test.ts > is paid in the account where the invoice is',
      why: 'an invoice is paid where it is',
    },
  ],
  'worker/flow/flow.ts': [
    {
      text: "if (landing === 'written' && !isLate(asked)) return changed",
      replacement: "if (landing === 'written') return changed",
      test: `${UNHEARD} > An answer that lands late`,
      why: 'what landed late is read once more: a subscription, an invoice, a customer, a card',
    },
  ],
  'worker/flow/sync.ts': [
    {
      text: 'if (!isLate(asked)) return { checkout, found, status, changed }',
      replacement: 'return { checkout, found, status, changed }',
      test: `${UNHEARD} > of a payment: it was given back`,
      why: 'what landed late is read once more: a payment',
    },
  ],
  'worker/flow/plans.ts': [
    {
      text: 'const { row: subscription } = await syncSubscription(flow, known)',
      replacement: 'const subscription = known',
      test: `${UNHEARD} > is not free because D1 has not heard`,
      why: 'a change is reckoned for the subscription as it is now',
    },
    {
      text: 'PREVIEW_SECONDS, updated, ',
      replacement: 'PREVIEW_SECONDS, ',
      test: `${UNHEARD} > is not made by a preview that is older`,
      why: 'nothing is given back twice',
    },
    {
      text: 'if (shown.recurring && !recursAsShown(plan, shown.recurring))',
      replacement: 'if (false)',
      test: `${UNHEARD} > is what was shown, though a change costs nothing at once`,
      why: 'as agreed: every period after it',
    },
    {
      text: 'if (plan.isSame) return ask({ quantity })',
      replacement: '',
      test: `${UNHEARD} > of the number of seats is made`,
      why: 'a subscriber keeps an archived price',
    },
    {
      text: 'await forgetPrice(flow.db, subscription, price)',
      replacement: '',
      test: `${UNHEARD} > to an offer whose price was archived`,
      why: 'an archived price is no plan any more',
    },
  ],
  'worker/flow/cards.ts': [
    {
      text: 'await syncPaymentMethod(flow, card, id, stripeAccount)\n  const row',
      replacement: 'const row',
      test: `${UNHEARD} > is not there any more`,
      why: 'a card that was taken away pays nothing',
    },
  ],
  'worker/flow/customers.ts': [
    {
      text: 'if (!isMissing(error) || !(await syncCustomer(flow, customer.id, customer.stripeAccount))) throw error',
      replacement: 'throw error',
      test: `${UNHEARD} > is another one, whose name is what its user says`,
      why: 'a user whose customer was deleted gets another',
    },
  ],
  'worker/flow/endings.ts': [
    {
      text: ' && cancelAt <= currentPeriodEnd',
      replacement: '',
      test: `${UNHEARD} > to end on a later day`,
      why: 'an end for later is not the one that is asked for',
    },
  ],
  'worker/routes/account/invoices.ts': [
    {
      text: 'const { row: subscription } = synced.value',
      replacement: 'const { subscription } = owned.value',
      test: `${UNHEARD} > has nothing to pay once it has ended`,
      why: 'nobody pays for what has ended',
    },
  ],
  'worker/stripe/subscriptions.ts': [
    {
      text: 'items.data.find(({ price }) => price.metadata.edge_offer !== undefined) ?? items.data[0]!',
      replacement: 'items.data[0]!',
      test: `${UNHEARD} > is what stands on our own item`,
      why: 'another item beside ours is not the plan',
    },
    {
      text: ' &&\n  due <= total',
      replacement: '',
      test: `${UNHEARD} > is not charged with a purchase that was shown without it`,
      why: 'as agreed: nothing on top',
    },
  ],
  'worker/stripe/invoices.ts': [
    {
      text: 'const charge = isElsewhere ? null : (intent?.charge ?? null)',
      replacement: 'const charge = intent?.charge ?? null',
      test: `${UNHEARD} > is paid, and no payment of Stripe’s`,
      why: 'what was paid elsewhere no charge has paid',
    },
  ],
  'worker/db/payments.ts': [
    {
      text: "'subscription_create' AND charge IS NOT NULL",
      replacement: "'subscription_create'",
      test: `${UNHEARD} > is paid, and no payment of Stripe’s`,
      why: 'where no money came through Stripe, there is no payment of its',
    },
  ],
}
