/** What follows every run: the faults end, and the rules must hold of what is left. */
import type { Stripe } from 'stripe'
import { subscriptionOf } from '../oracle/books.ts'
import { converged, must, pending, settled, whole } from './checks.ts'
import { booksOf, fallDue, mirrors, type Row, recorded, ring, rows, runJobs } from './world.ts'

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
  const unborn = await awaiting()
  const wrongly = [...refused].filter((id) => !isOnItsWay(unborn, id))
  must(wrongly.length === 0, `not taken: ${wrongly.map((id) => `${id}, ${recorded().get(id)!.type}`)}`)
}

/** Checkouts whose subscription may exist without their knowing, and whose visitor may still come back for it. */
const awaiting = async (): Promise<Map<string, Row>> =>
  new Map(
    (await rows())
      .filter(({ mode, subscription }) => mode === 'subscription' && subscription === null)
      .filter(({ status }) => status !== 'expired' && status !== 'needs_review')
      .map((row) => [row.id, row]),
  )

/**
 * Whether an event is rightly refused for now: it is of a subscription that nobody has paid for, and that names a checkout which
 * has begun none. It may be the one that the visitor's next request will find, and nothing but that request can tell.
 */
function isOnItsWay(unborn: ReadonlyMap<string, Row>, event: string): boolean {
  const object = recorded().get(event)!.data.object as Stripe.Subscription | Stripe.Invoice
  if (object.object !== 'subscription' && object.object !== 'invoice') return false
  const isInvoice = object.object === 'invoice'
  const { metadata } = isInvoice ? object.parent!.subscription_details! : object
  const row = unborn.get(metadata?.edge_checkout ?? '')
  const id = isInvoice ? subscriptionOf(object) : object.id
  return (
    row !== undefined &&
    !booksOf(row).invoices.some((one) => subscriptionOf(one) === id && one.amount_paid > 0)
  )
}

export async function jobsUntilDone(): Promise<void> {
  for (let runs = 0; runs < MOST_RUNS; runs++) if (await runJobs()) return
  must(false, `the jobs are not done after ${MOST_RUNS} runs`)
}
