/** Making products: alone, and along with a price. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { lookUp } from '../state.ts'
import { findProduct } from './find.ts'
import type { ProductCreation } from './product-params.ts'

/** @throws ApiError 400 when a product has the id that is wished for. */
export function makeProduct(call: Call, { metadata, ...sent }: ProductCreation): Stripe.Product {
  if (sent.id !== undefined && lookUp(call.objects.products, sent.id))
    throw invalid('Product already exists.', { code: 'resource_already_exists', param: 'id' })
  const at = now(call.state)
  const product: Stripe.Product = {
    id: sent.id ?? nextId(call.state, 'prod', 14),
    object: 'product',
    active: sent.active ?? true,
    created: at,
    default_price: null,
    description: sent.description ?? null,
    images: sent.images ?? [],
    livemode: false,
    marketing_features: sent.marketing_features ?? [],
    metadata: mergeMetadata({}, metadata),
    name: sent.name,
    package_dimensions: sent.package_dimensions ?? null,
    shippable: sent.shippable ?? null,
    statement_descriptor: sent.statement_descriptor ?? null,
    tax_code: sent.tax_code ?? null,
    tax_details: taxDetails(sent.tax_details),
    type: sent.type ?? 'service',
    unit_label: sent.unit_label ?? null,
    updated: at,
    url: sent.url ?? null,
  }
  call.objects.products[product.id] = product
  return product
}

/** @returns the id of the product that is named, or of one that is made on the way. @throws ApiError 400, 404 */
export function productFor(call: Call, wanted: string | ProductCreation): string {
  if (typeof wanted === 'string') return findProduct(call, wanted, 'product').id
  const product = makeProduct(call, wanted)
  recordEvent(call, 'product.created', product)
  return product.id
}

/** They are answered whole. */
export const taxDetails = (
  sent: { performance_location?: string; tax_code?: string | null } | null | undefined,
): Stripe.Product.TaxDetails | null =>
  (sent && { performance_location: null, tax_code: null, ...sent }) || null
