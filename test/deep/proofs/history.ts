/** A history of purchases: what everybody does, in the order in which it is done. Drawn by fast-check, told in words. */
import fc from 'fast-check'
import { type Adversary, adversaries, sayAdversary } from './adversaries.ts'
import { type Buyer, buyer, kind, making, type SaysOf, type StepOf } from './drawing.ts'
import { ACT_STEPS, ACT_WEIGHTS, type ActStep, SAYS_ACTS } from './history-acts.ts'
import { BILLED, BILLING_STEPS, BILLING_WEIGHTS, type BillingStep, SAYS_BILLING } from './history-billing.ts'
import { type Order, orders, sayOrder } from './turns.ts'

export const CARDS = {
  'a card': 'pm_card_visa',
  'a card that is declined': 'pm_card_chargeDeclined',
  'a card whose bank asks': 'pm_card_threeDSecureRequired',
  'a card whose bank asks and then declines': 'pm_card_threeDSecureRequiredChargeDeclined',
  'a card that is declined once it is saved': 'pm_card_chargeCustomerFail',
  'a card whose bank asks once': 'pm_card_authenticationRequiredOnSetup',
} as const
export type Card = keyof typeof CARDS

const OUTCOMES = ['authorize', 'fail', 'close'] as const
const OFFERS = ['mug', 'tip'] as const
const terms = { offer: fc.constantFrom(...OFFERS), quantity: fc.integer({ min: 1, max: 3 }) }

const STEPS = {
  starts: fc.record({ ...kind('starts'), buyer, ...terms, making }),
  changes: fc.record({ ...kind('changes'), buyer, ...terms }),
  pays: fc.record({
    ...kind('pays'),
    buyer,
    card: fc.oneof(fc.constant('a card' as const), fc.constantFrom(...(Object.keys(CARDS) as Card[]))),
    secret: fc.constantFrom('newest', 'oldest'),
    email: fc.boolean(),
  }),
  challenge: fc.record({ ...kind('challenge'), buyer, outcome: fc.constantFrom(...OUTCOMES) }),
  cancels: fc.record({
    ...kind('cancels'),
    buyer,
    reason: fc.constantFrom('requested_by_customer', 'abandoned', 'fraudulent'),
  }),
  refunds: fc.record({ ...kind('refunds'), buyer, how: fc.constantFrom('part', 'all', 'charge') }),
  stray: fc.record({
    ...kind('stray'),
    buyer,
    paid: fc.boolean(),
    place: fc.constantFrom('same', 'elsewhere'),
  }),
  foreign: fc.record({ ...kind('foreign'), paid: fc.boolean() }),
  edits: fc.record({ ...kind('edits'), buyer, field: fc.constantFrom('amount', 'metadata', 'description') }),
  reads: fc.record({ ...kind('reads'), buyer }),
  waits: fc.record({ ...kind('waits'), seconds: fc.constantFrom(1, 3, 60, 3600, 86_400) }),
  delivers: fc.record({
    ...kind('delivers'),
    /** Whose events; null for everybody's. */
    about: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, buyer),
    /** Of those that wait, or of all that ever were. */
    from: fc.constantFrom('waiting', 'all'),
    at: fc.nat(20),
    count: fc.integer({ min: 1, max: 6 }),
    copies: fc.integer({ min: 1, max: 2 }),
    order: fc.constantFrom('given', 'reverse', 'shuffle'),
    concurrency: fc.constantFrom(1, 4),
  }),
  loses: fc.record({ ...kind('loses'), at: fc.nat(20), count: fc.integer({ min: 1, max: 4 }) }),
  jobs: fc.record({ ...kind('jobs') }),
}

export type PaymentStep = StepOf<typeof STEPS>
export type Step = PaymentStep | BillingStep | ActStep
/** Several at the same time. */
export type Crowd = { what: 'together'; steps: Step[]; order: Order }
export type Action = Step | Crowd

export interface History {
  adversary: Adversary
  actions: Action[]
}

type What = keyof typeof STEPS
/** How often each is drawn: by itself, and among those that happen at the same time. */
const WEIGHTS: Record<What, [alone: number, crowded: number]> = {
  starts: [4, 2],
  changes: [2, 2],
  pays: [5, 4],
  challenge: [2, 1],
  cancels: [1, 1],
  refunds: [2, 3],
  stray: [1, 1],
  foreign: [1, 0],
  edits: [1, 0],
  reads: [2, 4],
  waits: [2, 1],
  delivers: [5, 6],
  loses: [1, 0],
  jobs: [1, 1],
}

/** What may happen in a history. */
export interface Kinds {
  /** No delivery is lost. */
  lossless: boolean
  /** Subscriptions are sold, and cards saved. */
  billing: boolean
}

const steps = (column: 0 | 1, { lossless, billing }: Kinds): fc.Arbitrary<Step> => {
  const tables = billing ? { ...STEPS, ...BILLING_STEPS, ...ACT_STEPS } : STEPS
  const weights: Record<string, [number, number]> = {
    ...WEIGHTS,
    ...BILLING_WEIGHTS,
    ...ACT_WEIGHTS,
  }
  return fc.oneof(
    ...Object.entries<fc.Arbitrary<unknown>>(tables)
      .filter(([what]) => !(lossless && what === 'loses'))
      .map(([what, arbitrary]) => ({
        weight: weights[what]![column],
        arbitrary: arbitrary as fc.Arbitrary<Step>,
      })),
  )
}

const aboutOne = (step: Step, one: Buyer): Step =>
  step.what === 'delivers' ? { ...step, about: one } : 'buyer' in step ? { ...step, buyer: one } : step

/** Something changes at Stripe while all that is known of it is read, several times. */
const rushes: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.record({ from: fc.constantFrom('waiting', 'all'), copies: fc.integer({ min: 1, max: 2 }) }),
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: STEPS.refunds },
        STEPS.pays,
        STEPS.challenge,
        STEPS.cancels,
      ) as fc.Arbitrary<Step>,
      { minLength: 1, maxLength: 2 },
    ),
    fc.array(fc.oneof(STEPS.reads, STEPS.jobs, STEPS.changes, STEPS.starts), { maxLength: 1 }),
  )
  .map(([ring, changes, others]) => {
    const all = { what: 'delivers', about: null, at: 0, count: 6, order: 'given', concurrency: 4 } as const
    return [{ ...all, ...ring }, ...changes, ...others] as Step[]
  })

/** All about one buyer: what happens to different ones cannot collide. */
const crowded = (buyer: Buyer, steps: Step[], order: Order): Crowd => ({
  what: 'together',
  steps: steps.map((step) => aboutOne(step, buyer)),
  order,
})

const crowds = (kinds: Kinds): fc.Arbitrary<Crowd> =>
  fc
    .tuple(
      buyer,
      fc.oneof(rushes, fc.array(steps(1, kinds), { minLength: 2, maxLength: 4, size: 'max' })),
      orders,
    )
    .map(([one, drawn, order]) => crowded(one, drawn, order))

/** Most of what can go wrong needs somebody who has started, the rest somebody who has paid, and that nobody has heard of it. */
const openings: fc.Arbitrary<Action[]> = fc
  .array(
    fc.record({
      buyer,
      paid: fc.option(fc.constant(true), { freq: 2 }),
      rush: fc.option(fc.tuple(rushes, orders), { freq: 2 }),
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map((buyers) =>
    buyers.flatMap(({ buyer: one, paid, rush }): Action[] => [
      { what: 'starts', buyer: one, offer: 'mug', quantity: 1, making: 'nothing' },
      ...(paid
        ? [{ what: 'pays', buyer: one, card: 'a card', secret: 'newest', email: false } as const]
        : []),
      ...(rush ? [crowded(one, ...rush)] : []),
    ]),
  )

/** Somebody has subscribed, or saved a card; most often it went well, and some time has passed. */
const subscribed: fc.Arbitrary<Action[]> = fc
  .record({
    buyer,
    offer: fc.constantFrom(...BILLED),
    known: fc.boolean(),
    paid: fc.option(fc.constant(true), { freq: 4 }),
    heard: fc.boolean(),
    later: fc.option(BILLING_STEPS.lasts, { freq: 2 }),
  })
  .map(({ buyer: one, offer, known, paid, heard, later }): Action[] => [
    {
      ...{ what: 'subscribes', buyer: one, offer, quantity: 1, code: false, known },
      ...{ maker: 'subscription', making: 'nothing' },
    },
    ...(paid ? [{ what: 'pays', buyer: one, card: 'a card', secret: 'newest', email: false } as const] : []),
    ...(heard ? [EVERYTHING] : []),
    ...(later ? [later] : []),
  ])

const EVERYTHING: Step = {
  ...{ what: 'delivers', about: null, from: 'waiting', at: 0, count: 100, copies: 1, order: 'given' },
  concurrency: 1,
}

export const histories = (kinds: Kinds): fc.Arbitrary<History> =>
  fc
    .record({
      adversary: adversaries,
      opening: kinds.billing ? fc.oneof({ weight: 3, arbitrary: subscribed }, openings) : openings,
      actions: fc.array(
        fc.oneof({ weight: 3, arbitrary: steps(0, kinds) }, { weight: 1, arbitrary: crowds(kinds) }),
        { minLength: 1, maxLength: 8, size: 'max' },
      ),
    })
    .map(({ adversary, opening, actions }) => ({ adversary, actions: [...opening, ...actions] }))

const SAYS: SaysOf<Step> = {
  ...SAYS_BILLING,
  ...SAYS_ACTS,
  starts: ({ buyer, quantity, offer, making }) =>
    `${buyer} starts to buy ${quantity} ${offer}${making === 'nothing' ? '' : `; Stripe: ${making}, twice`}`,
  changes: ({ buyer, quantity, offer }) => `${buyer} wants ${quantity} ${offer} instead`,
  pays: ({ buyer, card, secret, email }) =>
    `${buyer} pays with ${card}, the ${secret} secret${email ? ', giving an address' : ''}`,
  challenge: ({ buyer, outcome }) => `${buyer} answers the bank: ${outcome}`,
  cancels: ({ buyer, reason }) => `the owner cancels ${buyer}’s intent at Stripe: ${reason}`,
  refunds: ({ buyer, how }) => `the owner refunds ${buyer}: ${how}`,
  stray: ({ buyer, paid, place }) =>
    `somebody makes ${buyer} a second intent by hand${paid ? ', paid' : ''}${place === 'same' ? '' : ', in another account'}`,
  foreign: ({ paid }) => `somebody makes an intent that is not ours${paid ? ', paid' : ''}`,
  edits: ({ buyer, field }) => `somebody changes the ${field} of ${buyer}’s intent by hand`,
  reads: ({ buyer }) => `${buyer} reads how it stands`,
  waits: ({ seconds }) => `${seconds} s pass`,
  delivers: ({ about, from, at, count, copies, order, concurrency }) =>
    `Stripe delivers ${count} of ${about ? `${about}’s` : 'the'} events that ${from === 'all' ? 'ever were' : 'wait'}, from the ${at + 1}th, ` +
    `${copies === 1 ? '' : 'twice, '}${order}, ${concurrency} at a time`,
  loses: ({ at, count }) => `${count} deliveries are lost for good, from the ${at + 1}th that waits`,
  jobs: () => 'the jobs run once',
}

const sayStep = (step: Step): string => (SAYS[step.what] as (step: Step) => string)(step)

export const tell = ({ adversary, actions }: History): string =>
  [
    sayAdversary(adversary),
    ...actions.flatMap((action) =>
      action.what === 'together'
        ? [sayOrder(action.order), ...action.steps.map((step) => `  ${sayStep(step)}`)]
        : [sayStep(action)],
    ),
  ].join('\n')
