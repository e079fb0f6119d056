/** What is done to what was bought by our own doors: the site owner’s, by its key, and the user’s, by a customer token. */
import fc from 'fast-check'
import { type Buyer, buyer, kind, type SaysOf, type StepOf } from './drawing.ts'
import { FAULTS, type Fault, type Planned } from './wire.ts'

/** What the owner asks the Worker to do to a subscription. */
const OWNED = [
  ...['changes its plan', 'changes its plan, charged at once', 'changes its quantity', 'resumes it'],
  ...['cancels it at the end of the period', 'cancels it now', 'pauses it', 'pauses it for a week'],
] as const
export type Owned = (typeof OWNED)[number]

/** What a user asks the Worker to do in its account. */
const ASKED = [
  ...[
    'changes the plan',
    'changes the quantity',
    'cancels at the end of the period',
    'cancels now',
    'resumes',
  ],
  ...['saves a card', 'saves a card that is declined from then on', 'charges another card', 'removes a card'],
  ...['pays what is due', 'writes another name'],
] as const
export type Asked = (typeof ASKED)[number]

/** What Stripe may say no longer that it knows. */
const VANISHING = ['subscription', 'invoice', 'customer'] as const

/** What one request meets on its way, in D1 or at Stripe: most meet nothing. */
const faults: fc.Arbitrary<Planned[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Planned[]>([]) },
  fc.array(fc.record({ at: fc.nat(12), fault: fc.constantFrom(...(Object.keys(FAULTS) as Fault[])) }), {
    minLength: 1,
    maxLength: 2,
  }),
)

export const ACT_STEPS = {
  owns: fc.record({ ...kind('owns'), buyer, deed: fc.constantFrom(...OWNED), faults }),
  asks: fc.record({
    ...kind('asks'),
    buyer,
    deed: fc.constantFrom(...ASKED),
    /** Whose token it is, where it is not the buyer’s own. */
    as: fc.option(buyer, { freq: 6 }).map((drawn): Buyer | null => drawn),
    /** Whether the card that pays is tried at once where something is to be paid, or left for later. */
    confirms: fc.boolean(),
    faults,
  }),
  /** A purchase at once, with a token: the customer that subscribes pays for it. */
  buys: fc.record({ ...kind('buys'), buyer, saves: fc.boolean(), faults }),
  /** The next purchase of the same person’s. */
  returns: fc.record({ ...kind('returns'), buyer }),
  /** Something is not to be read any more, and Stripe rings for it once more. */
  vanishes: fc.record({
    ...kind('vanishes'),
    buyer,
    object: fc.constantFrom(...VANISHING),
    rings: fc.boolean(),
  }),
}

export type ActStep = StepOf<typeof ACT_STEPS>

/** How often each is drawn: by itself, and among those that happen at the same time. */
export const ACT_WEIGHTS: Record<keyof typeof ACT_STEPS, [alone: number, crowded: number]> = {
  owns: [5, 4],
  asks: [7, 6],
  buys: [2, 1],
  returns: [2, 0],
  vanishes: [1, 0],
}

const met = (faults: readonly Planned[]): string =>
  faults.length === 0 ? '' : ` [${faults.map(({ at, fault }) => `${fault} at call ${at + 1}`).join(', ')}]`

export const SAYS_ACTS: SaysOf<ActStep> = {
  owns: ({ buyer, deed, faults }) =>
    `of ${buyer}’s subscription the owner, by its key: ${deed}${met(faults)}`,
  asks: ({ buyer, deed, as, confirms, faults }) =>
    `in ${buyer}’s account ${as ?? buyer}: ${deed}${confirms ? ', and confirms' : ''}${met(faults)}`,
  buys: ({ buyer, saves, faults }) =>
    `${buyer} buys a mug as a user${saves ? ', and saves the card' : ''}${met(faults)}`,
  returns: ({ buyer }) => `${buyer} begins another purchase`,
  vanishes: ({ buyer, object, rings }) =>
    `Stripe no longer shows ${buyer}’s ${object}${rings ? ', and rings for it once more' : ''}`,
}
