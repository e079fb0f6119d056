/** Guards of access that the oracle of the deep proofs must miss: what it would not notice it proves nothing of. */
import type { Guards } from '../table.ts'

const AS_PAID = "(of, _rules, now) => periodOf(of, of.currentPeriodEnd, 'active', now)"

const WRONG = [
  ['of.defaultPaymentMethod !== null || rules', 'of.defaultPaymentMethod === null || rules', 'which card'],
  ['of.trialEnd ?? of.currentPeriodEnd', 'of.currentPeriodEnd', 'how long it is free'],
  ['of.currentPeriodStart + graceDays', 'of.currentPeriodEnd + graceDays', 'when grace begins'],
  ['graceDays > 0 && now < end', 'graceDays > 0 && now <= end', 'the last second of grace'],
  ['now < end + RENEWAL_SECONDS ?', 'now <= end + RENEWAL_SECONDS ?', 'the last second of a renewal'],
  [
    'if (now < end) return until(end, reason)',
    'if (now <= end) return until(end, reason)',
    'the last second of a period',
  ],
  ['now < of.cancelAt ?', 'now <= of.cancelAt ?', 'the last second of what is canceled'],
  ['of.cancelAt <= end', 'of.cancelAt < end', 'an end with the period'],
  ["unpaid: () => no('unpaid')", `unpaid: ${AS_PAID}`, 'what is unpaid'],
  ["canceled: () => no('canceled')", `canceled: ${AS_PAID}`, 'what is canceled'],
  ["incomplete: () => no('incomplete')", `incomplete: ${AS_PAID}`, 'what was never paid'],
  ["incomplete_expired: () => no('incomplete')", `incomplete_expired: ${AS_PAID}`, 'what never will be'],
  ['amountRefunded < amountReceived', 'amountRefunded === 0', 'a part that was given back'],
  ['until ?? Number.POSITIVE_INFINITY', 'until ?? 0', 'that for good is longest'],
] as const

export const ACCESS_ORACLE: Guards = {
  'worker/domain/access.ts': WRONG.map(([text, replacement, what]) => ({
    text,
    replacement,
    test: 'test/domain/access-oracle.test.ts > opens what the oracle of the deep proofs opens',
    why: `the oracle of access sees ${what}`,
  })),
}
