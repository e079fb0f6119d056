/** Guards of the widget’s form: what may happen when, what a visitor may type, what is said. */
import type { Guards } from '../table.ts'

const STATE = 'test/widget/state.test.ts'
const TERMS = 'test/widget/terms.test.ts'
const SETTINGS = 'test/widget/settings.test.ts'

export const WIDGET: Guards = {
  'widget/state.ts': [
    {
      text: "complete: ['restart'],",
      replacement: "complete: ['restart', 'decline', 'return', 'fail'],",
      test: `${STATE} > stays complete, whatever arrives late`,
      why: 'paid stays paid',
    },
    {
      text: "closed: ['restart'],",
      replacement: "closed: ['restart', 'return'],",
      test: `${STATE} > closes without a pay button`,
      why: 'nobody pays a second time while it is looked at',
    },
    {
      text: 'submitting: [...PAYING,',
      replacement: "submitting: ['choose', ...PAYING,",
      test: `${STATE} > holds the terms still while they are being paid`,
      why: 'what is being paid stands still',
    },
    {
      text: 'submitting: [...PAYING,',
      replacement: "submitting: ['submit', ...PAYING,",
      test: `${STATE} > takes one click for one`,
      why: 'a double click pays once',
    },
    {
      text: 'submitting: [...PAYING,',
      replacement: "submitting: ['remount', ...PAYING,",
      test: `${STATE} > do not come while something is being paid`,
      why: 'what is being paid goes on',
    },
    {
      text: "(state.at === 'error' && state.way !== 'check') ||",
      replacement: "state.at === 'error' ||",
      test: `${STATE} > is closed where a payment may have gone through`,
      why: 'no second payment beside one that may have gone through',
    },
    {
      text: "'not_started_wait']",
      replacement: "'not_started_wait', 'not_arrived']",
      test: `${STATE} > is closed beside a form that says money may still be on its way`,
      why: 'no second payment beside one that may arrive',
    },
    {
      text: "review: 'closed',",
      replacement: "review: 'complete',",
      test: `${STATE} > closes without a pay button`,
      why: 'held for review is not complete',
    },
  ],
  'widget/form.ts': [
    {
      text: "if (filled === 'complete' && !code) continue",
      replacement: 'if (!code) continue',
      test: `${STATE} > name every empty card field`,
      why: 'a click says what is missing',
    },
    {
      text: 'if (form.payWith !== null || !asksCard(form)) return problems',
      replacement: 'if (form.payWith !== null) return problems',
      test: `${STATE} > empty fields are no complaint`,
      why: 'no card is asked for where none is wanted',
    },
    {
      text: 'form.payWith === null && typed ? null :',
      replacement: 'form.payWith === null && form.saved?.length ? null :',
      test: `${STATE} > do not take the place of a card that is being typed`,
      why: 'nobody pays with another card than the one they look at',
    },
  ],
  'widget/plan.ts': [
    {
      text: "const stays = !discount || discount.duration === 'forever'",
      replacement: 'const stays = true',
      test: 'test/widget/plan.test.ts > names the cadence only of what every charge comes to',
      why: 'a price for the first charge is no price for all of them',
    },
    {
      text: "price: everyPeriod(discount?.duration === 'forever' ? total : full,",
      replacement: 'price: everyPeriod(total,',
      test: 'test/widget/plan.test.ts > says for how long a discount counts',
      why: 'what is charged later is said before it is agreed to',
    },
  ],
  'widget/codes.ts': [
    {
      text: "error.code === 'parameter_invalid' || error.code === 'not_found'",
      replacement: "error.code !== 'not_found'",
      test: 'test/widget/codes.test.ts > is wrong only where the Worker says so',
      why: 'what was not asked is not said',
    },
    {
      text: 'if (turn === this.#turn) this.#till.change',
      replacement: 'this.#till.change',
      test: 'test/widget/codes.test.ts > that was removed meanwhile',
      why: 'the last choice counts',
    },
  ],
  'widget/customer.ts': [
    {
      text: 'if (token === null) return null\n',
      replacement: "if (token === null) return ''\n",
      test: 'test/widget/customer.test.ts > is nobody where the page has no token',
      why: 'a visitor without a token shares nothing with a user',
    },
  ],
  'widget/terms.ts': [
    {
      text: 'quantity >= min && quantity <= max',
      replacement: 'quantity > 0',
      test: `${TERMS} > is not told for a quantity of`,
      why: 'a quantity within the offer’s limits',
    },
    {
      text: 'if (full && full.amount > AMOUNT_LIMIT)',
      replacement: 'if (false)',
      test: `${TERMS} > is refused where Stripe takes no such sum`,
      why: 'Stripe takes eight digits',
    },
    {
      text: 'limits.amount ? parseAmount(choices.amount.trim(), currency) : null',
      replacement: 'parseAmount(choices.amount.trim(), currency)',
      test: `${TERMS} > is never sent for a fixed price`,
      why: 'the visitor never names a price',
    },
    {
      text: 'if (chosen >= min && chosen <= max) return null',
      replacement: 'return null',
      test: 'test/widget/terms.test.ts > the visitor’s own amount',
      why: 'a visitor’s amount counts only inside the range',
    },
    {
      text: 'if (pending) problems.promotion_code',
      replacement: 'if (false) problems.promotion_code',
      test: `${TERMS} > that is typed and not applied`,
      why: 'nobody pays more than they think',
    },
    {
      text: '} else if (!EMAIL.test(email)) problems',
      replacement: '} else if (false) problems',
      test: `${TERMS} > is not "`,
      why: 'a receipt needs an address',
    },
  ],
  'widget/settings.ts': [
    {
      text: '/^https?:$/.test(url.protocol) ? url : null',
      replacement: 'url',
      test: `${SETTINGS} > the page after the payment`,
      why: 'a visitor is sent to pages only',
    },
    {
      text: 'reference.length <= 200',
      replacement: 'true',
      test: `${SETTINGS} > keeps the owner’s reference up to 200`,
      why: 'what the Worker would refuse is not sent',
    },
  ],
  'widget/declines.ts': [
    {
      text: 'lost_card: generic,',
      replacement: 'lost_card: bank,',
      test: 'test/widget/declines.test.ts > that would warn a thief',
      why: 'a thief is not warned',
    },
    {
      text: "REASONS[decline_code ?? ''] ?? REASONS[code ?? '']",
      replacement: "REASONS[code ?? ''] ?? REASONS[decline_code ?? '']",
      test: 'test/widget/declines.test.ts > counts more than the code',
      why: 'the bank’s word counts',
    },
  ],
}
