/** A subscription's items: what is sold, how much of it, and which period is paid for. */
import type { Stripe } from 'stripe'
import { findPrice, findProduct } from '../api/find.ts'
import { checkMaximum } from '../api/money.ts'
import { amountOf, checkPrice, makePrice, planOf } from '../api/price-objects.ts'
import type { Purchase } from '../api/redemption.ts'
import type { NewItem } from '../api/subscription-item-params.ts'
import { now } from '../clock.ts'
import { nextId } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { missingParam } from '../protocol/params.ts'
import { idOf } from './changed.ts'
import { type Period, rounded } from './periods.ts'

/**
 * Checks the price that an item names or describes; nothing is made.
 * @param currency that of the others, which all are paid for with one invoice; null for the first.
 * @returns its currency. @throws ApiError 400, 404
 */
export function checkItem(call: Call, sent: NewItem, at: string, currency: string | null): string {
  const own = checkedCurrency(call, sent, at)
  checkMaximum(worthOf(call, [sent]).amount, own, `${at}[quantity]`)
  if (currency === null || own === currency) return own
  throw invalid(
    `The price specified only supports \`${own}\`. This doesn't match the expected currency: \`${currency}\`.`,
    { param: `${at}[price]` },
  )
}

function checkedCurrency(call: Call, { plan, price_data, price: id = plan }: NewItem, at: string): string {
  if (id !== undefined && price_data)
    throw invalid('You may only specify one of these parameters: price, price_data.', {
      code: 'parameters_exclusive',
      param: `${at}[price]`,
    })
  if (price_data) {
    findProduct(call, price_data.product, `${at}[price_data][product]`)
    checkPrice(price_data)
    return price_data.currency.toLowerCase()
  }
  if (id === undefined) throw missingParam(`${at}[price]`)
  const price = findPrice(call, id, `${at}[price]`)
  const wrong = (message: string) => invalid(message, { param: `${at}[price]` })
  if (!price.active) throw wrong('The price specified is inactive. This field only accepts active prices.')
  if (!price.recurring)
    throw wrong(
      'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
    )
  return price.currency
}

/** The price of an item that was checked. Nobody else can buy at one that is made here. */
export const priceFor = (call: Call, { plan, price_data, price: id = plan }: NewItem): Stripe.Price =>
  price_data
    ? makePrice(call, price_data.product, { ...price_data, active: false })
    : call.objects.prices[id!]!

/** Makes an item that was checked. */
export function makeItem(
  call: Call,
  subscription: string,
  sent: NewItem,
  period: Period,
): Stripe.SubscriptionItem {
  return {
    id: nextId(call.state, 'si', 14),
    object: 'subscription_item',
    billing_thresholds: null,
    created: now(call.state),
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: [],
    metadata: mergeMetadata({}, sent.metadata),
    ...priced(priceFor(call, sent)),
    quantity: sent.quantity ?? 1,
    subscription,
    tax_rates: [],
  }
}

/** A price is shown in an item, and as the plan that it was to the older API. */
export const priced = (price: Stripe.Price): Pick<Stripe.SubscriptionItem, 'plan' | 'price'> =>
  structuredClone({ plan: planOf(price), price })

/** What items that were checked come to, before any discount, and of which products they are. */
export function worthOf(call: Call, items: NewItem[]): Pick<Purchase, 'amount' | 'products'> {
  const worths = items.map(({ plan, price_data, price: id = plan, quantity = 1 }) => {
    if (!price_data) {
      const price = call.objects.prices[id!]!
      return { amount: amountOf(price, quantity), product: idOf(price.product) }
    }
    const { product, unit_amount, unit_amount_decimal } = price_data
    return { amount: rounded((unit_amount ?? Number(unit_amount_decimal)) * quantity), product }
  })
  return {
    amount: worths.reduce((sum, { amount }) => sum + amount, 0),
    products: worths.map(({ product }) => product),
  }
}
