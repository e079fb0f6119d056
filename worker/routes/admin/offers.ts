/** The operator creates, changes and archives what a site sells. */
import { Hono } from 'hono'
import { now } from '../../clock.ts'
import { archiveOffer, findOffer, insertOffer, listOffers, updateOffer } from '../../db/offers.ts'
import { findSite } from '../../db/sites.ts'
import type { Mode, Offer } from '../../domain/offer.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { App } from '../../env.ts'
import { readBody } from '../../guard/body.ts'
import { problem } from '../../problem.ts'
import { toOfferObject } from '../views.ts'
import { defined, taken } from './common.ts'
import { NewOffer, OfferChange } from './schema.ts'

export const adminOffers = new Hono<App>()
  .get('/:site/offers', async (c) => {
    const site = await findSite(c.env.DB, c.req.param('site'))
    if (!site) return problem(c, { code: 'site_unknown' })
    const data = (await listOffers(c.env.DB, site.id)).map(toOfferObject)
    return c.json({ object: 'list', data, has_more: false })
  })

  .post('/:site/offers', async (c) => {
    const site = await findSite(c.env.DB, c.req.param('site'))
    if (!site) return problem(c, { code: 'site_unknown' })
    const body = await readBody(c, NewOffer)
    if (!body.ok) return problem(c, body.error)
    const { limits, collect, access, allow_promotion_codes, plan_group, ...plain } = body.value
    const created = now()
    const offer = coherent({
      ...plain,
      site: site.id,
      allowPromotionCodes: allow_promotion_codes,
      planGroup: plan_group,
      graceDays: access.grace_days,
      quantity: limits.quantity,
      range: limits.amount,
      email: collect?.email ?? (plain.mode === 'payment' ? 'none' : 'optional'),
      archived: null,
      created,
      updated: created,
    })
    if (!offer.ok) return problem(c, offer.error)
    if (!(await insertOffer(c.env.DB, offer.value))) return problem(c, taken('id'))
    return c.json(toOfferObject(offer.value), 201)
  })

  .get('/:site/offers/:offer', async (c) => {
    const offer = await findOffer(c.env.DB, c.req.param('site'), c.req.param('offer'))
    return offer ? c.json(toOfferObject(offer)) : problem(c, { code: 'offer_unknown' })
  })

  .patch('/:site/offers/:offer', async (c) => {
    const offer = await findOffer(c.env.DB, c.req.param('site'), c.req.param('offer'))
    if (!offer) return problem(c, { code: 'offer_unknown' })
    const body = await readBody(c, OfferChange)
    if (!body.ok) return problem(c, body.error)
    const { limits, collect, access, allow_promotion_codes, plan_group, ...plain } = body.value
    const changed = coherent({
      ...offer,
      ...defined(plain),
      allowPromotionCodes: allow_promotion_codes ?? offer.allowPromotionCodes,
      planGroup: plan_group === undefined ? offer.planGroup : plan_group,
      graceDays: access?.grace_days ?? offer.graceDays,
      quantity: limits?.quantity ?? offer.quantity,
      range: limits?.amount === undefined ? offer.range : limits.amount,
      email: collect?.email ?? offer.email,
      updated: now(),
    })
    if (!changed.ok) return problem(c, changed.error)
    await updateOffer(c.env.DB, changed.value)
    if (body.value.archived === null) await archiveOffer(c.env.DB, offer, null, changed.value.updated)
    return c.json(toOfferObject(changed.value))
  })

  .delete('/:site/offers/:offer', async (c) => {
    const offer = await findOffer(c.env.DB, c.req.param('site'), c.req.param('offer'))
    if (!offer) return problem(c, { code: 'offer_unknown' })
    const archived = offer.archived ?? now()
    await archiveOffer(c.env.DB, offer, archived, now())
    return c.json(toOfferObject({ ...offer, archived, updated: now() }))
  })

/** What an offer of each mode must have, and what it cannot. */
const COHERENT: Record<Mode, (offer: Offer) => Result<Offer>> = {
  payment(offer) {
    if (offer.amount === null && !offer.range)
      return fail('parameter_missing', 'amount', 'A price, or limits.amount.')
    if (offer.amount !== null && offer.range)
      return fail('parameter_invalid', 'limits.amount', 'An offer with a price asks for no amount.')
    return once(offer)
  },
  subscription(offer) {
    if (!offer.recurring) return fail('parameter_missing', 'recurring', 'How often is it paid?')
    if (offer.range) return fail('parameter_invalid', 'limits.amount', 'A subscription has a price.')
    if (offer.amount === null) return fail('parameter_missing', 'amount', 'The price of one, a period.')
    return ok(offer)
  },
  setup(offer) {
    if (offer.amount !== null || offer.range)
      return fail('parameter_invalid', offer.range ? 'limits.amount' : 'amount', 'A set-up charges nothing.')
    if (offer.quantity.max > 1)
      return fail('parameter_invalid', 'limits.quantity', 'One card is saved at a time.')
    return once(offer)
  },
}

function once(offer: Offer): Result<Offer> {
  const of = offer.recurring ? 'recurring' : offer.allowPromotionCodes ? 'allow_promotion_codes' : null
  const param = of ?? (offer.planGroup === null ? null : 'plan_group')
  return param ? fail('parameter_invalid', param, 'Only of a subscription.') : ok(offer)
}

/** An offer has what its mode needs, and ranges that hold something. */
function coherent(offer: Offer): Result<Offer> {
  const own = COHERENT[offer.mode](offer)
  if (!own.ok) return own
  if (offer.quantity.min > offer.quantity.max)
    return fail('parameter_invalid', 'limits.quantity', 'min is more than max.')
  if (offer.range && offer.range.min > offer.range.max)
    return fail('parameter_invalid', 'limits.amount', 'min is more than max.')
  const { range } = offer
  if (range?.presets.some((preset) => preset < range.min || preset > range.max))
    return fail('parameter_invalid', 'limits.amount.presets', 'A preset is outside min and max.')
  return ok(offer)
}
