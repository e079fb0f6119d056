/** What the form shows. */
import { type Context, Hono } from 'hono'
import type { DiscountAnswer } from '../contract.ts'
import { findOffer } from '../db/offers.ts'
import { findSite } from '../db/sites.ts'
import { CODE_UNUSABLE, type Offer } from '../domain/offer.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Site } from '../domain/site.ts'
import type { App } from '../env.ts'
import { allowKnownOrigin, allowOrigin, preflight } from '../guard/origin.ts'
import { mayCreate } from '../guard/rate.ts'
import { problem } from '../problem.ts'
import { stripeClient } from '../stripe/client.ts'
import { refusal } from '../stripe/outcome.ts'
import { findPromotionCode } from '../stripe/promotion-codes.ts'
import { toOfferAnswer } from './views.ts'

/** How long a page may show an old price. A purchase at one is refused with `price_changed`. */
const OFFER_CACHE_SECONDS = 60

/** Of one offer: guesses are counted with what an address begins. */
const PROMOTION_CODE = /^[\w-]{1,100}$/

/** What a page of this site may be shown of an offer. */
async function shownOffer(
  c: Context<App>,
  site: string,
  id: string,
): Promise<Result<{ site: Site; offer: Offer }>> {
  const found = await findSite(c.env.DB, site)
  const sells = found !== null && found.archived === null
  const allowed = sells ? allowOrigin(c, found, 'reads') : await allowKnownOrigin(c)
  if (!allowed.ok) return allowed
  if (!sells) return fail('site_unknown')
  const offer = await findOffer(c.env.DB, found.id, id)
  return offer && offer.archived === null ? ok({ site: found, offer }) : fail('offer_unknown')
}

export const offers = new Hono<App>()
  .use(preflight)

  .get('/:site/offers/:offer', async (c) => {
    const form = c.req.query('form') ?? 'card'
    const shown = await shownOffer(c, c.req.param('site'), c.req.param('offer'))
    if (!shown.ok && shown.error.code !== 'offer_unknown') return problem(c, shown.error)
    if (form !== 'card')
      return problem(c, { code: 'parameter_invalid', param: 'form', message: 'One of: card.' })
    if (!shown.ok) return problem(c, shown.error)
    c.header('Cache-Control', `public, max-age=${OFFER_CACHE_SECONDS}`)
    return c.json(toOfferAnswer(c.env, shown.value.site, shown.value.offer, form))
  })

  .get('/:site/offers/:offer/promotion_codes/:code', async (c) => {
    const shown = await shownOffer(c, c.req.param('site'), c.req.param('offer'))
    if (!shown.ok) return problem(c, shown.error)
    const { site, offer } = shown.value
    const allowed = await mayCreate(c, site.id)
    if (!allowed.ok) return problem(c, allowed.error)
    const code = c.req.param('code')
    const redemption = { ...site, site: site.id, offer: offer.id, currency: offer.currency, customer: null }
    try {
      const discount =
        offer.allowPromotionCodes && PROMOTION_CODE.test(code)
          ? await findPromotionCode(stripeClient(c.env, 'visitor'), code, redemption)
          : null
      if (discount) return c.json({ object: 'discount', ...discount } satisfies DiscountAnswer)
    } catch (error) {
      const refused = refusal(error, c.get('requestId'))
      if (!refused.ok) return problem(c, refused.error)
    }
    return problem(c, CODE_UNUSABLE.error)
  })
