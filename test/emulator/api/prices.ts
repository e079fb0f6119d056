/** `/v1/prices`. What one costs never changes: another price is made instead. */
import type { Stripe } from 'stripe'
import { otherwise } from '../adversary.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { expandParam, missingParam, type Params } from '../protocol/params.ts'
import { indexed, search, searchParams } from '../protocol/search.ts'
import { findPrice, findProduct } from './find.ts'
import { checkPrice, makePrice, recordPrice } from './price-objects.ts'
import { priceCreateParams, priceListParams, priceUpdateParams } from './price-params.ts'
import { productFor } from './product-objects.ts'

/** Deleted ones are not among them. */
export const currentPrices = ({ objects }: Call): Stripe.Price[] =>
  Object.values(objects.prices).filter(({ id }) => !objects.deleted_prices[id])

/** A lookup key leads to one price, active or not. @returns who has to give it up. @throws ApiError 400 when nobody may. */
function holderOf(
  call: Call,
  price: string | null,
  { lookup_key, transfer_lookup_key }: { lookup_key?: string | null; transfer_lookup_key?: boolean },
): Stripe.Price | undefined {
  const holder = currentPrices(call).find((held) => held.id !== price && held.lookup_key === lookup_key)
  if (!lookup_key || !holder) return undefined
  if (transfer_lookup_key) return holder
  throw invalid(`A price (\`${holder.id}\`) already uses that lookup key.`, { param: 'lookup_key' })
}

function giveUpKey(call: Call, holder: Stripe.Price | undefined): void {
  if (!holder) return
  const before = structuredClone(holder)
  holder.lookup_key = null
  recordPrice(call, 'updated', holder, before)
}

/** @throws ApiError 400 */
function change(call: Call, price: Stripe.Price, params: Params<typeof priceUpdateParams>): void {
  const { active, tax_behavior, metadata, lookup_key, nickname } = params
  if (active === false && findProduct(call, price.product as string).default_price === price.id)
    throw invalid('This price cannot be archived because it is the default price of its product.', {
      param: 'active',
    })
  if (tax_behavior && price.tax_behavior !== 'unspecified' && tax_behavior !== price.tax_behavior)
    throw invalid('The tax_behavior of a price cannot be changed once it is inclusive or exclusive.', {
      param: 'tax_behavior',
    })
  const merged = mergeMetadata(price.metadata, metadata)
  giveUpKey(call, holderOf(call, price.id, params))
  price.metadata = merged
  if (active !== undefined) price.active = active
  if (tax_behavior !== undefined) price.tax_behavior = tax_behavior
  if (lookup_key !== undefined) price.lookup_key = lookup_key
  if (nickname !== undefined) price.nickname = nickname
}

export const prices = [
  endpoint({
    method: 'POST',
    path: '/v1/prices',
    keys: 'secret',
    params: priceCreateParams,
    returns: 'price',
    run(call, { product: productId, product_data, ...spec }) {
      if (productId !== undefined && product_data)
        throw invalid('You may only specify one of these parameters: product, product_data.', {
          code: 'parameters_exclusive',
          param: 'product',
        })
      checkPrice(spec)
      const holder = holderOf(call, null, spec)
      const wanted = productId ?? product_data
      if (wanted === undefined) throw missingParam('product')
      const product = productFor(call, wanted)
      giveUpKey(call, holder)
      const price = makePrice(call, product, spec)
      recordPrice(call, 'created', price)
      return price
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/prices/search',
    keys: 'secret',
    params: searchParams,
    returns: 'price',
    list: true,
    run: (call, params) =>
      search(indexed(call.state, currentPrices(call)), call.path, params, {
        active: ({ active }) => active,
        currency: ({ currency }) => currency,
        lookup_key: ({ lookup_key }) => lookup_key,
        product: ({ product }) => product as string,
        type: ({ type }) => type,
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/prices',
    keys: 'secret',
    params: priceListParams,
    returns: 'price',
    list: true,
    run(call, { active, created, currency, lookup_keys, product, recurring, type, ...page }) {
      const { interval, usage_type } = recurring ?? {}
      const wanted = active ?? (otherwise(call.state, 'inactive_prices') ? undefined : true)
      const found = currentPrices(call).filter(
        (price) =>
          within(price.created, created) &&
          (wanted === undefined || price.active === wanted) &&
          (currency === undefined || price.currency === currency.toLowerCase()) &&
          (lookup_keys === undefined || lookup_keys.some((key) => key === price.lookup_key)) &&
          (product === undefined || price.product === product) &&
          (interval === undefined || price.recurring?.interval === interval) &&
          (usage_type === undefined || price.recurring?.usage_type === usage_type) &&
          (type === undefined || price.type === type),
      )
      return list(found, call.path, page)
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/prices/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'price',
    run: (call, _params, { id = '' }) => findPrice(call, id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/prices/:id',
    keys: 'secret',
    params: priceUpdateParams,
    returns: 'price',
    run(call, params, { id = '' }) {
      const price = findPrice(call, id)
      const before = structuredClone(price)
      change(call, price, params)
      recordPrice(call, 'updated', price, before)
      return price
    },
  }),
]
