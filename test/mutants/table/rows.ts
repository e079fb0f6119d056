/** Guards of rows: whose purchase it is, in which mode, that none is written that moved meanwhile, and that each hears of its own. */
import type { Guards } from '../table.ts'

const ACCESS = 'test/worker/access.test.ts'
const BEGIN = 'test/worker/begin.test.ts'
const RACES = 'test/worker/races.test.ts'
const RENEW = 'test/worker/renew.test.ts'
const TROUBLE = 'test/worker/trouble.test.ts'

const guard = (text: string, replacement: string, test: string, why: string) => ({
  text,
  replacement,
  test,
  why,
})

const NOBODY_ELSE = `${ACCESS} > is of the one who is asked about, and of nobody else`
const PLAY_MONEY = `${ACCESS} > is not given where money is real for what was bought with play money`

/** A row that is written only as it was read, and one that is written whatever became of it. */
const STANDS = 'WHERE id = ?1 AND version = ?2`'
const MOVED = 'WHERE id = ?1 AND ?2 > 0`'

export const ROWS: Guards = {
  'worker/db/access.ts': [
    guard(
      "customer: 'customer = ?4',\n  user: 'user IS NOT",
      `customer: "?4 <> ''",\n  user: 'user IS NOT`,
      NOBODY_ELSE,
      'a customer’s purchase is that customer’s',
    ),
    guard(
      "'client_reference_id IS NOT NULL AND client_reference_id = ?4'",
      `"?4 <> ''"`,
      NOBODY_ELSE,
      'a reference is of one purchase',
    ),
    guard(
      "customer: 'customer = ?4',\n  user: 'customer IN",
      `customer: "?4 <> ''",\n  user: 'customer IN`,
      NOBODY_ELSE,
      'a customer’s subscription is that customer’s',
    ),
    guard(
      "'user IS NOT NULL AND user = ?4',",
      `"?4 <> ''",`,
      NOBODY_ELSE,
      'a user’s purchase is that user’s',
    ),
    guard(
      "'email IS NOT NULL AND lower(email) = lower(?4)'",
      `"?4 <> ''"`,
      NOBODY_ELSE,
      'an address is of one buyer',
    ),
    guard(
      'lower(email) = lower(?4)',
      'email = ?4',
      `${ACCESS} > is for good, by whatever name the buyer is known`,
      'an address is the same in capitals',
    ),
    guard(
      '+site = ?1 AND',
      "?1 <> '' AND",
      `${ACCESS} > is not told to another site, which knows the customer`,
      'a site asks about its own subscribers',
    ),
    guard(
      `\${WHO[by]} AND livemode = ?3 AND`,
      `\${WHO[by]} AND ?3 < 2 AND`,
      PLAY_MONEY,
      'play money buys nothing real',
    ),
    guard(
      'offer = ?2 AND livemode = ?3 AND (',
      'offer = ?2 AND ?3 < 2 AND (',
      PLAY_MONEY,
      'nor does it subscribe',
    ),
    guard(
      "AND offer = ?2 AND mode <> 'subscription')",
      'AND offer = ?2)',
      `${ACCESS} > is until the period ends, by user`,
      'a subscription opens what its own row says',
    ),
    guard(
      "mode <> 'subscription')\n         ORDER BY created DESC, id DESC",
      "mode <> 'subscription')\n         ORDER BY created, id",
      `${ACCESS} > says what it is for of the newest purchase`,
      'the newest purchase counts',
    ),
    guard(
      `\${began})\n         ORDER BY created DESC, id DESC`,
      `\${began})\n         ORDER BY created, id`,
      `${ACCESS} > says of the newest why not`,
      'the newest refusal says why',
    ),
  ],
  'worker/db/checkouts.ts': [
    guard(
      "'SELECT 1 FROM checkouts WHERE id = ?1 AND version = ?2'",
      "'SELECT 1 FROM checkouts WHERE id = ?1 AND ?2 > 0'",
      `${RACES} > is corrected by the event that found the row right`,
      'an event is heard where the row still stands',
    ),
    guard(
      `updated = ?7, version = version + 1\n       ${STANDS}`,
      `updated = ?7, version = version + 1\n       ${MOVED}`,
      `${RACES} > is not given`,
      'what goes with a purchase does not undo what was written meanwhile',
    ),
    guard(
      `updated = ?3, version = version + 1 ${STANDS}`,
      `updated = ?3, version = version + 1 ${MOVED}`,
      `${RACES} > is not given`,
      'what began meanwhile is not ended',
    ),
    ...(
      [
        [" status = 'open', unreachable = 0,", ' unreachable = 0,', 'it can be paid'],
        [" status = 'open', unreachable = 0,", " status = 'open',", 'nobody has failed to read it'],
        [' payment_intent = NULL, client_secret', ' client_secret', 'its intent'],
        [' client_secret = NULL,', '', 'its secret'],
        [' charge = NULL,', '', 'its charge'],
        [' amount_received = 0,', '', 'what was received'],
        ['amount_refunded = 0, ', '', 'what was given back'],
        [' setup_intent = NULL,', '', 'its set-up'],
        [' subscription = NULL,', '', 'its subscription'],
        [' invoice = NULL,', '', 'its invoice'],
      ] as const
    ).map(([text, replacement, what]) =>
      guard(
        text,
        replacement,
        `${RACES} > has nothing of the one before it`,
        `a revision begins anew: ${what}`,
      ),
    ),
  ],
  'worker/db/subscribed.ts': [
    guard(
      `updated = ?3, version = version + 1\n       ${STANDS}`,
      `updated = ?3, version = version + 1\n       ${MOVED}`,
      `${RACES} > is not given`,
      'no second key beside one that somebody has renewed',
    ),
  ],
  'worker/flow/hear.ts': [
    guard(
      '(mayMove(checkout) || checkout.invoice === bell.object)',
      '(checkout.invoice === bell.object)',
      `${RENEW} > tells the checkout that it was paid`,
      'a subscription tells of its checkout',
    ),
    guard(
      '(mayMove(checkout) || checkout.invoice === bell.object)',
      'mayMove(checkout)',
      `${RENEW} > is heard of the first invoice after the checkout was given up`,
      'what is paid after all is heard',
    ),
    guard(
      'const begun = await hearBegun(flow, row, bell, by)',
      'const begun = false',
      `${RENEW} > tells the checkout that it was paid`,
      'whichever event comes first',
    ),
    guard(
      "return (await hearBegun(flow, row, bell, by)) ? 'changed' : heard",
      'return heard',
      `${RENEW} > is heard of the first invoice after the checkout was given up`,
      'an invoice tells of its checkout',
    ),
    guard(
      '&& !(await isCharged(flow, bell.subscription, checkout))',
      '',
      `${BEGIN} > is heard too where that purchase has not begun its own`,
      'a card that was charged is not waited for',
    ),
    guard(
      'return invoice !== null && invoice.amountPaid > 0',
      'return invoice !== null',
      `${RENEW} > asks Stripe to ring again as long as the subscription`,
      'an invoice alone is no charge',
    ),
    guard(
      "&& status !== 'needs_review'",
      '',
      `${RENEW} > that nobody paid or was given is acknowledged`,
      'nothing begins beside what a person must look at',
    ),
    guard(
      '{ by, event: toRow(bell) }, bell.subscription)',
      '{ by, event: toRow(bell) })',
      `${RENEW} > marks a second one that was paid`,
      'what rang is what is read',
    ),
  ],
  'worker/flow/intents.ts': [
    guard(
      'renew(flow, checkout, () => null)',
      'renew(flow, checkout, ({ customer }) => customer)',
      'test/worker/agreed.test.ts > is replaced for its user before D1 has heard of it',
      'a customer who is gone buys nothing',
    ),
    guard(
      'renew(flow, checkout, ({ customer }) => customer)',
      'renew(flow, checkout, () => null)',
      `${TROUBLE} > keeps the customer that was made`,
      'a checkout has one customer',
    ),
    guard(
      'known.terms.user === null ? known : await provideCustomer(flow, known)',
      'known',
      'test/worker/agreed.test.ts > is replaced for its user before D1 has heard of it',
      'a known user’s payment is its customer’s',
    ),
    guard(
      'if (isMismatched(error)) return null',
      '',
      'test/worker/subscribe-once.test.ts > where another tab says another',
      'two tabs may say different things of one purchase',
    ),
    guard(
      'row.revision === revision && objectOf(row) === null',
      'row.revision === revision',
      `${TROUBLE} > has one live intent, though a page hears of a failure`,
      'no second intent beside one whose secret was handed out',
    ),
    guard(
      'row.revision === revision && objectOf(row) === null',
      'objectOf(row) === null',
      `${TROUBLE} > goes on with one revision more, though two pages hear`,
      'a key is renewed once',
    ),
  ],
}
