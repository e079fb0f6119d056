/** Addresses are answered whole: what was not sent is null. */
import type { Stripe } from 'stripe'
import { hash, id, type Params, type Rule, required, string } from '../protocol/params.ts'

const NO_ADDRESS: Stripe.Address = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
}

export const addressParam = hash({
  city: string(),
  country: string(2),
  line1: string(),
  line2: string(),
  postal_code: string(),
  state: string(),
} satisfies Record<keyof Stripe.AddressParam, Rule<unknown>>)

export const fullAddress = (sent?: Partial<Stripe.Address> | null): Stripe.Address => ({
  ...NO_ADDRESS,
  ...sent,
})

const shipping = {
  address: required(addressParam),
  carrier: string(),
  name: required(id),
  phone: string(),
  tracking_number: string(),
} satisfies Record<keyof Stripe.PaymentIntentCreateParams.Shipping, Rule<unknown>>

export const shippingParam = hash(shipping)

export const fullShipping = ({ address, ...sent }: Params<typeof shipping>) => ({
  carrier: null,
  phone: null,
  tracking_number: null,
  ...sent,
  address: fullAddress(address),
})
