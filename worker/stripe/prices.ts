/** Products and prices at Stripe: one product for an offer, one price for each amount and rhythm that it ever had. */
import type Stripe from 'stripe'
import type { Recurring } from '../domain/offer.ts'
import { account } from './account.ts'
import { isTaken } from './outcome.ts'

/** What a price stands for. */
export interface PriceTerms {
  site: string
  offer: string
  /** Of the offer, as invoices show it. */
  name: string
  /** Minor units. */
  unitAmount: number
  currency: string
  recurring: Pick<Recurring, 'interval' | 'interval_count'>
  stripeAccount: string | null
}

/** How a price is found again: Stripe keeps these unique among the active ones. */
export const lookupKey = ({
  site,
  offer,
  unitAmount,
  currency,
  recurring,
}: Omit<PriceTerms, 'name' | 'stripeAccount'>): string =>
  `edge:${site}:${offer}:${unitAmount}:${currency}:${recurring.interval_count}:${recurring.interval}`

/** Slugs have no capitals, so that no two offers share one. */
export const productId = ({ site, offer }: Pick<PriceTerms, 'site' | 'offer'>): string =>
  `edge_${site}_OFFER_${offer}`

/**
 * Finds the price, or makes it and its product. Prices are never changed: other terms, another price of the same product.
 * @returns `price_…`
 * @throws Stripe.errors.StripeError
 */
export async function providePrice(stripe: Stripe, terms: PriceTerms): Promise<string> {
  const found = await findPriceByKey(stripe, terms)
  if (found) return found
  await provideProduct(stripe, terms)
  try {
    return await createPrice(stripe, terms, {})
  } catch (error) {
    if (!isTaken(error)) throw error
    // A twin was faster: two visitors are the first of this offer at once. Or the one that has the key was archived.
    const twin = await findPriceByKey(stripe, terms)
    return twin ?? createPrice(stripe, terms, { transfer_lookup_key: true })
  }
}

async function createPrice(
  stripe: Stripe,
  terms: PriceTerms,
  how: Pick<Stripe.PriceCreateParams, 'transfer_lookup_key'>,
): Promise<string> {
  const { id } = await stripe.prices.create(
    {
      product: productId(terms),
      lookup_key: lookupKey(terms),
      currency: terms.currency,
      unit_amount: terms.unitAmount,
      recurring: { interval: terms.recurring.interval, interval_count: terms.recurring.interval_count },
      metadata: { edge_site: terms.site, edge_offer: terms.offer },
      ...how,
    },
    account(terms),
  )
  return id
}

async function findPriceByKey(stripe: Stripe, of: PriceTerms): Promise<string | null> {
  const wanted = { lookup_keys: [lookupKey(of)], active: true, limit: 1 }
  const { data } = await stripe.prices.list(wanted, account(of))
  return data[0]?.id ?? null
}

async function provideProduct(stripe: Stripe, terms: PriceTerms): Promise<void> {
  const { site, offer, name } = terms
  try {
    await stripe.products.create(
      { id: productId(terms), name, metadata: { edge_site: site, edge_offer: offer } },
      account(terms),
    )
  } catch (error) {
    if (!isTaken(error)) throw error
  }
}
