/** What each step by our own doors is on the wires, and what their answers must keep to. One table. */
import type { Stripe } from 'stripe'
import type { RecordedEvent } from '../oracle/books.ts'
import { Account, ASKS, confirm, otherPlan, otherQuantity, tokenOf } from './account.ts'
import { must } from './checks.ts'
import type { ActStep, Owned } from './history-acts.ts'
import { call, newPage, type Stage, subscriptionAt } from './stage.ts'
import { Faults, unreadable } from './wire.ts'
import { ACCOUNTS, askWorker, atStripe, mirrors, recorded, ring, rung } from './world.ts'

type Play = {
  [W in ActStep['what']]: (stage: Stage, step: Extract<ActStep, { what: W }>) => Promise<unknown>
}

export const PLAY_ACTS: Play = {
  async owns({ pages }, { buyer, deed, faults }) {
    const own = subscriptionAt(pages[buyer])
    if (!own) return
    const [method, path, body] = OWNS[deed](own)
    const headers = { Authorization: `Bearer sk_site_${pages[buyer].site}_demo` }
    await askWorker(method, `/v1/subscriptions/${own.id}${path}`, headers, body, new Faults(faults))
  },
  async asks({ pages }, { buyer, deed, as, confirms, faults }) {
    await ASKS[deed](new Account(pages[buyer], buyer, as ?? buyer, confirms, new Faults(faults)))
  },
  async buys({ pages }, { buyer, saves, faults }) {
    const page = pages[buyer]
    await call(
      page,
      'POST',
      '',
      {
        ...{ site: page.site, form: 'card', offer: 'mug', quantity: 1 },
        shown: { amount: 1200, currency: 'usd' },
        customer_token: await tokenOf(page.site, buyer),
      },
      new Faults(faults),
    )
    const secret = page.secrets.at(-1)
    if (!secret?.startsWith('pi_')) return
    await confirm(page, secret, 'pm_card_visa', saves ? { setup_future_usage: 'off_session' } : {})
  },
  async returns(stage, { buyer }) {
    stage.pages[buyer] = await newPage(stage.pages[buyer].site)
    stage.ours.add(stage.pages[buyer].id)
  },
  async vanishes({ pages, lost }, { buyer, object, rings }) {
    const own = subscriptionAt(pages[buyer])
    const id = own && { subscription: own.id, invoice: own.latest_invoice, customer: own.customer }[object]
    if (typeof id !== 'string') return
    // The last that happens to it nobody sees.
    await atStripe('POST', `${object}s/${id}`, { 'metadata[seen]': 'never' }, ACCOUNTS[pages[buyer].site])
    unreadable.add(id)
    if (!rings) return
    const isOf = ({ type, data }: RecordedEvent) =>
      type.endsWith('.updated') && (data.object as { id: string }).id === id
    const bells = rung().filter((event) => !lost.has(event) && isOf(recorded().get(event)!))
    const answers = await ring(bells)
    const row = Object.values((await mirrors())[pages[buyer].site])
      .flat()
      .find((one) => one.id === id)
    if (row && answers.some(({ status }) => status === 200))
      must(row.unreachable === 1 || row.deleted_at, `${id} cannot be read, and its row does not say so`)
  },
}

const WEEK = 7 * 86_400

const OWNS: Record<Owned, (own: Stripe.Subscription) => [method: string, path: string, body?: object]> = {
  'changes its plan': (own) => ['PATCH', '', otherPlan(own)],
  'changes its plan, charged at once': (own) => [
    'PATCH',
    '',
    { ...otherPlan(own), proration_behavior: 'always_invoice' },
  ],
  'changes its quantity': (own) => ['PATCH', '', otherQuantity(own)],
  'resumes it': () => ['POST', '/resume'],
  'cancels it at the end of the period': () => ['POST', '/cancel', { at: 'period_end' }],
  'cancels it now': () => ['POST', '/cancel', { at: 'now' }],
  'pauses it': () => ['POST', '/pause'],
  'pauses it for a week': () => ['POST', '/pause', { resumes_at: Math.floor(Date.now() / 1000) + WEEK }],
}
