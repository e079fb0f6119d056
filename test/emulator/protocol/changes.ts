/**
 * Which fields of payments and customers Stripe added, removed and renamed, each with its source.
 * What is kept is always of the newest shape. Fields that were added before acacia are shown to every version, as Stripe showed them.
 */
import type { Stripe } from 'stripe'
import type { Objects } from '../state.ts'
import { list } from './lists.ts'
import { BASIL } from './versions.ts'

/** What is shown inside older objects. */
export type Related = Pick<
  Objects,
  'charges' | 'refunds' | 'coupons' | 'discounts' | 'invoice_payments' | 'payment_intents' | 'prices'
>

export interface Change<T> {
  /** Path inside the object. */
  field: string
  source: `docs ${string}` | `stripe-node ${string}`
  /** The first version that has it. */
  since?: string
  /** The first version that has it no longer, or under another name; those before it have `was`. */
  until?: string
  was?(object: T, related: Related): unknown
}

/** The first version whose objects hold no lists unless they are asked for. */
const WITHOUT_LISTS = '2022-11-15'

/** Source: docs.stripe.com/changelog/2019-02-11/renames-several-statuses-payment-intents */
const OLD_STATUS: Record<string, string> = {
  requires_payment_method: 'requires_source',
  requires_action: 'requires_source_action',
}

/** The invoice that an intent is for, as both said of themselves. */
const invoiceOf = ({ invoice_payments }: Related, intent: unknown): unknown =>
  Object.values(invoice_payments).find(({ payment }) => payment.payment_intent === intent)?.invoice ?? null

/** What an error says of a decline, by where the error is. */
function codesOf(error: string): Change<never>[] {
  return [
    { field: `${error}.advice_code`, since: '2025-01-27.acacia', source: 'stripe-node 17.6.0' },
    { field: `${error}.network_advice_code`, since: '2024-12-18.acacia', source: 'stripe-node 17.5.0' },
    { field: `${error}.network_decline_code`, since: '2024-12-18.acacia', source: 'stripe-node 17.5.0' },
  ]
}

const PAYMENT_INTENT: Change<Stripe.PaymentIntent>[] = [
  { field: 'payment_record', since: '2026-09-30.endive', source: 'stripe-node 23.0.0' },
  {
    field: 'allowed_payment_method_types',
    since: '2026-07-29.dahlia',
    source: 'docs changelog/dahlia/2026-07-29/allowed-payment-method-types-parameter',
  },
  { field: 'managed_payments', since: '2026-04-22.dahlia', source: 'stripe-node 22.1.0' },
  { field: 'customer_account', since: '2025-12-15.clover', source: 'stripe-node 20.1.0' },
  { field: 'excluded_payment_method_types', since: '2025-08-27.basil', source: 'stripe-node 18.5.0' },
  {
    field: 'invoice',
    until: BASIL,
    was: (intent, related) => (intent as { invoice?: unknown }).invoice ?? invoiceOf(related, intent.id),
    source: 'docs changelog/basil/2025-03-31/add-support-for-multiple-partial-payments-on-invoices',
  },
  ...codesOf('last_payment_error'),
  {
    field: 'charges',
    until: WITHOUT_LISTS,
    was: ({ id }, { charges }) =>
      sublist(
        Object.values(charges).filter((charge) => charge.payment_intent === id),
        `/v1/charges?payment_intent=${id}`,
      ),
    source: 'docs changelog/2022-11-15/removes-charges-attribute-paymentintent',
  },
  {
    field: 'status',
    until: '2019-02-11',
    was: ({ status }) => OLD_STATUS[status] ?? status,
    source: 'docs changelog/2019-02-11/renames-several-statuses-payment-intents',
  },
  {
    field: 'next_source_action',
    until: '2019-02-11',
    was: ({ next_action }) => next_action,
    source: 'docs changelog/2019-02-11/renames-next-source-action-next-action',
  },
  {
    field: 'next_action',
    since: '2019-02-11',
    source: 'docs changelog/2019-02-11/renames-next-source-action-next-action',
  },
  {
    field: 'allowed_source_types',
    until: '2019-02-11',
    was: ({ payment_method_types }) => payment_method_types,
    source: 'docs changelog/2019-02-11/renames-allowed-source-types-payment-method-types',
  },
  {
    field: 'payment_method_types',
    since: '2019-02-11',
    source: 'docs changelog/2019-02-11/renames-allowed-source-types-payment-method-types',
  },
]

const SETUP_INTENT: Change<Stripe.SetupIntent>[] = [
  {
    field: 'allowed_payment_method_types',
    since: '2026-07-29.dahlia',
    source: 'docs changelog/dahlia/2026-07-29/allowed-payment-method-types-parameter',
  },
  { field: 'managed_payments', since: '2026-04-22.dahlia', source: 'stripe-node 22.1.0' },
  { field: 'customer_account', since: '2025-12-15.clover', source: 'stripe-node 20.1.0' },
  { field: 'excluded_payment_method_types', since: '2025-10-29.clover', source: 'stripe-node 19.2.0' },
  ...codesOf('last_setup_error'),
]

const SETUP_ATTEMPT: Change<Stripe.SetupAttempt>[] = [
  { field: 'customer_account', since: '2025-12-15.clover', source: 'stripe-node 20.1.0' },
  ...codesOf('setup_error'),
]

const CHARGE: Change<Stripe.Charge>[] = [
  {
    field: 'payment_method_details.card.electronic_commerce_indicator',
    since: '2026-09-30.endive',
    source: 'stripe-node 23.0.0',
  },
  {
    field: 'payment_method_details.card.transaction_link_id',
    since: '2026-06-24.dahlia',
    source: 'stripe-node 22.3.0',
  },
  {
    field: 'invoice',
    until: BASIL,
    was: ({ payment_intent }, related) => invoiceOf(related, payment_intent),
    source: 'docs changelog/basil/2025-03-31/add-support-for-multiple-partial-payments-on-invoices',
  },
  { field: 'outcome.advice_code', since: '2025-01-27.acacia', source: 'stripe-node 17.6.0' },
  ...[
    'outcome.network_advice_code',
    'outcome.network_decline_code',
    'payment_method_details.card.network_transaction_id',
    'payment_method_details.card.regulated_status',
  ].map((field) => ({ field, since: '2024-12-18.acacia', source: 'stripe-node 17.5.0' as const })),
  {
    field: 'refunds',
    until: WITHOUT_LISTS,
    was: ({ id }, { refunds }) =>
      sublist(
        Object.values(refunds).filter(({ charge }) => charge === id),
        `/v1/charges/${id}/refunds`,
      ),
    source: 'docs changelog/2022-11-15/deprecates-charges-auto-expand',
  },
]

const REFUND: Change<Stripe.Refund>[] = ['customer', 'customer_account', 'payment_method'].map((field) => ({
  field,
  since: '2026-07-29.dahlia',
  source: 'stripe-node 22.4.0',
}))

const PAYMENT_METHOD: Change<Stripe.PaymentMethod>[] = [
  { field: 'customer_account', since: '2025-12-15.clover', source: 'stripe-node 20.1.0' },
  { field: 'card.regulated_status', since: '2024-12-18.acacia', source: 'stripe-node 17.5.0' },
]

const CARD: Change<Stripe.Card>[] = [
  { field: 'regulated_status', since: '2024-12-18.acacia', source: 'stripe-node 17.5.0' },
]

const CUSTOMER: Change<Stripe.Customer>[] = [
  { field: 'customer_account', since: '2025-12-15.clover', source: 'stripe-node 20.1.0' },
  { field: 'business_name', since: '2025-09-30.clover', source: 'stripe-node 19.0.0' },
  { field: 'individual_name', since: '2025-09-30.clover', source: 'stripe-node 19.0.0' },
]

/** The body of an error, which names itself nowhere. */
const ERROR: Change<object>[] = [
  { field: 'advice_code', since: '2025-01-27.acacia', source: 'stripe-node 17.6.0' },
  { field: 'network_advice_code', since: '2024-12-18.acacia', source: 'stripe-node 17.5.0' },
  { field: 'network_decline_code', since: '2024-12-18.acacia', source: 'stripe-node 17.5.0' },
]

/** By the `object` of each. */
export const PAYMENT_CHANGES: Record<string, Change<never>[]> = {
  payment_intent: PAYMENT_INTENT,
  setup_intent: SETUP_INTENT,
  setup_attempt: SETUP_ATTEMPT,
  charge: CHARGE,
  refund: REFUND,
  payment_method: PAYMENT_METHOD,
  card: CARD,
  customer: CUSTOMER,
  error: ERROR,
}

/** A list inside an object: newest first, at most ten, and counted. */
const sublist = <T extends { id: string; object: string }>(items: T[], url: string) => ({
  ...list(structuredClone(items), url, {}),
  total_count: items.length,
})
