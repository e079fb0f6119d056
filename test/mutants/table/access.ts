/** Guards of access and of what a site owner reads: that nothing opens which is not paid for, or is another site's. */
import type { Guards } from '../table.ts'

const DOMAIN = 'test/domain/access.test.ts'
const DOOR = 'test/worker/access.test.ts'
const BILLING = 'test/worker/owner-billing.test.ts'
const RECOVERY = 'test/worker/recovery.test.ts'

const rule = (text: string, replacement: string, test: string, why: string) => ({
  text,
  replacement,
  test: `${DOMAIN} > ${test}`,
  why,
})

export const ACCESS: Guards = {
  'worker/domain/access.ts': [
    rule(
      'of.defaultPaymentMethod !== null || rules',
      'true || rules',
      'a free start whose card was never verified',
      'trialing alone opens nothing',
    ),
    rule(
      " || rules.recurring?.payment_method_collection === 'if_required'",
      '',
      'is open without a card where none is wanted',
      'an offer may want no card',
    ),
    rule('graceDays > 0 && now < end', 'now < end', 'by a clock that is behind', 'no grace is no grace'),
    rule('graceDays > 0 && now < end', 'graceDays > 0', 'a failed renewal after its grace', 'grace ends'),
    rule(
      'Math.min(grace, of.cancelAt ?? grace)',
      'grace',
      'has no grace beyond its end',
      'nothing outlives its end',
    ),
    rule(
      'if (of.cancelAt !== null && of.cancelAt <= end)',
      'if (false)',
      'is open until it ends',
      'what is canceled ends',
    ),
    rule(
      'now < end + RENEWAL_SECONDS ?',
      'true ?',
      'is not over while its renewal is on the way',
      'a period ends',
    ),
    rule(
      'of.paused && of.status',
      'false && of.status',
      'one that is paused, though it is active',
      'a pause opens nothing',
    ),
    rule(
      " && of.status !== 'canceled'",
      '',
      'one that ended, however it was paused',
      'the end is the reason',
    ),
    rule(
      'if (verifiedBy === null)',
      'if (false)',
      'opens nothing before it is verified',
      'paid means verified',
    ),
    rule(
      'amountRefunded < amountReceived',
      'true',
      'opens nothing once all was given back',
      'what was given back opens nothing',
    ),
    rule(
      'rank(next) > rank(best)',
      'rank(next) >= rank(best)',
      'says why not of the newest',
      'the newest refusal says why',
    ),
  ],
  'worker/db/access.ts': [
    {
      text: ' AND livemode = ?3 AND verified_by IS NOT NULL`',
      replacement: ' AND livemode = ?3`',
      test: `${DOOR} > is not given for a purchase that was begun`,
      why: 'a purchase counts once it is verified',
    },
    {
      text: '`SELECT id FROM checkouts WHERE site = ?1 AND ',
      replacement: "`SELECT id FROM checkouts WHERE ?1 <> '' AND ",
      test: `${DOOR} > is not given for a purchase that was begun`,
      why: 'a site asks about its own buyers',
    },
    {
      text: "AND offer = ?2 AND mode <> 'subscription')",
      replacement: "AND ?2 <> '' AND mode <> 'subscription')",
      test: `${DOOR} > is not given for a purchase that was begun`,
      why: 'one offer opens no other',
    },
    {
      text: 'AND offer = ?2 AND livemode',
      replacement: "AND ?2 <> '' AND livemode",
      test: `${DOOR} > is of the plan that it was changed to`,
      why: 'a plan opens what it is now',
    },
  ],
  'worker/routes/access.ts': [
    {
      text: 'if (!by || others.length > 0)',
      replacement: 'if (!by)',
      test: `${DOOR} > names one offer, and one somebody`,
      why: 'one question is about one person',
    },
  ],
  'worker/db/payments.ts': [
    {
      text: "AND status IN ('processing', 'succeeded', 'needs_review') AND",
      replacement: 'AND',
      test: 'test/worker/owner.test.ts > list no payment for what was never paid',
      why: 'a payment is where money moved',
    },
    {
      text: "WHERE invoices.site = ?1 AND billing_reason IS NOT 'subscription_create' AND",
      replacement: 'WHERE invoices.site = ?1 AND',
      test: `${BILLING} > are purchases and renewals in one list`,
      why: 'a first charge is listed once',
    },
    {
      text: 'WHERE invoices.site = ?1',
      replacement: "WHERE ?1 <> ''",
      test: `${BILLING} > are purchases and renewals in one list`,
      why: 'a renewal is its site’s',
    },
    {
      text: '(?3 IS NULL OR (created, place) < (?3, ?4))',
      replacement: '(?3 IS NULL OR created < ?3)',
      test: `${BILLING} > are purchases and renewals in one list`,
      why: 'payments of one second are listed each',
    },
  ],
  'worker/routes/owner/common.ts': [
    {
      text: "found?.site === c.get('site').id ? found : null",
      replacement: 'found',
      test: `${BILLING} > nothing of another site`,
      why: 'a key opens its own site',
    },
  ],
  'worker/routes/recovery.ts': [
    {
      text: 'if (allowed && !allowed.ok) return problem(c, allowed.error)',
      replacement: '',
      test: `${RECOVERY} > opens to the Worker’s own page`,
      why: 'a link opens on our page and the site’s',
    },
    {
      text: 'if (!invoice.ok) return problem(c, invoice.error)',
      replacement: 'if (!invoice.ok) return c.notFound()',
      test: `${RECOVERY} > opens nothing where it is forged`,
      why: 'a forged link opens nothing',
    },
  ],
  'worker/flow/recovery.ts': [
    {
      text: 'known?.site === site ? await',
      replacement: 'known ? await',
      test: `${RECOVERY} > opens nothing where it is forged`,
      why: 'a link is to an invoice of its site',
    },
    {
      text: 'hasEnded(row.status) ? null : await readDue',
      replacement: 'false ? null : await readDue',
      test: `${RECOVERY} > still pays once all tries have failed`,
      why: 'nobody pays for what has ended',
    },
  ],
  'worker/stripe/invoice-payments.ts': [
    {
      text: "invoice.status !== 'open' || ",
      replacement: '',
      test: `${RECOVERY} > is over once the invoice is void`,
      why: 'what is void is not paid',
    },
  ],
  'worker/console/recover.tsx': [
    {
      text: 'Object.hasOwn(TITLES, language) && q > 0',
      replacement: 'language in TITLES && q > 0',
      test: `${RECOVERY} > speaks the reader’s language`,
      why: 'a header chooses among our languages only',
    },
  ],
}
