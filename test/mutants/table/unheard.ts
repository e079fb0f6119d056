/** Guards against what happened at Stripe between two clicks: nobody pays what was not shown, or for nothing. */
import type { Guards } from '../table.ts'

const UNHEARD = 'test/worker/unheard.test.ts'

export const NOT_HEARD: Guards = {
  'worker/flow/plans.ts': [
    {
      text: 'const { row: subscription } = await syncSubscription(flow, known)',
      replacement: 'const subscription = known',
      test: `${UNHEARD} > is not free because D1 has not heard`,
      why: 'a change is reckoned for the subscription as it is now',
    },
    {
      text: 'Math.max(flow.now - PREVIEW_SECONDS, subscription.updated)',
      replacement: 'flow.now - PREVIEW_SECONDS',
      test: `${UNHEARD} > is not made by a preview that is older`,
      why: 'nothing is given back twice',
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
}
