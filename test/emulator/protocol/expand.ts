/** `expand`: which references may be opened, and opening them. Source: docs.stripe.com/api/expanding_objects and the SDK's types. */
import type { Stripe } from 'stripe'
import { cardObject, cardsOf } from '../api/card-object.ts'
import type { Collection, Objects } from '../state.ts'
import { refused } from './errors.ts'
import { list } from './lists.ts'

/** Fields whose type is an id or the object behind it. */
type Expandable<T> = {
  [K in keyof T]-?: Extract<T[K], string> extends never
    ? never
    : Extract<T[K], { object: string }> extends never
      ? never
      : K
}[keyof T]

/** Where the object is kept and what it is; null where the stand-in never has one, so the answer stays null. */
type Target = readonly [Collection, ObjectName, View?] | Included | Detail | null

/** How what is kept is shown, where that differs. */
type View = (kept: never) => object

/** A list that is only there when it is asked for. */
interface Included {
  of: ObjectName
  url(id: string): string
  items(objects: Objects, id: string): { id: string; object: string }[]
}

/** A part of an object that is only there when it is asked for. */
interface Detail {
  detail(objects: Objects, id: string): object | undefined
}

const PRODUCTS_OF_COUPON: Detail = {
  detail({ coupon_products }, id) {
    const products = coupon_products[id]
    return products && { products }
  },
}

const PRODUCTS_OF_PORTAL: Detail = { detail: ({ portal_products }, id) => portal_products[id] ?? [] }

const REFUNDS_OF_CHARGE: Included = {
  of: 'refund',
  url: (id) => `/v1/charges/${id}/refunds`,
  items: ({ refunds }, id) => Object.values(refunds).filter(({ charge }) => charge === id),
}

const CARDS_OF_CUSTOMER: Included = {
  of: 'card',
  url: (id) => `/v1/customers/${id}/sources`,
  items: ({ payment_methods }, id) => cardsOf(payment_methods, id),
}

export type ObjectName =
  | 'payment_intent'
  | 'setup_intent'
  | 'setup_attempt'
  | 'charge'
  | 'refund'
  | 'balance_transaction'
  | 'payment_method'
  | 'card'
  | 'token'
  | 'customer'
  | 'customer_balance_transaction'
  | 'product'
  | 'price'
  | 'plan'
  | 'coupon'
  | 'promotion_code'
  | 'billing_portal.configuration'
  | 'billing_portal.session'
  | 'event'
  | 'webhook_endpoint'

const CUSTOMER = ['customers', 'customer'] as const
const CHARGE = ['charges', 'charge'] as const
const PAYMENT_INTENT = ['payment_intents', 'payment_intent'] as const
const PAYMENT_METHOD = ['payment_methods', 'payment_method'] as const
const SETUP_INTENT = ['setup_intents', 'setup_intent'] as const
const SETUP_ATTEMPT = ['setup_attempts', 'setup_attempt'] as const
const PRODUCT = ['products', 'product'] as const
const PRICE = ['prices', 'price'] as const
const COUPON = ['coupons', 'coupon'] as const
const PORTAL_CONFIGURATION = ['portal_configurations', 'billing_portal.configuration'] as const
const CARD = ['payment_methods', 'card', cardObject] as const
const BALANCE_TRANSACTION = ['balance_transactions', 'balance_transaction'] as const

const EXPANDABLE = {
  payment_intent: {
    application: null,
    customer: CUSTOMER,
    latest_charge: CHARGE,
    on_behalf_of: null,
    payment_method: PAYMENT_METHOD,
    payment_record: null,
    review: null,
    source: null,
  } satisfies Record<Expandable<Stripe.PaymentIntent>, Target>,
  setup_intent: {
    application: null,
    customer: CUSTOMER,
    latest_attempt: SETUP_ATTEMPT,
    mandate: null,
    on_behalf_of: null,
    payment_method: PAYMENT_METHOD,
    single_use_mandate: null,
  } satisfies Record<Expandable<Stripe.SetupIntent>, Target>,
  setup_attempt: {
    application: null,
    customer: CUSTOMER,
    on_behalf_of: null,
    payment_method: PAYMENT_METHOD,
    setup_intent: SETUP_INTENT,
  } satisfies Record<Expandable<Stripe.SetupAttempt>, Target>,
  charge: {
    application: null,
    application_fee: null,
    balance_transaction: BALANCE_TRANSACTION,
    customer: CUSTOMER,
    failure_balance_transaction: null,
    on_behalf_of: null,
    payment_intent: PAYMENT_INTENT,
    refunds: REFUNDS_OF_CHARGE,
    review: null,
    source_transfer: null,
    transfer: null,
  } satisfies Record<Expandable<Stripe.Charge> | 'refunds', Target>,
  refund: {
    balance_transaction: BALANCE_TRANSACTION,
    charge: CHARGE,
    customer: CUSTOMER,
    failure_balance_transaction: null,
    payment_intent: PAYMENT_INTENT,
    payment_method: PAYMENT_METHOD,
    source_transfer_reversal: null,
    transfer_reversal: null,
  } satisfies Record<Expandable<Stripe.Refund>, Target>,
  balance_transaction: { source: CHARGE } satisfies Record<Expandable<Stripe.BalanceTransaction>, Target>,
  payment_method: { customer: CUSTOMER } satisfies Record<Expandable<Stripe.PaymentMethod>, Target>,
  customer: {
    default_source: CARD,
    sources: CARDS_OF_CUSTOMER,
    test_clock: null,
    'invoice_settings.default_payment_method': PAYMENT_METHOD,
  } satisfies Record<Expandable<Stripe.Customer>, Target> & Record<string, Target>,
  customer_balance_transaction: {
    checkout_session: null,
    credit_note: null,
    customer: CUSTOMER,
    invoice: null,
  } satisfies Record<Expandable<Stripe.CustomerBalanceTransaction>, Target>,
  product: { default_price: PRICE, tax_code: null } satisfies Record<Expandable<Stripe.Product>, Target>,
  price: { product: PRODUCT } satisfies Record<Expandable<Stripe.Price>, Target>,
  plan: { product: PRODUCT } satisfies Record<Expandable<Stripe.Plan>, Target>,
  coupon: { applies_to: PRODUCTS_OF_COUPON } satisfies Record<
    Expandable<Stripe.Coupon> | 'applies_to',
    Target
  >,
  promotion_code: { customer: CUSTOMER, 'promotion.coupon': COUPON } satisfies Record<
    Expandable<Stripe.PromotionCode>,
    Target
  > &
    Record<string, Target>,
  'billing_portal.configuration': {
    application: null,
    'features.subscription_update.products': PRODUCTS_OF_PORTAL,
  } satisfies Record<Expandable<Stripe.BillingPortal.Configuration>, Target> & Record<string, Target>,
  'billing_portal.session': { configuration: PORTAL_CONFIGURATION } satisfies Record<
    Expandable<Stripe.BillingPortal.Session>,
    Target
  >,
  card: {},
  event: {},
  token: {},
  webhook_endpoint: {},
} satisfies Record<ObjectName, Record<string, Target>>

const LEVELS = 4

/** Checked before anything is executed: a request that cannot be answered as asked must not change anything. */
export function checkExpand(paths: string[], object: ObjectName, isList: boolean): void {
  for (const path of paths) {
    const full = isList ? stripData(path) : path
    const unexpandable = () =>
      refused(400, `This property cannot be expanded (${path}).`, { param: 'expand' })
    if (path.split('.').length > LEVELS)
      throw refused(400, `You cannot expand more than ${LEVELS} levels of a property (${path}).`, {
        param: 'expand',
      })
    if (full === null) throw unexpandable()
    let at: ObjectName | null = object
    for (let rest = full; rest !== ''; ) {
      const step: Step | undefined = at === null ? undefined : nextStep(at, rest)
      if (!step) throw unexpandable()
      at = nameOf(step.target)
      rest = step.rest
    }
  }
}

const stripData = (path: string) => (path.startsWith('data.') ? path.slice('data.'.length) : null)

interface Step {
  field: string
  target: Target
  rest: string
}

function nextStep(object: ObjectName, path: string): Step | undefined {
  const fields: Record<string, Target> = EXPANDABLE[object]
  const field = Object.keys(fields).find((name) => path === name || path.startsWith(`${name}.`))
  if (field === undefined) return undefined
  const target = fields[field]!
  const rest = path.slice(field.length + 1)
  const inList = isIncluded(target) && rest !== ''
  const below = inList ? stripData(rest) : rest
  return below === null ? undefined : { field, target, rest: below }
}

const isIncluded = (target: Target): target is Included => target !== null && 'items' in target

const isDetail = (target: Target): target is Detail => target !== null && 'detail' in target

const nameOf = (target: Target): ObjectName | null =>
  target === null || isDetail(target) ? null : isIncluded(target) ? target.of : target[1]

/** @returns a copy in which the paths, checked before, are opened. */
export function expand<T extends object>(objects: Objects, value: T, name: ObjectName, paths: string[]): T {
  const copy: T = structuredClone(value)
  for (const path of paths) open(objects, copy, name, path)
  return copy
}

export const expandList = <T extends object>(
  objects: Objects,
  items: T[],
  name: ObjectName,
  paths: string[],
): T[] =>
  items.map((item) =>
    expand(
      objects,
      item,
      name,
      paths.map((path) => stripData(path)!),
    ),
  )

function open(objects: Objects, value: object, name: ObjectName, path: string): void {
  const step = nextStep(name, path)
  if (!step?.target) return
  const { target, rest } = step
  const fields = step.field.split('.')
  const last = fields.pop()!
  const holder = fields.reduce<Record<string, unknown> | undefined>(
    (at, key) => at?.[key] as Record<string, unknown> | undefined,
    value as Record<string, unknown>,
  )
  if (!holder) return

  if (isIncluded(target)) {
    const id = holder.id as string
    // A second path may go through what the first has opened.
    holder[last] ??= list(structuredClone(target.items(objects, id)), target.url(id), {})
    if (rest !== '')
      for (const item of (holder[last] as { data: object[] }).data) open(objects, item, target.of, rest)
    return
  }
  if (isDetail(target)) {
    const detail = target.detail(objects, (value as { id: string }).id)
    if (detail) holder[last] = structuredClone(detail)
    return
  }
  const [collection, object, view] = target
  const reference = holder[last]
  const kept = typeof reference === 'string' ? structuredClone(objects[collection][reference]) : undefined
  const opened = kept ? (view ? view(kept as never) : kept) : reference
  if (!opened) return
  holder[last] = opened
  if (rest !== '') open(objects, opened as object, object, rest)
}
