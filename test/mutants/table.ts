/** Every guard of Worker and widget that protects money, secrets or the visitor's truth, with the test that holds it. */
import type { Mutation } from './mutation.ts'
import { ACCESS } from './table/access.ts'
import { ACCESS_ORACLE } from './table/access-oracle.ts'
import { ACCOUNT } from './table/account.ts'
import { ACCOUNT_PAGE } from './table/account-page.ts'
import { AGREED_TERMS } from './table/agreed.ts'
import { BEGINNINGS } from './table/begin.ts'
import { BEGUN } from './table/begun.ts'
import { CUSTOMER_ROWS } from './table/customers.ts'
import { DOORS } from './table/doors.ts'
import { FLOW } from './table/flow.ts'
import { GUARD } from './table/guard.ts'
import { JOBS } from './table/jobs.ts'
import { MIRRORED } from './table/mirrored.ts'
import { MONEY } from './table/money.ts'
import { PAGE } from './table/page.ts'
import { PLAN } from './table/plans.ts'
import { PURCHASES } from './table/purchase.ts'
import { ROWS } from './table/rows.ts'
import { STRIPE } from './table/stripe.ts'
import { SUBSCRIBED } from './table/subscribed.ts'
import { NOT_HEARD } from './table/unheard.ts'
import { WIDGET } from './table/widget.ts'

export interface Mutant extends Mutation {
  /** A test, and as much of its name as tells it from others: `test/worker/read.test.ts > finds a payment`. It must go red. */
  test: string
  /** The Vitest room where it must, if that is another than the test's folder. */
  room?: 'worker-adversary'
  /** The rule that falls with the guard. */
  why: string
}

/** Guards by the file that has them. */
export type Guards = Record<string, readonly Omit<Mutant, 'file'>[]>

const AREAS = [
  MONEY,
  FLOW,
  STRIPE,
  DOORS,
  GUARD,
  JOBS,
  PURCHASES,
  WIDGET,
  PAGE,
  ACCOUNT,
  PLAN,
  ACCESS,
  ACCESS_ORACLE,
  ACCOUNT_PAGE,
  BEGINNINGS,
  AGREED_TERMS,
  BEGUN,
  SUBSCRIBED,
  NOT_HEARD,
  MIRRORED,
  ROWS,
  CUSTOMER_ROWS,
]

export const MUTANTS: readonly Mutant[] = AREAS.flatMap((guards) =>
  Object.entries(guards).flatMap(([file, mutants]) => mutants.map((mutant) => ({ file, ...mutant }))),
)

/** The test of a mutant: where it is, part of its name, and the room in which it runs. */
export function testOf({ test, room }: Pick<Mutant, 'test' | 'room'>): {
  path: string
  name: string
  room: string
} {
  const [path = '', ...name] = test.split(' > ')
  return { path, name: name.join(' > '), room: room ?? path.split('/')[1]! }
}
