/** The jobs, as cron and the operator's door run them: in turn, within one allowance of calls to Stripe. */
import type { Env } from '../env.ts'
import { count } from '../log.ts'
import { stripeClient } from '../stripe/client.ts'
import { patientFetch } from '../stripe/patience.ts'
import { type Cleaned, clean } from './clean.ts'
import { type Reconciled, reconcile } from './reconcile.ts'

/**
 * Cloudflare lets an invocation ask D1 a thousand times. A call of reconciliation comes with five questions at most, one of
 * cleaning with four.
 */
const CALLS = { reconcile: 140, clean: 70 }

export interface Run {
  object: 'reconciliation'
  /** Whether nothing is left to do that can be done; if not, the next run goes on. */
  done: boolean
  accounts: Reconciled[]
  cleaned: Cleaned
  /** Calls to Stripe. */
  calls: number
}

/** @param now unix seconds. @throws what D1 throws; an error of Stripe's is in the report. */
export async function runJobs(env: Env, now: number): Promise<Run> {
  const { send, calls } = patientFetch()
  const flow = { db: env.DB, stripe: stripeClient(env, 'job', send), now }
  const accounts = await reconcile(flow, () => calls() < CALLS.reconcile)
  const reconciled = calls()
  const cleaned = await clean(flow, (left) => calls() - reconciled < CALLS.clean * (1 - left))
  const done = cleaned.done && accounts.every((account) => account.done || account.error !== null)
  const changed = accounts.reduce((total, account) => total + account.changed, 0)
  count('jobs_run', { done, calls: calls(), changed, expired: cleaned.expired })
  return { object: 'reconciliation', done, accounts, cleaned, calls: calls() }
}
