/** Plays a purchase under faults to its quiet end, and holds it against the rules all along. */
import { env } from 'cloudflare:workers'
import { begunOf, unverified } from '../oracle/strays.ts'
import { firstCharges, payable, timesPaid } from '../oracle.ts'
import { must, none, pending, Watch } from './checks.ts'
import { advanceClock } from './clock.ts'
import type { Move, Purchase } from './purchase.ts'
import { quiet } from './quiet.ts'
import { Shopper } from './shopper.ts'
import { together } from './turns.ts'
import { ask, Faults } from './wire.ts'
import { booksOf, carryBy, newWorld, ring, rows, runJobs } from './world.ts'

interface Scene {
  shopper: Shopper
  lost: Set<string>
  watch: Watch
}

/** @throws Broken where a rule does not hold. */
export async function shop({ adversary, offer, moves }: Purchase): Promise<void> {
  await newWorld(adversary)
  const scene: Scene = { shopper: new Shopper(offer), lost: new Set(), watch: new Watch() }
  for (const one of moves) {
    if (one.what === 'together')
      await together(
        one.moves.map((move) => () => play(scene, move)),
        one.order,
      )
    else await play(scene, one)
    await scene.watch.look()
  }
  carryBy((request) => carry(request, scene.watch, new Faults()))
  await quiet(scene.lost, await everyCheckout(scene))
  await scene.watch.look()
  await paidOnce(scene.shopper)
}

type Plays = { [W in Move['what']]: (scene: Scene, move: Extract<Move, { what: W }>) => Promise<unknown> }

const PLAYS: Plays = {
  loads: ({ shopper }, { tab, faults }) => shopper.load(tab, new Faults(faults)),
  drafts: ({ shopper }, { tab, quantity, faults }) => shopper.draft(tab, quantity, new Faults(faults)),
  pays: ({ shopper }, { tab, faults, ...pay }) => shopper.pay(tab, pay, new Faults(faults)),
  again: ({ shopper }, { tab, faults }) => shopper.again(tab, new Faults(faults)),
  waits: async (_scene, { seconds }) => advanceClock(seconds),
  prices: (_scene, { more }) =>
    env.DB.prepare(`UPDATE offers SET amount = amount + ?1 WHERE site = 'acme' AND amount IS NOT NULL`)
      .bind(more)
      .run(),
  async delivers({ lost, watch }, { copies, order, concurrency, faults }) {
    const met = new Faults(faults)
    carryBy((request) => carry(request, watch, met))
    await ring(pending(lost), { copies, order, concurrency })
  },
  async loses({ lost }, { count }) {
    for (const id of pending(lost).slice(0, count)) lost.add(id)
  },
  jobs: (_scene, { faults }) => runJobs(new Faults(faults)),
}

const play = (scene: Scene, move: Move): Promise<unknown> =>
  (PLAYS[move.what] as (scene: Scene, move: Move) => Promise<unknown>)(scene, move)

/** Takes a webhook to the Worker, which may die of it. What is acknowledged is in D1. */
async function carry(request: Request, watch: Watch, faults: Faults): Promise<Response> {
  const [copy, known] = [request.clone(), watch.customers]
  const response = await ask(request, faults)
  if (!response) throw new TypeError('the Worker was killed')
  if (response.ok) await watch.acknowledged(copy, known)
  return response
}

/** Also those that were written for a request whose answer never came. */
async function everyCheckout({ shopper }: Scene): Promise<Set<string>> {
  return new Set([...shopper.checkouts, ...(await rows()).map(({ id }) => id)])
}

/** One purchase is charged once at most, for a total that was on the button, and never with what was said to be over. */
async function paidOnce({ shown, secrets, over }: Shopper): Promise<void> {
  for (const row of await rows()) {
    const books = booksOf(row)
    must(timesPaid(books) <= 1, `${row.id} was charged ${timesPaid(books)} times`)
    const made = [books.setups, books.subscriptions, row.mode === 'payment' ? books.intents : []]
    for (const { length } of made)
      must(length <= row.revision, `${row.id}: ${length} of a kind were made for ${row.revision} revisions`)
    const begun = begunOf(books)
    must(begun.length <= 1, `${row.id} has begun ${begun.map(({ id }) => id).join(' and ')}`)
    must(
      !over.has(row.id) || (timesPaid(books) === 0 && begun.length === 0),
      `${row.id} was said to be over, and is not`,
    )
    const open = payable(books, secrets, row)
    must(open.length <= 1, `${row.id}: several secrets of one visitor's can be paid: ${open.join(' ')}`)
    none(unverified(row, books))
    for (const { payment_intent, amount, status } of firstCharges(books))
      must(
        status !== 'succeeded' || shown.get(String(payment_intent))?.has(amount) === true,
        `${row.id} was charged ${amount}, which was not on the button`,
      )
  }
}
