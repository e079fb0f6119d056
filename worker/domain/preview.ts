/** What a change of plan comes to, line by line: what each line is, not how it is said. Pure. Money is in minor units. */

/** Unix seconds. */
export interface Period {
  start: number
  end: number
}

/** What Stripe says of a line of an invoice. */
export interface LineFacts {
  /** Stripe's own words, in English. */
  description: string
  amount: number
  /** Of a subscription; otherwise somebody put it there by hand. */
  recurs: boolean
  proration: boolean
  /** It gives back what an earlier line has charged. */
  credits: boolean
  price: string | null
  quantity: number | null
  period: Period
}

/** What Stripe says of an invoice before it is made. */
export interface PreviewFacts {
  currency: string
  lines: LineFacts[]
  /** What is taken off the lines as a whole. */
  discount: number
  /** What is added to them. */
  tax: number
  total: number
  /** Of the total, with the customer's balance. */
  amountDue: number
  /** Of the customer: below nothing, a credit; above, left to pay from before. */
  startingBalance: number
  /** The subscription has discounts, whether or not they take something off here. */
  isDiscounted: boolean
}

/** An offer, as the visitor knows it. */
export interface Named {
  offer: string
  name: string
}

/** What a line is for. `unused` is given back, `remaining` is charged for the rest of a period, `period` for all of one. */
interface TimeLine extends Named {
  kind: 'unused' | 'remaining' | 'period'
  quantity: number
  period: Period
  description: string
}

/**
 * What belongs to no offer. `credit` is paid from the customer's credit, `owed` is left to pay from before, `deferred` is too little
 * to be charged alone and comes with the next invoice, `rest` is whatever else lies between the lines and their sum.
 */
type SumKind = 'discount' | 'tax' | 'credit' | 'owed' | 'deferred' | 'rest'

export type PreviewLine = { amount: number } & (
  | TimeLine
  | { kind: 'other'; description: string } // what only Stripe can say
  | { kind: SumKind }
)

/** Charged at once; negative where it is credited to the next invoices. */
export const chargedNow = ({ total, amountDue }: PreviewFacts): number => (total < 0 ? total : amountDue)

/**
 * Lines that come to what is charged, whatever Stripe has put between its lines and their sum.
 * @param nameOf which offer a `price_…` stands for; null for one that is not ours.
 */
export function previewLines(
  facts: PreviewFacts,
  nameOf: (price: string | null) => Named | null,
): PreviewLine[] {
  const lines: PreviewLine[] = facts.lines.map((line) =>
    lineOf(line, line.recurs ? nameOf(line.price) : null),
  )
  const put = (kind: SumKind, amount: number) => amount !== 0 && lines.push({ kind, amount })
  put('discount', -facts.discount)
  put('tax', facts.tax)
  for (const [kind, amount] of Object.entries(balanced(facts))) put(kind as SumKind, amount)
  put('rest', chargedNow(facts) - lines.reduce((sum, { amount }) => sum + amount, 0))
  return lines
}

function lineOf(line: LineFacts, named: Named | null): PreviewLine {
  const { amount, description, quantity, period } = line
  if (!named || quantity === null) return { kind: 'other', amount, description }
  return { kind: kindOf(line), amount, ...named, quantity, period, description }
}

function kindOf({ proration, amount, credits }: LineFacts): TimeLine['kind'] {
  if (!proration) return 'period'
  return amount < 0 || (amount === 0 && credits) ? 'unused' : 'remaining'
}

/** What the customer's balance, and the least that can be charged, make of a total. A total that is credited meets no balance yet. */
function balanced({
  total,
  amountDue,
  startingBalance,
}: PreviewFacts): Partial<Record<'credit' | 'owed' | 'deferred', number>> {
  const difference = amountDue - total
  if (total <= 0) return {}
  if (difference > 0) return startingBalance > 0 ? { owed: difference } : {}
  const credit = Math.max(difference, Math.min(startingBalance, 0))
  return { credit, ...(amountDue === 0 && { deferred: difference - credit }) }
}
