/** Guards of what a checkout costs and what it is: prices, terms, statuses. */
import type { Guards } from '../table.ts'

const OFFER = 'test/domain/offer.test.ts'
const PROJECTION = 'test/domain/projection.test.ts'
const CHANGE = 'test/worker/change.test.ts'
const TROUBLE = 'test/worker/trouble.test.ts'
const WEBHOOKS = 'test/worker/webhooks.test.ts'

export const MONEY: Guards = {
  'worker/domain/money.ts': [
    {
      text: `'bif clp djf`,
      replacement: `'isk bif clp djf`,
      test: 'test/domain/money.test.ts > counts with Stripe’s exponents',
      why: 'Stripe’s own exponents',
    },
    {
      text: `vnd vuv`,
      replacement: `vuv`,
      test: 'test/domain/money.test.ts > counts with Stripe’s exponents',
      why: 'Stripe’s own exponents',
    },
    {
      text: `if (!/^\\d[\\d.,]*$/.test(text)) return null`,
      replacement: '',
      test: 'test/domain/money.test.ts > rather than guess',
      why: 'a typed amount is read with certainty or not at all',
    },
    {
      text: `if (!decimal && last >= 0 && digits > 0 && text.indexOf(text[last]!) === last) return null`,
      replacement: '',
      test: 'test/domain/money.test.ts > rather than guess',
      why: 'what is a thousand to some and one to others is refused',
    },
    {
      text: `Number.isSafeInteger(amount) ? amount : null`,
      replacement: 'amount',
      test: 'test/domain/money.test.ts > rather than guess',
      why: 'money is an exact integer',
    },
  ],
  'worker/domain/same.ts': [
    {
      text: `.sort(([a], [b]) => (a < b ? -1 : 1))`,
      replacement: '',
      test: `${OFFER} > are the same in whatever order they are written`,
      why: 'D1 gives them back in an order of its own',
    },
  ],
  'worker/domain/offer.ts': [
    {
      text: `if (!between(quantity, offer.quantity))`,
      replacement: 'if (false)',
      test: `${OFFER} > refuses the quantity`,
      why: 'a quantity within the offer’s limits',
    },
    {
      text: `unit.value * quantity`,
      replacement: 'unit.value',
      test: `${OFFER} > is the offer’s, times the quantity`,
      why: 'the price is the offer’s, times the quantity',
    },
    {
      text: `if (full > AMOUNT_LIMIT)`,
      replacement: 'if (false)',
      test: `${OFFER} > refuses a total of more digits`,
      why: 'Stripe takes eight digits',
    },
    {
      text: `offer.email === 'required' && choices.email === undefined`,
      replacement: 'false',
      test: `${OFFER} > asks for the email`,
      why: 'an email where the offer requires one',
    },
    {
      text: `return chosen === undefined\n`,
      replacement: 'return true\n',
      test: `${OFFER} > refuses a visitor’s amount for an offer that has a price`,
      why: 'the visitor never names a price',
    },
    {
      text: `if (chosen === undefined) return fail`,
      replacement: 'if (false) return fail',
      test: `${OFFER} > asks for the visitor’s amount`,
      why: 'an amount where the offer asks for one',
    },
    {
      text: `return between(chosen, offer.range)`,
      replacement: 'return true',
      test: `${OFFER} > refuses the visitor’s amount`,
      why: 'a visitor’s amount counts only inside the range',
    },
    {
      text: `terms.amount === shown.amount && `,
      replacement: '',
      test: `${OFFER} > match what was shown only in amount and currency`,
      why: 'the price that was shown is compared',
    },
    {
      text: `terms.currency === shown.currency`,
      replacement: 'true',
      test: `${OFFER} > match what was shown only in amount and currency`,
      why: 'so is its currency',
    },
    {
      text: `same(a, b)`,
      replacement: 'a.offer === b.offer && matches(a, b)',
      test: `${OFFER} > differ by`,
      why: 'every term counts',
    },
    {
      text: `return isAsShown(next.value, expected) ?`,
      replacement: 'return true ?',
      test: `${CHANGE} > refuses a price that is not the offer’s`,
      why: 'a change is priced by the offer',
    },
    {
      text: `amount: (change.amount ?? unit) * next.value.quantity`,
      replacement: 'amount: next.value.amount',
      test: `${CHANGE} > keeps the price that was agreed`,
      why: 'a price that nobody was shown is not agreed to',
    },
    {
      text: `currency: terms.currency }`,
      replacement: 'currency: next.value.currency }',
      test: `${CHANGE} > keeps the price that was agreed`,
      why: 'nor is a currency',
    },
    {
      text: `if (!change.shown && !same)`,
      replacement: 'if (false)',
      test: `${CHANGE} > keeps the price that was agreed`,
      why: 'another offer needs a price that was shown',
    },
    {
      text: `matches(terms, shown) && (shown.recurring === undefined ||`,
      replacement: 'matches(terms, shown) && (true ||',
      test: 'test/domain/terms.test.ts > are not what was shown where they are charged at other times',
      why: 'nobody pays every month what was shown for a year',
    },
    {
      text: `    recurring: terms.recurring,\n  }\n  return isAsShown`,
      replacement: '  }\n  return isAsShown',
      test: 'test/domain/terms.test.ts > that change keep what recurs',
      why: 'what stays as it is stays so in time, too',
    },
  ],
  'worker/domain/checkout.ts': [
    {
      text: `now - checkout.revised > KEY_LIFETIME_SECONDS`,
      replacement: 'false',
      test: `${TROUBLE} > is expired once Stripe confirmed the cancel`,
      why: 'no key older than 23 hours is sent',
    },
    {
      text: `KEY_LIFETIME_SECONDS = 23 * 3600`,
      replacement: 'KEY_LIFETIME_SECONDS = 25 * 3600',
      test: `${TROUBLE} > sends no old key again`,
      why: 'Stripe forgets keys after 24 hours',
    },
    {
      text: `boolean => status === 'expired'`,
      replacement: 'boolean => false',
      test: `${TROUBLE} > is expired once Stripe confirmed the cancel`,
      why: 'expired is for good',
    },
    {
      text: `status === 'succeeded' || `,
      replacement: '',
      test: `${CHANGE} > makes no second intent for a checkout that D1 knows to be paid`,
      why: 'paid terms do not change',
    },
    {
      text: `status === 'processing' || status === 'needs_review'`,
      replacement: `status === 'needs_review'`,
      test: `${CHANGE} > is not charged anew while its payment is under way, or for a person to look at`,
      why: 'nor those that are being paid',
    },
    {
      text: ` || status === 'needs_review'`,
      replacement: '',
      test: `${CHANGE} > is not charged anew while its payment is under way, or for a person to look at`,
      why: 'nor those that were paid otherwise than agreed',
    },
    {
      text: `(checkout.status === 'open' || checkout.status === 'processing')`,
      replacement: `checkout.status === 'open'`,
      test: 'test/worker/read.test.ts > follows a payment that a bank takes its time for',
      why: 'a payment under way is asked for',
    },
    {
      text: `isPayable = (status: StoredStatus): boolean => status === 'open'`,
      replacement: `isPayable = (status: StoredStatus): boolean => status !== 'expired'`,
      test: 'test/worker/read.test.ts > finds a payment before any webhook did',
      why: 'a secret is handed out only while it may be paid',
    },
  ],
  'worker/domain/projection.ts': [
    {
      text: `if (intent.livemode !== livemode) return`,
      replacement: 'if (false) return',
      test: `${PROJECTION} > needs review, and is not verified`,
      why: 'paid means as agreed: the mode',
    },
    {
      text: `if (intent.currency !== terms.currency) return`,
      replacement: 'if (false) return',
      test: `${PROJECTION} > needs review, and is not verified`,
      why: 'paid means as agreed: the currency',
    },
    {
      text: `if (intent.amountReceived !== terms.amount) return`,
      replacement: 'if (false) return',
      test: `${WEBHOOKS} > needs review when the amount was changed at Stripe`,
      why: 'paid means as agreed: the amount',
    },
    {
      text: `if (intent.status === 'requires_capture') return 'capture_pending'`,
      replacement: '',
      test: `${PROJECTION} > needs review when somebody made the capture manual`,
      why: 'nobody but Stripe captures',
    },
    {
      text: `if (intent.id !== seen.paymentIntent) {`,
      replacement: 'if (false) {',
      test: `${WEBHOOKS} > is not disturbed by the canceled intent of an earlier revision`,
      why: 'an intent of another revision says nothing about this one',
    },
    {
      text: `STATUS[intent.status] !== 'open' && intent.status !== 'canceled'`,
      replacement: `STATUS[intent.status] !== 'open'`,
      test: `${PROJECTION} > changes nothing while`,
      why: 'a canceled orphan is no news',
    },
    {
      text: `STATUS[intent.status] !== 'open' &&`,
      replacement: 'false &&',
      test: `${WEBHOOKS} > needs review when an intent of ours is paid whose secret nobody was given`,
      why: 'money on an orphan is for a person to look at',
    },
    {
      text: `const reason = lastingReview(seen) ?? `,
      replacement: 'const reason = ',
      test: `${PROJECTION} > is not forgotten when the right intent is read next`,
      why: 'a second payment is not forgotten',
    },
    {
      text: `next === 'succeeded' ? (verifiedBy ?? by) : null`,
      replacement: 'verifiedBy ?? by',
      test: `${PROJECTION} > needs review, and is not verified`,
      why: 'verified only where paid as agreed',
    },
    {
      text: `(verifiedBy ?? by)`,
      replacement: 'by',
      test: `${PROJECTION} > keeps how it was first verified`,
      why: 'how it first became known',
    },
    {
      text: `(cancellationReason === EXPIRED_REASON || last === 'expired')`,
      replacement: 'true',
      test: `${PROJECTION} > is expired only where we canceled`,
      why: 'what somebody else canceled goes on with its next revision',
    },
    {
      text: " || last === 'expired')",
      replacement: ')',
      test: `${PROJECTION} > stays expired when it rings again`,
      why: 'expired is for good',
    },
    {
      text: `if (!intent) return { ...last, unreachable: true }`,
      replacement: 'if (!intent) return { ...last, unreachable: false }',
      test: `${WEBHOOKS} > keeps the last state of an intent that Stripe no longer shows`,
      why: 'what Stripe no longer shows is told apart',
    },
  ],
}
