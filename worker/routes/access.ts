/** The site owner asks: may this person use what I sell? D1's answer, never Stripe's. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { now } from '../clock.ts'
import { listGrants, type Naming } from '../db/access.ts'
import { findOffer } from '../db/offers.ts'
import { accessOf } from '../domain/access.ts'
import { type App, livemode } from '../env.ts'
import { check } from '../guard/body.ts'
import { named } from '../guard/query.ts'
import { bySiteKey } from '../keys/site.ts'
import { problem } from '../problem.ts'

const NAMINGS = ['customer', 'user', 'email', 'client_reference_id'] as const satisfies Naming[]

const Question = v.strictObject({
  offer: v.pipe(v.string(), v.minLength(1)),
  customer: named(320),
  user: named(320),
  email: named(320),
  client_reference_id: named(320),
})

export const access = new Hono<App>().get('/', bySiteKey, async (c) => {
  const question = check(Question, c.req.query())
  if (!question.ok) return problem(c, question.error)
  const { offer: id, ...names } = question.value
  const [by, ...others] = NAMINGS.filter((name) => names[name] !== undefined)
  if (!by || others.length > 0)
    return problem(c, {
      code: by ? 'parameter_invalid' : 'parameter_missing',
      param: others[0] ?? 'customer',
      message: `Say whom by one of: ${NAMINGS.join(', ')}.`,
    })

  const site = c.get('site').id
  const offer = await findOffer(c.env.DB, site, id) // one that is sold no longer still opens what it sold
  if (!offer) return problem(c, { code: 'offer_unknown', param: 'offer' })

  const name = names[by]!
  const found = await listGrants(c.env.DB, {
    site,
    offer: id,
    livemode: livemode(c.env),
    // A customer may be named by Stripe's id, or by the site's own.
    by: by === 'customer' && !/^cus_\w+$/.test(name) ? 'user' : by,
    name,
  })
  return c.json({ object: 'access', site, offer: id, ...accessOf(found, offer, now()) })
})
