/** Guards of the steps of a payment: one live intent, the old one canceled first, one way to write. */
import type { Guards } from '../table.ts'

const CHANGE = 'test/worker/change.test.ts'
const CHECKOUTS = 'test/worker/checkouts.test.ts'
const CLEAN = 'test/worker/clean.test.ts'
const ONCE = 'test/worker/subscribe-once.test.ts'
const RACES = 'test/worker/races.test.ts'
const READ = 'test/worker/read.test.ts'
const TROUBLE = 'test/worker/trouble.test.ts'
const WEBHOOKS = 'test/worker/webhooks.test.ts'

export const FLOW: Guards = {
  'worker/flow/intents.ts': [
    {
      text: `expireCheckout(flow, checkout)\n    if (isPayable(checkout.status) && objectOf`,
      replacement: `checkout\n    if (isPayable(checkout.status) && objectOf`,
      test: `${TROUBLE} > is expired once Stripe confirmed the cancel`,
      why: 'no key older than 23 hours is sent',
    },
    {
      text: `expireCheckout(flow, checkout)\n    const free`,
      replacement: `ensureIntent(flow, { ...checkout, revised: flow.now })\n    const free`,
      test: `${CLEAN} > takes no new terms, whatever became of its intent`,
      why: 'nor are there new terms after them',
    },
    {
      text: `if (isPayable(checkout.status) && objectOf(checkout)) return checkout`,
      replacement: '',
      test: `${CHECKOUTS} > gives the same attempt the same checkout`,
      why: 'one intent for one revision',
    },
    {
      text: `} else await revise(flow.db, checkout, checkout.terms, checkout.customer, flow.now)`,
      replacement: '} else return checkout',
      test: `${CHECKOUTS} > goes on with its next revision`,
      why: 'a canceled one goes on',
    },
    {
      text: `(row.revision > checkout.revision || isClosed(row.status))`,
      replacement: 'isClosed(row.status)',
      test: `${RACES} > answers no page with the price that another has asked for meanwhile`,
      why: 'an overtaken intent is canceled',
    },
    {
      text: ` || isClosed(row.status))`,
      replacement: ')',
      test: `${CLEAN} > cancels an intent that is made after its checkout was ended`,
      why: 'so is one that comes too late',
    },
    {
      text: `row !== null && (row.revision > checkout.revision || isClosed(row.status))`,
      replacement: 'row !== null',
      test: `${RACES} > gives twins the same intent`,
      why: 'but not the one that a twin was given',
    },
    {
      text: `if (isBusy(error)) return`,
      replacement: 'if (false) return',
      test: `${RACES} > waits for a twin that is making the same intent`,
      why: 'a twin’s answer is waited for',
    },
    {
      text: `if (isStored(error)) await renew`,
      replacement: 'if (false) await renew',
      test: `${TROUBLE} > goes on with the next revision after a stored 5xx`,
      why: 'a stored failure is not asked for again',
    },
    {
      text: `if (isStored(error)) await renew`,
      replacement: 'await renew',
      test: `${TROUBLE} > asks for the same intent again where the answer was lost`,
      why: 'a lost answer is asked for again, with the same key',
    },
    {
      text: `if (sameTerms(checkout.terms, terms)) return ensureIntent(flow, checkout)`,
      replacement: '',
      test: `${CHANGE} > keeps revision and secret when nothing changes`,
      why: 'the same terms are the same revision',
    },
    {
      text: `const free = await retire(flow, checkout, 'requested_by_customer')`,
      replacement: 'const free = true',
      test: `${CHANGE} > cancels the old intent first`,
      why: 'the old intent is canceled first',
    },
    {
      text: `const revised = free && (`,
      replacement: 'const revised = (',
      test: `${RACES} > begins no revision as long as the old secret can be paid`,
      why: 'no new price beside one that can be paid',
    },
    {
      text: `const orphansOver = await cancelOrphans(flow, checkout)`,
      replacement: 'const orphansOver = true',
      test: `${TROUBLE} > sends no old key again`,
      why: 'an intent that nobody heard of is canceled',
    },
    {
      text: `if (!over || !orphansOver || !isSame`,
      replacement: 'if (!orphansOver || !isSame',
      test: `${TROUBLE} > is not expired, but open for another try`,
      why: 'expired only after Stripe confirmed the cancel',
    },
    {
      text: `if (!over || !orphansOver || !isSame`,
      replacement: 'if (!over || !isSame',
      test: `${CLEAN} > is not expired as long as an orphan of it can be paid`,
      why: 'of every intent',
    },
    {
      text: `if (!over || !orphansOver || !isSame`,
      replacement: 'if (!over || !orphansOver',
      test: `${CLEAN} > ends nothing that a visitor has begun anew meanwhile`,
      room: 'worker-adversary', // where Stripe cancels again what is canceled
      why: 'what began meanwhile is not ended',
    },
    {
      text: `return status === 'canceled' || isSpent`,
      replacement: 'return true',
      test: `${TROUBLE} > is not expired, but open for another try`,
      why: 'what Stripe does not confirm is not canceled',
    },
    {
      text: `return status === 'canceled' || isSpent`,
      replacement: 'return false',
      test: `${RACES} > does not let two tabs leave two live prices`,
      why: 'what somebody else canceled is',
    },
  ],
  'worker/db/events.ts': [
    {
      text: `?4, ?5 WHERE changes() > 0 ON CONFLICT`,
      replacement: '?4, ?5 WHERE true ON CONFLICT',
      test: `${RACES} > never lands on a newer one`,
      why: 'no event without its effect',
    },
    {
      text: `VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING`,
      replacement: 'VALUES (?1, ?2, ?3, ?4, ?5)',
      test: `${WEBHOOKS} > keeps the event that confirms what a read had found first`,
      why: 'copies of an event are one',
    },
  ],
  'worker/flow/orphans.ts': [
    {
      text: `if (isWhole && checkout.revision === 1) return true`,
      replacement: 'if (isWhole) return true',
      test: `${CLEAN} > cancels the orphans of a purchase that was paid`,
      why: 'an earlier revision may have left an orphan',
    },
    {
      text: `if (isWhole && checkout.revision === 1) return true`,
      replacement: 'if (checkout.revision === 1) return true',
      test: `${CLEAN} > cancels an intent that was made, although its answer never came`,
      why: 'so may a lost answer',
    },
    {
      text: ` && !isFreeStart(checkout)`,
      replacement: '',
      test: `${ONCE} > whose answer was lost for a day is ended`,
      why: 'so may a free start',
    },
  ],
  'worker/stripe/subscriptions.ts': [
    {
      text: ` && metadata.edge_revision !== revision`,
      replacement: '',
      test: `${ONCE} > where the answer for new terms was lost`,
      why: 'what this key has made is no orphan',
    },
    {
      text: ` || (invoice?.total ?? 0) === 0`,
      replacement: '',
      test: `${ONCE} > though one that costs nothing at first was made`,
      why: 'what is free now is charged later',
    },
  ],
  'worker/flow/read.ts': [
    {
      text: `const next = intent || object === seen.paymentIntent ?`,
      replacement: 'const next = true ?',
      test: `${WEBHOOKS} > is not called unreachable`,
      why: 'another intent that is gone says nothing',
    },
  ],
  'worker/flow/sync.ts': [
    {
      text: `if (await writeProjection(db, seen, next, event, now)) {`,
      replacement: 'if (await writeProjection(db, await reread(db, seen.id), next, event, now)) {',
      test: `${RACES} > never lands on a newer one`,
      why: 'the row first, Stripe second',
    },
    {
      text: `if (event && !(await isCurrent(db, seen))) continue`,
      replacement: '',
      test: `${RACES} > is corrected by the event that found the row right`,
      why: 'an event is heard where the row still stands',
    },
    {
      text: `if (event?.type === PAID && seen.status === 'succeeded') await`,
      replacement: 'if (false) await',
      test: `${WEBHOOKS} > keeps the event that confirms what a read had found first`,
      why: 'the event that says paid is kept',
    },
    {
      text: `if (event?.type === PAID && seen.status === 'succeeded') await`,
      replacement: `if (event && seen.status === 'succeeded') await`,
      test: `${RACES} > never lands on a newer one`,
      why: 'no event without its effect',
    },
  ],
  'worker/flow/describe.ts': [
    {
      text: `hasMoney(seen.status) ? null : `,
      replacement: '',
      test: `${CHANGE} > does not change in the moment after D1 heard of the payment`,
      why: 'a paid purchase keeps its reference',
    },
  ],
  'worker/flow/pace.ts': [
    {
      text: `nowMs - last < READ_INTERVAL_MS`,
      replacement: 'false',
      test: `${READ} > reads Stripe at most once in two seconds`,
      why: 'at most once in 2 s a checkout',
    },
    {
      text: `READ_INTERVAL_MS = 2000`,
      replacement: 'READ_INTERVAL_MS = 2500',
      test: `${READ} > reads Stripe at most once in two seconds`,
      why: 'and again after 2 s',
    },
  ],
  'worker/db/checkouts.ts': [
    {
      text: `?23, ?24)\n       ON CONFLICT DO NOTHING`,
      replacement: '?23, ?24)',
      test: `${RACES} > makes one row for twins`,
      why: 'one row an attempt',
    },
    {
      text: `updated = ?5, version = version + 1\n       WHERE id = ?1 AND version = ?2`,
      replacement: 'updated = ?5, version = version + 1\n       WHERE id = ?1 AND ?2 > 0',
      test: `${RACES} > answers no page with the price that another has asked for meanwhile`,
      why: 'the secret that is handed out is the one in D1',
    },
    {
      text: `revision = revision + 1, `,
      replacement: '',
      test: `${CHANGE} > cancels the old intent first`,
      why: 'new terms, a new key',
    },
    {
      text: `customer = ?15, updated = ?8,\n           version = version + 1\n       WHERE id = ?1 AND version = ?2`,
      replacement:
        'customer = ?15, updated = ?8,\n           version = version + 1\n       WHERE id = ?1 AND ?2 > 0',
      test: `${RACES} > does not let two tabs leave two live prices`,
      why: 'a revision begins only where the row still stands',
    },
    {
      text: `updated = ?12, version = version + 1\n       WHERE id = ?1 AND version = ?2`,
      replacement: 'updated = ?12, version = version + 1\n       WHERE id = ?1 AND ?2 > 0',
      test: `${RACES} > never lands on a newer one`,
      why: 'an older answer never lands on a newer one',
    },
  ],
}
