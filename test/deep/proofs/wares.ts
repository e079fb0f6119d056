/** What the shopper buys, each in its own way: a mug at once, a club by the month, a month later, for a card, or for nothing yet. */
import type { Books } from '../oracle/books.ts'
import { begunOf } from '../oracle/strays.ts'

export interface Ware {
  /** Minor units of one, as the page first shows it. */
  unit: number
  /** How many at once. */
  most: number
  /** Whether everything is made at the click, and nothing while the visitor types. */
  atClick: boolean
  /** Whether Stripe holds what the Worker's answer says: it is paid, or has begun. */
  holds: (books: Books, amount: number) => boolean
}

const isCharged = ({ charges }: Books, amount: number): boolean =>
  charges.some((charge) => charge.status === 'succeeded' && charge.amount === amount)
const isSetUp = ({ setups }: Books): boolean => setups.some(({ status }) => status === 'succeeded')

export const WARES = {
  mug: { unit: 1200, most: 10, atClick: false, holds: isCharged },
  seats: {
    unit: 800,
    most: 50,
    atClick: true,
    holds: (books, amount) => isCharged(books, amount) && begunOf(books).length > 0,
  },
  'club-trial': {
    unit: 900,
    most: 5,
    atClick: true,
    holds: (books) => isSetUp(books) && begunOf(books).length > 0,
  },
  'club-free': { unit: 900, most: 1, atClick: true, holds: (books) => begunOf(books).length > 0 },
  card: { unit: 0, most: 1, atClick: true, holds: isSetUp },
} as const satisfies Record<string, Ware>
export type WareName = keyof typeof WARES
