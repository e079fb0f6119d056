/** `/v1/products`. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { expandParam, type Params } from '../protocol/params.ts'
import { indexed, search, searchParams } from '../protocol/search.ts'
import { findPrice, findProduct } from './find.ts'
import { checkPrice, makePrice, recordPrice } from './price-objects.ts'
import { makeProduct, taxDetails } from './product-objects.ts'
import { productCreateParams, productListParams, productUpdateParams } from './product-params.ts'

/** Lays the parameters over a product; what was not sent stays. @throws ApiError 400, 404 for a price that is not its own. */
function change(call: Call, product: Stripe.Product, params: Params<typeof productUpdateParams>): void {
  const { default_price, images, marketing_features, metadata, tax_details, expand: _, ...plain } = params
  if (default_price) {
    const price = findPrice(call, default_price, 'default_price')
    if (price.product !== product.id || !price.active)
      throw invalid('The price specified is inactive or belongs to another product.', {
        param: 'default_price',
      })
  }
  Object.assign(product, plain, { updated: now(call.state) })
  if (default_price !== undefined) product.default_price = default_price
  if (images !== undefined) product.images = images ?? []
  if (marketing_features !== undefined) product.marketing_features = marketing_features ?? []
  if (tax_details !== undefined) product.tax_details = taxDetails(tax_details)
  product.metadata = mergeMetadata(product.metadata, metadata)
}

export const products = [
  endpoint({
    method: 'POST',
    path: '/v1/products',
    keys: 'secret',
    params: productCreateParams,
    returns: 'product',
    run(call, { default_price_data, expand: _expand, ...params }) {
      if (default_price_data) checkPrice(default_price_data)
      const product = makeProduct(call, params)
      const price = default_price_data && makePrice(call, product.id, default_price_data)
      if (price) product.default_price = price.id
      recordEvent(call, 'product.created', product)
      if (price) recordPrice(call, 'created', price)
      return product
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/products/search',
    keys: 'secret',
    params: searchParams,
    returns: 'product',
    list: true,
    run: ({ state, objects, path }, params) =>
      search(indexed(state, Object.values(objects.products)), path, params, {
        active: ({ active }) => active,
        description: ({ description }) => description,
        name: ({ name }) => name,
        shippable: ({ shippable }) => shippable,
        url: ({ url }) => url,
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/products',
    keys: 'secret',
    params: productListParams,
    returns: 'product',
    list: true,
    run: ({ objects, path }, { active, created, ids, shippable, type, url, ...page }) =>
      list(
        Object.values(objects.products).filter(
          (product) =>
            within(product.created, created) &&
            (active === undefined || product.active === active) &&
            (ids === undefined || ids.includes(product.id)) &&
            (shippable === undefined || product.shippable === shippable) &&
            (type === undefined || product.type === type) &&
            (url === undefined || product.url === url),
        ),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/products/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'product',
    run: (call, _params, { id = '' }) => findProduct(call, id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/products/:id',
    keys: 'secret',
    params: productUpdateParams,
    returns: 'product',
    run(call, params, { id = '' }) {
      const product = findProduct(call, id)
      // On a copy, so that a refusal half way changes nothing.
      const next = structuredClone(product)
      change(call, next, params)
      recordEvent(call, 'product.updated', next, product)
      return Object.assign(product, next)
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/products/:id',
    keys: 'secret',
    params: {},
    run(call, _params, { id = '' }) {
      const product = findProduct(call, id)
      const { prices, deleted_prices } = call.objects
      if (Object.values(prices).some((price) => price.product === id && !deleted_prices[price.id]))
        throw invalid('This product cannot be deleted because it has one or more user-created prices.', {
          param: 'id',
        })
      delete call.objects.products[id]
      recordEvent(call, 'product.deleted', product)
      return { id, object: 'product', deleted: true }
    },
  }),
]
