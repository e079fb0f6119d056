/** Guards of what runs by itself: what lost webhooks left wrong, and what visitors left lying. */
import type { Guards } from '../table.ts'

const CLEAN = 'test/worker/clean.test.ts'
const RECONCILE = 'test/worker/jobs.test.ts'
const PATIENCE = 'test/worker/patience.test.ts'

export const JOBS: Guards = {
  'worker/jobs/reconcile.ts': [
    {
      text: 'mark === null ? null : mark - OVERLAP_SECONDS',
      replacement: 'mark',
      test: `${RECONCILE} > has a mark for each account, and begins ten minutes before it`,
      why: 'an event that was listed late is not missed',
    },
    {
      text: 'const isStrange = since !== null && after === null && page.last === null',
      replacement: 'const isStrange = false',
      test: `${RECONCILE} > begins again where Stripe’s list is another`,
      why: 'a mark of another list is no mark',
    },
    {
      text: 'if (after !== null && isMissing(error)) return null',
      replacement: '',
      test: `${RECONCILE} > begins again where a pass was in the middle of another list`,
      why: 'nor is a place in it',
    },
    {
      text: 'return // another run is at it',
      replacement: '{}',
      test: `${RECONCILE} > leaves a pass to the run that is ahead of it`,
      why: 'of two runs one goes on',
    },
    {
      text: 'unwritten(PAID) ?? (newest',
      replacement: '(newest',
      test: `${RECONCILE} > keeps the event that says paid, though a refund came after it`,
      why: 'the event that says paid is kept',
    },
    {
      text: 'unwritten(DECLINED) ?? newest',
      replacement: 'newest',
      test: `${CLEAN} > ends by reconciliation too, whatever came after the decline`,
      why: 'a decline counts',
    },
    {
      text: 'if (!isStripeError(error)) throw error',
      replacement: 'throw error',
      test: `${RECONCILE} > goes on with the others where one account cannot be read`,
      why: 'one account keeps no other from being read',
    },
    {
      text: 'if (!isLasting(error) && !(error instanceof NotAsAgreed)) throw error',
      replacement: 'throw error',
      test: `${RECONCILE} > keeps a payment apart that Stripe will not answer for`,
      why: 'one payment keeps no other from being read',
    },
    {
      text: 'if (!isLasting(error) && !(error instanceof NotAsAgreed)) throw error',
      replacement: '',
      test: `${RECONCILE} > goes on, page by page, where it was cut short`,
      why: 'what may be read in a moment is read',
    },
    {
      text: '{ ...pass, to, after: page.last }',
      replacement: '{ ...pass, mark: to, to, after: page.last }',
      test: `${RECONCILE} > goes on, page by page, where it was cut short`,
      why: 'a mark says that everything before it is in D1',
    },
    {
      text: 'await saveLeftovers(flow.db, [{ checkout, due: flow.now + TRY_AGAIN_SECONDS }])',
      replacement: 'checkout.id',
      test: `${RECONCILE} > keeps a payment apart that Stripe will not answer for`,
      why: 'and is read again',
    },
  ],
  'worker/jobs/clean.ts': [
    {
      text: "const free = listed.status !== 'processing' && !listed.unreachable",
      replacement: 'const free = !listed.unreachable',
      test: `${CLEAN} > looks again at a payment that a bank takes its time for`,
      why: 'a payment under way is not settled',
    },
    {
      text: 'settled: (await cancelOrphans(flow, listed)) && free',
      replacement: 'settled: (await cancelOrphans(flow, listed)) || free',
      test: `${CLEAN} > looks again for an orphan that could not be canceled`,
      why: 'an orphan is not forgotten',
    },
    {
      text: '|| !keyExpired(known, flow.now)) return',
      replacement: ') return',
      test: `${CLEAN} > waits for a checkout whose terms changed since`,
      why: 'a revision has its 23 hours',
    },
    {
      text: 'return { checkout, settled: isClosed(checkout.status) }',
      replacement: 'return { checkout, settled: true }',
      test: `${CLEAN} > is not expired as long as an orphan of it can be paid`,
      why: 'what could not be ended is looked at again',
    },
    {
      text: 'const { checkout } = await sync(flow, known, READ)',
      replacement: 'const checkout = known',
      test: `${CLEAN} > reads again what Stripe did not show`,
      why: 'what was kept apart is read',
    },
    {
      text: 'if (!isStripeError(error)) throw error',
      replacement: 'throw error',
      test: `${CLEAN} > keeps what Stripe does not confirm as it is`,
      why: 'one checkout keeps no other from being cleaned',
    },
    {
      text: 'let [checkout, settled] = [known, false]',
      replacement: 'let [checkout, settled] = [known, true]',
      test: `${CLEAN} > keeps what Stripe does not confirm as it is`,
      why: 'what could not be ended is looked at again',
    },
    {
      text: 'TRY_AGAIN_SECONDS = 3600',
      replacement: 'TRY_AGAIN_SECONDS = 30',
      test: `${CLEAN} > keeps what Stripe does not confirm as it is`,
      why: 'an hour later',
    },
    {
      text: 'waited < GIVEN_UP_SECONDS ?',
      replacement: 'true ?',
      test: `${CLEAN} > gives up in the end what Stripe never shows again`,
      why: 'nothing is asked for ever',
    },
  ],
  'worker/stripe/patience.ts': [
    {
      text: 'if (response.status !== 429) return response',
      replacement: 'return response',
      test: `${RECONCILE} > waits where Stripe says that it is asked too much`,
      why: 'a 429 is a request for patience',
    },
    {
      text: 'if (wait > 0) await pause(wait)',
      replacement: '',
      test: `${PATIENCE} > at most 25 times in any second`,
      why: 'below Stripe’s limit',
    },
    {
      text: 'AT_ONCE_MS = 10 * INTERVAL_MS',
      replacement: 'AT_ONCE_MS = 30 * INTERVAL_MS',
      test: `${PATIENCE} > at most 25 times in any second`,
      why: 'below Stripe’s limit',
    },
    {
      text: 'calls++',
      replacement: 'calls += 0',
      test: `${PATIENCE} > again where it asks for patience, and counts every call`,
      why: 'an allowance that counts',
    },
  ],
  'worker/db/jobs.ts': [
    {
      text: 'WHERE mark IS ?5 AND pass_to IS ?6 AND pass_after IS ?7',
      replacement: 'WHERE ?5 IS ?5 AND ?6 IS ?6 AND ?7 IS ?7',
      test: `${RECONCILE} > leaves a pass to the run that is ahead of it`,
      why: 'a run that is behind does not move the mark',
    },
    {
      text: 'AND checkouts.created < ?1',
      replacement: 'AND ?1 > 0',
      test: `${CLEAN} > cancels what was left for 23 hours`,
      why: 'not before 23 hours',
    },
    {
      text: 'AND (checkouts.created, checkouts.id) >',
      replacement: 'AND (checkouts.created + 1e9, checkouts.id) >',
      test: `${CLEAN} > looks at each checkout once`,
      why: 'each checkout is looked at once',
    },
    {
      text: 'WHERE leftovers.due <= ?1',
      replacement: 'WHERE ?1 > 0',
      test: `${CLEAN} > keeps what Stripe does not confirm as it is`,
      why: 'an hour later',
    },
    {
      text: "'DELETE FROM leftovers WHERE checkout = ?1'",
      replacement: "'DELETE FROM leftovers WHERE checkout = ?1 AND 0'",
      test: `${CLEAN} > keeps what Stripe does not confirm as it is`,
      why: 'what is settled is forgotten',
    },
    {
      text: 'UNION SELECT stripe_account FROM sites WHERE stripe_account IS NOT NULL',
      replacement: '',
      test: `${RECONCILE} > has a mark for each account`,
      why: 'every account is read',
    },
    {
      text: 'ORDER BY ran, feeds.key, account',
      replacement: 'ORDER BY account',
      test: `${RECONCILE} > reads first, next time, the account that it had no allowance for`,
      why: 'accounts take turns',
    },
  ],
}
