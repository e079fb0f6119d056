/** Rows as D1 holds them, and the one place where Stripe's spelling becomes TypeScript's. */
import type { Checkout, Review, StoredStatus } from '../domain/checkout.ts'
import type { Form, Mode } from '../domain/offer.ts'

export interface CheckoutRow {
  id: string
  site: string
  mode: Mode
  offer: string
  form: Form
  quantity: number
  unit_amount: number
  amount: number
  currency: string
  recurring: string | null
  discount: string | null
  user: string | null
  revision: number
  revised: number
  version: number
  livemode: number
  stripe_account: string | null
  status: StoredStatus
  customer: string | null
  payment_intent: string | null
  setup_intent: string | null
  subscription: string | null
  invoice: string | null
  client_secret: string | null
  charge: string | null
  amount_received: number
  amount_refunded: number
  verified_by: 'event' | 'read' | null
  review: Review | null
  unreachable: number
  paid_at: number | null
  email: string | null
  name: string | null
  client_reference_id: string | null
  metadata: string
  created: number
  updated: number
}

export const toCheckout = (row: CheckoutRow): Checkout => ({
  id: row.id,
  site: row.site,
  terms: {
    mode: row.mode,
    offer: row.offer,
    form: row.form,
    quantity: row.quantity,
    unitAmount: row.unit_amount,
    amount: row.amount,
    currency: row.currency,
    recurring: row.recurring === null ? null : JSON.parse(row.recurring),
    discount: row.discount === null ? null : JSON.parse(row.discount),
    user: row.user,
    email: row.mode === 'payment' || row.user !== null ? null : row.email,
  },
  revision: row.revision,
  revised: row.revised,
  version: row.version,
  livemode: row.livemode === 1,
  stripeAccount: row.stripe_account,
  status: row.status,
  customer: row.customer,
  paymentIntent: row.payment_intent,
  setupIntent: row.setup_intent,
  subscription: row.subscription,
  invoice: row.invoice,
  clientSecret: row.client_secret,
  charge: row.charge,
  amountReceived: row.amount_received,
  amountRefunded: row.amount_refunded,
  verifiedBy: row.verified_by,
  review: row.review,
  unreachable: row.unreachable === 1,
  paidAt: row.paid_at,
  email: row.email,
  name: row.name,
  clientReferenceId: row.client_reference_id,
  metadata: JSON.parse(row.metadata),
  created: row.created,
  updated: row.updated,
})
