/** Guards of the doors: what is sold, to whom, and who may read it. */
import type { Guards } from '../table.ts'

const AGREED = 'test/worker/agreed.test.ts'
const CHANGE = 'test/worker/change.test.ts'
const CHECKOUTS = 'test/worker/checkouts.test.ts'
const GUARDS = 'test/worker/guards.test.ts'
const LIMITS = 'test/worker/limits.test.ts'
const OWNER = 'test/worker/owner.test.ts'
const READ = 'test/worker/read.test.ts'

export const DOORS: Guards = {
  'worker/routes/checkouts.ts': [
    {
      text: 'if (known && hasMoney(known.status)) return answer(c, known)',
      replacement: '',
      test: `${CHECKOUTS} > answers that it is paid, whatever the offer costs by now`,
      why: 'a paid attempt is paid',
    },
    {
      text: 'if (!isAsShown(terms.value, request.value.shown))',
      replacement: 'if (false)',
      test: `${CHECKOUTS} > only the offer names a price`,
      why: 'a price that was not shown is not agreed to',
    },
    {
      text: 'isRepeat ? ok(true) : await mayCreate(c, site.value.id)',
      replacement: 'ok(true)',
      test: `${LIMITS} > is limited for each site`,
      why: 'card testing is slow',
    },
    {
      text: 'isRepeat ? ok(true) : await mayCreate(c, site.value.id)',
      replacement: 'await mayCreate(c, site.value.id)',
      test: `${LIMITS} > keeps nobody from a purchase that was begun`,
      why: 'a purchase that was begun goes on',
    },
    {
      text: ' && !isGuess(request.value, known.terms)',
      replacement: '',
      test: `${AGREED} > and guesses are counted like purchases, at every door`,
      why: 'a promotion code is not found by trying',
    },
    {
      text: 'if (isPayable(ready.value.status) && !sameTerms(ready.value.terms, terms.value))',
      replacement: 'if (false)',
      test: 'test/worker/races.test.ts > answers no page with the price that another has asked for meanwhile',
      why: 'a secret is a fixed price',
    },
    {
      text: 'change.value.site !== undefined && change.value.site !== site',
      replacement: 'false',
      test: `${CHANGE} > is not open to another attempt, nor to another site`,
      why: 'a checkout stays with its site',
    },
    {
      text: 'if (hasMoney(status)) return answer(c, checkout.value)',
      replacement: '',
      test: `${CHANGE} > answers that it is paid, though the offer is sold no longer`,
      why: 'a paid checkout is paid',
    },
    {
      text: "if (isClosed(status)) return problem(c, { code: 'checkout_closed' })",
      replacement: '',
      test: 'test/worker/trouble.test.ts > is expired once Stripe confirmed the cancel',
      why: 'what is over is not changed',
    },
    {
      text: 'sameTerms(terms, next.value) ? ok(true) : await mayCreate(c, siteId)',
      replacement: 'ok(true)',
      test: `${LIMITS} > counts new terms too`,
      why: 'new terms make an intent',
    },
    {
      text: 'fresh: found, status',
      replacement: 'fresh: true, status',
      test: `${READ} > does not call it news`,
      why: 'what Stripe does not show is no news',
    },
    {
      text: 'if (!site || site.archived !== null) {',
      replacement: 'if (!site) {',
      test: `${OWNER} > archive a site: its keys open nothing`,
      why: 'an archived site sells nothing',
    },
    {
      text: "allowOrigin(c, site, 'creates')",
      replacement: "allowOrigin(c, site, 'reads')",
      test: `${GUARDS} > without an Origin serve the offer, and create nothing`,
      why: 'without an Origin nothing is created',
    },
    {
      text: "if ((await checkoutId(checkout.site, attempt.value)) !== id) return fail('key_invalid')",
      replacement: '',
      test: `${READ} > knows no other attempt’s checkout`,
      why: 'an attempt opens its own checkout and nothing else',
    },
    {
      text: "mode === 'creates' && site.archived !== null ? fail('site_unknown') : ok(checkout)",
      replacement: 'ok(checkout)',
      test: `${CHANGE} > is closed for a site that no longer sells`,
      why: 'an archived site sells nothing',
    },
    {
      text: 'offer && offer.archived === null ?',
      replacement: 'offer ?',
      test: `${CHECKOUTS} > refuses a body whose`,
      why: 'an archived offer is not sold',
    },
  ],
  'worker/routes/offers.ts': [
    {
      text: 'const sells = found !== null && found.archived === null',
      replacement: 'const sells = found !== null',
      test: `${OWNER} > archive a site: its keys open nothing`,
      why: 'an archived site shows nothing',
    },
    {
      text: "sells ? allowOrigin(c, found, 'reads') :",
      replacement: 'sells ? ({ ok: true } as const) :',
      test: `${GUARDS} > refuse the origin`,
      why: 'an offer is shown to the site’s pages',
    },
    {
      text: 'offer && offer.archived === null ? ok({ site: found, offer })',
      replacement: 'offer ? ok({ site: found, offer })',
      test: `${OWNER} > show no page an offer that is archived`,
      why: 'an archived offer is not shown',
    },
  ],
  'worker/routes/views.ts': [
    {
      text: 'client_secret: isPayable(checkout.status) ? checkout.clientSecret : null',
      replacement: 'client_secret: checkout.clientSecret',
      test: `${READ} > finds a payment before any webhook did`,
      why: 'no secret once there is nothing to pay',
    },
    {
      text: "read?.status === 'requires_action' && isPayable(checkout.status)",
      replacement: 'false',
      test: `${READ} > tells a challenge from a live read`,
      why: 'the visitor hears of a challenge',
    },
  ],
  'worker/routes/admin.ts': [
    {
      text: 'operator.ok ? next() : problem(c, operator.error)',
      replacement: 'next()',
      test: `${OWNER} > open to ADMIN_TOKEN only`,
      why: 'the operator’s doors are the operator’s',
    },
  ],
  'worker/routes/admin/sites.ts': [
    {
      text: 'body.value.key !== undefined && livemode(c.env)',
      replacement: 'false',
      test: `${GUARDS} > takes no site key of the operator’s own choosing`,
      why: 'no weak key where money is real',
    },
    {
      text: "if (c.req.query('only') === 'true') await",
      replacement: 'if (false) await',
      test: `${OWNER} > create a site with a key`,
      why: 'a lost key can be taken away',
    },
  ],
  'worker/routes/admin/schema.ts': [
    {
      text: "text === origin && (protocol === 'https:'",
      replacement: "(protocol === 'https:'",
      test: `${OWNER} > refuse the origin`,
      why: 'an origin as a browser writes it',
    },
    {
      text: "(protocol === 'http:' && local)",
      replacement: "protocol === 'http:'",
      test: `${OWNER} > refuse the origin`,
      why: 'no shop without TLS',
    },
  ],
  'worker/db/lists.ts': [
    {
      text: "const where = ['site = ?',",
      replacement: "const where = ['? IS NOT NULL',",
      test: `${OWNER} > show nothing of another site`,
      why: 'a list is of one site',
    },
  ],
  'worker/db/sites.ts': [
    {
      text: 'AND sites.archived IS NULL',
      replacement: '',
      test: `${OWNER} > archive a site: its keys open nothing`,
      why: 'the keys of an archived site open nothing',
    },
    {
      text: 'WHERE NOT EXISTS (SELECT 1 FROM site_keys WHERE hash = ?6)',
      replacement: 'WHERE ?6 IS NOT NULL',
      test: `${OWNER} > refuse a key that another site has`,
      why: 'one key, one site',
    },
    {
      text: 'SELECT ?1, ?2, ?3 WHERE changes() > 0',
      replacement: 'SELECT ?1, ?2, ?3',
      test: `${OWNER} > give no new key to a site whose id is asked for again`,
      why: 'no key without its site',
    },
    {
      text: 'WHERE site = ?1 AND hash <> ?2',
      replacement: 'WHERE site = ?1',
      test: `${OWNER} > create a site with a key`,
      why: 'the new key works',
    },
  ],
  'worker/db/offers.ts': [
    {
      text: 'email = ?13, updated = ?16',
      replacement: 'email = ?13, archived = ?14, updated = ?16',
      test: `${OWNER} > keep an offer archived that a change under way would bring back`,
      why: 'what is taken out of sale stays out',
    },
  ],
}
