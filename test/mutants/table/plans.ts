/** Guards of changes of plan, and of a subscription's end: nothing is charged that was not shown. */
import type { Guards } from '../table.ts'

const PLANS = 'test/worker/account-subscriptions.test.ts'
const TURNS = 'test/worker/account-turns.test.ts'
const LINES = 'test/domain/preview.test.ts'

export const PLAN: Guards = {
  'worker/flow/plans.ts': [
    {
      text: 'if (!matches(await costOf(flow, planned, date), shown))',
      replacement: 'if (false)',
      test: `${PLANS} > is refused at another price`,
      why: 'nobody is charged what was not shown',
    },
    {
      text: 'date < oldest || ',
      replacement: '',
      test: `${PLANS} > is refused at another price`,
      why: 'a preview is of this hour',
    },
    {
      text: ' || date > reckoned(flow, subscription) + LEEWAY_SECONDS',
      replacement: '',
      test: `${PLANS} > is refused at another price`,
      why: 'and of no later one',
    },
    {
      text: 'updated, currentPeriodStart)',
      replacement: 'updated)',
      test: `${TURNS} > is refused once a renewal lies between`,
      why: 'a renewal is the end of what was shown before it',
    },
    {
      text: 'if (isSpent(error)) await nextChange(flow.db, subscription)\n',
      replacement: 'if (isSpent(error)) {}\n',
      test: `${TURNS} > is made after one that failed at Stripe`,
      why: 'a spent number is not asked for for ever',
    },
    {
      text: 'else if (isBusy(error)) await waitForTwin()',
      replacement: '',
      test: `${TURNS} > is refused to all tabs but one`,
      why: 'what another page is changing is waited for',
    },
    {
      text: "status === 'trialing'",
      replacement: 'false',
      test: `${PLANS} > costs nothing at once while it is free`,
      why: 'a change of a free start is free',
    },
  ],
  'worker/domain/preview.ts': [
    {
      text: 'total < 0 ? total : amountDue',
      replacement: 'amountDue',
      test: `${LINES} > is nothing of the balance where the change is credited`,
      why: 'a credit is said to be one',
    },
    {
      text: "put('rest', chargedNow(facts) - lines.reduce((sum, { amount }) => sum + amount, 0))",
      replacement: '',
      test: `${LINES} > what nobody can explain`,
      why: 'lines come to what is charged',
    },
    {
      text: 'if (total <= 0) return {}',
      replacement: '',
      test: `${LINES} > is nothing of the balance where the change is credited`,
      why: 'nothing is said of a balance that is not used',
    },
    {
      text: 'if (!named || quantity === null)',
      replacement: 'if (!named)',
      test: `${LINES} > where nobody knows how many`,
      why: 'what is not known is not said',
    },
  ],
  'worker/domain/plan.ts': [
    {
      text: 'own.planGroup !== null &&',
      replacement: '',
      test: `${PLANS} > is refused between offers that have no group`,
      why: 'no group is no common group',
    },
    {
      text: 'planGroup === own.planGroup &&',
      replacement: '',
      test: `${PLANS} > an offer of another group`,
      why: 'plans are of one group',
    },
    {
      text: 'if (quantity < min || quantity > max)',
      replacement: 'if (false)',
      test: `${PLANS} > of the number of seats`,
      why: 'an offer has its limits',
    },
    {
      text: 'if (isSame && quantity === subscription.quantity)',
      replacement: 'if (false)',
      test: `${PLANS} > what it is already`,
      why: 'what it is already is no change',
    },
    {
      text: 'if (pendingUpdate) return refuse',
      replacement: 'if (false) return refuse',
      test: `${PLANS} > waits for the bank’s word`,
      why: 'one change at a time',
    },
    {
      text: 'if (hasEnded(status)) return refuse',
      replacement: 'if (false) return refuse',
      test: `${PLANS} > comes at once where that is wanted`,
      why: 'what has ended is not changed',
    },
  ],
  'worker/stripe/subscription-changes.ts': [
    {
      text: "payment_behavior: 'pending_if_incomplete',\n      ...naming(offer),",
      replacement: "payment_behavior: 'pending_if_incomplete',",
      test: `${PLANS} > is made at the price that was shown`,
      why: 'Stripe’s books say which offer it is',
    },
    {
      text: "payment_behavior: 'pending_if_incomplete',",
      replacement: '',
      test: `${PLANS} > leaves the old plan where the card is declined`,
      why: 'a change is in force once it is paid',
    },
    {
      text: `idempotencyKey: \`\${subscription.id}:\${subscription.changes}\`,`,
      replacement: '',
      test: `${TURNS} > is refused to a tab whose price another tab has changed`,
      why: 'of two changes at the prices of one moment one is made',
    },
    {
      text: '    numbered(subscription),\n  )\n}\n\n/** Ends',
      replacement: '    account(subscription),\n  )\n}\n\n/** Ends',
      test: `${TURNS} > is refused where the site owner makes another one`,
      why: 'nor beside one of the site owner’s',
    },
  ],
  'worker/flow/endings.ts': [
    {
      text: 'if (hasEnded(row.status))',
      replacement: 'if (false)',
      test: `${PLANS} > comes at once where that is wanted`,
      why: 'what has ended is not resumed',
    },
    {
      text: '  await takeChangeBack(flow, row)\n',
      replacement: '',
      test: `${PLANS} > takes back a change that waits`,
      why: 'nobody pays for what has ended',
    },
  ],
  'worker/flow/subscribe.ts': [
    {
      text: 'if (isPriceRefused(error)) await forgetPrice(flow.db, checkout, price)',
      replacement: '',
      test: 'test/worker/subscribe.test.ts > goes on at another price of the same amount',
      why: 'an archived price sells nothing any more',
    },
  ],
}
