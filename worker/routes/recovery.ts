/** A link to a failed renewal: the page it opens, and the door that the page asks. */
import { Hono } from 'hono'
import type { RecoveryAnswer } from '../account-contract.ts'
import { languageOf, RecoverPage, recoverPolicy } from '../console/recover.tsx'
import { findOffer } from '../db/offers.ts'
import { findSite } from '../db/sites.ts'
import type { App } from '../env.ts'
import { recover } from '../flow/recovery.ts'
import { allowKnownOrigin, allowOrigin, preflight } from '../guard/origin.ts'
import { mayCreate } from '../guard/rate.ts'
import { bearer } from '../keys/bearer.ts'
import { randomHex } from '../keys/digest.ts'
import { audienceOf } from '../keys/jwt.ts'
import { readRecoveryToken } from '../keys/recovery-token.ts'
import { problem } from '../problem.ts'
import { toStripeJs } from './account/view.ts'
import { flow, settle } from './steps.ts'

/** The token stays in the browser, behind the #: this page is the same for everybody. */
export const recoverPage = new Hono<App>().get('/', (c) => {
  const nonce = randomHex(16)
  const standIn = c.env.STRIPE_API_BASE ?? null
  c.header('Content-Security-Policy', recoverPolicy(nonce, standIn))
  const language = languageOf(c.req.header('Accept-Language'))
  c.header('Vary', 'Accept-Language')
  const page = RecoverPage({ language, nonce, standIn })
  return c.html(`<!doctype html>${page}`)
})

export const recovery = new Hono<App>().use(preflight).get('/', async (c) => {
  const token = bearer(c.req.header('Authorization'))
  const audience = token.ok ? audienceOf(token.value) : null
  const site = audience === null ? null : await findSite(c.env.DB, audience)
  // Our own page asks it too: browsers name no origin there.
  const isOurs = c.req.header('Origin') === new URL(c.req.url).origin
  const allowed = site && !isOurs ? allowOrigin(c, site, 'reads') : isOurs ? null : await allowKnownOrigin(c)
  if (allowed && !allowed.ok) return problem(c, allowed.error)
  if (!token.ok) return problem(c, token.error)
  if (!site) return problem(c, { code: 'key_invalid', message: 'This link is not one of ours.' })

  const steps = flow(c)
  const invoice = await readRecoveryToken(c.env.SIGNING_SECRET, site.id, token.value, steps.now)
  if (!invoice.ok) return problem(c, invoice.error)
  const asks = await mayCreate(c, invoice.value)
  if (!asks.ok) return problem(c, asks.error)

  const found = await settle(c, recover(steps, site.id, invoice.value))
  if (!found.ok) return problem(c, found.error)
  if (!found.value) return problem(c, { code: 'not_found' })
  const { invoice: row, subscription, status, due, card } = found.value
  const offer = await findOffer(c.env.DB, site.id, subscription.offer)
  const answer: RecoveryAnswer = {
    object: 'recovery',
    ...toStripeJs(c.env, subscription), // where the invoice is, wherever the site sells by now
    site: { id: site.id, name: site.name },
    name: offer?.name ?? subscription.offer,
    status,
    amount: due?.amount ?? (status === 'paid' ? row.amountPaid : row.amountDue),
    currency: row.currency,
    invoice: row.id,
    card: card && { brand: card.brand, last4: card.last4 },
    payment_method: card?.id ?? null,
    client_secret: due?.clientSecret ?? null,
  }
  return c.json(answer)
})
