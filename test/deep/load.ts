/**
 * Visitors who buy mugs, subscribe and save cards as the widget does, side by side: they begin, change their minds, reload, click twice, are declined,
 * meet a challenge, pay. A Worker that is gone is asked again once it is back. What they were told is written down: it must be
 * true from then on, whatever dies.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { KEYS } from '../demo/data.ts'
import type { State } from '../emulator/state.ts'
import type { Random } from './load-random.ts'

/** What the load meets. */
export interface Street {
  /** Origins. */
  worker: string
  stripe: string
  /** Of the shop's page. */
  origin: string
  /** What the stand-in knows; only read. */
  state: State
  /** Resolves while the Worker can be asked. */
  open: () => Promise<void>
  /** Whether visitors go home. */
  over: () => boolean
  /** The Worker has just answered this visitor with 2xx. */
  acknowledged: (purchase: Purchase) => void
}

/** What a visitor was told of one revision. */
export interface Promised {
  amount: number
  currency: string
  quantity: number
  clientSecret: string | null
}

/** One attempt at buying, and all that was said to it. */
export interface Purchase {
  ware: Ware
  attempt: string
  /** Where the visitor is: so many from one address would be refused. */
  address: string
  /** `chk_…`; null until the first answer. */
  id: string | null
  /** By revision. */
  promised: Map<number, Promised>
  /** Every client secret that was handed out. */
  secrets: Set<string>
  /** Whether it was told that it is paid. */
  paid: boolean
  /** Answers with 2xx. */
  answers: number
}

interface Answered {
  status: number
  body: any
}

/** What should not have been answered to a visitor who does nothing wrong. */
const WRONG = [400, 401, 403, 404, 413]
const PATIENCE_MS = 15_000
const PAUSE_MS = 100

/** What is sold: the price of one in minor units, and how many at once. */
const WARES = [
  ...[
    { offer: 'mug', unit: 1200, most: 5 },
    { offer: 'mug', unit: 1200, most: 5 },
  ],
  ...[
    { offer: 'seats', unit: 800, most: 5 },
    { offer: 'club-trial', unit: 900, most: 1 },
  ],
  ...[
    { offer: 'club-free', unit: 900, most: 1 },
    { offer: 'card', unit: 0, most: 1 },
  ],
] as const
type Ware = (typeof WARES)[number]

/** One visitor's day: a purchase after the other, until it is over. @param begun hears of every purchase at its start. */
export async function visit(
  street: Street,
  random: Random,
  begun: (purchase: Purchase) => void,
): Promise<void> {
  while (!street.over()) {
    const purchase: Purchase = {
      ware: random.pick(WARES),
      attempt: random.hex(32),
      address: `10.${random.within(0, 255)}.${random.within(0, 255)}.${random.within(1, 254)}`,
      id: null,
      promised: new Map(),
      secrets: new Set(),
      paid: false,
      answers: 0,
    }
    begun(purchase)
    await buy(street, random, purchase)
  }
}

type Step = (street: Street, random: Random, purchase: Purchase) => Promise<unknown>

const start: Step = (street, _random, purchase) =>
  ask(street, purchase, 'POST', '/v1/checkouts', {
    ...{ site: 'acme', offer: purchase.ware.offer, form: 'card' },
    shown: { amount: purchase.ware.unit, currency: 'usd' },
  })

const change: Step = (street, random, purchase) =>
  ask(street, purchase, 'PATCH', `/v1/checkouts/${purchase.id}`, {
    quantity: random.within(1, purchase.ware.most),
  })

const read: Step = (street, _random, purchase) => ask(street, purchase, 'GET', `/v1/checkouts/${purchase.id}`)

const confirmWith =
  (card: string, outcome?: 'authorize' | 'fail'): Step =>
  async (street, _random, purchase) => {
    const clientSecret = lastPromise(purchase)?.clientSecret
    if (!clientSecret) return
    const id = clientSecret.split('_secret_')[0]!
    await stripe(street, `${pathOf(id)}/confirm`, KEYS.STRIPE_PUBLISHABLE_KEY, {
      client_secret: clientSecret,
      payment_method: card,
      use_stripe_sdk: 'true',
    })
    const challenge = Object.values(street.state.challenges).find(
      ({ payment_intent, setup_intent, spent }) => [payment_intent, setup_intent].includes(id) && !spent,
    )
    if (challenge && outcome)
      await stripe(street, `3ds2/challenge/${challenge.id}`, KEYS.STRIPE_PUBLISHABLE_KEY, { outcome })
  }

const pay = confirmWith('pm_card_visa')
const beDeclined = confirmWith('pm_card_chargeDeclined')

/** The owner cancels the intent in Stripe's dashboard. */
const cancel: Step = (street, _random, purchase) => {
  const [id] = lastPromise(purchase)?.clientSecret?.split('_secret_') ?? []
  return id ? stripe(street, `${pathOf(id)}/cancel`, KEYS.STRIPE_SECRET_KEY, {}) : Promise.resolve()
}

/** Of an intent or a set-up, at Stripe. */
const pathOf = (id: string): string => `${id.startsWith('seti_') ? 'setup' : 'payment'}_intents/${id}`

const both =
  (one: Step, other: Step): Step =>
  (...given) =>
    Promise.all([one(...given), other(...given)])

/** What may happen between the first keystroke and the end; twice where it happens more. */
const STEPS: readonly Step[] = [
  ...[read, read, change, change, start, beDeclined, pay, pay, pay],
  ...[both(change, pay), both(change, change), both(pay, read), both(start, change)],
  ...[confirmWith('pm_card_threeDSecure2Required'), cancel],
  ...[confirmWith('pm_card_threeDSecure2Required', 'authorize')],
  ...[confirmWith('pm_card_threeDSecureRequiredChargeDeclined', 'authorize')],
  ...[confirmWith('pm_card_threeDSecure2Required', 'fail')],
]
const MOST_STEPS = 5
const DOUBLE_CLICKS = 0.2
const REFUNDS = 0.3

async function buy(street: Street, random: Random, purchase: Purchase): Promise<void> {
  await (random() < DOUBLE_CLICKS ? both(start, start) : start)(street, random, purchase)
  for (let left = random.within(0, MOST_STEPS); left > 0 && purchase.id && !street.over(); left--)
    await random.pick(STEPS)(street, random, purchase)
  if (!purchase.id || street.over()) return
  await read(street, random, purchase)
  const intent = lastPromise(purchase)?.clientSecret?.split('_secret_')[0]
  if (intent?.startsWith('pi_') && random() < REFUNDS)
    await stripe(street, 'refunds', KEYS.STRIPE_SECRET_KEY, {
      payment_intent: intent,
      amount: String(random.within(1, purchase.ware.unit)),
    })
}

const lastPromise = ({ promised }: Purchase): Promised | undefined =>
  promised.get(Math.max(...promised.keys()))

/** Asks until the Worker says something of the matter: a dead or a busy one is asked again. */
async function ask(
  street: Street,
  purchase: Purchase,
  method: string,
  path: string,
  body?: object,
): Promise<void> {
  while (!street.over()) {
    await street.open()
    const answer = await fetch(street.worker + path, {
      method,
      headers: {
        Authorization: `Bearer ${purchase.attempt}`,
        Origin: street.origin,
        'CF-Connecting-IP': purchase.address,
        'Content-Type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
      .then(async (response): Promise<Answered> => ({ status: response.status, body: await response.json() }))
      .catch(() => null) // gone in the middle of it
    if (answer && WRONG.includes(answer.status))
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    if (answer && answer.status < 300) {
      hear(purchase, answer.body)
      street.acknowledged(purchase)
    }
    if (answer && answer.status < 429) return // refused for good: terms differ, or it is over
    await sleep(PAUSE_MS)
  }
}

/** Writes down what was said. @throws Error where two answers about one revision differ. */
function hear(purchase: Purchase, body: any): void {
  const said: Promised = {
    amount: body.amount,
    currency: body.currency,
    quantity: body.quantity,
    clientSecret: body.client_secret ?? purchase.promised.get(body.revision)?.clientSecret ?? null,
  }
  const before = purchase.promised.get(body.revision)
  if (
    before &&
    JSON.stringify({ ...before, clientSecret: before.clientSecret ?? said.clientSecret }) !==
      JSON.stringify(said)
  )
    throw new Error(
      `${body.id} was told two things of revision ${body.revision}: ${JSON.stringify([before, said])}`,
    )
  purchase.id = body.id
  purchase.promised.set(body.revision, said)
  if (body.client_secret) purchase.secrets.add(body.client_secret)
  purchase.paid ||= body.status === 'succeeded'
  purchase.answers++
}

/** Stripe's API, as Stripe.js and the dashboard ask it. Declines and refusals are answers like any other. */
async function stripe(
  street: Street,
  path: string,
  key: string,
  form: Record<string, string>,
): Promise<void> {
  const response = await fetch(`${street.stripe}/v1/${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Stripe-Version': '2026-10-28.endive' },
    body: new URLSearchParams(form),
  })
  await response.arrayBuffer()
  if (response.status === 401 || response.status >= 500)
    throw new Error(`${path} answered ${response.status}`)
}
