/** Guards of the rows of customers, their cards and prices: whose they are, in which account and mode. */
import type { Guards } from '../table.ts'

const CUSTOMERS = 'test/worker/customers.test.ts'
const PRICES = 'test/worker/prices.test.ts'

const guard = (text: string, replacement: string, test: string, why: string) => ({
  text,
  replacement,
  test,
  why,
})

export const CUSTOMER_ROWS: Guards = {
  'worker/db/customers.ts': [
    guard(
      'WHERE customer = ?1 AND deleted_at IS NULL AND changes() > 0',
      "WHERE ?1 <> '' AND deleted_at IS NULL AND changes() > 0",
      `${CUSTOMERS} > stays where another customer is deleted`,
      'cards go with their own customer',
    ),
    guard(
      'WHERE customer = ?1 AND deleted_at IS NULL AND changes() > 0',
      'WHERE customer = ?1 AND changes() > 0',
      `${CUSTOMERS} > stays where another customer is deleted`,
      'a card went when it went',
    ),
    guard(
      'WHERE customer = ?1 AND deleted_at IS NULL AND changes() > 0',
      'WHERE customer = ?1 AND deleted_at IS NULL',
      `${CUSTOMERS} > stays where another customer is deleted`,
      'no card goes with a write that was lost',
    ),
    guard(
      '?16)\n       ON CONFLICT DO NOTHING',
      '?16)',
      `${CUSTOMERS} > is one, though two tabs ask at once`,
      'one row a customer',
    ),
    ...(
      [
        ['site = ?1 AND', "?1 <> '' AND", 'site'],
        ['livemode = ?2 AND', '?2 < 2 AND', 'mode'],
        ['stripe_account = ?3 AND', "?3 <> 'x' AND", 'account'],
        ['user = ?4`', "?4 <> ''`", 'name'],
      ] as const
    ).map(([half, none, what]) => {
      const whole = 'WHERE site = ?1 AND livemode = ?2 AND stripe_account = ?3 AND user = ?4`'
      return guard(
        whole,
        whole.replace(half, none),
        `${CUSTOMERS} > is another one for another user`,
        `a user is one of its ${what}`,
      )
    }),
    guard(
      'AND generation = ?5 AND customer IS NULL`',
      'AND generation = ?5`',
      `${CUSTOMERS} > is not given up by a tab`,
      'the first that is attached stays',
    ),
    guard(
      'AND generation = ?5 AND customer IS NULL`',
      'AND ?5 > 0 AND customer IS NULL`',
      `${CUSTOMERS} > is not given up by a tab`,
      'a customer is of its generation',
    ),
    guard(
      'AND generation = ?5 AND customer IS ?6`',
      'AND generation = ?5 AND ?6 IS ?6`',
      `${CUSTOMERS} > is not given up by a tab`,
      'a failure takes no customer away that a twin has made',
    ),
    guard(
      'AND generation = ?5 AND customer IS ?6`',
      'AND ?5 > 0 AND customer IS ?6`',
      `${CUSTOMERS} > is not given up by a tab`,
      'two tabs give up one customer once',
    ),
  ],
  'worker/db/payment-methods.ts': [
    guard(
      'WHERE customer = ?1 AND id = ?2 AND version = ?3',
      'WHERE customer = ?1 AND id = ?2 AND ?3 > 0',
      `${CUSTOMERS} > does not let an older answer land on a newer one`,
      'an older answer never lands on a newer one',
    ),
    guard(
      'deleted_at IS NULL)\n       ON CONFLICT DO NOTHING',
      'deleted_at IS NULL)',
      `${CUSTOMERS} > is one row, though two events ring at once`,
      'one row a card',
    ),
    guard(
      "WHERE customer = ?1 AND deleted_at IS NULL AND type = 'card'",
      "WHERE customer = ?1 AND type = 'card'",
      `${CUSTOMERS} > appears once it is attached, and goes`,
      'a card that went is not shown',
    ),
    guard(
      "WHERE customer = ?1 AND deleted_at IS NULL AND type = 'card'",
      "WHERE ?1 <> '' AND deleted_at IS NULL AND type = 'card'",
      `${CUSTOMERS} > is never written for a customer who does not have`,
      'nobody sees another’s cards',
    ),
  ],
  'worker/db/prices.ts': [
    ...(
      [
        ['stripe_account = ?1', "?1 <> 'x'", 'account'],
        ['livemode = ?2', '?2 < 2', 'mode'],
        ['lookup_key = ?3', "?3 <> ''", 'amount'],
      ] as const
    ).map(([half, none, what]) => {
      const whole = 'WHERE stripe_account = ?1 AND livemode = ?2 AND lookup_key = ?3'
      return guard(
        `'SELECT price FROM prices ${whole}'`,
        `\`SELECT price FROM prices ${whole.replace(half, none)}\``,
        `${PRICES} > is of one account, one mode and one amount`,
        `a price is of one ${what}`,
      )
    }),
    guard(
      'ON CONFLICT DO UPDATE SET price = ?6',
      'ON CONFLICT DO NOTHING',
      `${PRICES} > is the one that was provided last`,
      'nothing is sold at a price that was replaced',
    ),
    ...(
      [
        ['stripe_account = ?1', "?1 <> 'x'", 'account'],
        ['livemode = ?2', '?2 < 2', 'mode'],
        ['price = ?3', "?3 <> ''", 'price'],
      ] as const
    ).map(([half, none, what]) => {
      const whole = 'WHERE stripe_account = ?1 AND livemode = ?2 AND price = ?3'
      return guard(
        `'DELETE FROM prices ${whole}'`,
        `\`DELETE FROM prices ${whole.replace(half, none)}\``,
        `${PRICES} > is forgotten where Stripe refused it`,
        `no other ${what} is forgotten`,
      )
    }),
    guard(
      "'SELECT offer FROM prices WHERE price = ?1 AND site = ?2'",
      "`SELECT offer FROM prices WHERE price = ?1 AND ?2 <> ''`",
      `${PRICES} > stands for an offer of its own site`,
      'another site’s price opens nothing here',
    ),
    guard(
      "'SELECT offer FROM prices WHERE price = ?1 AND site = ?2'",
      "`SELECT offer FROM prices WHERE ?1 <> '' AND site = ?2`",
      `${PRICES} > stands for an offer of its own site`,
      'a price that is not ours stands for no offer',
    ),
  ],
}
