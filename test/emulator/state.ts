/** Everything the stand-in knows, as plain JSON: what a snapshot holds and a restart begins from. */
import type { Stripe } from 'stripe'
import type { Adversary } from './adversary.ts'
import type { ClockState } from './clock.ts'
import type { Delivery, DeliveryMode } from './deliveries.ts'
import type { Fault } from './faults.ts'
import type { Limits } from './limits.ts'
import type { PortalAccess } from './portal-access.ts'
import type { Related } from './protocol/changes.ts'
import type { SavedAnswer } from './protocol/idempotency.ts'
import type { LoggedRequest } from './requests.ts'
import type { StoredEndpoint } from './webhooks.ts'

export type Customer = Stripe.Customer | Stripe.DeletedCustomer

/** The objects of one account, by id, in the order they were made. References are ids; `expand` resolves them. */
export interface Objects {
  payment_intents: Record<string, Stripe.PaymentIntent>
  setup_intents: Record<string, Stripe.SetupIntent>
  setup_attempts: Record<string, Stripe.SetupAttempt>
  charges: Record<string, Stripe.Charge>
  refunds: Record<string, Stripe.Refund>
  balance_transactions: Record<string, Stripe.BalanceTransaction>
  payment_methods: Record<string, Stripe.PaymentMethod>
  tokens: Record<string, Stripe.Token>
  customers: Record<string, Customer>
  discounts: Record<string, Stripe.Discount>
  subscriptions: Record<string, Stripe.Subscription>
  invoices: Record<string, Stripe.Invoice>
  invoice_items: Record<string, Stripe.InvoiceItem>
  invoice_payments: Record<string, Stripe.InvoicePayment>
  test_clocks: Record<string, Stripe.TestHelpers.TestClock>
  customer_balance_transactions: Record<string, Stripe.CustomerBalanceTransaction>
  products: Record<string, Stripe.Product>
  prices: Record<string, Stripe.Price>
  coupons: Record<string, Stripe.Coupon>
  promotion_codes: Record<string, Stripe.PromotionCode>
  portal_configurations: Record<string, Stripe.BillingPortal.Configuration>
  portal_sessions: Record<string, Stripe.BillingPortal.Session>
  events: Record<string, StoredEvent>
  /** What a card does when it is charged: payment method id → the name of its row in cards.ts. Never shown. */
  card_behaviours: Record<string, string>
  /** Payment methods that may not be used again: detached, or charged without a customer. */
  spent_payment_methods: Record<string, true>
  /** Payment methods that may be saved to a customer and until then not be used again: set up, or paid with to be kept, without one. */
  unsaved_payment_methods: Record<string, true>
  /** Payment methods that were set up for payments without the cardholder. */
  set_up_payment_methods: Record<string, true>
  /** What is told only once, `trial_will_end:sub_…`, and of which moment it was told last: unix seconds. */
  told: Record<string, number>
  /** Deleted ones are kept for what uses them already, and found by nothing else. */
  deleted_prices: Record<string, true>
  deleted_coupons: Record<string, true>
  /** Coupon id → the only products it is for. Shown when it is asked for. */
  coupon_products: Record<string, string[]>
  /** Portal configuration id → what customers may change a subscription to. Shown when it is asked for. */
  portal_products: Record<string, Stripe.BillingPortal.Configuration.Features.SubscriptionUpdate.Product[]>
}

export type Collection =
  | 'payment_intents'
  | 'setup_intents'
  | 'setup_attempts'
  | 'charges'
  | 'refunds'
  | 'balance_transactions'
  | 'payment_methods'
  | 'customers'
  | 'discounts'
  | 'subscriptions'
  | 'invoices'
  | 'invoice_items'
  | 'invoice_payments'
  | 'test_clocks'
  | 'customer_balance_transactions'
  | 'products'
  | 'prices'
  | 'coupons'
  | 'promotion_codes'
  | 'portal_configurations'
  | 'portal_sessions'
  | 'events'

/** An event as recorded. `pending_webhooks` is counted from the deliveries when it is shown. */
export type StoredEvent = Omit<Stripe.EventBase, 'api_version' | 'data' | 'pending_webhooks'> & {
  api_version: string
  data: { object: { object: string }; previous_attributes?: object }
  /** The request, or the step of the clock, that also caused others. Never shown. */
  cause: string
  /** What old versions show inside the object, as it was; only where one of them hears of it. Never shown as such. */
  related?: Related
}

/** A 3-D Secure challenge that waits for the cardholder, of a payment or a set-up. Its id is the secret of whoever answers it. */
export interface Challenge {
  id: string
  account: string
  payment_intent: string | null
  setup_intent: string | null
  payment_method: string
  return_url: string | null
  spent: boolean
  /** Passed, and not charged yet: the server of an intent whose confirmation_method is manual confirms once more. */
  passed: boolean
}

/** What becomes of a subscription when the last try to collect its invoice has failed. */
export interface BillingSwitch {
  after_retries: (typeof AFTER_RETRIES)[number]
}
export const AFTER_RETRIES = ['canceled', 'unpaid', 'past_due'] as const

export interface State {
  seed: number
  /** What requests get that name no version, and events. */
  api_version: string
  /** How many ids and random numbers each stream has given. */
  counters: Record<string, number>
  clock: ClockState
  /** The time of a test clock, while something is done in it. */
  test_time: number | null
  accounts: Record<string, Objects>
  challenges: Record<string, Challenge>
  /** By the key in a portal session's address. */
  portal_access: Record<string, PortalAccess>
  /** `{account}:{key}` → the answer that key gives for a day. */
  idempotency: Record<string, SavedAnswer>
  webhook_endpoints: Record<string, StoredEndpoint>
  /** The endpoint that `reset` makes again; null when the stand-in was started without one. */
  demo_endpoint: string | null
  delivery_mode: DeliveryMode
  deliveries: Delivery[]
  faults: Fault[]
  limits: Limits
  billing: BillingSwitch
  adversary: Adversary
  requests: LoggedRequest[]
}

/** What a caller names is looked up only among what was stored: `constructor` is an id like any other. */
export const lookUp = <T>(record: Record<string, T>, id: string): T | undefined =>
  Object.hasOwn(record, id) ? record[id] : undefined

export const emptyObjects = (): Objects => ({
  payment_intents: {},
  setup_intents: {},
  setup_attempts: {},
  charges: {},
  refunds: {},
  balance_transactions: {},
  payment_methods: {},
  tokens: {},
  customers: {},
  discounts: {},
  subscriptions: {},
  invoices: {},
  invoice_items: {},
  invoice_payments: {},
  test_clocks: {},
  customer_balance_transactions: {},
  products: {},
  prices: {},
  coupons: {},
  promotion_codes: {},
  portal_configurations: {},
  portal_sessions: {},
  events: {},
  card_behaviours: {},
  spent_payment_methods: {},
  unsaved_payment_methods: {},
  set_up_payment_methods: {},
  told: {},
  deleted_prices: {},
  deleted_coupons: {},
  coupon_products: {},
  portal_products: {},
})

/** The account of the demo keys. */
export const PLATFORM_ACCOUNT = 'acct_1EdgeCheckoutDemo'

export const MERCHANT_NAME = 'Demo shop'
