/** What an object at Stripe says of the checkout that it is made for: by this events find their row, and searches what was lost. */
import type { Checkout } from '../domain/checkout.ts'

/** The owner's metadata, and ours, which an owner's cannot replace. */
export const metadataOf = ({ id, site, terms, metadata }: Checkout): Record<string, string> => ({
  ...metadata,
  edge_checkout: id,
  edge_site: site,
  edge_offer: terms.offer,
})
