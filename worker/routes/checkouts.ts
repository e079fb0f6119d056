/** The visitor starts to pay, changes the terms, asks how it stands. The site owner reads the same checkout by its own key. */
import { type Context, Hono } from 'hono'
import { CheckoutChange, CheckoutRequest } from '../contract.ts'
import { findCheckout, insertCheckout } from '../db/checkouts.ts'
import { findOffer } from '../db/offers.ts'
import { findSite } from '../db/sites.ts'
import { begin, type Checkout, isPayable } from '../domain/checkout.ts'
import { matches, type Offer, price, sameTerms } from '../domain/offer.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Site } from '../domain/site.ts'
import { type App, type Door, livemode } from '../env.ts'
import { changeTerms, ensureIntent, type Flow } from '../flow/intents.ts'
import { mayRead } from '../flow/pace.ts'
import { sync } from '../flow/sync.ts'
import { BODY_LIMIT_BYTES, check, limit, readJson } from '../guard/body.ts'
import { allowKnownOrigin, allowOrigin, preflight } from '../guard/origin.ts'
import { attemptOf, checkoutId } from '../keys/attempt.ts'
import { isSiteKey } from '../keys/site.ts'
import { problem } from '../problem.ts'
import { stripeClient } from '../stripe/client.ts'
import { refusal } from '../stripe/outcome.ts'
import { toAnswer } from './views.ts'

const flow = (c: Door): Flow => ({
  db: c.env.DB,
  stripe: stripeClient(c.env, 'visitor'),
  now: Math.floor(Date.now() / 1000),
})

export const checkouts = new Hono<App>()
  .use(preflight)

  .post('/', limit(BODY_LIMIT_BYTES), async (c) => {
    const body = await readJson(c)
    if (!body.ok) return problem(c, body.error)

    const site = await openSite(c, body.value.site)
    if (!site.ok) return problem(c, site.error)

    const attempt = attemptOf(c.req.header('Authorization'))
    if (!attempt.ok) return problem(c, attempt.error)

    const request = check(CheckoutRequest, body.value)
    if (!request.ok) return problem(c, request.error)

    const offer = await soldOffer(c, site.value.id, request.value.offer)
    if (!offer.ok) return problem(c, offer.error)

    const terms = price(offer.value, request.value.form, request.value)
    if (!terms.ok) return problem(c, terms.error)
    if (!matches(terms.value, request.value.shown))
      return problem(c, { code: 'price_changed', param: 'shown' })

    const { db, now, ...rest } = flow(c)
    const { email, name, client_reference_id: clientReferenceId, metadata } = request.value
    const fresh = begin(await checkoutId(site.value.id, attempt.value), site.value, terms.value, {
      livemode: livemode(c.env),
      now,
      email,
      name,
      clientReferenceId,
      metadata,
    })
    const inserted = await insertCheckout(db, fresh)
    const checkout = inserted ? fresh : (await findCheckout(db, fresh.id))!
    if (!sameTerms(checkout.terms, terms.value))
      return problem(c, { code: 'terms_differ', checkout: checkout.id })

    const ready = await settle(c, ensureIntent({ db, now, ...rest }, checkout))
    return ready.ok ? c.json(toAnswer(ready.value), inserted ? 201 : 200) : problem(c, ready.error)
  })

  .patch('/:id', limit(BODY_LIMIT_BYTES), async (c) => {
    const checkout = await openCheckout(c, 'creates')
    if (!checkout.ok) return problem(c, checkout.error)
    const { site, terms } = checkout.value

    const body = await readJson(c)
    if (!body.ok) return problem(c, body.error)
    const change = check(CheckoutChange, body.value)
    if (!change.ok) return problem(c, change.error)
    if (change.value.site !== undefined && change.value.site !== site)
      return problem(c, {
        code: 'parameter_invalid',
        param: 'site',
        message: 'A checkout stays with its site.',
      })

    const offer = await soldOffer(c, site, change.value.offer ?? terms.offer)
    if (!offer.ok) return problem(c, offer.error)
    const same = offer.value.id === terms.offer
    const next = price(offer.value, change.value.form ?? terms.form, {
      quantity: change.value.quantity ?? (same ? terms.quantity : undefined),
      amount: change.value.amount ?? (same && offer.value.range ? terms.amount / terms.quantity : undefined),
      email: change.value.email ?? checkout.value.email ?? undefined,
    })
    if (!next.ok) return problem(c, next.error)
    if (change.value.shown && !matches(next.value, change.value.shown))
      return problem(c, { code: 'price_changed', param: 'shown' })
    if (checkout.value.status === 'expired') return problem(c, { code: 'checkout_closed' })

    const changed = await settle(c, changeTerms(flow(c), checkout.value, next.value))
    return changed.ok ? c.json(toAnswer(changed.value)) : problem(c, changed.error)
  })

  .get('/:id', async (c, next) => {
    if (isSiteKey(c.req.header('Authorization'))) return next() // the site owner's view of it is another door's
    const checkout = await openCheckout(c, 'reads')
    if (!checkout.ok) return problem(c, checkout.error)
    const { id, status, paymentIntent } = checkout.value
    const mayHaveMoved = paymentIntent !== null && (isPayable(status) || status === 'processing')
    if (!mayHaveMoved) return c.json(toAnswer(checkout.value))
    if (!mayRead(id, Date.now())) return c.json(toAnswer(checkout.value, { fresh: false }))

    const { db, stripe, now } = flow(c)
    const synced = await settle(c, sync(db, stripe, id, paymentIntent, null, now))
    if (!synced.ok) return problem(c, synced.error)
    if (!synced.value) return problem(c, { code: 'checkout_unknown' })
    return c.json(toAnswer(synced.value.checkout, { intent: synced.value.intent }))
  })

/** A site by the name in the request, if this page may sell for it. */
async function openSite(c: Door, id: unknown): Promise<Result<Site>> {
  const site = typeof id === 'string' ? await findSite(c.env.DB, id) : null
  if (!site || site.archived !== null) {
    const known = await allowKnownOrigin(c)
    if (!known.ok) return known
    return id === undefined ? fail('parameter_missing', 'site', 'site is required.') : fail('site_unknown')
  }
  const allowed = allowOrigin(c, site, 'creates')
  return allowed.ok ? ok(site) : allowed
}

/** A checkout by the id in the path, if this page may see it and the attempt is the one that made it. */
async function openCheckout(c: Context<App, '/:id'>, mode: 'reads' | 'creates'): Promise<Result<Checkout>> {
  const id = c.req.param('id')
  const checkout = await findCheckout(c.env.DB, id)
  const site = checkout && (await findSite(c.env.DB, checkout.site))
  const allowed = site ? allowOrigin(c, site, mode) : await allowKnownOrigin(c)
  if (!allowed.ok) return allowed
  const attempt = attemptOf(c.req.header('Authorization'))
  if (!attempt.ok) return attempt
  if (!checkout) return fail('checkout_unknown')
  return (await checkoutId(checkout.site, attempt.value)) === id ? ok(checkout) : fail('key_invalid')
}

async function soldOffer(c: Door, site: string, id: string): Promise<Result<Offer>> {
  const offer = await findOffer(c.env.DB, site, id)
  return offer && offer.archived === null ? ok(offer) : fail('offer_unknown')
}

/** What a step that talks to Stripe came to: its value, or what the visitor is told of Stripe's error. */
async function settle<T>(c: Door, step: Promise<T>): Promise<Result<T>> {
  try {
    return ok(await step)
  } catch (error) {
    return refusal(error, c.get('requestId'))
  }
}
