/** Who pays more than once, and their saved cards, as D1 mirrors them. Pure. */

/** Stripe's own spelling: it is stored and sent as it is. */
export interface Address {
  line1: string | null
  line2: string | null
  city: string | null
  state: string | null
  postal_code: string | null
  /** ISO 3166-1 alpha-2. */
  country: string | null
}

/** What Stripe says of a customer. */
export interface CustomerFacts {
  id: string
  livemode: boolean
  email: string | null
  name: string | null
  phone: string | null
  address: Address | null
  metadata: Record<string, string>
  /** `pm_…` */
  defaultPaymentMethod: string | null
  created: number
}

/** A customer's row. */
export interface Customer extends CustomerFacts {
  site: string
  /** The site's own name of its user; null where only a checkout knows this customer. */
  user: string | null
  version: number
  stripeAccount: string | null
  /** Unix seconds; null while Stripe has it. What stands here is then the last that was seen. */
  deletedAt: number | null
  unreachable: boolean
  updated: number
}

/** Nothing can be bought with it: deleted, or not there at all, as after all test data were deleted. */
export const isGone = ({ deletedAt, unreachable }: Customer): boolean => deletedAt !== null || unreachable

/** What Stripe says of a saved card. */
export interface PaymentMethodFacts {
  id: string
  /** Null once it is detached. */
  customer: string | null
  type: string
  brand: string | null
  last4: string | null
  expMonth: number | null
  expYear: number | null
  created: number
}

/** A saved card's row. */
export interface PaymentMethod extends PaymentMethodFacts {
  customer: string
  version: number
  /** Unix seconds; null while it can be used. */
  deletedAt: number | null
  updated: number
}

/** Whose customer token it is, and what it says of them. */
export interface TokenUser {
  site: string
  /** The token's `sub`. */
  user: string
  email: string | null
  name: string | null
}

/**
 * What a customer's row must say.
 * @param read what Stripe said: `deleted`, or null where it does not show it. Then the last state stays.
 */
export function projectCustomer(
  seen: Customer,
  read: CustomerFacts | 'deleted' | null,
  now: number,
): Customer {
  if (read === null) return { ...seen, unreachable: true }
  if (read === 'deleted') return { ...seen, deletedAt: seen.deletedAt ?? now, unreachable: false }
  return { ...seen, ...read, deletedAt: null, unreachable: false }
}

/**
 * What a card's row must say.
 * @param seen null where there is none yet.
 * @param read what Stripe said; null where it does not show it.
 * @param customer whose row it is: a card that is somebody else's, or nobody's, was taken from it.
 * @returns null where there is nothing to say: never seen, and not there.
 */
export function projectCard(
  seen: PaymentMethod | null,
  read: PaymentMethodFacts | null,
  customer: string,
  now: number,
): PaymentMethod | null {
  if (read?.customer !== customer) return seen && { ...seen, deletedAt: seen.deletedAt ?? now }
  return { version: 1, updated: now, ...seen, ...read, customer, deletedAt: null }
}

/** The card that pays a subscription: its own, else the customer's default. */
export const cardOf = (
  { defaultPaymentMethod }: { defaultPaymentMethod: string | null },
  customer: Pick<Customer, 'defaultPaymentMethod'>,
): string | null => defaultPaymentMethod ?? customer.defaultPaymentMethod
