/** Guards of how a subscription is made and ended at Stripe: one of each, as agreed, and voided before it is canceled. */
import type { Guards } from '../table.ts'

const AGREED = 'test/worker/agreed.test.ts'
const BEGIN = 'test/worker/begin.test.ts'
const ONCE = 'test/worker/subscribe-once.test.ts'
const RENEW = 'test/worker/renew.test.ts'
const SUBSCRIBE = 'test/worker/subscribe.test.ts'

export const SUBSCRIBED: Guards = {
  'worker/flow/subscribe.ts': [
    {
      text: 'if (checkout.revision > 1) await endOrphans(flow, checkout)',
      replacement: '',
      test: `${ONCE} > though one that costs nothing at first was made`,
      why: 'what an earlier key has made is ended before the next is sent',
    },
    {
      text: 'if (!hasEnded(status) && !(await endOrphan(flow.stripe, id, checkout)))',
      replacement: 'if (!hasEnded(status) && !(await endOrphan(flow.stripe, id, checkout)) && false)',
      test: `${ONCE} > and one that a customer’s credit has paid`,
      why: 'nobody pays twice for one checkout',
    },
    {
      text: 'await endOrphan(flow.stripe, made.facts.id, checkout)\n    throw',
      replacement: 'throw',
      test: `${SUBSCRIBE} > of other terms than were agreed is ended`,
      why: 'nor can anybody pay it later',
    },
    {
      text: 'await goOn(flow, checkout, error)\n',
      replacement: '\n',
      test: `${SUBSCRIBE} > is one though Stripe’s answer was lost, or kept as a failure`,
      why: 'a stored failure is not asked for again',
    },
    {
      text: 'paymentMethod === null || !isStored(error)',
      replacement: 'paymentMethod === null',
      test: `${SUBSCRIBE} > is one though Stripe’s answer was lost, or kept as a failure`,
      why: 'a lost answer is asked for again, with the same key',
    },
  ],
  'worker/flow/sync.ts': [
    {
      text: `if (next.status === 'succeeded' && seen.status !== 'succeeded') await syncBegun(flow, seen)`,
      replacement: '',
      test: `${SUBSCRIBE} > opens what was bought, and shows its card`,
      why: 'whoever is told that it has begun is let in at once',
    },
    {
      text: 'isPayable(seen.status) && !keyExpired(seen, now)',
      replacement: 'isPayable(seen.status)',
      test: `${ONCE} > whose answer was lost for a day is ended`,
      why: 'no key older than 23 hours is sent',
    },
    {
      text: 'isPayable(seen.status) && !keyExpired(seen, now)',
      replacement: '!keyExpired(seen, now)',
      test: `${BEGIN} > begins nothing beside what a person must look at`,
      why: 'nothing begins beside what a person must look at',
    },
  ],
  'worker/flow/read.ts': [
    {
      text: '(subscription && invoice?.intentStatus)',
      replacement: 'invoice?.intentStatus',
      test: 'test/worker/clean.test.ts > does not end a subscription that Stripe does not show',
      why: 'what Stripe no longer shows stays as it was last seen',
    },
    {
      text: `(stageOf(seen) === 'subscription' && object === seen.paymentIntent)`,
      replacement: 'false',
      test: `${ONCE} > that a customer’s credit has paid in part`,
      why: 'the first payment is one of the first invoice',
    },
    {
      text: `object !== seen.setupIntent || stageOf`,
      replacement: 'stageOf',
      test: `${SUBSCRIBE} > takes new terms as long as the card is not set up`,
      why: 'a set-up that was replaced says nothing any more',
    },
    {
      text: `seen.terms.mode === 'subscription' && isVerified(seen, setup)`,
      replacement: 'isVerified(seen, setup)',
      test: `${SUBSCRIBE} > is verified once Stripe says so, and charges nothing`,
      why: 'a card that is saved begins nothing',
    },
    {
      text: `seen.terms.mode === 'subscription' && isVerified(seen, setup)`,
      replacement: `seen.terms.mode === 'subscription'`,
      test: `${SUBSCRIBE} > begins with 3-D Secure, and not where that fails`,
      why: 'nothing begins with a card that nobody verified',
    },
    {
      text: `first === null ? null : await readInvoice`,
      replacement: 'true ? null : await readInvoice',
      test: `${RENEW} > marks a second one that was paid`,
      why: 'whether another subscription was paid its invoice says',
    },
    {
      text: `object === seen.subscription ? seen.invoice : (`,
      replacement: '(',
      test: `${RENEW} > of the first payment that is refunded`,
      why: 'a checkout is about its first invoice',
    },
  ],
  'worker/flow/orphans.ts': [
    {
      text: 'id === checkout.subscription || hasEnded(status)',
      replacement: 'hasEnded(status)',
      test: `${ONCE} > is no orphan where it began with a later revision`,
      why: 'what has begun is not ended by cleaning',
    },
    {
      text: 'await sync(flow, checkout, READ, id) // it has begun',
      replacement: '// it has begun',
      test: `${ONCE} > and one that a customer’s credit has paid`,
      why: 'an orphan that was paid is told of',
    },
  ],
  'worker/flow/intents.ts': [
    {
      text: 'if (isCustomerMissing(error) && (await replaceCustomer(flow, checkout))) return null',
      replacement: '',
      test: `${AGREED} > is replaced for its user before D1 has heard of it`,
      why: 'whoever was deleted at Stripe can buy again',
    },
    {
      text: `if (after.status === 'canceled') await expire`,
      replacement: 'if (false) await expire',
      test: 'test/worker/clean.test.ts > is over after ten too',
      why: 'what was tried out does not go on with its next revision',
    },
    {
      text: `stageOf(after) === 'setup' && status === 'succeeded' && keyExpired`,
      replacement: 'false && keyExpired',
      test: `${ONCE} > whose answer was lost for a day is ended`,
      why: 'a verified set-up charges nobody once its key is too old',
    },
  ],
  'worker/flow/declines.ts': [
    {
      text: '[SETUP_FAILED]: countFailedSetups,',
      replacement: '',
      test: 'test/worker/clean.test.ts > is over after ten too',
      why: 'card testing has an end where nothing is charged',
    },
    {
      text: ' || object === checkout.paymentIntent',
      replacement: '',
      test: 'test/worker/clean.test.ts > is over after ten too',
      why: 'and where a subscription is to begin',
    },
  ],
  'worker/db/subscribed.ts': [
    {
      text: 'updated = ?4, version = version + 1\n       WHERE id = ?1 AND version = ?2`',
      replacement: 'updated = ?4, version = version + 1\n       WHERE id = ?1 AND ?2 > 0`',
      test: `${ONCE} > is the user’s where a token came`,
      why: 'no stranger’s customer on a user’s checkout',
    },
    {
      text: 'paid_at = ?15,\n             version = version + 1\n         WHERE id = ?1 AND version = ?2`',
      replacement: 'paid_at = ?15,\n             version = version + 1\n         WHERE id = ?1 AND ?2 > 0`',
      test: `${ONCE} > though new terms came while the first was made`,
      why: 'the subscription that counts is the one in D1',
    },
    {
      text: 'SET revision = revision + 1, revised = ?3, updated = ?3, version = version + 1',
      replacement: 'SET updated = ?3, version = version + 1',
      test: `${SUBSCRIBE} > is one though Stripe’s answer was lost, or kept as a failure`,
      why: 'a spent key is not sent again',
    },
  ],
  'worker/stripe/subscriptions.ts': [
    {
      text: `idempotencyKey: \`\${checkout.id}:\${checkout.revision}`,
      replacement: `idempotencyKey: \`\${crypto.randomUUID()}`,
      test: `${SUBSCRIBE} > is one though Stripe’s answer was lost, and`,
      why: 'asking twice gives one subscription',
    },
    {
      text: `\${paymentMethod ? ':subscription' : ''}`,
      replacement: '',
      test: `${SUBSCRIBE} > begins once the set-up is verified, once`,
      why: 'a set-up and what begins with it are two objects',
    },
    {
      text: '...metadataOf(checkout),',
      replacement: '',
      test: `${SUBSCRIBE} > is made at the click`,
      why: 'a subscription names its checkout',
    },
    {
      text: 'edge_revision: String(checkout.revision)',
      replacement: '',
      test: `${ONCE} > where the answer for new terms was lost`,
      why: 'and the key that made it',
    },
    {
      text: `missing_payment_method: 'cancel'`,
      replacement: `missing_payment_method: 'create_invoice'`,
      test: `${RENEW} > keeps the news that a trial is about to end`,
      why: 'what nobody pays for ends',
    },
    {
      text: '...(terms.discount && { discounts',
      replacement: '...(false && { discounts',
      test: `${SUBSCRIBE} > takes off what it says`,
      why: 'a code that was agreed is redeemed',
    },
    {
      text: '...(paymentMethod && { default_payment_method: paymentMethod }),',
      replacement: '',
      test: `${SUBSCRIBE} > begins once the set-up is verified, once`,
      why: 'the card that was set up is the one that is charged',
    },
    {
      text: 'metadata.edge_checkout === checkout.id && metadata',
      replacement: 'metadata',
      test: `${ONCE} > though one that costs nothing at first was made`,
      why: 'what the same customer has begun elsewhere is not ended',
    },
    {
      text: 'if (!hasEnded(status) && !mayEnd(status, invoice)) return false',
      replacement: '',
      test: `${SUBSCRIBE} > answers that it is paid where new terms come too late`,
      why: 'what has begun is not ended for new terms',
    },
    {
      text: `if (invoice?.status === 'open' && !(await voidInvoice(stripe, invoice.id, of))) return false`,
      replacement: '',
      test: `${ONCE} > in the moment before its invoice is voided`,
      why: 'voided before it is canceled: what was paid stays',
    },
    {
      text: 'if (!isMissing(error)) throw error // voiding',
      replacement: 'throw error // voiding',
      test: `${SUBSCRIBE} > takes new terms by ending the old one first`,
      why: 'what voiding has ended is over',
    },
  ],
  'worker/stripe/invoices.ts': [
    {
      text: 'if (isNotEditable(error)) return false',
      replacement: '',
      test: `${ONCE} > in the moment before its invoice is voided`,
      why: 'what can no longer be voided says its true status',
    },
  ],
  'worker/stripe/setup-intents.ts': [
    {
      text: `{ ...account(checkout), idempotencyKey: \`\${checkout.id}:\${checkout.revision}\` }`,
      replacement: 'account(checkout)',
      test: `${ONCE} > nor two set-ups`,
      why: 'asking twice gives one set-up',
    },
    {
      text: 'metadata: metadataOf(checkout),',
      replacement: '',
      test: `${SUBSCRIBE} > begins by the event alone`,
      why: 'a set-up names its checkout',
    },
    {
      text: 'if (isUnexpectedState(error)) return false',
      replacement: '',
      test: `${ONCE} > that has begun is not taken back`,
      why: 'what can no longer be canceled says its true status',
    },
    {
      text: `data.filter(({ status }) => status === 'failed').length`,
      replacement: '0',
      test: 'test/worker/clean.test.ts > is over after ten too',
      why: 'card testing has an end where nothing is charged',
    },
  ],
}
