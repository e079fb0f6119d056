/** Guards of the account’s element and of the page for a failed renewal: what may be clicked, what may be said. */
import type { Guards } from '../table.ts'

const STATE = 'test/widget/account/state.test.ts'
const RECOVERY = 'test/widget/account/recovery.test.ts'
const CHARGE = 'test/widget/account/charge.test.ts'
const SESSION = 'test/widget/account/session.test.ts'
const WORDS = 'test/widget/account/words.test.ts'

export const ACCOUNT_PAGE: Guards = {
  'widget/account/card-form.ts': [
    {
      text: "form.card[field] === 'mounting' ? form.problems : others",
      replacement: 'others',
      test: `${STATE} > says what is missing at a click that was faster`,
      why: 'no click is without an answer',
    },
  ],
  'widget/account/state.ts': [
    {
      text: "busy: [...REPORTS, 'authenticate',",
      replacement: "busy: [...REPORTS, 'begin', 'authenticate',",
      test: `${STATE} > takes one click for one`,
      why: 'a double click does one thing',
    },
    {
      text: "unknown: ['check',",
      replacement: "unknown: ['close', 'check',",
      test: `${STATE} > offers nothing but to ask again`,
      why: 'no second payment beside one that may have gone through',
    },
    {
      text: "task.is === 'change' && task.wish === action.wish",
      replacement: "task.is === 'change'",
      test: `${STATE} > is of what is wished for now`,
      why: 'a price is the price of what is chosen',
    },
  ],
  'widget/account/recovery-state.ts': [
    {
      text: 'complete: [],',
      replacement: "complete: ['fail'],",
      test: `${RECOVERY} > stays complete`,
      why: 'paid stays paid',
    },
    {
      text: "unknown: ['check', 'bill', 'end'],",
      replacement: "unknown: ['check', 'bill', 'end', 'with'],",
      test: `${RECOVERY} > offers nothing but to ask again`,
      why: 'no second payment beside one that may have gone through',
    },
  ],
  'widget/account/charge.ts': [
    {
      text: "if (known === 'done') return { is: 'done' }\n        return",
      replacement: "return { is: 'done' }\n        return",
      test: `${CHARGE} > is not said where the Worker never comes to know`,
      why: 'paid is what the Worker knows',
    },
    {
      text: "if (known === null) return { is: 'unknown' }",
      replacement: "if (known === null) return { is: 'open' }",
      test: `${CHARGE} > nothing is claimed where the Worker cannot be asked`,
      why: 'what is not known is not said',
    },
    {
      text: 'this.#bill.live ? 1 : 2',
      replacement: '1',
      test: `${CHARGE} > an answer that may be older than it is asked for again`,
      why: 'an older answer is no answer',
    },
  ],
  'widget/account/api.ts': [
    {
      text: 'token = await this.#tokens.fresh(token)',
      replacement: 'token = await this.#tokens.fresh(null)',
      test: `${SESSION} > is asked for anew`,
      why: 'a token that was refused is not tried again',
    },
  ],
  'widget/account/dues.ts': [
    {
      text: 'if (amount !== total.amount || currency !== total.currency) {',
      replacement: 'if (currency !== total.currency) {',
      test: `${SESSION} > whose amount moved is not begun`,
      why: 'nobody pays an amount that was not shown',
    },
  ],
  'widget/account/plans.ts': [
    {
      text: 'if (account && is(account)) return this.#changed(id, name)\n      if (!account)',
      replacement: 'if (!account)',
      test: `${SESSION} > whose answer was lost is not made again`,
      why: 'a change whose answer was lost is looked at, not repeated',
    },
  ],
  'widget/account/words.ts': [
    {
      text: "if (paused) return { key: 'is_paused' }\n",
      replacement: '',
      test: `${WORDS} > Paused. Nothing is charged.`,
      why: 'what is paused is not said to renew',
    },
    {
      text: 'RUNNING.includes(status) && !paused && !pending_update && !ends',
      replacement: 'RUNNING.includes(status) && !ends',
      test: `${WORDS} > not change what is not paid`,
      why: 'one change waits for its payment at a time',
    },
  ],
}
