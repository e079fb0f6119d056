/** What the form shows. */
import { Hono } from 'hono'
import { findOffer } from '../db/offers.ts'
import { findSite } from '../db/sites.ts'
import type { App } from '../env.ts'
import { allowKnownOrigin, allowOrigin, preflight } from '../guard/origin.ts'
import { problem } from '../problem.ts'
import { toOfferAnswer } from './views.ts'

/** How long a page may show an old price. A purchase at one is refused with `price_changed`. */
const OFFER_CACHE_SECONDS = 60

export const offers = new Hono<App>().use(preflight).get('/:site/offers/:offer', async (c) => {
  const form = c.req.query('form') ?? 'card'
  const site = await findSite(c.env.DB, c.req.param('site'))
  const sells = site !== null && site.archived === null
  const allowed = sells ? allowOrigin(c, site, 'reads') : await allowKnownOrigin(c)
  if (!allowed.ok) return problem(c, allowed.error)
  if (!sells) return problem(c, { code: 'site_unknown' })
  if (form !== 'card')
    return problem(c, { code: 'parameter_invalid', param: 'form', message: 'One of: card.' })

  const offer = await findOffer(c.env.DB, site.id, c.req.param('offer'))
  if (!offer || offer.archived !== null) return problem(c, { code: 'offer_unknown' })
  c.header('Cache-Control', `public, max-age=${OFFER_CACHE_SECONDS}`)
  return c.json(toOfferAnswer(c.env, site, offer, form))
})
