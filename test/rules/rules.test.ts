/** The judge itself: every kind of offence is caught, and what is allowed is let through. */
import { describe, expect, it } from 'vitest'
import { judge } from './judge.ts'

const OFFENCES: [offence: string, path: string, text: string][] = [
  ['domain reaching D1', 'worker/domain/a.ts', `import { findOffer } from '../db/offers.ts'`],
  ['domain waiting', 'worker/domain/a.ts', 'export const a = async () => { await b }'],
  ['domain waiting in a loop', 'worker/domain/a.ts', 'async function a() { for await (const b of c) d(b) }'],
  ['domain reading the clock', 'worker/domain/a.ts', 'export const now = () => Date.now()'],
  ['domain reading the clock by a date', 'worker/domain/a.ts', 'export const now = () => new Date()'],
  ['domain reading bindings', 'worker/domain/a.ts', 'export const a = (c) => c.env.DB'],
  ['domain knowing Hono', 'worker/domain/a.ts', `import type { Context } from 'hono'`],
  ['domain running Stripe', 'worker/domain/a.ts', `import Stripe from 'stripe'`],
  ['a route with SQL', 'worker/routes/a.ts', `db.prepare('SELECT 1')`],
  ['a route with the stripe package', 'worker/routes/a.ts', `import type Stripe from 'stripe'`],
  ['a route with the stripe package, late', 'worker/routes/a.ts', `const a = import('stripe')`],
  ['a job with SQL', 'worker/jobs/a.ts', 'export const a = (env) => env.DB.prepare(b)'],
  ['a guard running Stripe', 'worker/guard/a.ts', `import { read } from '../stripe/client.ts'`],
  ['db running domain', 'worker/db/a.ts', `import { price } from '../domain/offer.ts'`],
  ['stripe with SQL', 'worker/stripe/a.ts', 'db.batch([])'],
  ['a page of ours waiting', 'worker/console/a.tsx', 'export const A = async () => { await b }'],
  ['a page of ours asking D1', 'worker/console/a.tsx', `import { findOffer } from '../db/offers.ts'`],
  ['the entry running Stripe', 'worker/index.ts', `import Stripe from 'stripe'`],
  [
    'the widget running the contract',
    'widget/a.ts',
    `import { CheckoutRequest } from '../worker/contract.ts'`,
  ],
  ['the widget running other domain', 'widget/a.ts', `import { price } from '../worker/domain/offer.ts'`],
  ['the widget with types of D1', 'widget/a.ts', `type A = import('../worker/db/rows.ts').Row`],
  ['the view fetching', 'widget/view/a.tsx', `fetch('/x')`],
  ['the view fetching in disguise', 'widget/view/a.tsx', `globalThis.fetch('/x')`],
  ['the view running Stripe.js', 'widget/view/a.tsx', `import { loadStripe } from '@stripe/stripe-js/pure'`],
  ['state touching the page', 'widget/state.ts', 'document.title'],
  ['text fetching', 'widget/text/en.ts', `export const a = fetch('/x')`],
  ['the caller using the other door', 'widget/call.ts', `import { openStripe } from './stripe.ts'`],
  [
    'the stand-in knowing the Worker',
    'test/emulator/a.ts',
    `import type { A } from '../../worker/contract.ts'`,
  ],
  ['the stand-in running the SDK', 'test/emulator/a.ts', `import Stripe from 'stripe'`],
  ['a barrel', 'widget/view/index.ts', `export { a } from './a.ts'`],
  ['a barrel of everything', 'widget/view/index.ts', `export * from './a.ts'`],
  ['a file too long', 'test/a.ts', 'a()\n'.repeat(301)],
]

const ALLOWED: [what: string, path: string, text: string][] = [
  ['domain with its own', 'worker/domain/a.ts', `import { ok } from './result.ts'\nnew Date(1)`],
  ['domain with types of Stripe', 'worker/domain/a.ts', `import type Stripe from 'stripe'`],
  [
    'db with types of domain and SQL',
    'worker/db/a.ts',
    `import type { A } from '../domain/a.ts'\ndb.prepare('')`,
  ],
  ['stripe running Stripe', 'worker/stripe/a.ts', `import Stripe from 'stripe'`],
  [
    'the widget with money and types',
    'widget/a.ts',
    `import { formatMoney } from '../worker/domain/money.ts'`,
  ],
  ['the widget with types of the contract', 'widget/a.ts', `import type { A } from '../worker/contract.ts'`],
  ['the caller fetching', 'widget/call.ts', `export const a = () => fetch('/x')`],
  [
    'a property that is only called like a global',
    'widget/state.ts',
    'const a = { document: 1 }; a.document',
  ],
  ['a type that is only called like a global', 'widget/state.ts', 'type A = { fetch: typeof fetch }'],
  ['an entry point', 'widget/index.ts', `import './element.tsx'`],
]

describe('the rules of the layout', () => {
  it.each(OFFENCES)('catch %s', (_offence, path, text) => {
    expect(judge(path, text)).toHaveLength(1)
  })
  it.each(ALLOWED)('allow %s', (_what, path, text) => {
    expect(judge(path, text)).toEqual([])
  })
})
