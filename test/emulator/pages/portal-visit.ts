/** Whose portal an address leads to, and what may be done there. */
import type { Stripe } from 'stripe'
import { PORTAL_PATH, visit } from '../portal-access.ts'
import type { Call } from '../protocol/endpoint.ts'
import type { State } from '../state.ts'
import { pageCall } from './page-call.ts'

export interface Visit {
  call: Call
  session: Stripe.BillingPortal.Session
  features: Stripe.BillingPortal.Configuration['features']
  customer: Stripe.Customer
  /** Path of the session's pages, without a slash at the end. */
  path: string
}

/** @returns null for an address that never was or is over, and for a customer who is gone. */
export function open(state: State, base: string, key: string): Visit | null {
  const access = visit(state, key)
  if (!access) return null
  const objects = state.accounts[access.account]!
  const session = objects.portal_sessions[access.session]!
  const customer = objects.customers[session.customer]!
  if (customer.deleted) return null
  const path = `${PORTAL_PATH}/${key}`
  return {
    call: pageCall(state, base, access.account, path),
    session,
    features: objects.portal_configurations[session.configuration as string]!.features,
    customer,
    path,
  }
}

/** What a subscription may be changed to. */
export const offersOf = ({ call, session }: Visit) =>
  call.objects.portal_products[session.configuration as string] ?? []

const NEWEST_FIRST = (a: { created: number }, b: { created: number }) => b.created - a.created

export const cardsOf = ({ call, customer }: Visit): Stripe.PaymentMethod[] =>
  Object.values(call.objects.payment_methods).filter((method) => method.customer === customer.id)

/** Those that are not over; on behalf of whom the session is. */
export const subscriptionsOf = ({ call, customer, session }: Visit): Stripe.Subscription[] =>
  Object.values(call.objects.subscriptions)
    .filter(
      (one) =>
        one.customer === customer.id &&
        !['canceled', 'incomplete_expired'].includes(one.status) &&
        (session.on_behalf_of === null || one.on_behalf_of === session.on_behalf_of),
    )
    .sort(NEWEST_FIRST)

/** What was asked for, not what is being drafted. */
export const invoicesOf = ({ call, customer, session }: Visit): Stripe.Invoice[] =>
  Object.values(call.objects.invoices)
    .filter(
      (one) =>
        one.customer === customer.id &&
        one.status !== 'draft' &&
        (session.on_behalf_of === null || one.on_behalf_of === session.on_behalf_of),
    )
    .sort(NEWEST_FIRST)
