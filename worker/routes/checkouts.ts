/** The visitor starts to pay, changes the terms, asks how it stands. The site owner reads the same checkout by its own key. */
import { type Context, Hono } from 'hono'
import { CheckoutChange, CheckoutRequest } from '../contract.ts'
import { findCheckout, insertCheckout } from '../db/checkouts.ts'
import { findOffer } from '../db/offers.ts'
import { findSite } from '../db/sites.ts'
import { findSubscription } from '../db/subscriptions.ts'
import {
  begin,
  type Checkout,
  hasMoney,
  isClosed,
  isPayable,
  mayMove,
  objectOf,
  type Particulars,
} from '../domain/checkout.ts'
import { isAsShown, isTrial, type Offer, price, reprice, sameTerms, type Terms } from '../domain/offer.ts'
import { type Failure, fail, ok, type Result } from '../domain/result.ts'
import type { Site } from '../domain/site.ts'
import { type App, type Door, livemode } from '../env.ts'
import { describe } from '../flow/describe.ts'
import { READ } from '../flow/flow.ts'
import { changeTerms, ensureIntent } from '../flow/intents.ts'
import { mayRead } from '../flow/pace.ts'
import { sync } from '../flow/sync.ts'
import { BODY_LIMIT_BYTES, check, limit, readBody, readJson } from '../guard/body.ts'
import { allowKnownOrigin, allowOrigin, preflight } from '../guard/origin.ts'
import { mayCreate } from '../guard/rate.ts'
import { attemptOf, checkoutId } from '../keys/attempt.ts'
import { isSiteKey } from '../keys/site.ts'
import { problem } from '../problem.ts'
import { buyerOf, customerFor } from './buyer.ts'
import { attempted, flow, settle } from './steps.ts'
import { toAnswer } from './views.ts'

/** A refusal before the site is known: pages of any site may read it, and no other. */
async function refuse(c: Door, failure: Failure): Promise<Response> {
  const known = await allowKnownOrigin(c)
  return problem(c, known.ok ? failure : known.error)
}

export const checkouts = new Hono<App>()
  .use(preflight)

  .post('/', limit(BODY_LIMIT_BYTES, refuse), async (c) => {
    const body = await readJson(c)
    if (!body.ok) return refuse(c, body.error)

    const site = await openSite(c, body.value.site)
    if (!site.ok) return problem(c, site.error)

    const attempt = attemptOf(c.req.header('Authorization'))
    if (!attempt.ok) return problem(c, attempt.error)

    const request = check(CheckoutRequest, body.value)
    if (!request.ok) return problem(c, request.error)

    const id = await checkoutId(site.value.id, attempt.value)
    const known = await findCheckout(c.env.DB, id)
    if (known && hasMoney(known.status)) return answer(c, known)

    const offer = await soldOffer(c, site.value.id, request.value.offer)
    if (!offer.ok) return problem(c, offer.error)

    const isRepeat = known !== null && objectOf(known) !== null && !isGuess(request.value, known.terms)
    const allowed = isRepeat ? ok(true) : await mayCreate(c, site.value.id)
    if (!allowed.ok) return problem(c, allowed.error)

    const steps = flow(c)
    const buyer = await attempted(c, buyerOf(c, steps, site.value, offer.value, request.value, null))
    if (!buyer.ok) return problem(c, buyer.error)

    const terms = price(offer.value, request.value.form, request.value, buyer.value)
    if (!terms.ok) return problem(c, terms.error)
    if (!isAsShown(terms.value, request.value.shown))
      return problem(c, { code: 'price_changed', param: 'shown' })

    const customer = await settle(c, customerFor(c, steps, site.value, buyer.value, terms.value, known))
    if (!customer.ok) return problem(c, customer.error)

    const particulars = toParticulars(request.value)
    const begun = begin(id, site.value, terms.value, particulars, livemode(c.env), steps.now, customer.value)
    const isNew = !known && (await insertCheckout(steps.db, begun))
    const checkout = isNew ? begun : await describe(steps, id, particulars)
    if (!sameTerms(checkout.terms, terms.value)) return problem(c, { code: 'terms_differ', checkout: id })

    const ready = await settle(c, ensureIntent(steps, checkout))
    if (!ready.ok) return problem(c, ready.error)
    // Another page changed the terms while the intent was made: its price is not the one that was shown here.
    if (isPayable(ready.value.status) && !sameTerms(ready.value.terms, terms.value))
      return problem(c, { code: 'terms_differ', checkout: id })
    return answer(c, ready.value, isNew ? 201 : 200)
  })

  .patch('/:id', limit(BODY_LIMIT_BYTES, refuse), async (c) => {
    const checkout = await openCheckout(c, 'creates')
    if (!checkout.ok) return problem(c, checkout.error)
    const { id, site: siteId, terms, status, email } = checkout.value

    const change = await readBody(c, CheckoutChange)
    if (!change.ok) return problem(c, change.error)
    if (change.value.site !== undefined && change.value.site !== siteId)
      return problem(c, {
        code: 'parameter_invalid',
        param: 'site',
        message: 'A checkout stays with its site.',
      })
    if (hasMoney(status)) return answer(c, checkout.value)
    if (isClosed(status)) return problem(c, { code: 'checkout_closed' })

    const offer = await soldOffer(c, siteId, change.value.offer ?? terms.offer)
    if (!offer.ok) return problem(c, offer.error)
    if (offer.value.mode !== terms.mode)
      return problem(c, {
        code: 'parameter_invalid',
        param: 'offer',
        message: `A checkout of mode ${terms.mode} stays one. Start a new attempt.`,
      })
    const guesses = isGuess(change.value, terms)
    const guessed = guesses ? await mayCreate(c, siteId) : ok(true)
    if (!guessed.ok) return problem(c, guessed.error)
    const steps = flow(c)
    const site = (await findSite(c.env.DB, siteId))!
    const buyer = await attempted(c, buyerOf(c, steps, site, offer.value, change.value, terms))
    if (!buyer.ok) return problem(c, buyer.error)
    const next = reprice(
      offer.value,
      terms,
      { ...change.value, email: change.value.email ?? email ?? undefined },
      buyer.value,
    )
    if (!next.ok) return problem(c, next.error)

    const allowed = guesses || sameTerms(terms, next.value) ? ok(true) : await mayCreate(c, siteId)
    if (!allowed.ok) return problem(c, allowed.error)

    const customer = await settle(c, customerFor(c, steps, site, buyer.value, next.value, checkout.value))
    if (!customer.ok) return problem(c, customer.error)

    const described = await describe(steps, id, toParticulars(change.value))
    const changed = await settle(c, changeTerms(steps, described, next.value, customer.value))
    return changed.ok ? answer(c, changed.value) : problem(c, changed.error)
  })

  .get('/:id', async (c, next) => {
    if (isSiteKey(c.req.header('Authorization'))) return next() // the site owner's view of it is another door's
    const checkout = await openCheckout(c, 'reads')
    if (!checkout.ok) return problem(c, checkout.error)
    const { id } = checkout.value
    if (!mayMove(checkout.value)) return answer(c, checkout.value, 200, { fresh: true })
    if (!mayRead(id, Date.now())) return answer(c, checkout.value, 200, { fresh: false })

    const synced = await settle(c, sync(flow(c), checkout.value, READ))
    if (!synced.ok) return problem(c, synced.error)
    // What Stripe no longer shows may have been paid: the row's last state is no news of it.
    const { checkout: row, found, status } = synced.value
    return answer(c, row, 200, { fresh: found, status })
  })

/** To the attempt; with the end of a free start, which the subscription knows. */
async function answer(
  c: Door,
  checkout: Checkout,
  status: 200 | 201 = 200,
  read?: Parameters<typeof toAnswer>[1],
): Promise<Response> {
  const { subscription, terms } = checkout
  const begun = subscription && isTrial(terms) ? await findSubscription(c.env.DB, subscription) : null
  return c.json(toAnswer(checkout, read, begun?.trialEnd), status)
}

/** Whether a code is tried that does not stand there: whoever may try as many as they like finds one. */
const isGuess = ({ promotion_code: code }: CheckoutChange, { discount }: Terms): boolean =>
  code != null && code !== discount?.code

const toParticulars = (request: CheckoutChange): Particulars => ({
  email: request.email,
  name: request.name,
  clientReferenceId: request.client_reference_id,
  metadata: request.metadata,
})

/** A site by the name in the request, if this page may sell for it. */
async function openSite(c: Door, id: unknown): Promise<Result<Site>> {
  const site = typeof id === 'string' ? await findSite(c.env.DB, id) : null
  if (!site || site.archived !== null) {
    const known = await allowKnownOrigin(c)
    if (!known.ok) return known
    if (typeof id === 'string') return fail('site_unknown', 'site')
    return id === undefined
      ? fail('parameter_missing', 'site', 'site is required.')
      : fail('parameter_invalid', 'site', 'site: Expected a string.')
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
  if (!checkout || !site) return fail('checkout_unknown')
  if ((await checkoutId(checkout.site, attempt.value)) !== id) return fail('key_invalid')
  return mode === 'creates' && site.archived !== null ? fail('site_unknown') : ok(checkout)
}

async function soldOffer(c: Door, site: string, id: string): Promise<Result<Offer>> {
  const offer = await findOffer(c.env.DB, site, id)
  return offer && offer.archived === null ? ok(offer) : fail('offer_unknown', 'offer')
}
