/** Guards before any door: who asks, from which page, how much, how often. */
import type { Guards } from '../table.ts'

const CHECKOUTS = 'test/worker/checkouts.test.ts'
const GUARDS = 'test/worker/guards.test.ts'
const LIMITS = 'test/worker/limits.test.ts'
const OWNER = 'test/worker/owner.test.ts'
const WEBHOOKS = 'test/worker/webhooks.test.ts'

export const GUARD: Guards = {
  'worker/keys/attempt.ts': [
    {
      text: 'token.value.length < LENGTH.min || ',
      replacement: '',
      test: `${CHECKOUTS} > refuses the attempt`,
      why: 'an attempt that can be guessed is none',
    },
    {
      text: ' || token.value.length > LENGTH.max',
      replacement: '',
      test: `${CHECKOUTS} > refuses the attempt`,
      why: 'nor is one without end',
    },
    {
      text: `\`\${site}\\n\${attempt}\``,
      replacement: 'attempt',
      test: `${CHECKOUTS} > gives one attempt at two sites two checkouts`,
      why: 'a checkout is a hash of site and attempt',
    },
  ],
  'worker/keys/operator.ts': [
    {
      text: '(await sameSecret(token.value, adminToken)) ?',
      replacement: 'true ?',
      test: `${OWNER} > open to ADMIN_TOKEN only`,
      why: 'the operator’s doors are the operator’s',
    },
  ],
  'worker/keys/digest.ts': [
    {
      text: 'difference |= left',
      replacement: 'difference &= left',
      test: `${OWNER} > open to ADMIN_TOKEN only`,
      why: 'every byte of a key counts',
    },
  ],
  'worker/keys/site.ts': [
    {
      text: 'randomHex(24)',
      replacement: 'randomHex(8)',
      test: `${OWNER} > create a site with a key`,
      why: 'a site key has 192 bits',
    },
  ],
  'worker/guard/origin.ts': [
    {
      text: "if (!site.origins.includes(origin)) return fail('origin_not_allowed')",
      replacement: '',
      test: `${GUARDS} > refuse the origin`,
      why: 'only the site’s pages',
    },
    {
      text: "mode === 'reads' ? ok(true) : fail('origin_not_allowed')",
      replacement: 'ok(true)',
      test: `${GUARDS} > without an Origin serve the offer, and create nothing`,
      why: 'without an Origin nothing is created',
    },
    {
      text: '!origin || !(await isKnownOrigin(c.env.DB, origin))',
      replacement: '!origin',
      test: `${GUARDS} > answer preflights of the sites’ pages only`,
      why: 'only the sites’ pages',
    },
    {
      text: "if (!(await isKnownOrigin(c.env.DB, origin))) return fail('origin_not_allowed')",
      replacement: '',
      test: `${GUARDS} > let a page read a 404`,
      why: 'only the sites’ pages',
    },
  ],
  'worker/guard/body.ts': [
    {
      text: 'BODY_LIMIT_BYTES = 64 * 1024',
      replacement: 'BODY_LIMIT_BYTES = 80 * 1024',
      test: `${CHECKOUTS} > refuses a body of more than 64 KiB`,
      why: '64 KiB',
    },
    {
      text: 'WEBHOOK_LIMIT_BYTES = 1024 * 1024',
      replacement: 'WEBHOOK_LIMIT_BYTES = 2048 * 1024',
      test: `${WEBHOOKS} > does not save a body of more than 1 MiB`,
      why: '1 MiB',
    },
    {
      text: ' || Array.isArray(body)',
      replacement: '',
      test: `${CHECKOUTS} > as malformed`,
      why: 'a list is no request',
    },
  ],
  'worker/guard/request.ts': [
    {
      text: 'if (!configuration.ok) {',
      replacement: 'if (false) {',
      test: `${GUARDS} > names the missing`,
      why: 'nothing is sold half configured',
    },
    {
      text: "if (!c.res.headers.has('Cache-Control')) c.header",
      replacement: 'if (false) c.header',
      test: `${GUARDS} > has a request id and no-store`,
      why: 'no cache keeps a secret',
    },
    {
      text: "return problem(c, { code: 'unexpected' })",
      replacement: "return problem(c, { code: 'unexpected', message: error.message })",
      test: `${GUARDS} > to what nobody expected says only that it happened`,
      why: 'no internal error reaches a page',
    },
  ],
  'worker/guard/rate.ts': [
    {
      text: `\`\${of}:\${network(`,
      replacement: `\`\${network(`,
      test: `${LIMITS} > is limited for each site`,
      why: 'one site’s trouble is not another’s',
    },
    {
      text: 'groups.slice(0, 4)',
      replacement: 'groups.slice(0, 8)',
      test: `${LIMITS} > counts an IPv6 household as one`,
      why: 'whoever has one address of a /64 has all',
    },
    {
      text: 'groups.slice(0, 4)',
      replacement: 'groups.slice(0, 3)',
      test: `${LIMITS} > counts an IPv6 household as one`,
      why: 'and no more',
    },
    {
      text: ".toLowerCase().replace(/^0+(?=.)/, '')",
      replacement: '',
      test: `${LIMITS} > the network of an address`,
      why: 'one address, however it is written',
    },
  ],
  'worker/contract.ts': [
    {
      text: 'v.regex(/^(?!edge_)[^[\\]]+$/)',
      replacement: 'v.regex(/^[^[\\]]+$/)',
      test: `${CHECKOUTS} > refuses a body whose`,
      why: 'the keys of metadata that are ours',
    },
    {
      text: "!['__proto__', 'constructor', 'prototype'].some",
      replacement: '![].some',
      test: `${CHECKOUTS} > refuses metadata that would be left out`,
      why: 'refused, not dropped',
    },
    {
      text: 'value.isWellFormed()',
      replacement: 'true',
      test: `${CHECKOUTS} > refuses half a surrogate pair`,
      why: 'what Stripe cannot take is refused',
    },
    {
      text: 'CheckoutRequest = v.strictObject({',
      replacement: 'CheckoutRequest = v.object({',
      test: `${CHECKOUTS} > refuses a body whose`,
      why: 'an unknown field is refused, not ignored',
    },
  ],
  'worker/env.ts': [
    {
      text: 'if (missing) return fail',
      replacement: 'if (false) return fail',
      test: `${GUARDS} > names the missing`,
      why: 'a missing secret is named',
    },
    {
      text: 'whole.SIGNING_SECRET.length < SIGNING_SECRET_LENGTH',
      replacement: 'false',
      test: `${GUARDS} > refuses a SIGNING_SECRET of fewer than 12 characters`,
      why: 'a short secret signs nothing',
    },
    {
      text: "livemode(whole) !== whole.STRIPE_PUBLISHABLE_KEY.startsWith('pk_live_')",
      replacement: 'false',
      test: `${GUARDS} > refuses keys of two modes`,
      why: 'real money and play money are not mixed',
    },
    {
      text: 'whole.STRIPE_API_BASE && livemode(whole)',
      replacement: 'false',
      test: `${GUARDS} > refuses another address for Stripe with a live key`,
      why: 'a live key goes to Stripe only',
    },
    {
      text: '/^[rs]k_live_/',
      replacement: '/^sk_live_/',
      test: `${GUARDS} > refuses another address for Stripe with a live key`,
      why: 'a restricted live key is a live key',
    },
  ],
}
