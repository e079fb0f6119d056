/** Guards of what rings about subscriptions, of the mirrors that it writes, and of what is agreed before anything is made. */
import type { Guards } from '../table.ts'

const AGREED = 'test/worker/agreed.test.ts'
const BEGIN = 'test/worker/begin.test.ts'
const ONCE = 'test/worker/subscribe-once.test.ts'
const RENEW = 'test/worker/renew.test.ts'
const SUBSCRIBE = 'test/worker/subscribe.test.ts'
const WEBHOOKS = 'test/worker/webhooks.test.ts'

export const MIRRORED: Guards = {
  'worker/flow/subscribe.ts': [
    {
      text: 'row.revision !== revision || isClosed(row.status)',
      replacement: 'isClosed(row.status)',
      test: `${ONCE} > though new terms came while the first was made`,
      why: 'what was made for old terms is ended',
    },
    {
      text: 'row.revision !== revision || isClosed(row.status)',
      replacement: 'row.revision !== revision',
      test: `${ONCE} > nor any of one that ended while it was made`,
      why: 'so is what comes too late',
    },
  ],
  'worker/db/subscriptions.ts': [
    {
      text: 'WHERE id = ?1 AND version = ?2`',
      replacement: 'WHERE id = ?1 AND ?2 > 0`',
      test: `${RENEW} > of a subscription`,
      why: 'an older answer never lands on a newer one',
    },
    {
      text: '?31\n       WHERE changes() > 0',
      replacement: '?31\n       WHERE true',
      test: `${ONCE} > though new terms came while the first was made`,
      why: 'an orphan has no row',
    },
  ],
  'worker/db/events.ts': [
    {
      text: 'WHERE changes() > 0 ON CONFLICT',
      replacement: 'WHERE true ON CONFLICT',
      test: `${RENEW} > of a subscription`,
      why: 'no event without its effect: of a subscription',
    },
  ],
  'worker/db/invoices.ts': [
    {
      text: 'WHERE id = ?1 AND version = ?2`',
      replacement: 'WHERE id = ?1 AND ?2 > 0`',
      test: `${RENEW} > of an invoice`,
      why: 'an older answer never lands on a newer one',
    },
    {
      text: '?27)\n       ON CONFLICT DO NOTHING',
      replacement: '?27)',
      test: `${RENEW} > of an invoice that has no row yet`,
      why: 'one row an invoice',
    },
  ],
  'worker/flow/mirror.ts': [
    {
      text: 'offer ?? seen.offer',
      replacement: 'seen.offer',
      test: `${RENEW} > follows a change of plan by the price`,
      why: 'access follows the price that is paid',
    },
    {
      text: 'isNews(seen, next) ? event : null',
      replacement: 'event',
      test: `${RENEW} > keeps the event that says it was paid, and none for the period`,
      why: 'history has no event for a period that went by',
    },
  ],
  'worker/flow/hear.ts': [
    {
      text: `if (!row) return hearStray(flow, bell, by)\n    if (row.stripeAccount !== bell.account) return 'account'`,
      replacement: 'if (!row) return hearStray(flow, bell, by)',
      test: `${WEBHOOKS} > does not ask Stripe about our own subscription`,
      why: 'an event counts in its own account',
    },
    {
      text: `if (heard === 'account') return heard`,
      replacement: '',
      test: `${WEBHOOKS} > does not ask Stripe about our own subscription`,
      why: 'an invoice’s too',
    },
    {
      text: `if (!checkout) return stranger(flow, bell)\n  if (checkout.stripeAccount !== bell.account) return 'account'`,
      replacement: 'if (!checkout) return stranger(flow, bell)',
      test: `${WEBHOOKS} > does not ask Stripe about our own subscription`,
      why: 'and that of what only names our checkout',
    },
    {
      text: '!changed && bell.type === TRIAL_WILL_END',
      replacement: 'false',
      test: `${RENEW} > keeps the news that a trial is about to end`,
      why: 'history says that a trial was about to end',
    },
    {
      text: 'subscription ? await syncInvoice(flow, invoice.id, subscription) : false',
      replacement: 'false',
      test: `${RENEW} > of the first payment that is refunded`,
      why: 'a refund of the first payment is one of its invoice',
    },
    {
      text: '!isToldByName(bell.type) && !bell',
      replacement: '!bell',
      test: `${RENEW} > keeps the event that says it was paid, and none for the period`,
      why: 'one event for one thing',
    },
    {
      text: `if (!changed && isTold && bell.subject === 'invoice') await`,
      replacement: 'if (false) await',
      test: `${RENEW} > keeps the event that says it was paid, though an update was faster`,
      why: 'the event that says paid is kept',
    },
    {
      text: 'if (bell.subscription !== null && awaits(checkout) &&',
      replacement: 'if (false && bell.subscription !== null && awaits(checkout) &&',
      test: `${RENEW} > asks Stripe to ring again as long as the subscription is being made`,
      why: '2xx is a promise',
    },
    {
      text: `terms.mode === 'subscription' && subscription === null &&`,
      replacement: 'subscription === null &&',
      test: `${RENEW} > that nobody paid or was given is acknowledged`,
      why: 'nothing is waited for that does not come',
    },
    {
      text: `&& subscription === null && !isClosed`,
      replacement: '&& !isClosed',
      test: `${RENEW} > that nobody paid or was given is acknowledged`,
      why: 'what was made beside it is not waited for',
    },
    {
      text: `&& subscription === null && !isClosed(status)`,
      replacement: '&& subscription === null',
      test: `${RENEW} > that nobody paid or was given is acknowledged`,
      why: 'nor is anything where it is over',
    },
  ],
  'worker/stripe/subscriptions.ts': [
    ...(
      [
        ['facts.livemode === livemode &&', 'the mode'],
        ['facts.currency === terms.currency &&', 'the currency'],
        ['facts.unitAmount === terms.unitAmount &&', 'the price'],
        ['facts.quantity === terms.quantity &&', 'the quantity'],
        ['facts.interval === terms.recurring?.interval &&', 'the rhythm'],
        ['facts.intervalCount === terms.recurring.interval_count &&', 'the number of months'],
      ] as const
    ).map(([text, what]) => ({
      text,
      replacement: '',
      test: `${BEGIN} > than was agreed is ended too`,
      why: `as agreed: ${what}`,
    })),
    {
      text: 'total === amountDue(terms)',
      replacement: 'true',
      test: `${BEGIN} > than was agreed is ended too`,
      why: 'as agreed: the first invoice',
    },
  ],
  'worker/stripe/prices.ts': [
    {
      text: '    if (!isTaken(error)) throw error\n  }',
      replacement: '    throw error\n  }',
      test: `${BEGIN} > has one price and one product`,
      why: 'two visitors may be the first of an offer',
    },
    {
      text: 'const twin = await findPriceByKey(stripe, terms)',
      replacement: 'const twin = null as string | null',
      test: `${BEGIN} > has one price and one product`,
      why: 'one price for one amount',
    },
  ],
  'worker/stripe/promotion-codes.ts': [
    ...(
      [
        [' active: true,', 'out of use'],
        ['if (belongsTo !== null && belongsTo !== customer) return null', 'another customer’s'],
        [
          'if (coupon.amount_off !== null && coupon.currency !== currency) return null',
          'of another currency',
        ],
        ['if (products && !products.includes(productId(product))) return null', 'for another offer'],
      ] as const
    ).map(([text, what]) => ({
      text,
      replacement: '',
      test: `${SUBSCRIBE} > is refused before anything is made`,
      why: `a code that cannot be redeemed is not promised: ${what}`,
    })),
  ],
  'worker/routes/offers.ts': [
    {
      text: 'offer.allowPromotionCodes && PROMOTION_CODE',
      replacement: 'PROMOTION_CODE',
      test: `${SUBSCRIBE} > is refused where the offer takes none`,
      why: 'a code is not shown where it takes nothing off',
    },
    {
      text: 'const allowed = await mayCreate(c, site.id)\n    if (!allowed.ok) return problem(c, allowed.error)',
      replacement: '',
      test: `${AGREED} > and guesses are counted like purchases, at every door`,
      why: 'a promotion code is not found by trying',
    },
  ],
  'worker/routes/buyer.ts': [
    {
      text: 'last.terms.email === terms.email',
      replacement: 'true',
      test: `${SUBSCRIBE} > makes another customer for another address`,
      why: 'another address is another customer',
    },
  ],
  'worker/routes/checkouts.ts': [
    {
      text: 'if (offer.value.mode !== terms.mode)',
      replacement: 'if (false)',
      test: `${SUBSCRIBE} > keeps its mode`,
      why: 'a payment does not become a subscription',
    },
    {
      text: 'const guessed = guesses ? await mayCreate(c, siteId) : ok(true)',
      replacement: 'const guessed = ok(true) as Result<unknown>',
      test: `${AGREED} > and guesses are counted like purchases, at every door`,
      why: 'a promotion code is not found by trying',
    },
  ],
}
