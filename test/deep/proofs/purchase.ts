/** A purchase under faults: what a visitor, the owner, Stripe and the network do, drawn by fast-check and told in words. */
import fc from 'fast-check'
import { type Adversary, adversaries, sayAdversary } from './adversaries.ts'
import { kind, type SaysOf, type StepOf } from './drawing.ts'
import { CARDS, type Card } from './history.ts'
import { type Order, orders, sayOrder } from './turns.ts'
import { WARES, type WareName } from './wares.ts'
import { FAULTS, type Fault, type Planned } from './wire.ts'

const tab = fc.constantFrom(0, 1)
const quantity = fc.integer({ min: 1, max: 2 })
const faults: fc.Arbitrary<Planned[]> = fc.array(
  fc.record({ at: fc.nat(14), fault: fc.constantFrom(...(Object.keys(FAULTS) as Fault[])) }),
  { maxLength: 3 },
)
/** Near the beginning: a delivery is a few calls. */
const early: fc.Arbitrary<Planned[]> = faults.map((all) =>
  all.map(({ at, fault }) => ({ at: at % 6, fault })),
)
const MOVES = {
  loads: fc.record({ ...kind('loads'), tab, faults }),
  drafts: fc.record({ ...kind('drafts'), tab, quantity, faults }),
  pays: fc.record({
    ...kind('pays'),
    tab,
    quantity,
    card: fc.oneof(fc.constant('a card' as const), fc.constantFrom(...(Object.keys(CARDS) as Card[]))),
    outcome: fc.constantFrom('authorize', 'fail', 'close', 'leave'),
    confirming: fc.oneof(
      { weight: 2, arbitrary: fc.constant('arrives' as const) },
      fc.constantFrom('lost', 'refused', 'leaves'),
      fc.constant('leaves' as const),
    ),
    faults,
  }),
  again: fc.record({ ...kind('again'), tab, faults }),
  waits: fc.record({ ...kind('waits'), seconds: fc.constantFrom(3, 600, 86_400) }),
  prices: fc.record({ ...kind('prices'), more: fc.constantFrom(-100, 100) }),
  delivers: fc.record({
    ...kind('delivers'),
    copies: fc.integer({ min: 1, max: 2 }),
    order: fc.constantFrom('given', 'reverse', 'shuffle'),
    concurrency: fc.constantFrom(1, 4),
    faults: early,
  }),
  loses: fc.record({ ...kind('loses'), count: fc.integer({ min: 1, max: 4 }) }),
  jobs: fc.record({ ...kind('jobs'), faults }),
}
type What = keyof typeof MOVES
export type Move = StepOf<typeof MOVES>
export type Moves = Move | { what: 'together'; moves: Move[]; order: Order }

export interface Purchase {
  adversary: Adversary
  offer: WareName
  moves: Moves[]
}

const WEIGHTS: Record<What, number> = {
  loads: 2,
  drafts: 4,
  pays: 6,
  again: 2,
  waits: 1,
  prices: 1,
  delivers: 5,
  loses: 1,
  jobs: 1,
}

const move: fc.Arbitrary<Move> = fc.oneof(
  ...(Object.keys(MOVES) as What[]).map((what) => ({
    weight: WEIGHTS[what],
    arbitrary: MOVES[what] as fc.Arbitrary<Move>,
  })),
)

const crowd = fc.record({
  what: fc.constant('together' as const),
  moves: fc.array(move, { minLength: 2, maxLength: 3 }),
  order: orders,
})

/** Two tabs begin at the same time, which they do only once. */
const opening: fc.Arbitrary<Moves[]> = fc
  .option(fc.record({ moves: fc.tuple(MOVES.drafts, fc.oneof(MOVES.drafts, MOVES.pays)), order: orders }))
  .map((drawn) => (drawn ? [{ what: 'together', ...drawn }] : []))

export const purchases: fc.Arbitrary<Purchase> = fc
  .record({
    adversary: adversaries,
    offer: fc.constantFrom(...(Object.keys(WARES) as WareName[])),
    opening,
    moves: fc.array(fc.oneof({ weight: 3, arbitrary: move }, { weight: 1, arbitrary: crowd }), {
      minLength: 1,
      maxLength: 7,
      size: 'max',
    }),
  })
  .map(({ opening: first, moves, ...purchase }) => ({ ...purchase, moves: [...first, ...moves] }))

const NAMES = ['the first tab', 'the second tab']

const SAYS: SaysOf<Move> = {
  loads: ({ tab }) => `${NAMES[tab]} is loaded`,
  drafts: ({ tab, quantity }) => `${NAMES[tab]}: ${quantity} wanted`,
  pays: ({ tab, quantity, card, outcome, confirming }) =>
    `${NAMES[tab]}: pay for ${quantity} with ${card}; the confirmation: ${confirming}; the bank: ${outcome}`,
  again: ({ tab }) => `${NAMES[tab]}: buy again`,
  waits: ({ seconds }) => `${seconds} s pass`,
  prices: ({ more }) => `prices change by ${more}`,
  delivers: ({ copies, order, concurrency }) =>
    `Stripe delivers all that waits${copies === 1 ? '' : ', twice'}, ${order}, ${concurrency} at a time`,
  loses: ({ count }) => `${count} deliveries are lost for good`,
  jobs: () => 'the jobs run once',
}

const sayMove = (move: Move): string => {
  const said = (SAYS[move.what] as (move: Move) => string)(move)
  const met = 'faults' in move ? move.faults.map(({ at, fault }) => `${fault} at call ${at + 1}`) : []
  return met.length > 0 ? `${said} [${met.join(', ')}]` : said
}

export const tell = ({ adversary, offer, moves }: Purchase): string =>
  [
    sayAdversary(adversary),
    `what is bought: ${offer}`,
    ...moves.flatMap((one) =>
      one.what === 'together'
        ? [sayOrder(one.order), ...one.moves.map((move) => `  ${sayMove(move)}`)]
        : [sayMove(one)],
    ),
  ].join('\n')
