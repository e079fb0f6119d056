import { readFileSync } from 'node:fs'
import { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { type Adversary, BEHAVIOURS, type BehaviourName } from '../adversary.ts'
import { BILLING_ROWS } from './adversary-billing.ts'
import { DEFAULT_INCOMPLETE, subscribe } from './billing.ts'
import { failure, MUG, WEBHOOK, type World, world } from './harness.ts'
import { codeFor, refusalOf } from './redeeming.ts'

const PAID = { ...MUG, payment_method: 'pm_card_visa', confirm: true }
const DECLINED = { ...MUG, payment_method: 'pm_card_chargeDeclined', confirm: true }
const CHALLENGED = {
  ...MUG,
  payment_method: 'pm_card_authenticationRequired',
  confirm: true,
  use_stripe_sdk: true,
}
const HAPPENED = ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'charge.updated']
const KEY = { idempotencyKey: 'k' }

const types = (events: { type: string }[]) => events.map(({ type }) => type)

/** How often a request is executed that is sent twice under one key, and fails the first time in this way. */
async function executed({ stripe, control, emulator }: World, fault: object) {
  await control('POST', '/faults', { path: '/v1/customers', times: 1, action: 'status', ...fault })
  await failure(stripe.customers.create({}, KEY))
  await stripe.customers.create({}, KEY).catch(() => undefined)
  return Object.values(emulator.state.accounts).flatMap(({ customers }) => Object.keys(customers)).length
}

async function declinedIntent({ stripe }: World): Promise<Stripe.PaymentIntent> {
  await failure(stripe.paymentIntents.create(DECLINED))
  return (await stripe.paymentIntents.list({ limit: 1 })).data[0]!
}

async function canceledIntent({ stripe }: World): Promise<string> {
  const { id } = await stripe.paymentIntents.create(MUG)
  await stripe.paymentIntents.cancel(id)
  return id
}

interface Row {
  /** What a client sees of it. */
  see: (w: World) => Promise<unknown>
  guess: unknown
  other: unknown
}

const ROWS: Record<BehaviourName, Row> = {
  ...BILLING_ROWS,
  event_order: {
    async see(w) {
      await w.stripe.paymentIntents.create(PAID)
      return w.history()
    },
    guess: HAPPENED,
    other: HAPPENED.toReversed(),
  },
  event_created: {
    async see({ stripe }) {
      const { created } = await stripe.paymentIntents.create(PAID)
      return (await stripe.events.list()).data.map((event) => event.created - created).sort()
    },
    guess: [0, 0, 0, 0],
    other: [0, 1, 1, 1],
  },
  event_request: {
    async see({ stripe }) {
      await stripe.customers.create({}, KEY)
      return (await stripe.events.list()).data[0]!.request
    },
    guess: { id: expect.stringMatching(/^req_/), idempotency_key: 'k' },
    other: { id: null, idempotency_key: null },
  },
  event_list_order: {
    async see({ stripe }) {
      const first = await stripe.customers.create()
      const second = await stripe.customers.create()
      const listed = (await stripe.events.list()).data.map(({ data }) => (data.object as Stripe.Customer).id)
      return listed.map((id) => [first.id, second.id].indexOf(id))
    },
    guess: [1, 0],
    other: [0, 1],
  },
  event_copies: {
    async see(w) {
      await w.stripe.customers.create()
      await w.delivered()
      return types(w.heard)
    },
    guess: ['customer.created'],
    other: ['customer.created', 'customer.created'],
  },
  event_before_answer: {
    async see(w) {
      await w.stripe.customers.create()
      return w.heard.length > 0
    },
    guess: false,
    other: true,
  },
  declined_payment_method: {
    see: async (w) => (await declinedIntent(w)).payment_method,
    guess: null,
    other: expect.stringMatching(/^pm_/),
  },
  declined_latest_charge: {
    see: async (w) => (await declinedIntent(w)).latest_charge,
    guess: expect.stringMatching(/^ch_/),
    other: null,
  },
  error_intent: {
    see: async ({ stripe }) => (await failure(stripe.paymentIntents.create(DECLINED))).payment_intent?.status,
    guess: 'requires_payment_method',
    other: undefined,
  },
  canceled_code: {
    see: async (w) => (await failure(w.stripe.paymentIntents.confirm(await canceledIntent(w)))).code,
    guess: 'payment_intent_unexpected_state',
    other: 'intent_invalid_state',
  },
  canceled_again: {
    async see(w) {
      const id = await canceledIntent(w)
      return w.stripe.paymentIntents.cancel(id).then(
        ({ status }) => status,
        ({ code }) => code,
      )
    },
    guess: 'payment_intent_unexpected_state',
    other: 'canceled',
  },
  closed_challenge: {
    async see({ stripe, ask }) {
      const { id, next_action } = await stripe.paymentIntents.create(CHALLENGED)
      const { source } = next_action!.use_stripe_sdk as { source: string }
      await ask('POST', `/v1/3ds2/challenge/${source}`, { form: { outcome: 'close' }, key: null })
      const again = await ask('GET', `/v1/3ds2/challenge/${source}`, { key: null })
      return [(await stripe.paymentIntents.retrieve(id)).status, again.status]
    },
    guess: ['requires_payment_method', 400],
    other: ['requires_action', 200],
  },
  setup_return_url: {
    async see({ stripe }) {
      const made = stripe.setupIntents.create({ payment_method: 'pm_card_visa', confirm: true })
      return made.then(
        ({ status }) => status,
        ({ param }) => param,
      )
    },
    guess: 'succeeded',
    other: 'return_url',
  },
  search_delay: {
    async see({ stripe, control }) {
      await stripe.paymentIntents.create({ ...MUG, metadata: { order: '1' } })
      const found: number[] = []
      for (const wait of [0, 59, 1]) {
        await control('POST', '/clock', { advance_s: wait })
        found.push((await stripe.paymentIntents.search({ query: "metadata['order']:'1'" })).data.length)
      }
      return found
    },
    guess: [1, 1, 1],
    other: [0, 0, 1],
  },
  inactive_prices: {
    async see({ stripe }) {
      const { default_price } = await stripe.products.create({
        name: 'Mug',
        default_price_data: { currency: 'usd', unit_amount: 1200 },
      })
      await stripe.prices.create({
        currency: 'usd',
        unit_amount: 900,
        product_data: { name: 'Tee' },
        active: false,
      })
      const { data } = await stripe.prices.list()
      return data.map(({ id }) => id === default_price)
    },
    guess: [true],
    other: [false, true],
  },
  inactive_code: {
    async see(w) {
      return refusalOf(w, { promotion_code: await codeFor(w, { active: false }) })?.code
    },
    guess: 'coupon_expired',
    other: undefined,
  },
  first_time_unpaid: {
    async see(w) {
      const { customer } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
      const promotion_code = await codeFor(w, { restrictions: { first_time_transaction: true } })
      return refusalOf(w, { promotion_code }, { customer })?.code
    },
    guess: 'promotion_code_customer_not_first_time',
    other: undefined,
  },
  useless_coupon: {
    async see(w) {
      const { id } = await w.stripe.products.create({ name: 'Tee' })
      await w.stripe.coupons.create({ id: `TEES-${id}`, percent_off: 10, applies_to: { products: [id] } })
      return refusalOf(w, { coupon: `TEES-${id}` }) === null
    },
    guess: false,
    other: true,
  },
  kept_lock_timeout: { see: (w) => executed(w, { status: 429, code: 'lock_timeout' }), guess: 1, other: 0 },
  kept_5xx: { see: (w) => executed(w, { status: 503 }), guess: 1, other: 0 },
  missing_parameter: {
    see: async ({ stripe }) =>
      (await failure(stripe.paymentIntents.create({ ...MUG, customer: 'cus_x' }))).statusCode,
    guess: 400,
    other: 404,
  },
  kept_404: {
    async see({ stripe }) {
      await failure(stripe.customers.update('cus_x', {}, KEY))
      const { headers } = await failure(stripe.customers.update('cus_x', {}, KEY))
      return headers?.['idempotent-replayed']
    },
    guess: 'true',
    other: undefined,
  },
  parameter_order: {
    async see({ stripe }) {
      await stripe.customers.create({ name: 'A', description: 'B' }, KEY)
      const swapped = stripe.customers.create({ description: 'B', name: 'A' }, KEY)
      return swapped.then(
        ({ name }) => name,
        ({ rawType }) => rawType,
      )
    },
    guess: 'A',
    other: 'idempotency_error',
  },
}

const NAMES = Object.keys(ROWS) as BehaviourName[]
const ONCE = NAMES.filter((name) => BEHAVIOURS[name].decided === 'once')
const EACH_TIME = NAMES.filter((name) => BEHAVIOURS[name].decided === 'each time')
const SEEDS = [0, 1, 2, 3, 4, 5, 6, 7]

/** Every row as a client sees it, each in a world of its own. */
async function seenUnder(adversary: Adversary, names: BehaviourName[]): Promise<unknown[]> {
  const seen: unknown[] = []
  for (const name of names) {
    const w = world()
    await w.control('PUT', '/adversary', { seed: adversary })
    seen.push(await ROWS[name].see(w))
    await w.emulator.close()
  }
  return seen
}

describe('the adversary', () => {
  it.each(NAMES)('off or on, %s is our guess or the other answer', async (name) => {
    const { guess, other } = ROWS[name]
    expect(await seenUnder(null, [name])).toEqual([guess])
    expect(await seenUnder('other', [name])).toEqual([other])
  })

  // Over a hundred stand-ins: more than the usual five seconds on a busy machine.
  it('takes the same answers from the same seed, and each of both from some', {
    timeout: 30_000,
  }, async () => {
    const bySeed = await Promise.all(SEEDS.map((seed) => seenUnder(seed, ONCE)))
    expect(await seenUnder(SEEDS[0]!, ONCE)).toEqual(bySeed[0])
    for (const [at, name] of ONCE.entries()) {
      const { guess, other } = ROWS[name]
      const seen = bySeed.map((answers) => answers[at])
      expect(seen, name).toContainEqual(guess)
      expect(seen, name).toContainEqual(other)
      for (const answer of seen) expect([[guess], [other]], name).toContainEqual([answer])
    }
  })

  it.each(EACH_TIME)('decides %s anew each time, in the same order after the same seed', async (name) => {
    const series = async (w: World) => {
      await w.control('PUT', '/adversary', { seed: 4 })
      const seen: string[] = []
      for (let n = 0; n < 6; n++) {
        const before = (await w.history()).length
        const all = await ROWS[name].see(w)
        seen.push(JSON.stringify(name === 'event_order' ? (all as string[]).slice(before) : all))
        await w.delivered()
        w.heard.length = 0
      }
      return seen
    }
    const w = world()
    const first = await series(w)
    expect(new Set(first).size).toBeGreaterThan(1)
    expect(await series(w)).toEqual(first) // the switch begins it anew
    expect(await series(world({ seed: 99 }))).toEqual(first) // whatever the ids
  })

  it('has each of its rows named where the README says how things are known', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    for (const name of NAMES) expect(readme).toMatch(new RegExp(`memory.*\\|.*\`${name}\``))
  })

  it('is off at the start and after a reset, unless either says otherwise', async () => {
    const { control, emulator } = world()
    expect(emulator.state.adversary).toBeNull()
    await control('POST', '/reset', { adversary: 'other' })
    expect(emulator.state.adversary).toBe('other')
    await control('POST', '/reset')
    expect(emulator.state.adversary).toBeNull()
    const begun = world({ adversary: 3 })
    await begun.control('PUT', '/adversary', { seed: null })
    await begun.control('POST', '/reset')
    expect(begun.emulator.state.adversary).toBe(3)
  })

  it('sends no copies beyond those that were asked for', async () => {
    const w = world({ adversary: 'other' })
    await w.control('PUT', '/webhooks', { mode: 'manual' })
    await w.stripe.customers.create()
    expect(
      (await w.control('POST', '/webhooks/deliver', { events: 'pending', copies: 1 })).body,
    ).toHaveLength(1)
  })

  it('does not hold an answer for long that its own event waits for', async () => {
    const w = world({ adversary: 'other' })
    w.answer(() => new Promise<number>((resolve) => setTimeout(resolve, 3000, 200)))
    const start = performance.now()
    await w.stripe.customers.create()
    expect(performance.now() - start).toBeLessThan(2500)
    await w.emulator.close()
  })

  it.each(['other', ...SEEDS.slice(0, 4)] as Adversary[])(
    'says nothing that the SDK does not understand: %s',
    async (adversary) => {
      const w = world({ adversary })
      const paid = await w.stripe.paymentIntents.create(PAID)
      expect(paid).toMatchObject({ status: 'succeeded', amount_received: 1200 })
      expect(await failure(w.stripe.paymentIntents.create(DECLINED))).toMatchObject({
        type: 'StripeCardError',
        decline_code: 'generic_decline',
      })
      await w.stripe.refunds.create({ payment_intent: paid.id })
      await w.delivered()
      const listed = await w.stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 100 })
      expect(new Set(w.heard.map(({ id }) => id))).toEqual(new Set(listed.map(({ id }) => id)))
      for (const { body, signature } of w.heard)
        expect(await Stripe.webhooks.constructEventAsync(body, signature, WEBHOOK.secret)).toHaveProperty(
          'type',
        )
    },
  )
})
