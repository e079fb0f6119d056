/** What must hold at every moment, and what must hold when all is quiet. Says in words what does not. */

import { stripe } from '../../worker/harness.ts'
import { chargedTwice } from '../oracle/books.ts'
import { lacksMirror, mirrorStepsBack } from '../oracle/heard.ts'
import { type MirrorRow, type Mirrors, mirrorDifferences } from '../oracle/mirrors.ts'
import { unowned } from '../oracle/strays.ts'
import { differences, halfApplied, lacks } from '../oracle.ts'
import { unreadable } from './wire.ts'
import {
  ACCOUNTS,
  booksOf,
  keptEvents,
  mirrors,
  objectsOf,
  type Row,
  recorded,
  rows,
  type Site,
} from './world.ts'

class Broken extends Error {}

export function must(holds: unknown, sentence: string): asserts holds {
  if (!holds) throw new Broken(sentence)
}

export const none = (broken: readonly string[]): void => must(broken.length === 0, broken.join('\n'))

/** What Stripe never takes back, so that a row may not either. */
const NEVER_FALLS = ['version', 'revision', 'amount_received', 'amount_refunded'] as const

/** Looks at every row again and again: nothing changes without its `version`, and nothing older lands on what is newer. */
export class Watch {
  #before = new Map<string, Row>()
  #mirrored = new Map<string, MirrorRow>()
  #mirrors: Record<Site, Mirrors> | null = null
  #looking: Promise<void> = Promise.resolve()

  /** One look after another: what two of them see at the same time has no order. What was once seen broken stays so. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look())
    return this.#looking
  }

  async #look(): Promise<void> {
    const now = await rows()
    must(now.length >= this.#before.size, 'a row is gone')
    for (const row of now) {
      const before = this.#before.get(row.id)
      if (before) none(stepsBack(before, row))
    }
    this.#before = new Map(now.map((row) => [row.id, row]))
    await this.#lookAtMirrors()
  }

  async #lookAtMirrors(): Promise<void> {
    this.#mirrors = await mirrors()
    const now = new Map(Object.values(this.#mirrors).flatMap(named))
    for (const [name, before] of this.#mirrored) {
      const row = now.get(name)
      must(row, `${name} is gone`)
      none(mirrorStepsBack(before, row))
    }
    this.#mirrored = now
  }

  /** Customers that had a row at the last look. */
  get customers(): ReadonlySet<unknown> {
    const all = Object.values(this.#mirrors ?? {}).flatMap(({ customers }) => customers)
    return new Set(all.map(({ id }) => id))
  }

  /**
   * An acknowledged webhook's effect is in D1. To be asked as soon as it was answered; Stripe hears nothing of the rest.
   * @param known customers that had a row before it was carried.
   */
  acknowledged(request: Request, known: ReadonlySet<unknown>): Promise<void> {
    this.#looking = this.look().then(() => this.#acknowledged(request, known))
    return this.#looking.catch(() => {})
  }

  async #acknowledged(request: Request, known: ReadonlySet<unknown>): Promise<void> {
    const event = JSON.parse(await request.text())
    const site = event.account === ACCOUNTS.other ? 'other' : 'acme'
    const isUnread = unreadable.has(event.data.object.id)
    must(
      isUnread || !lacksMirror(this.#mirrors![site], event),
      `${event.id}, ${event.type}, was acknowledged in vain`,
    )
    const { id, payment_intent, metadata, customer } = event.data.object
    if (event.type === 'payment_method.attached' && known.has(customer)) {
      const isKept = this.#mirrors![site].payment_methods.some(
        (row) => row.id === id && row.customer === customer,
      )
      // One that is gone by now may have been so when it was read: no row is made of it.
      const isThere = objectsOf(site).payment_methods[id]?.customer === customer
      must(isKept || !isThere, `${event.id}: ${id} is ${customer}’s card, and has no row`)
    }
    const row = [...this.#before.values()].find((one) =>
      metadata?.edge_checkout
        ? one.id === metadata.edge_checkout
        : one.payment_intent === (payment_intent ?? id),
    )
    if (!row || accountOf(row) !== (event.account ?? null)) return
    must(!lacks(row, event), `${event.id}, ${event.type}, was acknowledged, and ${row.id} says ${row.status}`)
  }
}

/** Rows that have a version, each by a name of its own. */
const named = ({ subscriptions, invoices, customers, payment_methods }: Mirrors): [string, MirrorRow][] => [
  ...[...subscriptions, ...invoices, ...customers].map((row) => [String(row.id), row] as [string, MirrorRow]),
  ...payment_methods.map((row) => [`${row.customer} ${row.id}`, row] as [string, MirrorRow]),
]

/** What only Stripe could tell of. */
const UNREAD = ['status', 'amount_received', 'amount_refunded', 'paid_at', 'charge'] as const

const PAID = ['succeeded', 'needs_review']

function stepsBack(before: Row, now: Row): string[] {
  const fallen = NEVER_FALLS.filter((field) => now[field] < before[field])
  return [
    ...fallen.map((field) => `${now.id}: ${field} fell from ${before[field]} to ${now[field]}`),
    ...(PAID.includes(before.status) && !PAID.includes(now.status)
      ? [`${now.id}: was ${before.status}, and is ${now.status}`]
      : []),
    ...(now.unreachable && now.revision === before.revision
      ? UNREAD.filter((field) => now[field] !== before[field] && now.status !== 'needs_review').map(
          (field) => `${now.id}: cannot be read, and its ${field} is ${now[field]}, not ${before[field]}`,
        )
      : []),
    ...(now.version === before.version && JSON.stringify(now) !== JSON.stringify(before)
      ? [`${now.id}: changed, and its version did not`]
      : []),
  ]
}

const accountOf = ({ site }: Row): string | null => (site === 'other' ? 'acct_books' : null)

/** No row of an object that is not ours, no event twice or without its effect. */
export async function whole(ours: ReadonlySet<string>): Promise<void> {
  const [seen, events, sent] = [await rows(), await keptEvents(), recorded()]
  for (const { id } of seen) must(ours.has(id), `${id} is nobody's`)
  for (const { checkout, id } of events)
    must(ours.has(checkout), `${id} is kept for ${checkout}, which is nobody's`)
  none(
    seen.flatMap((row) =>
      halfApplied(
        row,
        events.filter(({ checkout }) => checkout === row.id),
        sent,
      ),
    ),
  )
}

/** Each row is the projection of what Stripe says now. */
export async function converged(): Promise<void> {
  const [checkouts, mirrored] = [await rows(), await mirrors()]
  none(
    checkouts.flatMap((row) => [
      ...differences(row, booksOf(row), unreadable),
      ...(row.unreachable ? [] : details(row)),
      ...chargedTwice(row.id, booksOf(row)),
      ...unmirrored(row, mirrored[row.site]),
    ]),
  )
  none(SITES.flatMap((site) => mirrorDifferences(mirrored[site], objectsOf(site), unreadable)))
}

/** Nothing will be charged for which no row answers. Once cleaning is over. */
export const settled = async (): Promise<void> =>
  none((await rows()).flatMap((row) => unowned(row, booksOf(row), unreadable)))

const SITES = Object.keys(ACCOUNTS) as Site[]

/** What a checkout names has a row of its own. */
const unmirrored = ({ id, customer, subscription }: Row, { customers, subscriptions }: Mirrors): string[] => [
  ...(customer === null || customers.some((row) => row.id === customer)
    ? []
    : [`${id}: ${customer} has no row`]),
  ...(subscription === null || subscriptions.some((row) => row.id === subscription && row.checkout === id)
    ? []
    : [`${id}: ${subscription} has no row`]),
]

/** Beside the money: which charge it was, and the address that the visitor gave Stripe. */
function details(row: Row): string[] {
  const { intents, charges } = booksOf(row)
  const own = intents.find(({ id }) => id === row.payment_intent)
  if (!own) return []
  const charge = charges.find(({ id }) => id === own.latest_charge)
  // Where a customer is made from it, the address is a term.
  const email =
    row.mode !== 'payment' ? row.email : (own.receipt_email ?? charge?.billing_details.email ?? row.email)
  return [
    ...(row.charge === (charge?.id ?? null)
      ? []
      : [`${row.id}: charge is ${row.charge}, must be ${charge?.id}`]),
    ...(row.email === email ? [] : [`${row.id}: email is ${row.email}, must be ${email}`]),
  ]
}

/** What is still to be delivered: neither taken nor lost for good. */
export const pending = (lost: ReadonlySet<string>): string[] =>
  [
    ...new Set(
      stripe.state.deliveries.filter(({ status }) => status === 'pending').map(({ event }) => event),
    ),
  ].filter((id) => !lost.has(id))
