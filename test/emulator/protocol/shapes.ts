/** How objects look to older versions: every object in an answer or an event goes through the tables of changes. */
import { BILLING_CHANGES } from './billing-changes.ts'
import { CATALOG_CHANGES } from './catalog-changes.ts'
import { type Change, PAYMENT_CHANGES, type Related } from './changes.ts'
import { CLOVER } from './versions.ts'

/** By the `object` of each. */
export const CHANGES: Record<string, Change<never>[]> = {
  ...PAYMENT_CHANGES,
  ...CATALOG_CHANGES,
  ...BILLING_CHANGES,
}

export const NOTHING: Related = {
  charges: {},
  refunds: {},
  coupons: {},
  discounts: {},
  invoice_payments: {},
  payment_intents: {},
  prices: {},
}

/** Whether objects of a version show others inside them unasked: a coupon is the last that did. */
export const showsOthers = (version: string): boolean => version < CLOVER

/** From this version on, objects are as they are kept. */
const NEWEST = Object.values(CHANGES)
  .flatMap((changes) => changes.map(({ since, until }) => since ?? until!))
  .reduce((last, version) => (version > last ? version : last))

type Hash = Record<string, unknown>

const isHash = (value: unknown): value is Hash =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * @param name what a value is that does not say so itself.
 * @returns the value as the version has it, and every object in it, but not events, which have a version of their own.
 */
export function asOf<T>(version: string, value: T, related: Related, name?: string): T {
  if (version >= NEWEST) return value
  if (Array.isArray(value)) return value.map((item) => asOf(version, item, related)) as T
  if (!isHash(value) || value.object === 'event') return value
  const changed: Hash = { ...value }
  for (const { field, since, until, was } of changesOf(value, name)) {
    if (since !== undefined && version < since) remove(changed, field.split('.'))
    if (until !== undefined && version < until)
      place(changed, field.split('.'), was?.(value as never, related))
  }
  return Object.fromEntries(
    Object.entries(changed).map(([key, field]) => [
      key,
      key === 'metadata' ? field : asOf(version, field, related),
    ]),
  ) as T
}

/** What was changed, in the words of a version: fields that it has not are left out, none is added. */
export function previousAsOf(version: string, previous: object, name: string, related: Related): object {
  const seen = asOf(version, previous, related, name) as Hash
  const had = new Set(Object.keys(previous))
  return Object.fromEntries(Object.entries(seen).filter(([key]) => had.has(key)))
}

const changesOf = ({ object }: Hash, name: string | undefined): Change<never>[] => {
  const wanted = typeof object === 'string' ? object : name
  return wanted !== undefined && Object.hasOwn(CHANGES, wanted) ? CHANGES[wanted]! : []
}

/** Takes a field out of a copy. */
function remove(holder: Hash, path: string[]): void {
  const [inner, field] = innermost(holder, path)
  delete inner?.[field]
}

/** Puts a field into a copy, where there is the hash to hold it. */
function place(holder: Hash, path: string[], value: unknown): void {
  const [inner, field] = innermost(holder, path)
  if (inner) inner[field] = value
}

/** @returns what holds the last field of a path, a copy like every hash on the way to it. */
function innermost(holder: Hash, [field = '', ...rest]: string[]): [holder: Hash | null, field: string] {
  if (rest.length === 0) return [holder, field]
  const inner = holder[field]
  if (!isHash(inner)) return [null, field]
  const copy = { ...inner }
  holder[field] = copy
  return innermost(copy, rest)
}

/** @returns what an object would show of others, as they are now. */
export function relatedTo(all: Related, object: object): Related {
  const named = namesIn(object)
  const { id } = object as { id?: string }
  const mine = Object.values(all.charges).filter((one) => one.id === id || one.payment_intent === id)
  const ids = new Set<unknown>(mine.map((charge) => charge.id))
  const payments = Object.values(all.invoice_payments).filter(
    ({ invoice, payment }) => named.has(invoice) || named.has(payment.payment_intent),
  )
  const intents = new Set<unknown>(payments.map(({ payment }) => payment.payment_intent))
  const discounts = Object.values(all.discounts).filter((discount) => named.has(discount.id))
  const coupons = new Set<unknown>(discounts.map(({ source }) => source.coupon))
  return {
    charges: byId(mine),
    refunds: byId(Object.values(all.refunds).filter(({ charge }) => ids.has(charge))),
    coupons: byId(Object.values(all.coupons).filter((one) => named.has(one.id) || coupons.has(one.id))),
    discounts: byId(discounts),
    invoice_payments: byId(payments),
    payment_intents: byId(Object.values(all.payment_intents).filter((one) => intents.has(one.id))),
    prices: byId(Object.values(all.prices).filter((price) => named.has(price.id))),
  }
}

/** Every text in an object: among them are the ids that it refers by. */
function namesIn(value: unknown, found = new Set<unknown>()): Set<unknown> {
  if (typeof value === 'string') found.add(value)
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) namesIn(part, found)
  return found
}

const byId = <T extends { id: string }>(items: T[]): Record<string, T> =>
  Object.fromEntries(items.map((item) => [item.id, structuredClone(item)]))
