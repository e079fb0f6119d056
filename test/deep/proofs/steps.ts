/** What each step of a history is on the wires: to the Worker as a page, to Stripe as a browser, a dashboard or a script. One table. */
import { env } from 'cloudflare:workers'
import { intentOf, stripe } from '../../worker/harness.ts'
import { pending } from './checks.ts'
import { advanceClock } from './clock.ts'
import { CARDS, type PaymentStep, type Step } from './history.ts'
import { call, isAbout, type Page, type Stage } from './stage.ts'
import { PLAY_ACTS } from './steps-acts.ts'
import { PLAY_BILLING } from './steps-billing.ts'
import { inTurn } from './turns.ts'
import { Faults } from './wire.ts'
import {
  ACCOUNTS,
  answerChallenge,
  atStripe,
  intentAt,
  isSetup,
  pathOf,
  ring,
  rung,
  runJobs,
} from './world.ts'

type Play = {
  [W in PaymentStep['what']]: (stage: Stage, step: Extract<PaymentStep, { what: W }>) => Promise<unknown>
}

const PLAY: Play = {
  async starts({ pages }, { buyer, offer, quantity, making }) {
    const { site } = pages[buyer]
    const faults = making === 'nothing' ? [] : [0, 1].map((at) => ({ at, fault: making }))
    const body = { site, form: 'card', ...priced(offer, quantity) }
    await call(pages[buyer], 'POST', '', body, new Faults(faults, 'POST /v1/payment_intents'))
  },
  changes: ({ pages }, { buyer, offer, quantity }) =>
    call(pages[buyer], 'PATCH', `/${pages[buyer].id}`, priced(offer, quantity)),
  reads: ({ pages }, { buyer }) => call(pages[buyer], 'GET', `/${pages[buyer].id}`),

  async pays({ pages }, { buyer, card, secret, email }) {
    const { secrets } = pages[buyer]
    const client_secret = secret === 'oldest' ? secrets[0] : secrets.at(-1)
    if (!client_secret) return
    await atStripe(
      'POST',
      `${pathOf(intentOf(client_secret))}/confirm`,
      {
        client_secret,
        payment_method: CARDS[card],
        use_stripe_sdk: 'true',
        ...(email && !isSetup(client_secret) && { receipt_email: `${buyer}@example.com` }),
      },
      ACCOUNTS[pages[buyer].site],
      env.STRIPE_PUBLISHABLE_KEY,
    )
  },
  async challenge({ pages }, { buyer, outcome }) {
    const intents = pages[buyer].secrets.map(intentOf)
    const open = Object.values(stripe.state.challenges).find(
      ({ payment_intent, setup_intent, spent }) =>
        intents.some((id) => id === payment_intent || id === setup_intent) && !spent,
    )
    if (open) await answerChallenge(open.id, outcome)
  },

  cancels: ({ pages }, { buyer, reason }) =>
    byHand(pages[buyer], (id) => [`${pathOf(id)}/cancel`, { cancellation_reason: reason }]),
  edits: ({ pages }, { buyer, field }) => byHand(pages[buyer], (id) => [pathOf(id), EDITS[field]]),
  async refunds({ pages }, { buyer, how }) {
    const { site, secrets } = pages[buyer]
    const charge = secrets[0] && intentAt(site, intentOf(secrets.at(-1)!))?.latest_charge
    if (typeof charge !== 'string') return
    await byHand(pages[buyer], (id) => [
      'refunds',
      { part: { payment_intent: id, amount: '100' }, all: { payment_intent: id }, charge: { charge } }[how],
    ])
  },
  async stray({ pages }, { buyer, paid, place }) {
    const { site, id, secrets } = pages[buyer]
    if (!secrets[0]) return // not written yet: its events would rightly be refused
    const elsewhere = site === 'acme' ? 'other' : 'acme'
    const names = { 'metadata[edge_checkout]': id, 'metadata[edge_site]': site }
    await makeIntent(ACCOUNTS[place === 'same' ? site : elsewhere], paid, names)
  },
  foreign: (_stage, { paid }) => makeIntent(undefined, paid, { 'metadata[order]': '7' }),

  waits: async (_stage, { seconds }) => advanceClock(seconds),
  async delivers({ lost, pages }, { about, from, at, count, what: _what, ...how }) {
    const chosen = await inTurn(async () => {
      const events = from === 'all' ? rung().filter((id) => !lost.has(id)) : pending(lost)
      return about ? events.filter((id) => isAbout(pages[about], id)) : events
    })
    const first = at % Math.max(chosen.length, 1)
    await ring(chosen.slice(first, first + count), how)
  },
  async loses({ lost }, { at, count }) {
    const events = pending(lost)
    const first = at % Math.max(events.length, 1)
    for (const id of events.slice(first, first + count)) lost.add(id)
  },
  jobs: () => runJobs(),
}

export const playStep = (stage: Stage, step: Step): Promise<unknown> =>
  ({ ...PLAY, ...PLAY_BILLING, ...PLAY_ACTS })[step.what](stage, step as never)

const EDITS = {
  amount: { amount: '777' },
  metadata: { metadata: '' },
  description: { description: 'by hand' },
} as const

/** The demo's prices, as a page shows them. */
const priced = (offer: 'mug' | 'tip', quantity: number) =>
  offer === 'mug'
    ? { offer, quantity, shown: { amount: 1200 * quantity, currency: 'usd' } }
    : { offer, amount: 500 * quantity, shown: { amount: 500 * quantity, currency: 'usd' } }

/** In the dashboard, on the newest intent that the buyer holds. */
async function byHand(
  { site, secrets }: Page,
  what: (intent: string) => [path: string, form: Record<string, string>],
): Promise<void> {
  const secret = secrets.at(-1)
  if (secret) await atStripe('POST', ...what(intentOf(secret)), ACCOUNTS[site])
}

async function makeIntent(account: string | undefined, paid: boolean, metadata: Record<string, string>) {
  const terms = { amount: '900', currency: 'usd', 'allowed_payment_method_types[0]': 'card' }
  const confirmed = { confirm: 'true', payment_method: 'pm_card_visa' }
  await atStripe('POST', 'payment_intents', { ...terms, ...metadata, ...(paid && confirmed) }, account)
}
