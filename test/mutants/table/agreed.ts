/** Guards of what is agreed with a subscriber: the first charge, what recurs, what a code takes off. */
import type { Guards } from '../table.ts'

const BILLING = 'test/domain/billing.test.ts'
const TERMS = 'test/domain/terms.test.ts'

export const AGREED_TERMS: Guards = {
  'worker/domain/offer.ts': [
    {
      text: 'if (discount && !offer.allowPromotionCodes)',
      replacement: 'if (false)',
      test: `${TERMS} > take no discount where the offer takes none`,
      why: 'a code takes nothing off where the owner does not want it',
    },
    {
      text: ' - (discount ? discountOf({ amount: full, currency: offer.currency }, discount) : 0)',
      replacement: '',
      test: `${TERMS} > are the price of one, the first charge after the discount`,
      why: 'what is charged first is after the discount',
    },
    {
      text: 'choices.email === undefined && user === null)',
      replacement: 'choices.email === undefined)',
      test: `${TERMS} > need no email of a known user`,
      why: 'a user is asked for nothing that its site knows',
    },
    {
      text: `offer.mode !== 'payment' && user === null ? (choices.email ?? null)`,
      replacement: `offer.mode !== 'payment' ? (choices.email ?? null)`,
      test: `${TERMS} > hold the email that a customer is made of`,
      why: 'a known user’s customer is not made of what somebody typed',
    },
    {
      text: `offer.mode !== 'payment' && user === null ? (choices.email ?? null)`,
      replacement: 'user === null ? (choices.email ?? null)',
      test: `${TERMS} > hold the email that a customer is made of`,
      why: 'another email is no new price of a payment',
    },
    {
      text: 'amount: full.amount - (next.value.discount ? discountOf(full, next.value.discount) : 0),',
      replacement: 'amount: full.amount,',
      test: `${TERMS} > that change keep the discount`,
      why: 'a discount that was agreed is expected again',
    },
    {
      text: 'a?.interval === b?.interval &&',
      replacement: '',
      test: `${TERMS} > are not what was shown where they are charged at other times`,
      why: 'a month is no year',
    },
    {
      text: 'a?.interval_count === b?.interval_count &&',
      replacement: '',
      test: `${TERMS} > are not what was shown where they are charged at other times`,
      why: 'one month is not three',
    },
    {
      text: 'a?.trial_period_days === b?.trial_period_days',
      replacement: 'true',
      test: `${TERMS} > are not what was shown where they are charged at other times`,
      why: 'what was shown as free is not charged at once',
    },
    {
      text: 'isTrial(terms) ? 0 : terms.amount',
      replacement: 'terms.amount',
      test: `${TERMS} > charge nothing at once where the start is free`,
      why: 'a free start charges nothing',
    },
    {
      text: `terms.mode === 'setup' || (isTrial`,
      replacement: '(isTrial',
      test: `${TERMS} > charge nothing, and want a card`,
      why: 'a set-up is a set-up',
    },
    {
      text: ` && terms.recurring?.payment_method_collection === 'always')`,
      replacement: ')',
      test: `${TERMS} > charge nothing at once where the start is free`,
      why: 'no card is asked for where none is wanted',
    },
  ],
  'worker/domain/money.ts': [
    {
      text: 'discount.currency === currency ? Math.min(amount_off ?? 0, amount) : 0',
      replacement: 'Math.min(amount_off ?? 0, amount)',
      test: `${TERMS} > of an amount is never more than there is`,
      why: 'five dollars are not five euros',
    },
    {
      text: 'Math.min(amount_off ?? 0, amount)',
      replacement: '(amount_off ?? 0)',
      test: `${TERMS} > of an amount is never more than there is`,
      why: 'nobody is owed a discount',
    },
  ],
  'worker/domain/checkout.ts': [
    {
      text: 'return subscription === null && wantsSetup(terms)',
      replacement: 'return wantsSetup(terms)',
      test: `${BILLING} > is a set-up until then, and a subscription from then on`,
      why: 'a free start that stands is no set-up any more',
    },
  ],
}
