/**
 * One customer for each user of a site, however many tabs ask at once; and the mirrors of customers and their cards.
 * The row first, Stripe second, then one guarded write; where the row moved meanwhile, from the start.
 */
import {
  attachCustomer,
  findCustomer,
  findUser,
  insertCustomer,
  insertUser,
  nextGeneration,
  type UserKey,
  updateCustomerRow,
} from '../db/customers.ts'
import { findPaymentMethod, insertPaymentMethod, updatePaymentMethod } from '../db/payment-methods.ts'
import type { Checkout } from '../domain/checkout.ts'
import {
  type Customer,
  type CustomerFacts,
  isGone,
  projectCard,
  projectCustomer,
  type TokenUser,
} from '../domain/customer.ts'
import { same } from '../domain/same.ts'
import type { Site } from '../domain/site.ts'
import { sha256 } from '../keys/digest.ts'
import { createCustomer, readCustomer } from '../stripe/customers.ts'
import { isBusy, isMismatched, isMissing, isStored } from '../stripe/outcome.ts'
import { readPaymentMethod } from '../stripe/payment-methods.ts'
import { type Flow, TRIES, untilItStands, waitForTwin } from './flow.ts'

/** The customer that a user is by now, as D1 knows it; null for one who never paid or saved anything. */
export async function knownCustomer(db: D1Database, key: UserKey): Promise<Customer | null> {
  const user = await findUser(db, key)
  const customer = user?.customer ? await findCustomer(db, user.customer) : null
  return customer && customer.deletedAt === null ? customer : null
}

/**
 * The one customer of a user: found, or made. One that Stripe has no longer is replaced.
 * @param user as its token names it.
 * @throws Stripe.errors.StripeError where Stripe made none; Error where the row moves faster than we can read.
 */
export async function customerOf(
  flow: Flow,
  { stripeAccount }: Pick<Site, 'stripeAccount'>,
  user: TokenUser,
  livemode: boolean,
): Promise<Customer> {
  const key: UserKey = { site: user.site, livemode, stripeAccount, user: user.user }
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const seen = await findUser(flow.db, key)
    if (!seen) {
      await insertUser(flow.db, key)
      continue
    }
    if (seen.customer === null) {
      await makeUsersCustomer(flow, key, seen.generation, user)
      continue
    }
    const customer = await findCustomer(flow.db, seen.customer)
    if (customer && !isGone(customer)) return customer
    // It may be there again: with another account's key it was not.
    if (customer?.unreachable && (await syncCustomer(flow, customer.id, stripeAccount))) continue
    // Attached, but its row was never written: D1 failed in between, and Stripe says it again.
    if (!customer && (await mirrorCustomer(flow, seen.customer, user, stripeAccount))) continue
    await nextGeneration(flow.db, key, seen)
  }
  throw new Error(`a user of ${user.site} moved ${TRIES} times while its customer was made`)
}

/** Asks for a user's customer: once more, for another one, where Stripe has it no longer and D1 has not heard. @throws as `customerOf`. */
export async function withCustomer<T>(
  flow: Flow,
  site: Pick<Site, 'stripeAccount'>,
  user: TokenUser,
  livemode: boolean,
  ask: (customer: Customer) => Promise<T>,
): Promise<T> {
  const customer = await customerOf(flow, site, user, livemode)
  try {
    return await ask(customer)
  } catch (error) {
    if (!isMissing(error) || !(await syncCustomer(flow, customer.id, customer.stripeAccount))) throw error
    return ask(await customerOf(flow, site, user, livemode))
  }
}

async function makeUsersCustomer(
  flow: Flow,
  key: UserKey,
  generation: number,
  { site, user, email, name }: TokenUser,
): Promise<void> {
  const { stripeAccount } = key
  const hash = await sha256([site, key.livemode, stripeAccount ?? '', user].join('\n'))
  try {
    const facts = await createCustomer(flow.stripe, {
      stripeAccount,
      email,
      name,
      metadata: { edge_site: site, edge_user: user },
      idempotencyKey: `user_${hash.slice(0, 40)}:${generation}:customer`,
    })
    await insertCustomer(flow.db, begun(facts, { site, user }, stripeAccount, flow.now), flow.now)
    await attachCustomer(flow.db, key, generation, facts.id)
  } catch (error) {
    if (isBusy(error)) return void (await waitForTwin())
    // This key will answer the same failure for a day. A customer that was made after all is nobody's, and costs nothing.
    if (isStored(error)) await nextGeneration(flow.db, key, { generation, customer: null })
    // The same user with another email address, at the same moment or after a lost answer.
    if (!isMismatched(error)) throw error
  }
}

/**
 * A customer for one checkout of nobody known: its email and name, linked to no user.
 * Asking twice for one revision gives one customer; attaching it to the checkout is the caller's.
 * @throws Stripe.errors.StripeError
 */
export async function makeCustomer({ db, stripe, now }: Flow, checkout: Checkout): Promise<Customer> {
  const { id, site, revision, terms, stripeAccount } = checkout
  const facts = await createCustomer(stripe, {
    stripeAccount,
    email: terms.email,
    name: checkout.name,
    metadata: { edge_checkout: id, edge_site: site, edge_offer: terms.offer },
    idempotencyKey: `${id}:${revision}:customer`,
  })
  const customer = begun(facts, { site, user: null }, stripeAccount, now)
  await insertCustomer(db, customer, now)
  return customer
}

const begun = (
  facts: CustomerFacts,
  { site, user }: { site: string; user: string | null },
  stripeAccount: string | null,
  now: number,
): Customer => ({
  ...facts,
  site,
  user,
  stripeAccount,
  version: 1,
  deletedAt: null,
  unreachable: false,
  updated: now,
})

/**
 * Brings the row of a customer up to date with Stripe.
 * @param site whose it is, where our metadata says so and D1 may not have it yet: then its row is written.
 * @returns whether D1 said something else before; null for a customer that is none of ours.
 * @throws Stripe.errors.StripeError where Stripe cannot be read; Error where the row moves faster than we can read.
 */
export async function syncCustomer(
  flow: Flow,
  id: string,
  stripeAccount: string | null,
  site: Site | null = null,
): Promise<boolean | null> {
  let seen = await findCustomer(flow.db, id)
  if (!seen) {
    if (!site || site.stripeAccount !== stripeAccount) return null
    if (await mirrorCustomer(flow, id, { site: site.id, user: null }, stripeAccount)) return true
    seen = await findCustomer(flow.db, id)
  }
  if (!seen || seen.stripeAccount !== stripeAccount) return null
  let row = seen
  return untilItStands(`customer ${id}`, async (isFirst) => {
    if (!isFirst) row = (await findCustomer(flow.db, id)) ?? row
    const next = projectCustomer(row, await readCustomer(flow.stripe, id, row), flow.now)
    if (same(row, next)) return 'same'
    return (await updateCustomerRow(flow.db, next, flow.now)) ? 'written' : 'moved'
  })
}

/** Writes the row of a customer that D1 does not have. @returns false where Stripe has it no longer, or D1 has it by now. */
async function mirrorCustomer(
  flow: Flow,
  id: string,
  of: { site: string; user: string | null },
  stripeAccount: string | null,
): Promise<boolean> {
  const facts = await readCustomer(flow.stripe, id, { stripeAccount })
  if (facts === null || facts === 'deleted') return false
  const user = of.user ?? facts.metadata.edge_user ?? null
  const customer = begun(facts, { site: of.site, user }, stripeAccount, flow.now)
  return insertCustomer(flow.db, customer, flow.now)
}

/**
 * Brings the row of a saved card up to date with Stripe.
 * @param customer whose it is, or was until now.
 * @returns whether D1 said something else before; null for a card of no customer of ours.
 * @throws Stripe.errors.StripeError where Stripe cannot be read; Error where the row moves faster than we can read.
 */
export async function syncPaymentMethod(
  flow: Flow,
  id: string,
  customer: string,
  stripeAccount: string | null,
): Promise<boolean | null> {
  const owner = await findCustomer(flow.db, customer)
  if (!owner || owner.stripeAccount !== stripeAccount) return null
  return untilItStands(`payment method ${id}`, async () => {
    const seen = await findPaymentMethod(flow.db, customer, id)
    const next = projectCard(seen, await readPaymentMethod(flow.stripe, id, owner), customer, flow.now)
    if (!next || (seen && same(seen, next))) return 'same'
    const written = seen
      ? await updatePaymentMethod(flow.db, next, flow.now)
      : await insertPaymentMethod(flow.db, next, flow.now)
    return written ? 'written' : 'moved'
  })
}
