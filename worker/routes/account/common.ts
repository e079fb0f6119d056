/** What the doors of an account share: whose it is, what is in it, and that nothing of another's is found. */
import { findInvoice, listInvoicesOfCustomer } from '../../db/invoices.ts'
import { listOffers } from '../../db/offers.ts'
import { listPaymentMethods } from '../../db/payment-methods.ts'
import { findSubscription, listSubscriptionsOfCustomer } from '../../db/subscriptions.ts'
import type { Customer } from '../../domain/customer.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { Invoice, Subscription } from '../../domain/subscription.ts'
import { type Door, livemode } from '../../env.ts'
import { knownCustomer } from '../../flow/customers.ts'
import { type Held, toAccountAnswer } from './view.ts'

/** Enough to find a receipt of the last years. */
const INVOICES = 24

/** The customer that the token's user is; null for one who never paid or saved anything. */
const ownCustomer = (c: Door): Promise<Customer | null> => {
  const { id: site, stripeAccount } = c.get('site')
  const { user } = c.get('user')
  return knownCustomer(c.env.DB, { site, livemode: livemode(c.env), stripeAccount, user })
}

/** The same for what only a customer can do. */
export async function needCustomer(c: Door): Promise<Result<Customer>> {
  const customer = await ownCustomer(c)
  return customer ? ok(customer) : fail('not_found')
}

/** A subscription of the token's user, and nobody else's. */
export async function ownSubscription(
  c: Door,
  id: string,
): Promise<Result<{ customer: Customer; subscription: Subscription }>> {
  const [customer, subscription] = await Promise.all([ownCustomer(c), findSubscription(c.env.DB, id)])
  return customer && subscription?.customer === customer.id
    ? ok({ customer, subscription })
    : fail('not_found')
}

/** An invoice of the token's user, and nobody else's. */
export async function ownInvoice(
  c: Door,
  id: string,
): Promise<Result<{ customer: Customer; subscription: Subscription; invoice: Invoice }>> {
  const invoice = await findInvoice(c.env.DB, id)
  if (!invoice) return fail('not_found')
  const owned = await ownSubscription(c, invoice.subscription)
  return owned.ok ? ok({ ...owned.value, invoice }) : owned
}

/** All that the token's user has at this site, as D1 knows it now. */
export async function readAccount(c: Door): Promise<ReturnType<typeof toAccountAnswer>> {
  const customer = await ownCustomer(c)
  return toAccountAnswer(c.env, c.get('site'), customer ? await held(c, customer) : null)
}

async function held(c: Door, customer: Customer): Promise<Held> {
  const [cards, subscriptions, invoices, offers] = await Promise.all([
    listPaymentMethods(c.env.DB, customer.id),
    listSubscriptionsOfCustomer(c.env.DB, customer.id),
    listInvoicesOfCustomer(c.env.DB, customer.id, INVOICES),
    listOffers(c.env.DB, customer.site),
  ])
  return { customer, cards, subscriptions, invoices, offers }
}
