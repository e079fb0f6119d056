/** What else happens where subscriptions are sold: they begin, are renewed, changed and ended, by everybody who can. */
import fc from 'fast-check'
import { buyer, kind, making, type SaysOf, type StepOf } from './drawing.ts'

/** What recurs, and a card that is saved for later. */
export const BILLED = ['club', 'seats', 'club-trial', 'club-free', 'card'] as const
export type Billed = (typeof BILLED)[number]

const DAY = 86_400
/** A month is less than the longest of them. */
const PERIODS = [DAY, 4 * DAY, 7 * DAY, 32 * DAY] as const

/** Which call that makes something goes wrong. */
export const MAKERS = {
  customer: 'POST /v1/customers',
  price: 'POST /v1/prices',
  setup: 'POST /v1/setup_intents',
  subscription: 'POST /v1/subscriptions',
} as const
type Maker = keyof typeof MAKERS

/** What the owner does to a subscription in Stripe's dashboard, or a script. */
const DEEDS = [
  ...['cancels it', 'cancels it at the end of the period', 'lets it go on', 'ends its free days'],
  ...['pauses its collection', 'pauses its collection, keeping drafts', 'collects again'],
  ...['changes its quantity', 'changes its price', 'takes our metadata off it', 'pauses it', 'resumes it'],
] as const
export type Deed = (typeof DEEDS)[number]

/** What the owner does to its latest invoice. */
const INVOICED = ['charges it', 'voids it', 'writes it off', 'has it paid elsewhere', 'refunds it'] as const
export type Invoiced = (typeof INVOICED)[number]

/** What is done to the customer, and to its cards. */
const SERVED = [
  ...['writes another address', 'writes other metadata', 'deletes the customer', 'adds a card'],
  ...['adds a card that is declined from then on, and charges that', 'adds a card, and charges that'],
  ...['takes a card away', 'writes when a card expires'],
] as const
export type Served = (typeof SERVED)[number]

const terms = { offer: fc.constantFrom(...BILLED), quantity: fc.integer({ min: 1, max: 3 }) }

export const BILLING_STEPS = {
  subscribes: fc.record({
    ...kind('subscribes'),
    buyer,
    ...terms,
    /** Whether with a promotion code. */
    code: fc.boolean(),
    /** Whether the site says who it is. */
    known: fc.boolean(),
    maker: fc.constantFrom(...(Object.keys(MAKERS) as Maker[])),
    making,
  }),
  rethinks: fc.record({ ...kind('rethinks'), buyer, ...terms }),
  manages: fc.record({ ...kind('manages'), buyer, deed: fc.constantFrom(...DEEDS) }),
  bills: fc.record({ ...kind('bills'), buyer, deed: fc.constantFrom(...INVOICED) }),
  serves: fc.record({ ...kind('serves'), buyer, deed: fc.constantFrom(...SERVED) }),
  /** Time in which something falls due. */
  lasts: fc.record({ ...kind('lasts'), seconds: fc.constantFrom(...PERIODS) }),
  /** A second subscription, by hand. */
  doubles: fc.record({ ...kind('doubles'), buyer, paid: fc.boolean() }),
}

export type BillingStep = StepOf<typeof BILLING_STEPS>

/** How often each is drawn: by itself, and among those that happen at the same time. */
export const BILLING_WEIGHTS: Record<keyof typeof BILLING_STEPS, [alone: number, crowded: number]> = {
  subscribes: [4, 2],
  rethinks: [2, 2],
  manages: [4, 3],
  bills: [3, 2],
  serves: [3, 2],
  lasts: [5, 0],
  doubles: [1, 1],
}

export const SAYS_BILLING: SaysOf<BillingStep> = {
  subscribes: ({ buyer, quantity, offer, code, known, maker, making }) =>
    `${buyer} subscribes to ${quantity} ${offer}${code ? ', with TENOFF' : ''}${known ? ', as a user' : ''}` +
    `${making === 'nothing' ? '' : `; Stripe, asked for a ${maker}: ${making}, twice`}`,
  rethinks: ({ buyer, quantity, offer }) => `${buyer} wants ${quantity} ${offer} instead`,
  manages: ({ buyer, deed }) => `of ${buyer}’s subscription the owner at Stripe: ${deed}`,
  bills: ({ buyer, deed }) => `of ${buyer}’s latest invoice the owner at Stripe: ${deed}`,
  serves: ({ buyer, deed }) => `for ${buyer} the owner at Stripe: ${deed}`,
  lasts: ({ seconds }) => `${seconds / DAY} days pass`,
  doubles: ({ buyer, paid }) =>
    `somebody makes ${buyer} a second subscription by hand${paid ? ', paid' : ''}`,
}
