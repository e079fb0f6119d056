/** What follows every run: the faults end, and the rules must hold of what is left. */
import { converged, must, pending, whole } from './checks.ts'
import { ring, rows, runJobs } from './world.ts'

const MOST_RUNS = 20

/** What was not lost is delivered; what was, is reconciled. Then each row is what Stripe says, and stays so. */
export async function quiet(lost: ReadonlySet<string>, ours: ReadonlySet<string>): Promise<void> {
  await deliverAll(lost)
  if (lost.size === 0) await converged()
  await jobsUntilDone()
  await whole(ours)
  await converged()
  const before = JSON.stringify(await rows())
  await deliverAll(lost)
  await jobsUntilDone()
  must(JSON.stringify(await rows()) === before, 'a row changed when all was quiet')
}

async function deliverAll(lost: ReadonlySet<string>): Promise<void> {
  const answers = await ring(pending(lost), { order: 'shuffle' })
  const refused = answers.filter(({ status }) => status !== 200)
  must(refused.length === 0, `not taken: ${JSON.stringify(refused)}`)
}

export async function jobsUntilDone(): Promise<void> {
  for (let runs = 0; runs < MOST_RUNS; runs++) if (await runJobs()) return
  must(false, `the jobs are not done after ${MOST_RUNS} runs`)
}
