/**
 * What D1 holds, against what was promised and what Stripe says. The Worker is asked as a site owner asks it; what must be
 * true is the oracle's.
 */
import { KEYS, SITE_KEY } from '../demo/data.ts'
import type { State } from '../emulator/state.ts'
import { PLATFORM_ACCOUNT } from '../emulator/state.ts'
import type { Scene } from './kill-scene.ts'
import type { Purchase } from './load.ts'
import { type Books, booksIn, chargedTwice, type RecordedEvent } from './oracle/books.ts'
import type { SeenCheckout } from './oracle/row.ts'
import { begunOf, unowned, unverified } from './oracle/strays.ts'
import { differences, halfApplied, lacks, payable, type SeenEvent, timesPaid } from './oracle.ts'

/** Everything that is wrong, in words, by kind. */
export interface Findings {
  lost: string[]
  halfApplied: string[]
  doubleCharges: string[]
  differences: string[]
}

type Owner = Pick<Scene, 'worker' | 'state' | 'acknowledged'>

const IN_PARALLEL = 8
const MOST_RUNS = 1000

/**
 * Right after a crash, before anything could heal it: what was acknowledged is in D1.
 * @param purchases whose visitors were told something.
 * @param events ids of events that were acknowledged.
 */
export async function auditCrash(
  scene: Owner,
  purchases: readonly Purchase[],
  events: readonly string[],
): Promise<Pick<Findings, 'lost' | 'halfApplied'>> {
  const known = new Map(Object.entries(scene.state.accounts[PLATFORM_ACCOUNT]!.events))
  const rung = new Map<string, string[]>()
  for (const event of new Set(events)) {
    const checkout = checkoutOf(scene.state, event)
    if (checkout) rung.set(checkout, [...(rung.get(checkout) ?? []), event])
  }
  const told = new Map(purchases.flatMap((purchase) => (purchase.id ? [[purchase.id, purchase]] : [])))
  const found = await inParallel([...new Set([...told.keys(), ...rung.keys()])], async (id) => {
    const row = await readRow(scene, id)
    if (!row) return { lost: [`${id}: is not there`], halfApplied: [] }
    const history = await readHistory(scene, id)
    const purchase = told.get(id)
    return {
      lost: [
        ...(purchase ? brokenPromises(row, purchase) : []),
        ...unheard(known, row, history, rung.get(id) ?? []),
      ],
      halfApplied: halfApplied(row, history, known),
    }
  })
  return {
    lost: found.flatMap(({ lost }) => lost),
    halfApplied: found.flatMap(({ halfApplied }) => halfApplied),
  }
}

/** At the end, when Stripe is quiet: every row is what Stripe says, and nobody paid twice. */
export async function auditEnd(scene: Owner, purchases: readonly Purchase[]): Promise<Findings> {
  const crash = await auditCrash(scene, purchases, scene.acknowledged)
  const rows = await readRows(scene)
  const secrets = new Map(purchases.map(({ id, secrets }) => [id, secrets]))
  const objects = scene.state.accounts[PLATFORM_ACCOUNT]!
  const books = [...rows.values()].map((row): [Row, Books] => [row, booksIn(objects, row)])
  return {
    ...crash,
    // The row is written before Stripe is asked for anything.
    lost: [
      ...crash.lost,
      ...namedAt(scene.state)
        .filter((id) => !rows.has(id))
        .map((id) => `${id}: has no row`),
    ],
    doubleCharges: books.flatMap(([row, book]) => {
      const [open, begun] = [payable(book, secrets.get(row.id) ?? new Set(), row), begunOf(book)]
      return [
        ...(timesPaid(book) > 1 ? [`${row.id}: was paid ${timesPaid(book)} times`] : []),
        ...(open.length > 1 ? [`${row.id}: its visitor can pay ${open.join(' and ')}`] : []),
        ...(begun.length > 1 ? [`${row.id}: has begun ${begun.length} subscriptions`] : []),
        ...chargedTwice(row.id, book),
        ...unowned(row, book),
        ...unverified(row, book),
      ]
    }),
    differences: books.flatMap(([row, book]) => differences(row, book)),
  }
}

/** What a visitor was told and D1 no longer knows. */
function brokenPromises(row: SeenCheckout & { quantity: number }, purchase: Purchase): string[] {
  const last = Math.max(...purchase.promised.keys())
  if (row.revision < last) return [`${row.id}: is at revision ${row.revision}, its visitor at ${last}`]
  if (purchase.paid && !['succeeded', 'needs_review'].includes(row.status))
    return [`${row.id}: is ${row.status}, its visitor was told that it is paid`]
  const promised = purchase.promised.get(row.revision)
  if (!promised) return []
  const { amount, currency, quantity, clientSecret } = promised
  const kept =
    row.amount === amount &&
    row.currency === currency &&
    row.quantity === quantity &&
    (clientSecret === null ||
      [row.payment_intent, row.setup_intent].includes(clientSecret.split('_secret_')[0]!))
  return kept ? [] : [`${row.id}: revision ${row.revision} is not as its visitor was told`]
}

/** Acknowledged events whose effect is not there. The one that says "paid" is kept as well. */
function unheard(known: Known, row: SeenCheckout, history: readonly SeenEvent[], events: string[]): string[] {
  const kept = new Set(history.map(({ id }) => id))
  return events.flatMap((id) => {
    const event = known.get(id)!
    const missing = event.type === 'payment_intent.succeeded' && row.status === 'succeeded' && !kept.has(id)
    return missing || lacks(row, event) ? [`${row.id}: ${id}, ${event.type}, was acknowledged`] : []
  })
}

type Known = ReadonlyMap<string, RecordedEvent>

/** The checkout that an event is about, by our metadata on it, its intent or its subscription; none for an event of something else. */
function checkoutOf(state: State, event: string): string | undefined {
  const { events, payment_intents } = state.accounts[PLATFORM_ACCOUNT]!
  const object = events[event]?.data.object as Record<string, any> | undefined
  const { metadata } = object?.parent?.subscription_details ?? object ?? {}
  return metadata?.edge_checkout ?? payment_intents[object?.payment_intent]?.metadata.edge_checkout
}

/** Every checkout that Stripe holds something for. */
function namedAt(state: State): string[] {
  const { payment_intents, setup_intents, subscriptions } = state.accounts[PLATFORM_ACCOUNT]!
  const named = [payment_intents, setup_intents, subscriptions].flatMap((objects) =>
    Object.values<{ metadata: Record<string, string> | null }>(objects).map(
      ({ metadata }) => metadata?.edge_checkout,
    ),
  )
  return [...new Set(named)].filter((id) => id !== undefined)
}

type Row = SeenCheckout & { quantity: number }

const readRow = async (scene: Owner, id: string): Promise<Row | null> => get(scene, `/v1/checkouts/${id}`)

async function readRows(scene: Owner): Promise<Map<string, Row>> {
  const rows = await readAll<Row>(scene, '/v1/checkouts')
  return new Map(rows.map((row) => [row.id, row]))
}

const readHistory = (scene: Owner, id: string): Promise<SeenEvent[]> =>
  readAll<SeenEvent>(scene, `/v1/checkouts/${id}/events`)

async function readAll<T extends { id: string }>(scene: Owner, path: string): Promise<T[]> {
  const all: T[] = []
  for (;;) {
    const after = all.length > 0 ? `&starting_after=${all.at(-1)!.id}` : ''
    const page = await get(scene, `${path}?limit=100${after}`)
    all.push(...(page?.data ?? []))
    if (!page?.has_more) return all
  }
}

/** @returns null for what is not there. */
async function get({ worker }: Owner, path: string): Promise<any> {
  const response = await fetch(worker + path, { headers: { Authorization: `Bearer ${SITE_KEY}` } })
  if (response.status === 404) return null
  if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`)
  return response.json()
}

/** What webhooks lost is healed. @throws Error where the Worker does not come to an end of it. */
export async function reconcile({ worker }: Owner): Promise<void> {
  for (let runs = 0; runs < MOST_RUNS; runs++) {
    const response = await fetch(`${worker}/v1/admin/reconcile`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${KEYS.ADMIN_TOKEN}` },
    })
    const said = await response.text()
    if (!response.ok) throw new Error(`reconcile answered ${response.status}: ${said}`)
    if ((JSON.parse(said) as { done: boolean }).done) return
  }
  throw new Error(`reconcile was not done after ${MOST_RUNS} runs`)
}

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const queue = [...items]
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) results.push(await work(item))
  }
  await Promise.all(Array.from({ length: IN_PARALLEL }, worker))
  return results
}
