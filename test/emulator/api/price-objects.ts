/** Prices, the plans that the older API sees in them, and what a quantity of them costs. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid, refused } from '../protocol/errors.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { missingParam } from '../protocol/params.ts'
import { checkCurrency, checkMaximum } from './money.ts'
import type { NewPrice } from './price-params.ts'

/** Three years. Source: Stripe.PriceCreateParams.Recurring.interval_count */
const MOST_INTERVALS: Record<string, number> = { day: 1095, week: 156, month: 36, year: 3 }

/** On the wire, and so in the state, a decimal is text: the SDK makes of it what its types say. */
export const onTheWire = (decimal: string) => decimal as unknown as Stripe.Decimal

interface PriceSpec extends NewPrice {
  active?: boolean
  lookup_key?: string | null
  nickname?: string | null
}

/** @throws ApiError 400: called before anything is made, for a refused price leaves nothing behind. */
export function checkPrice(spec: NewPrice): void {
  const { currency, metadata, recurring, unit_amount, unit_amount_decimal } = spec
  if (unit_amount !== undefined && unit_amount_decimal !== undefined)
    throw invalid('You may only specify one of these parameters: unit_amount, unit_amount_decimal.', {
      code: 'parameters_exclusive',
      param: 'unit_amount',
    })
  if (unit_amount === undefined && unit_amount_decimal === undefined) throw missingParam('unit_amount')
  checkMaximum(unit_amount ?? Number(unit_amount_decimal), checkCurrency(currency), 'unit_amount')
  mergeMetadata({}, metadata)
  if (recurring && (recurring.interval_count ?? 1) > MOST_INTERVALS[recurring.interval]!)
    throw refused(400, 'Invalid interval_count: a billing period is at most three years.', {
      param: 'recurring[interval_count]',
    })
}

/** Stores a price that was checked; the event is another step, for a product may have to come before it. */
export function makePrice(call: Call, product: string, spec: PriceSpec, id?: string): Stripe.Price {
  const { recurring, unit_amount, unit_amount_decimal: sent } = spec
  const decimal = sent ?? String(unit_amount)
  const price: Stripe.Price = {
    id: id ?? nextId(call.state, 'price'),
    object: 'price',
    active: spec.active ?? true,
    billing_scheme: 'per_unit',
    created: now(call.state),
    currency: spec.currency.toLowerCase(),
    custom_unit_amount: null,
    livemode: false,
    lookup_key: spec.lookup_key ?? null,
    metadata: mergeMetadata({}, spec.metadata),
    nickname: spec.nickname ?? null,
    product,
    recurring: recurring
      ? {
          interval: recurring.interval,
          interval_count: recurring.interval_count ?? 1,
          meter: null,
          trial_period_days: recurring.trial_period_days ?? null,
          usage_type: recurring.usage_type ?? 'licensed',
        }
      : null,
    tax_behavior: spec.tax_behavior ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: recurring ? 'recurring' : 'one_time',
    unit_amount: decimal.includes('.') ? null : Number(decimal),
    unit_amount_decimal: onTheWire(decimal),
  }
  call.objects.prices[price.id] = price
  return price
}

/** A recurring price is told of twice: as the plan that it also is, and as a price. */
export function recordPrice(
  call: Call,
  what: 'created' | 'updated' | 'deleted',
  price: Stripe.Price,
  before?: Stripe.Price,
): void {
  if (price.recurring)
    recordEvent(call, `plan.${what}`, planOf(price), before?.recurring ? planOf(before) : undefined)
  recordEvent(call, `price.${what}`, price, before)
}

/** @returns what a recurring price is to the older API: `/v1/plans` and a subscription item's `plan`. */
export function planOf({ recurring, ...price }: Stripe.Price): Stripe.Plan {
  const { interval, interval_count, trial_period_days, usage_type } = recurring!
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval,
    interval_count,
    livemode: false,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days,
    usage_type,
  }
}

const SCALE = 12

/** @returns minor units, rounded half up once for the whole quantity, as an invoice's line is. */
export function amountOf({ unit_amount_decimal }: Stripe.Price, quantity: number): number {
  const [whole = '', fraction = ''] = String(unit_amount_decimal).split('.')
  const scaled = BigInt(whole + fraction.padEnd(SCALE, '0')) * BigInt(quantity)
  const one = 10n ** BigInt(SCALE)
  return Number((2n * scaled + one) / (2n * one))
}
