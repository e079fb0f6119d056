/** What follows every run: the faults end, and the rules must hold of what is left. */
import { converged, must, pending, settled, whole } from './checks.ts'
import { fallDue, mirrors, recorded, ring, rows, runJobs } from './world.ts'

const MOST_RUNS = 20

/** What was not lost is delivered; what was, is reconciled. Then each row is what Stripe says, and stays so. */
export async function quiet(lost: ReadonlySet<string>, ours: ReadonlySet<string>): Promise<void> {
  await fallDue()
  await deliverAll(lost)
  if (lost.size === 0) await converged()
  await jobsUntilDone()
  await whole(ours)
  await converged()
  await settled()
  const before = await everything()
  await deliverAll(lost)
  await jobsUntilDone()
  must((await everything()) === before, 'a row changed when all was quiet')
}

const everything = async (): Promise<string> => JSON.stringify([await rows(), await mirrors()])

/** What an event made the Worker do rings again. */
async function deliverAll(lost: ReadonlySet<string>): Promise<void> {
  const refused = new Set<string>()
  const waiting = () => pending(lost).filter((id) => !refused.has(id))
  for (let events = waiting(); events.length > 0; events = waiting()) {
    const answers = await ring(events, { order: 'shuffle' })
    for (const { event, status } of answers) if (status !== 200) refused.add(event)
  }
  const unborn = await awaited()
  const wrongly = [...refused].filter((id) => !unborn.has(checkoutOf(id) ?? ''))
  must(wrongly.length === 0, `not taken: ${wrongly.map((id) => `${id}, ${recorded().get(id)!.type}`)}`)
}

/** Checkouts whose subscription may exist without their knowing, and whose visitor may still come back for it. */
const awaited = async (): Promise<Set<string>> =>
  new Set(
    (await rows())
      .filter((row) => row.mode === 'subscription' && row.subscription === null && row.status !== 'expired')
      .map(({ id }) => id),
  )

function checkoutOf(event: string): string | undefined {
  const object = recorded().get(event)!.data.object as Record<string, any>
  const { metadata } = object.parent?.subscription_details ?? object
  return metadata?.edge_checkout
}

export async function jobsUntilDone(): Promise<void> {
  for (let runs = 0; runs < MOST_RUNS; runs++) if (await runJobs()) return
  must(false, `the jobs are not done after ${MOST_RUNS} runs`)
}
