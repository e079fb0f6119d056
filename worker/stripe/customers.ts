/** Customers at Stripe: made, read, changed. */
import type Stripe from 'stripe'
import type { Address, CustomerFacts } from '../domain/customer.ts'
import { account, type Owned } from './account.ts'
import { unlessMissing } from './outcome.ts'
import { idOf } from './reference.ts'

/** What a new customer is made of. Everything that is sent is the same for one key. */
export interface NewCustomer {
  stripeAccount: string | null
  email: string | null
  name: string | null
  metadata: Record<string, string>
  idempotencyKey: string
}

/** Asking twice with one key gives one customer. @throws Stripe.errors.StripeError */
export async function createCustomer(stripe: Stripe, made: NewCustomer): Promise<CustomerFacts> {
  const { email, name, metadata, idempotencyKey } = made
  const customer = await stripe.customers.create(
    { metadata, ...(email === null ? {} : { email }), ...(name === null ? {} : { name }) },
    { ...account(made), idempotencyKey },
  )
  return toFacts(customer)
}

/**
 * What Stripe says of a customer now.
 * @returns `deleted` once it is; null where Stripe does not show it.
 * @throws Stripe.errors.StripeError
 */
export async function readCustomer(
  stripe: Stripe,
  id: string,
  of: Owned,
): Promise<CustomerFacts | 'deleted' | null> {
  const customer = await unlessMissing(stripe.customers.retrieve(id, {}, account(of)))
  return customer?.deleted ? 'deleted' : customer && toFacts(customer)
}

/** What may be said of a customer; what is undefined stays, and null takes it away. */
export interface CustomerChange {
  email?: string | null | undefined
  name?: string | null | undefined
  phone?: string | null | undefined
  address?: Address | null | undefined
  /** A key with null is taken away. */
  metadata?: Record<string, string | null> | undefined
  defaultPaymentMethod?: string | undefined
}

/** @throws Stripe.errors.StripeError */
export async function updateCustomer(
  stripe: Stripe,
  of: Owned & { id: string },
  { address, defaultPaymentMethod, ...change }: CustomerChange,
): Promise<void> {
  // To Stripe an empty text takes a value away.
  const said = Object.entries(change).filter(([, value]) => value !== undefined)
  const texts = Object.fromEntries(said.map(([name, value]) => [name, value ?? ''])) as Pick<
    Stripe.CustomerUpdateParams,
    'email' | 'name' | 'phone' | 'metadata'
  >
  await stripe.customers.update(
    of.id,
    {
      ...texts,
      ...(address === undefined ? {} : { address: address === null ? '' : written(address) }),
      ...(defaultPaymentMethod === undefined
        ? {}
        : { invoice_settings: { default_payment_method: defaultPaymentMethod } }),
    },
    account(of),
  )
}

/** An address is replaced as a whole: a line that is left out would stay. */
const written = (address: Address): Stripe.AddressParam =>
  Object.fromEntries(Object.entries(address).map(([line, value]) => [line, value ?? '']))

function toFacts(customer: Stripe.Customer): CustomerFacts {
  const { address, invoice_settings } = customer
  return {
    id: customer.id,
    livemode: customer.livemode,
    email: customer.email,
    name: customer.name ?? null,
    phone: customer.phone ?? null,
    address: address
      ? {
          line1: address.line1,
          line2: address.line2,
          city: address.city,
          state: address.state,
          postal_code: address.postal_code,
          country: address.country,
        }
      : null,
    metadata: customer.metadata,
    defaultPaymentMethod: idOf(invoice_settings.default_payment_method),
    created: customer.created,
  }
}
